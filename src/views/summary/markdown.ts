import { harmless, oneLine } from '../facts/format.ts';

/**
 * Text of others inside GitHub's markdown. Entities, not backslashes: they mean the same in paragraphs, lists, tables and HTML,
 * and GitHub's tables split at every bare pipe, whatever stands around it. Marks that only mean something at the start of a
 * line stay: this text never stands there. A colon is escaped where an emoji's name or a link could begin.
 * https://github.github.com/gfm/#entity-and-numeric-character-references
 */
const SPECIAL = /[&<>`*_~|\\[\]$]|:(?=\S)/g;

/** One line of plain text in which nothing is markup, a mention, a reference or a link. */
export function inline(text: string): string {
  return breakReferences(entities(oneLine(text)));
}

/** The same, keeping line breaks as `<br>`. */
export function lines(text: string): string {
  const kept = harmless(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return kept
    .split('\n')
    .map((line) => breakReferences(entities(line)))
    .join('<br>');
}

/** A name in code type. GitHub looks for mentions and references everywhere but in code. */
export function code(text: string): string {
  return `<code>${entities(oneLine(text)) || ' '}</code>`;
}

function entities(text: string): string {
  return text.replace(SPECIAL, (c) => `&#${c.codePointAt(0)};`).replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`);
}

/** GitHub links @names and #numbers after the markdown is rendered, so entities don't stop it; a comment between does. */
function breakReferences(text: string): string {
  return text
    .replace(/@(?=[a-z\d])/gi, '@<!-- -->')
    .replace(/#(?=\d)/g, (hash, at: number, all: string) => (all[at - 1] === '&' ? hash : `${hash}<!-- -->`));
}

export type Align = 'left' | 'right';

/** A pipe table. Cells must be escaped already. */
export function table(head: readonly (readonly [title: string, align: Align])[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(head.map(([title]) => title)),
    row(head.map(([, align]) => (align === 'right' ? '---:' : '---'))),
    ...rows.map(row),
  ].join('\n');
}

/** A fold that is closed at first; `summary` must be escaped already. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** How much a summary says, and a part of it. */

/** How much a summary says; each grade is shorter than the one before. */
export interface SummaryDetail {
  readonly messageChars: number;
  readonly failures: number;
  readonly tables: number;
  readonly notices: number;
  readonly gantt: boolean;
}

export interface SummarySection {
  /** Markdown; empty where there is nothing to say. */
  readonly text: string;
  /** What a shorter grade left out, for people. */
  readonly leftOut: readonly string[];
}
