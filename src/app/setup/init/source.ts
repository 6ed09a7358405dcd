import { HighwaterError } from '../../../model/errors.ts';
import type { SourceDefinition } from '../../../model/source-definition.ts';
import { counted } from '../../../views/facts/format.ts';
import type { Setup } from '../setup.ts';
import { collectValues, completed, type Values } from './credentials.ts';
import { credentialsOf, type SourceDraft, variablesOf, withCredentials, withOwnVariables } from './draft.ts';
import type { InitFlags } from './flags.ts';
import { askFlow, askName, askType, interviewOf } from './interview.ts';
import { type InitSource, openSource } from './look.ts';
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
  const definition = await askType(flags, asker, setup.definitions);
  const taken = before.map((s) => s.name);
  const name = await askName(flags, asker, definition.setup.usualName, taken);
  for (;;) {
    const bare = await askHow(flags, definition, name, before, setup);
    const looked = await look(flags, bare, definition, action, setup);
    if (looked === 'again') continue;
    const { open, values } = looked;
    try {
      const tables = await chooseTables(definition, open, flags, asker);
      for (const notice of open?.notices ?? []) asker.warn(notice);
      return { source: { ...looked.source, tables }, values };
    } finally {
      await open?.close();
    }
  }
}

async function askHow(
  flags: InitFlags,
  { type, setup }: SourceDefinition,
  name: string,
  before: readonly SourceDraft[],
  { asker, env }: Setup,
): Promise<SourceDraft> {
  const flow = await askFlow(flags, asker, setup);
  const answers = await setup.ask(flow, interviewOf(flags, asker, env));
  const taken = new Set(variablesOf(before).map((c) => c.variable));
  return withOwnVariables({ ...answers, name, type, flow, credentials: flow.credentials, tables: [] }, taken);
}

interface Looked {
  readonly source: SourceDraft;
  readonly open: InitSource | null;
  readonly values: Values;
}

/** Signs in; where that fails, the person decides: once more, other answers, or the file without a look. */
async function look(
  flags: InitFlags,
  draft: SourceDraft,
  definition: SourceDefinition,
  action: ActionRef,
  setup: Setup,
): Promise<Looked | 'again'> {
  const { asker, env, deps } = setup;
  const blind = (): Looked => ({ source: withoutUnset(draft, env), open: null, values: {} });
  if (!flags.connect) return blind();
  if (!draft.flow.here) {
    asker.warn(`${draft.flow.title} works in the workflow only, so the source can't be looked at from here.`);
    return blind();
  }
  for (;;) {
    try {
      const token = await obtainRefreshToken(draft, definition.setup.signIn, setup);
      const values = await collectValues(credentialsOf(draft), setup, token);
      const source = withoutUnset(draft, values);
      asker.say(`Signing in to ${place(draft)} …`);
      const open = await openSource(source, definition, action, { env: completed(env, values, []), deps });
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
  return withCredentials(draft, (c) => (!c.optional || (values[c.variable] ?? '') !== '' ? c : null));
}

function place({ connection, auth }: SourceDraft): string {
  return String(connection.url ?? connection.host ?? auth.instance ?? 'the source');
}
