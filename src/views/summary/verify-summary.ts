import type { ErrorReport } from '../../model/errors.ts';
import type { TableVerification, VerifyResult } from '../../model/verification.ts';
import { count, counted, duration } from '../facts/format.ts';
import { codeWords, stageWords } from '../facts/one-cause.ts';
import { code, inline, lines, table } from './markdown.ts';

const RESULT: Readonly<Record<TableVerification['status'], string>> = {
  same: '✅ same',
  explained: '✅ same but for changes that the next run reads',
  drift: '❌ differs',
  repaired: '✅ repaired',
  failed: '❌ failed',
  skipped: '⏭ skipped',
};

/** What `verify` found, as GitHub's markdown. No key and no value. */
export function renderVerifySummary({ tables }: VerifyResult, good: boolean): string {
  const differing = tables.filter((t) => t.status === 'drift' || t.status === 'failed');
  const title = good
    ? `✅ ${counted(tables.length, 'table')} verified`
    : `❌ ${counted(differing.length, 'table')} of ${count(tables.length)} could not be proven`;
  const head = [
    ['table', 'left'],
    ['result', 'left'],
    ['rows here', 'right'],
    ['at the source', 'right'],
    ['missing', 'right'],
    ['extra', 'right'],
    ['altered', 'right'],
    ['doubled', 'right'],
    ['calls', 'right'],
    ['time', 'right'],
  ] as const;
  const rows = tables.map((t) => [
    code(`${t.source}.${t.table}`),
    RESULT[t.status],
    ...[t.here, t.there, t.missing, t.extra, t.altered, t.doubled, t.requests].map((n) => count(n)),
    duration(t.seconds),
  ]);
  const details = tables.map((t) => {
    const error =
      t.error === null
        ? ''
        : `<br>${code(t.error.code)}${stageWords(t.error)}: ${lines(t.error.message)}<br>→ ${lines(t.error.hint)}`;
    const file = t.file === null ? '' : `<br>The keys are in ${code(t.file)} of the output directory.`;
    return `- ${code(`${t.source}.${t.table}`)}: ${inline(t.how)}${file}${error}`;
  });
  return `## ${title}\n\n${table(head, rows)}\n\n${details.join('\n')}\n`;
}

/** What to say of each table that differs, or that could not be compared; no more than GitHub shows. */
export function driftErrors({ tables }: VerifyResult): (ErrorReport & { readonly title: string })[] {
  return tables
    .filter((t) => t.status === 'drift' || t.status === 'failed')
    .slice(0, 10)
    .map(driftError);
}

/** What to say of a table that differs, or that could not be compared. */
export function driftError(t: TableVerification): ErrorReport & { readonly title: string } {
  const name = `${t.source}.${t.table}`;
  if (t.error !== null) return { ...t.error, title: `${name}: ${codeWords(t.error)}` };
  const rows = t.missing + t.extra + t.altered + t.doubled - t.explained;
  return {
    code: 'ROWS_DIFFER',
    stage: 'verify',
    title: `${name}: ${codeWords({ code: 'ROWS_DIFFER', stage: 'verify' })}`,
    message: `${name}: ${rows === 0 ? 'the rows differ' : `${counted(rows, 'row')} ${rows === 1 ? 'differs' : 'differ'}`} from the source, and no next run would mend that.`,
    hint: `${t.file === null ? '' : `Their keys are in ${t.file} of the output directory. `}Run once with repair: true (--repair on the command line), and find out why they differ.`,
  };
}
