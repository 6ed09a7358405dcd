import { createHash } from 'node:crypto';
import type { HistoryEntry, RunRecord } from '../../../model/record.ts';
import { isRead } from '../../../model/table-age.ts';
import { isExportRun } from '../../facts/export-facts.ts';
import { factsOf, shortHeadline } from '../../facts/facts.ts';
import { clip, count, counted, duration, instant, size } from '../../facts/format.ts';
import { freshnessAnswers, tablesByNeed } from '../../facts/table-freshness.ts';
import { script, styles } from './assets.generated.ts';
import { answerFigures, bars, courseAxis, LEAST_SLOTS, peak } from './charts.ts';
import { checksSection } from './checks-section.ts';
import { nameOf, runsByTable, type TableRun, type WholeRun, wholeRuns } from './earlier-runs.ts';
import { changed, code, html, json, Markup, status } from './markup.ts';
import { exportsSection, failures, notices, proof, sources, stateAndOutput, whereTheTimeWent } from './sections.ts';
import { GRADES, Packer, type PageDetail, runFacts } from './table-data.ts';
import { tablesSection } from './tables-section.ts';

interface ReportOptions {
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
<main>${failures(record, url)}${isExportRun(record) ? null : glance(record)}${exportsSection(record)}${notices(record)}${isExportRun(record) ? null : html`${tablesSection(record, byTable)}${checksSection(record)}${lastRuns(runs)}`}${whereTheTimeWent(record)}${sources(record)}${stateAndOutput(record)}${isExportRun(record) ? null : proof(record)}</main>
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
  const tables = tablesByNeed(record);
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

const MODES: Readonly<Record<RunRecord['mode'], string>> = {
  mixed: 'Full and incremental syncs',
  full: 'Full sync',
  incremental: 'Incremental sync',
  export: 'Export',
  'export-plan': 'Dry run of exports',
};

/** The run at a glance: its one line, its figures, and how it compares with those before. */
function masthead(record: RunRecord): Markup {
  const mode = MODES[record.mode];
  return html`<header class="masthead ${record.status}">
<p class="brand"><svg viewBox="0 0 24 16" aria-hidden="true" focusable="false"><path class="mark-line" d="M1 3.5h22"/><path class="wave" d="M1 9.5c2.2-2.6 4.4-2.6 6.6 0s4.4 2.6 6.6 0 4.4-2.6 6.6 0M1 14c2.2-2.6 4.4-2.6 6.6 0s4.4 2.6 6.6 0 4.4-2.6 6.6 0"/></svg>Highwater <span class="muted">${record.version}</span></p>
<h1>${status(record.status)} <span>${shortHeadline(record)}</span></h1>
<p class="run">${mode}: ${record.why}. Began <time datetime="${record.startedAt}">${instant(record.startedAt)}</time> UTC, took ${duration(factsOf(record).seconds)}<span id="page-age"></span>. ${record.combined === true ? null : html`Configuration ${code(record.configFile)}, run`} ${code(record.id)}.</p>
</header>`;
}

function glance(record: RunRecord): Markup {
  const facts = factsOf(record);
  const { output } = record;
  const tables = [
    [facts.succeeded, 'succeeded'],
    [facts.failed, 'failed'],
    [facts.skipped, 'skipped'],
    [facts.leftOut, 'left out'],
  ] as const;
  const entries: readonly (readonly [string, Markup, Markup | string])[] = [
    [
      'Tables',
      html`${count(facts.succeeded + facts.failed + facts.skipped + facts.leftOut)}`,
      tables
        .filter(([n]) => n > 0)
        .map(([n, word]) => `${count(n)} ${word}`)
        .join(', '),
    ],
    ['Rows changed', html`${count(facts.changed)}`, changed(facts, count)],
    ['Rows read', html`${count(facts.read)}`, `in ${counted(facts.requests, 'call')}`],
    ['Rows in the warehouse', html`${count(facts.rows)}`, output?.database ? size(output.database.bytes) : 'not published'],
    ['Time', html`${duration(facts.seconds)}`, slowest(record)],
  ];
  return html`<section class="glance" aria-label="The run at a glance">
${freshness(record)}
<dl class="figures-row">${entries.map(([term, value, more]) => html`<div><dt>${term}</dt><dd class="figure">${value}</dd><dd class="more">${more}</dd></div>`)}</dl></section>`;
}

/** Whether anything is late, and how old the oldest answers are: what one looks for first. */
function freshness({ tables, finishedAt }: RunRecord): Markup | null {
  const answers = freshnessAnswers(tables.filter(isRead), finishedAt);
  if (answers.length === 0) return null;
  return answerFigures(answers);
}

function slowest(record: RunRecord): string {
  const stage = [...record.stages].sort((a, b) => b.seconds - a.seconds)[0];
  return stage === undefined ? '' : `${duration(stage.seconds)} of it ${stage.name}`;
}

/** Changes of the last runs, this one at the right. */
function lastRuns(runs: readonly WholeRun[]): Markup | null {
  const first = runs[0];
  if (first === undefined || runs.length < 2) return null;
  const sum = (run: WholeRun) => run.inserted + run.updated + run.deleted;
  const most = Math.max(...runs.map(sum));
  const failed = runs.filter((run) => run.failed > 0).length;
  const title = (i: number) => {
    const run = runs[i];
    return run === undefined
      ? ''
      : `${instant(run.startedAt)}: ${counted(sum(run), 'row')} changed (+${count(run.inserted)} ~${count(run.updated)} −${count(run.deleted)})${run.failed > 0 ? `, ${counted(run.failed, 'table')} failed` : ''}`;
  };
  const none = Array.from({ length: Math.max(0, LEAST_SLOTS - runs.length) }, () => html`<li></li>`);
  const marks = runs.map((run) => html`<li${run.failed > 0 && html` class="bad"`}>${run.failed > 0 && status('failed')}</li>`);
  const rows = [...runs]
    .reverse()
    .map(
      (run) =>
        html`<tr><th scope="row">${instant(run.startedAt)}</th><td>${count(run.inserted)}</td><td>${count(run.updated)}</td><td>${count(run.deleted)}</td><td>${count(run.failed)}</td></tr>`,
    );
  return html`<section aria-labelledby="runs"><h2 id="runs">The last ${runs.length} runs</h2><figure class="tide"><figcaption><span>Rows changed, ${peak(runs)}${failed > 0 && `; in ${counted(failed, 'run')} a table failed`}</span><ul class="legend"><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="inserted" width="10" height="10" rx="2"/></svg>inserted</li><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="updated" width="10" height="10" rx="2"/></svg>updated</li><li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="deleted" width="10" height="10" rx="2"/></svg>deleted</li></ul></figcaption>
${bars(runs, `Rows changed in each of the last ${runs.length} runs, at most ${count(most)}; in this one ${count(sum(runs.at(-1) ?? first))}`, 'large', title)}
<ol class="marks" aria-hidden="true">${none}${marks}</ol>${courseAxis(instant(first.startedAt).slice(0, 16), runs.length)}
<details class="figures"><summary>These runs as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">Rows changed in the last runs</caption><thead><tr><th scope="col">Run (UTC)</th><th scope="col">Inserted</th><th scope="col">Updated</th><th scope="col">Deleted</th><th scope="col">Tables failed</th></tr></thead><tbody>${rows}</tbody></table></div></details></figure></section>`;
}
