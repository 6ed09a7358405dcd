import type { RunRecord, TableRecord } from '../../../model/record.ts';
import { type CheckOutcome, checkName } from '../../../model/table-check.ts';
import { checkCounts, checkCountWords, tableName } from '../../facts/facts.ts';
import { count, instant } from '../../facts/format.ts';
import { code, html, icon, type Markup } from './markup.ts';

/** What the checks of the data found: those that did not pass first; all of them as figures. */
export function checksSection(record: RunRecord): Markup | null {
  const checked = record.tables.filter((t) => (t.checks ?? []).length > 0);
  if (checked.length === 0) return null;
  const counts = checkCounts(record.tables);
  const failed = counts.fail + counts.error > 0;
  const verdict = html`<p class="verdict ${failed ? 'failed' : 'succeeded'}">${icon(failed ? 'failed' : counts.warn > 0 ? 'note' : 'succeeded')} <span>${checkCountWords(counts)}</span></p>`;
  const bad = checked.flatMap((t) => (t.checks ?? []).filter((c) => c.status !== 'pass').map((c) => [t, c] as const));
  const all = checked.flatMap((t) => (t.checks ?? []).map((c) => [t, c] as const));
  const passed = all.length - bad.length;
  return html`<section aria-labelledby="checks"><h2 id="checks">Checks of the data</h2>${verdict}
${bad.length > 0 && checkTable(bad, 'Checks that did not pass')}
${passed > 0 && html`<details class="figures"><summary>${bad.length > 0 ? 'All checks' : `The ${count(passed)} checks`}</summary>${checkTable(all, 'All checks')}</details>`}</section>`;
}

/** The same for one table, among its details. */
export function tableChecks(checks: readonly CheckOutcome[], failingKeys: string | undefined): Markup | null {
  if (checks.length === 0) return null;
  const rows = checks.map((c) => html`<tr>${cells(c)}</tr>`);
  const keys = failingKeys !== undefined && html`<p class="muted">The keys of failing rows are in ${code(failingKeys)}.</p>`;
  return html`<h3>Checks</h3><div class="scroll"><table class="numbers checks"><caption class="sr">Checks of this table</caption><thead><tr>${heads()}</tr></thead><tbody>${rows}</tbody></table></div>${keys}`;
}

function checkTable(pairs: readonly (readonly [TableRecord, CheckOutcome])[], caption: string): Markup {
  const rows = pairs.map(([t, c]) => html`<tr><th scope="row">${tableName(t)}</th>${cells(c, t.failingKeys)}</tr>`);
  return html`<div class="scroll"><table class="numbers checks"><caption class="sr">${caption}</caption><thead><tr><th scope="col">Table</th>${heads()}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function heads(): Markup[] {
  return ['Check', 'Expected', 'Result', 'Failures', 'Since (UTC)'].map((word) => html`<th scope="col">${word}</th>`);
}

const SIGNS = { pass: 'succeeded', warn: 'note', fail: 'failed', error: 'failed' } as const;
const WORDS = { pass: 'passed', warn: 'warning', fail: 'failed', error: 'not evaluated' } as const;

function cells(outcome: CheckOutcome, failingKeys?: string): Markup {
  const { status, failures, detail, since, check } = outcome;
  const keys = status !== 'pass' && failingKeys !== undefined && html` <span class="muted">keys: ${code(failingKeys)}</span>`;
  return html`<td>${code(checkName(outcome))}</td><td class="detail">${check === 'expression' ? '' : detail}</td><td class="result ${status}">${icon(SIGNS[status])} ${WORDS[status]}${keys}</td><td>${count(failures)}</td><td>${since === null ? '–' : instant(since)}</td>`;
}
