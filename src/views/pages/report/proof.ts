import type { RunRecord, TableRecord } from '../../../model/record.ts';
import { tableName } from '../../facts/facts.ts';
import { count, counted } from '../../facts/format.ts';
import { icon } from './icons.ts';
import { html, type Markup } from './markup.ts';

/** Counted twice, applied once: the three counts of every table, and its file's checksum. */
export function proof(record: RunRecord): Markup | null {
  const read = record.tables.filter((t) => t.startedAt !== null);
  if (read.length === 0) return null;
  const unequal = read.filter((t) => t.counts.source !== t.counts.staged);
  const verdict =
    unequal.length === 0
      ? html`${icon('succeeded')} ${read.length === 1 ? 'In the one table that was read' : `In all ${count(read.length)} tables that were read`}, DuckDB read as many rows as the source said it sent.`
      : html`${icon('failed')} In ${counted(unequal.length, 'table')} DuckDB read another number of rows than the source said it sent; nothing of them was applied.`;
  const head = ['Table', 'Source said', 'DuckDB read', '', 'Applied', 'In the table', 'SHA-256 of its Parquet file'].map(
    (word) => (word === '' ? html`<td></td>` : html`<th scope="col">${word}</th>`),
  );
  return html`<section aria-labelledby="proof"><h2 id="proof">Proof</h2><p class="verdict ${unequal.length === 0 ? 'succeeded' : 'failed'}">${verdict}</p>
<details class="figures"><summary>Counts and checksums of ${counted(read.length, 'table')}</summary><div class="scroll"><table class="numbers"><caption class="sr">Rows that the source said it sent, that DuckDB read, and that were applied</caption>
<thead><tr>${head}</tr></thead><tbody>${read.map(row)}</tbody></table></div></details></section>`;
}

function row(t: TableRecord): Markup {
  const equal = t.counts.source === t.counts.staged;
  return html`<tr><th scope="row">${tableName(t)}</th><td>${count(t.counts.source)}</td><td>${count(t.counts.staged)}</td>
<td class="sign">${icon(equal ? 'succeeded' : 'failed')}<span class="sr">${equal ? 'equal' : 'not equal'}</span></td><td>${count(t.counts.applied)}</td><td>${count(t.rows)}</td>
<td class="sum">${t.parquet === null ? '–' : html`<code class="hash">${t.parquet.sha256}</code>`}</td></tr>`;
}
