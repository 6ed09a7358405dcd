import type { RunRecord } from '../../model/record.ts';
import { EXPORT_COLUMNS, exportCells, isExportRun, readBackWords } from '../facts/export-facts.ts';
import { code, inline, table } from './markdown.ts';

/** What was written back, or what a sync read back of it: counts and names, no values. */
export function exportsSection(record: RunRecord): string {
  const { exports = [] } = record;
  if (exports.length === 0) return '';
  if (!isExportRun(record)) return `### Exports, read back\n\n${exports.map((e) => `- ${inline(readBackWords(e))}`).join('\n')}`;
  const head = EXPORT_COLUMNS.map((title, i) => [title, i === 0 ? 'left' : 'right'] as const);
  const rows = exports.map((e) => exportCells(e).map((cell) => inline(cell)));
  const notes = exports.flatMap((e) => e.notes.map((note) => `- ${code(e.name)} ${inline(note)}`));
  const files =
    record.output === null
      ? ''
      : `\n\nEach row is in ${code(`${record.output.directory}/exports/`)}: plan.csv, success.csv, failed.csv, unsent.csv.`;
  return `### Exports\n\n${table(head, rows)}${notes.length === 0 ? '' : `\n\n${notes.join('\n')}`}${files}`;
}
