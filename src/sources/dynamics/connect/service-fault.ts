/** An answer of the Web API that is not the one asked for, before anybody has judged it. */
export class ServiceFault extends Error {
  readonly status: number;
  /** `0x80040220`, lower case; empty where the answer was no JSON. */
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
