import type { Credential, SetupAnswers, SignInFlow, TableDraft } from '../../../model/source-setup.ts';

/** One source of the file that is being written. */
export interface SourceDraft extends SetupAnswers {
  readonly name: string;
  readonly type: string;
  readonly flow: SignInFlow;
  /** Those that the file names; without the optional ones that have no value. */
  readonly credentials: readonly Credential[];
  readonly tables: readonly TableDraft[];
}

/** Everything that the file takes from the environment, once each, in its order. */
export function variablesOf(sources: readonly SourceDraft[]): Credential[] {
  const all = sources.flatMap(credentialsOf);
  return [...new Map(all.map((credential) => [credential.variable, credential])).values()];
}

export function credentialsOf({ credentials, groups }: SourceDraft): Credential[] {
  return [...credentials, ...groups.flatMap((group) => group.credentials)];
}

/** The draft with each credential changed; those that become null are left out. */
export function withCredentials(draft: SourceDraft, change: (credential: Credential) => Credential | null): SourceDraft {
  const changed = (all: readonly Credential[]) => all.map(change).filter((c) => c !== null);
  const groups = draft.groups.map((group) => ({ ...group, credentials: changed(group.credentials) }));
  return { ...draft, credentials: changed(draft.credentials), groups };
}

/**
 * The draft with variables that no other source has. The first source of a type has the usual names (`PGUSER`), the next ones their own name
 * before it (`BILLING_PGUSER`).
 */
export function withOwnVariables(draft: SourceDraft, taken: ReadonlySet<string>): SourceDraft {
  if (!credentialsOf(draft).some((c) => taken.has(c.variable))) return draft;
  const prefix = draft.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  return withCredentials(draft, (c) => ({ ...c, variable: `${prefix}_${c.variable}` }));
}
