import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { ErrorCode } from '../../src/model/errors.ts';
import { STAGES } from '../../src/model/stages.ts';
import type { Printed, PrintedError, Project, Ran } from '../e2e/project.ts';

/** What a user reads of one failure. */
export interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The stage of the run, as a document or as people have it; undefined where nothing was begun. */
  readonly stage?: string | undefined;
}

/** One way to fail for real, through the program, and the facts that its text must hold. */
export interface Failure<World> {
  readonly code: ErrorCode;
  /** As a title of a test: what was wrong. */
  readonly how: string;
  /** True where no run has begun: the configuration, the command line or the machine is wrong, or it is another command. */
  readonly beforeRun?: true;
  /** Brings it about, and resolves to everything that the program said of failures. */
  readonly provoke: (world: World) => Promise<readonly Told[]>;
  /** What happened: to which thing, what was expected, what was found. */
  readonly says: readonly (string | RegExp)[];
  /** What to do next. */
  readonly advises: readonly (string | RegExp)[];
}

/** Set to a file, it gets every text, to be read one after the other with fresh eyes. */
const COLLECT = process.env.HIGHWATER_FAILURE_TEXTS;

export async function expectTold<World>(failure: Failure<World>, world: World): Promise<void> {
  const all = await failure.provoke(world);
  const told = all.find((t) => t.code === failure.code);
  expect(told, JSON.stringify(all)).toBeDefined();
  if (told === undefined) return;
  if (COLLECT !== undefined)
    appendFileSync(
      COLLECT,
      `${failure.code} (${failure.how})\n  ${told.message}\n  → ${told.hint.replaceAll('\n', '\n    ')}\n\n`,
    );
  if (failure.beforeRun === true) expect(told.stage).toBeUndefined();
  else expect(Object.entries(STAGES).flat()).toContain(told.stage);
  for (const words of failure.says) expect(told.message).toMatch(words);
  for (const words of failure.advises) expect(told.hint).toMatch(words);
  expectReadable(told);
}

/** What holds for every text: whole sentences, and nothing that only a program would say. */
function expectReadable({ message, hint }: Told): void {
  for (const text of [message, hint]) {
    expect(text).not.toMatch(/undefined|\[object |\bNaN\b|\bnull\b|Error: /);
    expect(text.length).toBeGreaterThan(15);
    expect(text.length).toBeLessThan(900);
    expect(text.trim()).toMatch(/[.?…)]$|\n/);
  }
}

/** All failures of a `--json` document: the run's, its tables', its sources'. */
export function ofDocument(ran: Ran): Told[] {
  const document = JSON.parse(ran.stdout) as Partial<Printed & PrintedError> & { sources?: readonly { error?: Told | null }[] };
  const found = [
    document.error,
    ...(document.problems ?? []),
    ...(document.tables ?? []).map((t) => t.error),
    ...(document.sources ?? []).map((s) => s.error),
  ];
  return found.filter((error) => error !== null && error !== undefined);
}

/** Of what people see on a terminal: a line with the code, the message indented, the advice behind an arrow. */
export function ofTerminal(stderr: string): Told[] {
  return [...stderr.matchAll(/^✗ (?:\S+:\d+:\d+ )?([A-Z_]+)(?: while ([a-z]+))?\n((?: {2}.*\n?)+)/gm)].map(
    ([, code = '', stage, body = '']) => {
      const [message = '', hint = ''] = body.split(/^ {2}→ /m);
      return { code, message: message.trim(), hint: hint.trim(), stage };
    },
  );
}

/** `highwater sync --json …`, and what it said. */
export async function syncing(project: Project, args: readonly string[] = []): Promise<Told[]> {
  return ofDocument(await project.run(['sync', '--json', ...args]));
}
