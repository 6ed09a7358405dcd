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
  [/'/y, 'This text has no end.', "A text stands in single quotes; a quote within it is doubled: 'O''Connor'."],
  [/[&?#]/y, 'A condition is not a whole query.', 'Write only what would stand behind $filter=.'],
  [/\$/y, 'A condition is not a whole query.', 'Write only what would stand behind $filter=.'],
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
