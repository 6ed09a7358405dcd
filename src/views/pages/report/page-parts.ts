import type { ErrorReport } from '../../../model/errors.ts';
import type { TableRecord } from '../../../model/record.ts';
import type { Watermark } from '../../../model/watermark.ts';
import { duration, lagSeconds, watermark } from '../../facts/format.ts';
import { html, icon, type Markup, type MarkupValue } from './markup.ts';

/** Pieces that several parts of the page share. */

/** Facts as a definition list; those without a value are left away. */
export function facts(pairs: readonly (readonly [term: string, value: MarkupValue])[]): Markup {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false);
  return html`<dl class="facts">${shown.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function code(text: string): Markup {
  return html`<code>${text}</code>`;
}

/** What failed, as a block: code and link, message, what to do. Line breaks of the message are kept. */
export function failure(error: ErrorReport, troubleshootingUrl: string | null): Markup {
  const name =
    troubleshootingUrl === null
      ? code(error.code)
      : html`<a href="${`${troubleshootingUrl}#${error.code.toLowerCase()}`}" rel="noreferrer">${code(error.code)}</a>`;
  const { location } = error;
  return html`<div class="failure"><p class="what">${name}${location && html` <span class="muted">${location.file}:${location.line}:${location.column}</span>`}</p>
<p class="message">${error.message}</p>${error.hint !== '' && html`<p class="hint"><strong>What to do</strong> ${error.hint}</p>`}</div>`;
}

/** A note with its sign. */
export function note(message: MarkupValue, subject: MarkupValue = null): Markup {
  return html`<li class="note">${icon('note')}<span>${subject}${subject !== null && ' '}${message}</span></li>`;
}

/** `52 s behind`, or nothing for a table that was never read. */
export function lag(table: Pick<TableRecord, 'syncedAt'>, now: string): string {
  const seconds = lagSeconds(table, now);
  return seconds === null ? '' : `${duration(seconds)} behind`;
}

/** A watermark as a time that machines can read too. */
export function time(mark: Watermark | null): Markup {
  if (mark === null || mark.kind === 'xmin') return html`${watermark(mark)}`;
  return html`<time datetime="${mark.value}">${watermark(mark)}</time>`;
}

/** `+37 ~412 −3`, each sign with its word; a dot where nothing changed. */
export function changed(
  table: { readonly inserted: number; readonly updated: number; readonly deleted: number },
  show: (value: number) => string,
): Markup {
  const parts = [
    ['inserted', '+', table.inserted],
    ['updated', '~', table.updated],
    ['deleted', '−', table.deleted],
  ] as const;
  const some = parts.filter(([, , value]) => value > 0);
  if (some.length === 0)
    return html`<span class="muted"><span aria-hidden="true">·</span><span class="sr">no change</span></span>`;
  return html`${some.map(([kind, sign, value], i) => html`${i > 0 && ' '}<span class="delta ${kind}"><span aria-hidden="true">${sign}</span>${show(value)}<span class="sr"> ${kind}</span></span>`)}`;
}
