/** An error as the REST and Bulk APIs answer it: `[{message, errorCode, fields?}]` with an HTTP status. */
export class Failure extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }

  body(): string {
    const { message, errorCode, fields } = this;
    return JSON.stringify([fields === undefined ? { message, errorCode } : { message, errorCode, fields }]);
  }
}

export const malformed = (message: string): Failure => new Failure(400, 'MALFORMED_QUERY', message);

export const invalidField = (message: string): Failure => new Failure(400, 'INVALID_FIELD', message);

export const notFound = (): Failure => new Failure(404, 'NOT_FOUND', 'The requested resource does not exist');

/** What the real service can do and this local one can't: a test that runs into it asks for more than the sheet holds. */
export const notModelled = (what: string): Failure => new Failure(501, 'NOT_MODELLED', `the local server does not model ${what}`);
