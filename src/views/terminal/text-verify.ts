import { differencesOf, type TableVerification, type VerifyResult } from '../../model/verification.ts';
import { count, counted, duration } from '../facts/format.ts';
import { codeWords } from '../facts/one-cause.ts';

const MARKS: Readonly<Record<TableVerification['status'], string>> = {
  same: 'same',
  explained: 'same but for changes that the next run reads',
  drift: 'DIFFERS',
  repaired: 'repaired',
  failed: 'FAILED',
  skipped: 'skipped',
};

/** What `verify` found, a few lines a table. No key and no value: those are in the files. */
export function renderVerification({ tables }: VerifyResult): string[] {
  return tables.flatMap((t) => [
    `${t.source}.${t.table}  ${MARKS[t.status]}  ${count(t.here)} rows here, ${count(t.there)} there  (${duration(t.seconds)})`,
    `  ${t.how}`,
    ...(differences(t) === '' ? [] : [`  ${differences(t)}`]),
    ...(t.file === null ? [] : [`  keys: ${t.file}`]),
    ...(t.error === null ? [] : [`  ${codeWords(t.error)}: ${t.error.message}`, `  ${t.error.hint}`]),
  ]);
}

function differences(verification: TableVerification): string {
  const { explained } = verification;
  const found = differencesOf(verification).map(([rows, how]) => `${count(rows)} ${how}`);
  if (found.length === 0) return '';
  return `${found.join(', ')}${explained > 0 ? `; of these the next run brings ${counted(explained, 'row')}` : ''}`;
}
