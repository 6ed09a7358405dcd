import { harmless } from '../../facts/format.ts';

/** HTML that is safe to put into a page: made by `html` alone, which escapes everything that is not Markup itself. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupValue = Markup | string | number | null | undefined | false | readonly MarkupValue[];

/** A template whose values are escaped; attributes must stand in double quotes. `null`, `undefined` and `false` give nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  let text = strings[0] ?? '';
  values.forEach((value, i) => {
    text += render(value) + (strings[i + 1] ?? '');
  });
  return new Markup(text);
}

function render(value: MarkupValue): string {
  if (value instanceof Markup) return value.text;
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element or open a comment. */
export function json(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

/** Drawn, not typed: a machine's fonts may lack the signs. Each has its own shape, so that colour never says it alone. */
const PATHS = {
  succeeded: 'M3.5 8.5l3 3 6-7',
  failed: 'M4 4l8 8M12 4l-8 8',
  skipped: 'M3.5 8h9',
  interrupted: 'M5.5 3.5v9M10.5 3.5v9',
  note: 'M8 2L14.7 13.7H1.3zM8 6.6v3.1M8 11.7v.1',
  chevron: 'M6 3.5L10.5 8 6 12.5',
} as const;

export type Icon = keyof typeof PATHS;

/** Decorative: what it means must stand beside it as text, seen or for screen readers. */
export function icon(name: Icon): Markup {
  return html`<svg class="icon ${name}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`;
}

/** An icon with its meaning for those who do not see it. */
export function status(name: Exclude<Icon, 'chevron'>): Markup {
  return html`<span class="status ${name}">${icon(name)}<span class="sr">${name}</span></span>`;
}
