/** One row of a service's retry policy. `Action`: what the client does. */
export interface RetryRule<Action extends string> {
  /** The service's own error code, or an HTTP status. */
  readonly code: string | number;
  /** What the service's documentation calls it. */
  readonly name: string;
  readonly action: Action;
  /** For people; finishes "the service refuses: …". */
  readonly meaning: string;
}

/** The rule of an error: that of its code, else that of its status. */
export function ruleOf<Action extends string>(
  rules: readonly RetryRule<Action>[],
  { code, status }: { readonly code: string; readonly status: number },
): RetryRule<Action> | undefined {
  return rules.find((rule) => rule.code === code) ?? rules.find((rule) => rule.code === status);
}
