/** An error answer of the Web API, not yet explained. */
export class ServiceFault extends Error {
  readonly status: number;
  /** `0x80040220`, lower case; empty if the answer was not JSON. */
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  /** The challenge of a 401. */
  readonly challenge: string;
  /** Where a redirection leads to. */
  readonly location: string;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { retryAfterMs?: number | undefined; challenge?: string; location?: string } = {},
  ) {
    super(message);
    this.name = 'ServiceFault';
    this.status = status;
    this.code = code.toLowerCase();
    this.retryAfterMs = more.retryAfterMs;
    this.challenge = more.challenge ?? '';
    this.location = more.location ?? '';
  }
}

/** Reads `{error: {code, message}}`; anything else (HTML of a gateway) becomes a fault without a code. */
export function faultOf(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
  retryAfterMs: number | undefined,
): ServiceFault {
  const more = { retryAfterMs, challenge: headers['www-authenticate'] ?? '', location: headers.location ?? '' };
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string; message?: string } };
    if (error !== undefined) return new ServiceFault(status, error.code ?? '', error.message ?? '', more);
  } catch {
    // Not JSON: the status is all there is.
  }
  return new ServiceFault(status, '', '', more);
}
