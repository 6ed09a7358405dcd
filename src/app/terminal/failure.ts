import picocolors from 'picocolors';
import { ConfigError, type ErrorReport } from '../../model/errors.ts';
import { harmless } from '../../views/facts/format.ts';
import { stageWords } from '../../views/facts/one-cause.ts';
import { wantsColors } from '../../views/terminal/display.ts';
import { failureOf } from '../session.ts';

export const EXIT = { succeeded: 0, failed: 1, wrong: 2, interrupted: 130 } as const;

export interface FailureOptions {
  readonly json: boolean | undefined;
  /** Hides secrets. */
  readonly redact?: (text: string) => string;
  readonly interrupted?: boolean;
}

/** Shows what was thrown: to people on stderr, and with `json` to programs on stdout. Returns the exit code. */
export function printFailure(thrown: unknown, { json, redact = (text) => text, interrupted = false }: FailureOptions): number {
  const { error, problems, stack } = failureOf(thrown, redact);
  if (stack !== null) process.stderr.write(`${harmless(stack)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ error: problems[0], problems }, null, 2)}\n`);
  process.stderr.write(`${problems.flatMap(describe).join('\n')}\n`);
  if (error.family === 'interrupted' || interrupted) return EXIT.interrupted;
  return error instanceof ConfigError ? EXIT.wrong : EXIT.failed;
}

function describe(error: ErrorReport): string[] {
  const { code, message, hint, location } = error;
  const colors = picocolors.createColors(wantsColors(process.stderr, process.env));
  // The form that terminals and editors turn into a link.
  const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column} `;
  const text = harmless(message).split('\n');
  const advice = hint === '' ? [] : harmless(hint).split('\n');
  return [
    `${colors.red('✗')} ${place}${colors.bold(code)}${stageWords(error)}`,
    ...text.map((line) => `  ${line}`),
    ...advice.map((line, i) => `  ${i === 0 ? '→' : ' '} ${line}`),
  ];
}
