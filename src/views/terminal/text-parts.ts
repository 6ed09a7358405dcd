import type { ErrorReport } from '../../model/errors.ts';
import type { Note } from '../../model/table.ts';
import { count, oneLine, percent } from '../facts/format.ts';
import { stageWords } from '../facts/one-cause.ts';
import { type Colors, type ColumnSpec, tableLines, wrap } from './display.ts';

export interface TextOptions {
  readonly columns: number;
  readonly colors: Colors;
  /** `discover`: every column. `plan`: every partition with its query. */
  readonly verbose: boolean;
  /** ISO 8601, for ages. */
  readonly now: string;
}

export function quota({ name, used, limit }: { name: string; used: number; limit: number }): [string, string] {
  const rest = Math.max(0, limit - used);
  return [name, `${count(rest)} of ${count(limit)} left (${percent(limit > 0 ? rest / limit : 0)})`];
}

export function facts(pairs: readonly (readonly [string, string])[], columns: number): string[] {
  const widest = Math.min(40, Math.max(0, ...pairs.map(([label]) => label.length)));
  return pairs.flatMap(([label, value]) => wrap(oneLine(value), columns - 1, `    ${oneLine(label).padEnd(widest)}  `));
}

export function paintedTable(
  specs: readonly ColumnSpec[],
  rows: readonly (readonly string[])[],
  { columns, colors }: TextOptions,
  bad: (row: number) => boolean,
): string[] {
  return tableLines(specs, rows, Math.max(40, columns - 5), (cell, row, column) =>
    row < 0 ? colors.dim(cell) : column === 0 && bad(row) ? colors.red(cell) : cell,
  );
}

export function problem(
  subject: string,
  what: Pick<ErrorReport, 'message' | 'hint' | 'stage'> & { readonly code?: string },
  options: TextOptions,
): string[] {
  const { colors, columns } = options;
  return [
    `  ${colors.red(`✗ ${oneLine(subject)}`)}${what.code === undefined ? '' : ` ${colors.bold(what.code)}${stageWords(what)}`}`,
    ...wrap(oneLine(what.message), columns - 1, '    '),
    ...(what.hint === '' ? [] : wrap(oneLine(what.hint), columns - 1, '    → ')),
  ];
}

export function failure(what: string, error: ErrorReport | null, options: TextOptions): string[] {
  return error === null ? [] : problem(`${what} failed`, error, options);
}

export function warnings(messages: readonly string[], colors: Colors, columns: number): string[] {
  return messages.flatMap((message) => wrap(oneLine(message), columns - 1, '  ! ')).map((line) => colors.yellow(line));
}

/** What was found out about a table or one of its columns. */
export function noteLines(table: string, notes: readonly Note[], { columns }: TextOptions): string[] {
  return notes.flatMap(({ column, message }) =>
    wrap(oneLine(`${table}${column === undefined ? '' : `.${column}`}: ${message}`), columns - 1, '  ! '),
  );
}

export const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
