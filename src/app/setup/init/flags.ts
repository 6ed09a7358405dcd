/** As commander hands them over. */
export interface InitFlags {
  readonly config: string;
  readonly source?: string;
  readonly type?: string;
  readonly url?: string;
  readonly authority?: string;
  readonly host?: string;
  readonly port?: string;
  readonly database?: string;
  readonly instance?: string;
  readonly sslMode?: string;
  readonly flow?: string;
  readonly tables?: string;
  /** `OWNER/highwater@v1` for the workflow's `uses:`. */
  readonly action?: string;
  /** False: write without looking at the source. */
  readonly connect: boolean;
  /** Undefined: asked, and written where nobody can be asked. */
  readonly workflow?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
}
