import { toHighwaterError } from '../../../model/errors.ts';
import type { OpenedArtifact } from '../../../warehouse/browse/opened-artifact.ts';
import type { TextRows } from '../../../warehouse/browse/reader.ts';
import { clip, counted, duration } from '../../facts/format.ts';
import { html, type Markup } from '../report/markup.ts';
import { cell, type PageAnswer, problem, sqlLink } from './layout.ts';

export const SQL_ROWS = 1000;
export const SQL_SECONDS = 15;
const CELL = 400;

/** A box for one SELECT. What comes back is what DuckDB wrote, as text. */
export async function sqlPage(artifact: OpenedArtifact, search: URLSearchParams, now: () => number): Promise<PageAnswer> {
  const sql = search.get('q') ?? '';
  const began = now();
  const result =
    sql.trim() === ''
      ? null
      : await artifact.reader.query(sql, SQL_ROWS, SQL_SECONDS).catch((error: unknown) => toHighwaterError(error));
  const seconds = (now() - began) / 1000;
  const shown =
    result === null ? examples(artifact) : result instanceof Error ? problem(result.message, result.hint) : rows(result, seconds);
  const body = html`<h1>SQL</h1><p class="muted">One SELECT over the tables of this artifact, in <a href="https://duckdb.org/docs/stable/sql/introduction" rel="noreferrer">DuckDB’s SQL</a>. Nothing can be changed; at most ${SQL_ROWS} rows and ${SQL_SECONDS} seconds.</p>
<form class="sql" method="get" action="/sql"><label><span class="sr">SQL</span><textarea name="q" rows="8" spellcheck="false" autocomplete="off" autocapitalize="off" required>${sql}</textarea></label><button>Run</button></form>${shown}`;
  return { status: 200, title: 'SQL', body };
}

function rows(result: TextRows, seconds: number): Markup {
  const what = `${counted(result.rows.length, 'row')}${result.more ? ', there are more' : ''}, ${counted(result.columns.length, 'column')}, ${seconds < 1 ? `${Math.round(seconds * 1000)} ms` : duration(seconds)}`;
  const numeric = result.columns.map(
    (_, i) => result.rows.some((row) => row[i] !== null) && result.rows.every((row) => /^-?\d+(\.\d+)?$/.test(row[i] ?? '0')),
  );
  const right = (i: number) => numeric[i] === true && html` class="number"`;
  const body = result.rows.map(
    (row) =>
      html`<tr>${row.map((value, i) => html`<td${right(i)}>${cell(value, value === null ? null : clip(value, CELL))}</td>`)}</tr>`,
  );
  return html`<p role="status">${what}</p><div class="scroll" tabindex="0" role="region" aria-label="Result"><table class="list records"><caption class="sr">Result</caption><thead><tr>${result.columns.map((name, i) => html`<th scope="col"${right(i)}>${name}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function examples(artifact: OpenedArtifact): Markup {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const own = artifact.tables.filter((t) => t.schema !== '_highwater').sort((a, b) => (b.rows ?? 0) - (a.rows ?? 0));
  const [largest] = own;
  const statements = [
    'SHOW ALL TABLES',
    ...(largest === undefined ? [] : [`SUMMARIZE ${quoted(largest.schema)}.${quoted(largest.name)}`]),
    ...(artifact.tables.some((t) => t.schema === '_highwater')
      ? [
          'SELECT started_at, source, "table", mode, status, inserted, updated, deleted, seconds\nFROM _highwater.runs ORDER BY started_at DESC',
        ]
      : []),
  ];
  return html`<h2>To begin with</h2><ul class="examples">${statements.map((sql) => html`<li><a href="${sqlLink(sql)}"><code>${sql}</code></a></li>`)}</ul>`;
}
