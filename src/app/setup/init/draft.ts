import type { Credential, Flow, SourceType } from './flows.ts';

/** One source of the file that is being written. */
export interface SourceDraft {
  readonly name: string;
  readonly type: SourceType;
  /** `url`, or `host`, `port` and `database`, in the order of the file. */
  readonly connection: Readonly<Record<string, string | number>>;
  readonly flow: Flow;
  /** Under `auth`, besides the credentials: `instance`, `authority`. */
  readonly auth: Readonly<Record<string, string>>;
  /** Those that the file names; without the optional ones that have no value. */
  readonly credentials: readonly Credential[];
  /** PostgreSQL only. `ca`: the authority's certificate comes from its own variable. */
  readonly ssl: { readonly mode: string; readonly ca: Credential | null } | null;
  readonly tables: readonly TableDraft[];
}

/** One entry under `tables`. */
export interface TableDraft {
  readonly pattern: string;
  readonly options: Readonly<Record<string, string>>;
  readonly comment: string;
  /** It can't be synced as things are: written as a comment. */
  readonly off?: boolean;
}

/** Everything that the file takes from the environment, once each, in its order. */
export function variablesOf(sources: readonly SourceDraft[]): Credential[] {
  const all = sources.flatMap((source) => [...source.credentials, ...(source.ssl?.ca ? [source.ssl.ca] : [])]);
  return [...new Map(all.map((credential) => [credential.variable, credential])).values()];
}
