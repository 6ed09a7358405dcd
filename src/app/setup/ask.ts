import { stripVTControlCharacters } from 'node:util';
import { autocompleteMultiselect, confirm, isCancel, log, password, select, text } from '@clack/prompts';
import { ConfigError, HighwaterError } from '../../model/errors.ts';
import { harmless } from '../../views/facts/format.ts';

interface Question {
  readonly message: string;
  /** What gives the answer where there is no terminal: `--host db.example.com`. */
  readonly instead: string;
}

interface TextQuestion extends Question {
  readonly example?: string;
  readonly initial?: string;
  /** Why an answer will not do; null where it will. */
  readonly objection?: (answer: string) => string | null;
}

export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

interface PickQuestion extends Question {
  readonly choices: readonly Choice[];
  readonly picked: readonly string[];
}

/** Questions and remarks for the person at the terminal; everything goes to stderr. */
export interface Asker {
  /** False without a terminal: every question then throws INPUT_INVALID with what to give instead. */
  readonly canAsk: boolean;
  text(question: TextQuestion): Promise<string>;
  /** Not shown while it is typed. */
  hidden(question: Pick<TextQuestion, 'message' | 'instead' | 'objection'>): Promise<string>;
  choose<Value extends string>(question: Question & { readonly choices: readonly Choice<Value>[] }): Promise<Value>;
  /** Several out of many, with a search; at least one. */
  pick(question: PickQuestion): Promise<readonly string[]>;
  confirm(question: Question & { readonly initial: boolean }): Promise<boolean>;
  say(words: string): void;
  warn(words: string): void;
  /** Commands to copy: nothing stands before or behind them. */
  commands(title: string, lines: readonly string[]): void;
}

type Shown = NodeJS.WriteStream;

/** On a terminal. Throws INTERRUPTED when a question is answered with Ctrl-C or Escape. */
export function terminalAsker(output: Shown, redact: (text: string) => string): Asker {
  const shown = (words: string): string => harmless(redact(words));
  return {
    canAsk: true,
    text: async ({ message, example, initial, objection }) =>
      unlessCancelled(
        await text({
          message,
          output,
          ...(example === undefined ? {} : { placeholder: example }),
          ...(initial === undefined ? {} : { initialValue: initial }),
          validate: (answer) => objection?.((answer ?? '').trim()) ?? undefined,
        }),
      ).trim(),
    hidden: async ({ message, objection }) =>
      (
        unlessCancelled(
          await password({ message, output, validate: (answer) => objection?.((answer ?? '').trim()) ?? undefined }),
        ) ?? ''
      ).trim(),
    choose: async ({ message, choices }) =>
      unlessCancelled(
        await select<string>({ message, output, options: choices.map(shownChoice) }),
      ) as (typeof choices)[number]['value'],
    pick: async ({ message, choices, picked }) =>
      unlessCancelled(
        await autocompleteMultiselect<string>({
          message,
          output,
          options: choices.map(shownChoice),
          initialValues: [...picked],
          required: true,
          maxItems: 12,
        }),
      ),
    confirm: async ({ message, initial }) => unlessCancelled(await confirm({ message, output, initialValue: initial })),
    say: (words) => log.step(shown(words), { output, spacing: 0 }),
    warn: (words) => log.warn(shown(words), { output, spacing: 0 }),
    commands: (title, lines) => {
      log.step(title, { output });
      output.write(`\n${shown(lines.join('\n'))}\n\n`);
    },
  };
}

/** Without a terminal: remarks are plain lines, questions are errors. */
export function silentAsker(output: Pick<Shown, 'write'>, redact: (text: string) => string): Asker {
  const refuse = async ({ instead }: Question): Promise<never> => {
    throw wrong('This needs an answer, and there is no terminal to ask on.', `Give ${instead}.`);
  };
  const say = (words: string): void => void output.write(`${stripVTControlCharacters(harmless(redact(words)))}\n`);
  return {
    canAsk: false,
    text: refuse,
    hidden: refuse,
    choose: refuse,
    pick: refuse,
    confirm: refuse,
    say,
    warn: (words) => say(`! ${words}`),
    commands: (title, lines) => say(`\n${title}\n\n${lines.join('\n')}`),
  };
}

/** A source's own words may hold anything. */
function shownChoice({ value, label, hint }: Choice): { value: string; label: string; hint?: string } {
  return { value, label: harmless(label), ...(hint === undefined ? {} : { hint: harmless(hint) }) };
}

function unlessCancelled<Answer>(answer: Answer): Exclude<Answer, symbol> {
  if (isCancel(answer))
    throw new HighwaterError('INTERRUPTED', 'Cancelled.', 'Nothing else was changed. Run the command again to start over.');
  return answer as Exclude<Answer, symbol>;
}

/** A mistake on the command line, or in what was answered: exit code 2. */
export function wrong(message: string, hint: string): ConfigError {
  return new ConfigError([{ code: 'INPUT_INVALID', message, hint }], 'INPUT_INVALID');
}
