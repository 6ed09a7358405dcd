import { HighwaterError } from '../../../model/errors.ts';
import { counted } from '../../../views/facts/format.ts';
import type { Setup } from '../setup.ts';
import { collectValues, completed, type Values } from './credentials.ts';
import type { SourceDraft } from './draft.ts';
import type { InitFlags } from './flags.ts';
import { type Credential, named } from './flows.ts';
import { type OpenSource, openSource } from './look.ts';
import { askAuth, askConnection, askFlow, askName, askSsl, askType } from './questions.ts';
import { obtainRefreshToken } from './refresh-token.ts';
import type { ActionRef } from './render.ts';
import { chooseTables } from './tables.ts';

/** A source, and the values that its sign-in was tried with: for this run, and for the secrets if that is wanted. */
export interface Drafted {
  readonly source: SourceDraft;
  readonly values: Values;
}

/** Asks for one source, looks at it and lets its tables be chosen. `before`: those that are drafted already. */
export async function draftSource(
  flags: InitFlags,
  before: readonly SourceDraft[],
  action: ActionRef,
  setup: Setup,
): Promise<Drafted> {
  const { asker } = setup;
  const type = await askType(flags, asker);
  const taken = before.map((s) => s.name);
  const name = await askName(flags, asker, type, taken);
  for (;;) {
    const bare = await askHow(flags, type, name, before, setup);
    const looked = await look(flags, bare, action, setup);
    if (looked === 'again') continue;
    const { open, values } = looked;
    try {
      const tables = await chooseTables(type, open, flags, asker);
      for (const notice of open?.notices ?? []) asker.warn(notice);
      return { source: { ...looked.source, tables }, values };
    } finally {
      await open?.close();
    }
  }
}

async function askHow(
  flags: InitFlags,
  type: SourceDraft['type'],
  name: string,
  before: readonly SourceDraft[],
  { asker, env }: Setup,
): Promise<SourceDraft> {
  const flow = await askFlow(flags, asker, type);
  const connection = await askConnection(flags, asker, type, flow);
  const url = typeof connection.url === 'string' ? connection.url : null;
  const auth = await askAuth(flags, asker, flow, url);
  const ssl = await askSsl(flags, asker, env, typeof connection.host === 'string' ? connection.host : null);
  const taken = new Set(before.flatMap((s) => [...s.credentials, ...(s.ssl?.ca ? [s.ssl.ca] : [])].map((c) => c.variable)));
  const all = named([...flow.credentials, ...(ssl?.ca ? [ssl.ca] : [])], name, taken);
  const ca = all.find((c) => c.key === 'ca') ?? null;
  return {
    name,
    type,
    connection,
    flow,
    auth,
    credentials: all.filter((c) => c !== ca),
    ssl: ssl === null ? null : { ...ssl, ca },
    tables: [],
  };
}

interface Looked {
  readonly source: SourceDraft;
  readonly open: OpenSource | null;
  readonly values: Values;
}

/** Signs in; where that fails, the person decides: once more, other answers, or the file without a look. */
async function look(flags: InitFlags, draft: SourceDraft, action: ActionRef, setup: Setup): Promise<Looked | 'again'> {
  const { asker, env, deps } = setup;
  const blind = (): Looked => ({ source: withoutUnset(draft, env), open: null, values: {} });
  if (!flags.connect) return blind();
  if (!draft.flow.here) {
    asker.warn(`${draft.flow.title} works in the workflow only, so the source can't be looked at from here.`);
    return blind();
  }
  for (;;) {
    try {
      const all = [...draft.credentials, ...(draft.ssl?.ca ? [draft.ssl.ca] : [])];
      const token = await obtainRefreshToken(draft, setup);
      const values = await collectValues(all, setup, token);
      const source = withoutUnset(draft, values);
      asker.say(`Signing in to ${place(draft)} …`);
      const open = await openSource(source, action, completed(env, values, []), deps);
      asker.say(
        `Signed in as ${open.access.identity} (${open.access.server}): ${counted(open.tables.filter((t) => t.exactOnly !== true).length, 'table')}.`,
      );
      return { source, open, values };
    } catch (error) {
      const choice = await afterFailure(error, setup);
      if (choice === 'change') return 'again';
      if (choice === 'blind') return blind();
    }
  }
}

async function afterFailure(error: unknown, { asker }: Setup): Promise<'retry' | 'change' | 'blind'> {
  if (!(error instanceof HighwaterError) || error.code === 'INTERRUPTED') throw error;
  if (!asker.canAsk) {
    if (error.code === 'INPUT_INVALID') throw error;
    const hint = `${error.hint}\nNothing was written. --no-connect writes the files without looking at the source.`;
    throw new HighwaterError(error.code, error.message, hint, { cause: error });
  }
  asker.warn(`${error.message}\n→ ${error.hint}`);
  const choice = await asker.choose({
    message: 'What now?',
    instead: '--no-connect',
    choices: [
      { value: 'retry', label: 'Try again', hint: 'with the same address; asks for the credentials again' },
      { value: 'change', label: 'Change the answers' },
      { value: 'blind', label: 'Write the file anyway', hint: 'you type the names of the tables' },
      { value: 'stop', label: 'Stop here', hint: 'nothing is written' },
    ],
  });
  if (choice === 'stop')
    throw new HighwaterError('INTERRUPTED', 'Stopped.', 'Nothing was written; start again whenever you like.');
  return choice;
}

/** Optional credentials that have no value are left out of the file. */
function withoutUnset(draft: SourceDraft, values: Readonly<Record<string, string | undefined>>): SourceDraft {
  const keeps = (c: Credential): boolean => !c.optional || (values[c.variable] ?? '') !== '';
  const ssl =
    draft.ssl === null ? null : { ...draft.ssl, ca: draft.ssl.ca !== null && keeps(draft.ssl.ca) ? draft.ssl.ca : null };
  return { ...draft, credentials: draft.credentials.filter(keeps), ssl };
}

function place({ connection, auth }: SourceDraft): string {
  return String(connection.url ?? connection.host ?? auth.instance ?? 'the source');
}
