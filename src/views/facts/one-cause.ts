import type { ErrorReport } from '../../model/errors.ts';
import { STAGES, type StageName } from '../../model/stages.ts';

type Staged = { readonly stage?: StageName | undefined };

/** `TABLE_NOT_READABLE while reading`: what failed, and in which stage of the run. */
export function codeWords(error: Staged & Pick<ErrorReport, 'code'>): string {
  return `${error.code}${stageWords(error)}`;
}

/** The second half, for displays that link the code: ` while reading`, or nothing. */
export function stageWords({ stage }: Staged): string {
  return stage === undefined ? '' : ` while ${STAGES[stage]}`;
}

/** Failures with the same cause: reported once, for everything that they happened to. */
export interface FailureCause {
  /** `crm.Account`, `source crm`, `the run`. */
  readonly subject: string;
  /** Of the first; its hint names all tables, where it names one. */
  readonly error: ErrorReport;
  /** What else failed in the same way. */
  readonly also: readonly string[];
}

export interface FailedSubject {
  readonly subject: string;
  /** The table's name as the source spells it; null for a source and the run. */
  readonly table: string | null;
  readonly error: ErrorReport;
}

/** Joins failures that differ in nothing but the table's name: one missing right on ten tables is one cause, one card and one GRANT. */
export function oneCauseEach(found: readonly FailedSubject[]): FailureCause[] {
  const causes = new Map<string, FailedSubject[]>();
  for (const failure of found) {
    const { code, message, hint } = failure.error;
    const id = JSON.stringify([code, ...[message, hint].map((text) => eachToken(withoutName(text, failure.table), () => NAME))]);
    causes.set(id, [...(causes.get(id) ?? []), failure]);
  }
  return [...causes.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined) return [];
    const hint = others.length === 0 ? first.error.hint : hintForAll(same, first);
    return [{ subject: first.subject, error: { ...first.error, hint }, also: others.map((f) => f.subject) }];
  });
}

const NAME = '\u0000';

/** The text with each name, and what it stands behind or between (a schema, quotes), replaced. Linear in the text, which may be long. */
function eachToken(text: string, replace: (token: string) => string): string {
  if (!text.includes(NAME)) return text;
  return text
    .split(/([\s,;()]+)/)
    .map((token) => (token.includes(NAME) ? replace(token) : token))
    .join('');
}

function withoutName(text: string, table: string | null): string {
  return table === null ? text : text.replaceAll(wordOf(table), NAME);
}

/** The name where it stands alone, quoted or behind a schema: `deals` of `public.deals`, not of `deals_old`. */
function wordOf(table: string): RegExp {
  return new RegExp(`(?<![\\w$])${table.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`, 'g');
}

/** `GRANT SELECT ON a TO reader` for several tables: `GRANT SELECT ON a, b TO reader`. Each stands as in its own hint, behind a schema or not. */
function hintForAll(same: readonly FailedSubject[], first: FailedSubject): string {
  const tokens = same.map(({ error, table }) => {
    const own: string[] = [];
    eachToken(withoutName(error.hint, table), (token) => {
      own.push(token.replaceAll(NAME, table ?? ''));
      return token;
    });
    return own;
  });
  let place = -1;
  return eachToken(withoutName(first.error.hint, first.table), () => {
    place += 1;
    return [...new Set(tokens.map((own) => own[place] ?? ''))].join(', ');
  });
}
