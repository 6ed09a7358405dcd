import { oneOf } from '../../../config/declare/fields.ts';
import { SOURCE_NAME } from '../../../config/declare/schema.ts';
import type { Environment } from '../../../config/load/interpolate.ts';
import { RESERVED_SCHEMAS } from '../../../config/load/rules.ts';
import { ConfigError, HighwaterError } from '../../../model/errors.ts';
import type { SourceDefinition } from '../../../model/source-definition.ts';
import type { Interview, Objection, SignInFlow, SourceSetup } from '../../../model/source-setup.ts';
import { counted } from '../../../views/facts/format.ts';
import { type Asker, wrong } from '../ask.ts';
import type { Setup } from '../setup.ts';
import {
  collectValues,
  completed,
  credentialsOf,
  obtainRefreshToken,
  type SourceDraft,
  type Values,
  variablesOf,
  withCredentials,
  withOwnVariables,
} from './credentials.ts';
import type { InitFlags } from './flags.ts';
import { type InitSource, openSource } from './look.ts';
import type { ActionRef } from './render.ts';
import { chooseTables } from './tables.ts';

/** A source's own questions, answered by the options of the command line where they can. */
function interviewOf(flags: InitFlags, asker: Asker, env: Environment): Interview {
  const asks = asker.canAsk && !flags.yes;
  const given = (option: string): string | undefined => flags.ofSource[option];
  return {
    env,
    given,
    async text({ option, message, example, objection, usual }) {
      const flag = `--${option}`;
      const instead = `${flag} ${example}`;
      const hint = usual === undefined ? { example } : { initial: usual };
      const asked = (): Promise<string> => asker.text({ message, instead, ...hint, objection });
      const answer = given(option) ?? (usual === undefined || asks ? await asked() : usual);
      return checked(flag, answer, objection);
    },
    async choose({ option, values, message, choices, usual }) {
      const flag = `--${option}`;
      const words = given(option);
      if (words !== undefined) return oneOfThese(flag, words, values);
      return asks ? asker.choose({ message, instead: flag, choices }) : usual;
    },
  };
}

async function askType(flags: InitFlags, asker: Asker, definitions: readonly SourceDefinition[]): Promise<SourceDefinition> {
  const types = definitions.map((d) => d.type);
  const choices = definitions.map(({ type, setup: { label, hint } }) => ({ value: type, label, hint }));
  const type =
    flags.type ?? (await asker.choose({ message: 'What do you want to sync?', instead: `--type (${oneOf(types)})`, choices }));
  oneOfThese('--type', type, types);
  return found(definitions, (d) => d.type === type);
}

async function askName(flags: InitFlags, asker: Asker, usual: string, taken: readonly string[]): Promise<string> {
  const objection = (name: string): string | null => {
    if (!new RegExp(SOURCE_NAME).test(name)) return 'Use letters, digits, _ and -, and start with a letter.';
    if (RESERVED_SCHEMAS.has(name.toLowerCase())) return 'DuckDB uses this name itself. Choose another.';
    const isTaken = taken.some((other) => other.toLowerCase() === name.toLowerCase());
    return isTaken ? `The source ${name} already exists.` : null;
  };
  const free = taken.includes(usual) ? `${usual}${taken.length + 1}` : usual;
  if (flags.source !== undefined) return checked('--source', flags.source, objection);
  if (!asker.canAsk || flags.yes) return free;
  const message = 'A short name (it becomes the schema in DuckDB)';
  return asker.text({ message, instead: '--source crm', initial: free, objection });
}

async function askFlow(flags: InitFlags, asker: Asker, { flows }: SourceSetup): Promise<SignInFlow> {
  const names = flows.map((f) => f.flow);
  const asked = async (): Promise<string> =>
    asker.canAsk && !flags.yes
      ? asker.choose({
          message: 'How does Highwater sign in?',
          instead: `--flow (${oneOf(names)})`,
          choices: flows.map((f) => ({ value: f.flow, label: f.title, hint: f.hint })),
        })
      : flows[0].flow;
  const chosen = oneOfThese('--flow', flags.flow ?? (await asked()), names);
  return found(flows, (f) => f.flow === chosen);
}

function found<T>(all: readonly T[], wanted: (one: T) => boolean): T {
  const one = all.find(wanted);
  if (one === undefined) throw new Error('an answer was accepted that was not offered');
  return one;
}

function oneOfThese(flag: string, given: string, values: readonly string[]): string {
  if (!values.includes(given)) throw wrong(`${flag} ${given}: expected ${oneOf(values)}.`, `Use one of these for ${flag}.`);
  return given;
}

function checked(flag: string, given: string, objection: Objection): string {
  const words = objection(given);
  if (words !== null) throw wrong(`${flag} ${given}: this value is not valid.`, words);
  return given;
}

/** A source, and the values that its sign-in was tried with: for this run, and for the secrets if that is wanted. */
interface Drafted {
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
    asker.warn(`${draft.flow.title} works only in the workflow, so init can't look at the source from here.`);
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
  if (!(error instanceof HighwaterError) || error.family === 'interrupted') throw error;
  if (!asker.canAsk) {
    if (error instanceof ConfigError) throw error;
    const hint = `${error.hint}\nNothing was written. Use --no-connect to write the files without looking at the source.`;
    throw new HighwaterError(error.code, error.message, hint, { cause: error });
  }
  asker.warn(`${error.message}\n→ ${error.hint}`);
  const choice = await asker.choose({
    message: 'What now?',
    instead: '--no-connect',
    choices: [
      { value: 'retry', label: 'Try again', hint: 'same address; asks for the credentials again' },
      { value: 'change', label: 'Change the answers' },
      { value: 'blind', label: 'Write the file anyway', hint: 'you type the names of the tables' },
      { value: 'stop', label: 'Stop here', hint: 'nothing is written' },
    ],
  });
  if (choice === 'stop')
    throw new HighwaterError('INTERRUPTED', 'Stopped.', 'Nothing was written. Run the command again to start over.');
  return choice;
}

/** Optional credentials that have no value are left out of the file. */
function withoutUnset(draft: SourceDraft, values: Readonly<Record<string, string | undefined>>): SourceDraft {
  return withCredentials(draft, (c) => (!c.optional || (values[c.variable] ?? '') !== '' ? c : null));
}

function place({ connection, auth }: SourceDraft): string {
  return String(connection.url ?? connection.host ?? auth.instance ?? 'the source');
}
