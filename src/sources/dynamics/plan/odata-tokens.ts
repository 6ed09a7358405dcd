import type { FilterProblem } from '../../../model/contract.ts';

export type TokenKind = 'text' | 'literal' | 'name' | 'sign';

export interface FilterToken {
  readonly kind: TokenKind;
  readonly text: string;
  /** Characters from the condition's start. */
  readonly offset: number;
}

export class FilterError extends Error {
  readonly problem: FilterProblem;

  constructor(message: string, hint: string, offset: number) {
    super(message);
    this.problem = { message, hint, offset };
  }
}

const TOKEN =
  /(?<text>'(?:[^']|'')*')|(?<literal>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?[a-z]?)|(?<name>[a-z_][\w.]*(?:\/[a-z_$][\w.]*)*)|(?<sign>[(),=:[\]])/iy;

/** What people write who know other languages. */
const FOREIGN: readonly (readonly [form: RegExp, message: string, hint: string])[] = [
  [/==?/y, 'OData compares with words.', 'Write eq instead of =, as in statecode eq 0.'],
  [/<>|!=/y, 'OData compares with words.', 'Write ne, as in statecode ne 0.'],
  [/[<>]=?/y, 'OData compares with words.', 'Write gt, ge, lt or le, as in revenue ge 1000.'],
  [/&&|\|\|/y, 'OData joins conditions with words.', 'Write and, or.'],
  [/"/y, 'A text stands in single quotes.', "Write 'text'; a quote within it is doubled: 'O''Connor'."],
  [/'/y, 'This text is not closed.', "A text stands in single quotes; a quote within it is doubled: 'O''Connor'."],
  [/[&?#]/y, 'Only a condition is allowed here, not a whole query.', 'Write only what would stand behind $filter=.'],
  [/\$/y, 'Only a condition is allowed here, not a whole query.', 'Write only what would stand behind $filter=.'],
];

/** Splits an OData condition. https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part2-url-conventions.html */
export function filterTokens(condition: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  for (let at = 0; at < condition.length; ) {
    if (/\s/.test(condition[at] ?? '')) {
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(condition);
    // A lone = is a sign only within a function's arguments; the parser knows where.
    if (match === null) throw foreign(condition, at);
    const kind = (Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? 'sign') as TokenKind;
    tokens.push({ kind, text: match[0], offset: at });
    at += match[0].length;
  }
  return tokens;
}

export function foreign(condition: string, at: number): FilterError {
  for (const [form, message, hint] of FOREIGN) {
    form.lastIndex = at;
    if (form.test(condition)) return new FilterError(message, hint, at);
  }
  return new FilterError(`OData has no ${condition[at]} here.`, 'Write one OData condition, such as statecode eq 0.', at);
}

/** How other languages write what OData writes otherwise; each outside of quoted texts. */
const FORMS: readonly (readonly [form: RegExp, odata: string])[] = [
  [/^\s*where\s+/i, ''],
  [/\s*(?:!=|<>)\s*/g, ' ne '],
  [/\s*>=\s*/g, ' ge '],
  [/\s*<=\s*/g, ' le '],
  [/\s*>\s*/g, ' gt '],
  [/\s*<\s*/g, ' lt '],
  [/\s*={1,3}\s*/g, ' eq '],
  [/\s*&&\s*/g, ' and '],
  [/\s*\|\|\s*/g, ' or '],
  [/\bis\s+not\s+null\b/gi, 'ne null'],
  [/\bis\s+null\b/gi, 'eq null'],
  [/\b(and|or|not|eq|ne|gt|ge|lt|le|in|null|true|false)\b/gi, 'lower'],
];

/**
 * The condition as OData writes it, where it is written in the words of SQL or of a program: `==`, `"text"`, `IS NULL`. A guess: the caller
 * checks that it is a condition.
 */
export function inOData(condition: string): string {
  const singly = condition.replaceAll(/'(?:[^']|'')*'|"([^"]*)"/g, (whole, text: string | undefined) =>
    text === undefined ? whole : `'${text.replaceAll("'", "''")}'`,
  );
  const likes = singly.replaceAll(
    /([\w/]+)\s+like\s+'(%?)((?:[^'%_]|'')+)(%?)'/gi,
    (whole, name: string, before, text, behind) => {
      const call = before === '%' ? (behind === '%' ? 'contains' : 'endswith') : behind === '%' ? 'startswith' : null;
      return call === null ? `${name} eq '${text}'` : `${call}(${name},'${text}')`;
    },
  );
  // Every second part is a quoted text.
  return likes
    .split(/('(?:[^']|'')*')/)
    .map((part, i) => (i % 2 === 1 ? part : translated(part)))
    .join('')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

function translated(part: string): string {
  return FORMS.reduce(
    (text, [form, odata]) =>
      text.replaceAll(form.global ? form : new RegExp(form, `${form.flags}g`), (word) =>
        odata === 'lower' ? word.toLowerCase() : odata,
      ),
    part,
  );
}
