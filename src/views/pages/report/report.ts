import { createHash } from 'node:crypto';
import type { HistoryEntry, RunRecord } from '../../../model/record.ts';
import { shortHeadline, tablesByImportance } from '../../facts/facts.ts';
import { clip } from '../../facts/format.ts';
import { script, styles } from './assets.generated.ts';
import { nameOf, runsByTable, type TableRun, wholeRuns } from './earlier-runs.ts';
import { html, json, Markup } from './markup.ts';
import { glance, masthead } from './masthead.ts';
import { failures, notices, proof, sources, stateAndOutput } from './sections.ts';
import { GRADES, Packer, type PageDetail, runFacts } from './table-data.ts';
import { tablesSection } from './tables-section.ts';
import { whereTheTimeWent } from './time-spent.ts';

export interface ReportOptions {
  /** Where docs/troubleshooting.md is shown; without it, error codes are no links. */
  readonly troubleshootingUrl?: string;
}

/** Bytes of JSON in a page; with the rest of it a report stays below 10 MB and opens at once. */
const DATA_BYTES = 7_500_000;

/**
 * report.html: one page that needs nothing but itself. Its policy forbids every request; its one script and style are named
 * there by their hashes, so nothing that a source put into a name can run. What every table's details hold is in the page as JSON
 * and drawn when it is opened.
 */
export function renderReport(record: RunRecord, history: readonly HistoryEntry[], options: ReportOptions = {}): string {
  const url = options.troubleshootingUrl ?? null;
  const byTable = runsByTable(record, history);
  const runs = wholeRuns(record, history);
  const title = `${clip(shortHeadline(record), 90)} · Highwater`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>${title}</title><link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 3h14M1 8c2-2.5 4-2.5 6 0s4 2.5 6 0M1 13c2-2.5 4-2.5 6 0s4 2.5 6 0' fill='none' stroke='%230b6b82' stroke-width='2'/%3E%3C/svg%3E">
${tag('style', styles)}</head>
<body><a class="skip" href="#tables">Skip to the tables</a>
${masthead(record)}
<main>${failures(record, url)}${glance(record, runs)}${notices(record)}${tablesSection(record, byTable)}${whereTheTimeWent(record)}${sources(record)}${stateAndOutput(record)}${proof(record)}</main>
<noscript><p class="noscript">Details of the tables are drawn by this page’s own script, which is switched off here.</p></noscript>
${data(record, byTable, url)}
${tag('script', script)}</body></html>
`;
  return page.text;
}

/** Our own style or script, as it is: it holds no closing tag, which a test checks. */
function tag(name: 'style' | 'script', text: string): Markup {
  return new Markup(`<${name}>${text}</${name}>`);
}

function policy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(styles)}; img-src data:; base-uri 'none'; form-action 'none'`;
}

function data(record: RunRecord, byTable: ReadonlyMap<string, readonly TableRun[]>, troubleshootingUrl: string | null): Markup {
  const tables = tablesByImportance(record.tables);
  const packed = (grade: PageDetail): Markup[] => {
    const packer = new Packer(grade);
    const scripts = tables.map(
      (t, i) =>
        html`<script type="application/json" id="t${i}-data">${json(packer.pack(t, byTable.get(nameOf(t)) ?? []))}</script>\n`,
    );
    return [
      ...scripts,
      html`<script type="application/json" id="shared-data">${json({ words: packer.words(), run: runFacts(record, troubleshootingUrl) })}</script>\n`,
    ];
  };
  let parts: Markup[] = [];
  for (const grade of GRADES) {
    parts = packed(grade);
    if (parts.reduce((sum, part) => sum + Buffer.byteLength(part.text), 0) <= DATA_BYTES) break;
  }
  return html`${parts}`;
}
