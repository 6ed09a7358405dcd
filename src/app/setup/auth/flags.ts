/** As commander hands them over. */
export interface AuthFlags {
  readonly config: string;
  readonly source?: string;
  readonly url?: string;
  readonly clientId?: string;
  /** The name of the GitHub secret. */
  readonly secret?: string;
  /** `OWNER/NAME`. */
  readonly repo?: string;
  readonly port?: string;
  readonly device?: boolean;
  readonly print?: boolean;
  /** False: only the address is shown. */
  readonly browser: boolean;
  /** Those that a source's sign-in declares. */
  readonly [option: string]: string | boolean | undefined;
}
