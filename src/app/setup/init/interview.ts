import { oneOf } from '../../../config/declare/fields.ts';
import { SOURCE_NAME } from '../../../config/declare/schema.ts';
import type { Environment } from '../../../config/load/interpolate.ts';
import { RESERVED_SCHEMAS } from '../../../config/load/rules.ts';
import type { SourceDefinition } from '../../../model/source-definition.ts';
import type { Interview, Objection, SignInFlow, SourceSetup } from '../../../model/source-setup.ts';
import type { Asker } from '../ask.ts';
import { wrong } from '../wrong.ts';
import type { InitFlags } from './flags.ts';

/** A source's own questions, answered by the options of the command line where they can. */
export function interviewOf(flags: InitFlags, asker: Asker, env: Environment): Interview {
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

export async function askType(
  flags: InitFlags,
  asker: Asker,
  definitions: readonly SourceDefinition[],
): Promise<SourceDefinition> {
  const types = definitions.map((d) => d.type);
  const choices = definitions.map(({ type, setup: { label, hint } }) => ({ value: type, label, hint }));
  const type =
    flags.type ?? (await asker.choose({ message: 'What is to be synced?', instead: `--type (${oneOf(types)})`, choices }));
  oneOfThese('--type', type, types);
  return found(definitions, (d) => d.type === type);
}

export async function askName(flags: InitFlags, asker: Asker, usual: string, taken: readonly string[]): Promise<string> {
  const objection = (name: string): string | null => {
    if (!new RegExp(SOURCE_NAME).test(name)) return 'A name of letters, digits, _ and -, that starts with a letter.';
    if (RESERVED_SCHEMAS.has(name.toLowerCase())) return 'DuckDB uses this name itself; choose another.';
    const isTaken = taken.some((other) => other.toLowerCase() === name.toLowerCase());
    return isTaken ? `There is a source ${name} already.` : null;
  };
  const free = taken.includes(usual) ? `${usual}${taken.length + 1}` : usual;
  if (flags.source !== undefined) return checked('--source', flags.source, objection);
  if (!asker.canAsk || flags.yes) return free;
  const message = 'A short name for it (it becomes the schema in DuckDB)';
  return asker.text({ message, instead: '--source crm', initial: free, objection });
}

export async function askFlow(flags: InitFlags, asker: Asker, { flows }: SourceSetup): Promise<SignInFlow> {
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
  if (!values.includes(given)) throw wrong(`${flag} ${given}: expected ${oneOf(values)}.`, `Give ${flag} as one of these.`);
  return given;
}

function checked(flag: string, given: string, objection: Objection): string {
  const words = objection(given);
  if (words !== null) throw wrong(`${flag} ${given}: this will not do.`, words);
  return given;
}
