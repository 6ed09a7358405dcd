import { setFlagsFromString } from 'node:v8';
import type { FilterProblem } from '../../../model/contract.ts';

/** A node of PostgreSQL's parse tree as JSON: https://github.com/pganalyze/libpg_query */
type Tree = Readonly<Record<string, unknown>>;

const BEFORE = 'SELECT FROM t WHERE ';
const ONE_CONDITION =
  "Write one condition as it stands after WHERE, such as stage = 'Closed Won' AND amount > 0. Nothing may follow it: no ORDER BY, LIMIT, UNION or semicolon.";
const READS_ONLY = 'A condition may only read and compute. Highwater changes nothing at a source.';

// What a bare SELECT … FROM … WHERE … consists of.
const PLAIN = new Set(['fromClause', 'whereClause', 'limitOption', 'op']);
const CLAUSES = new Set('GROUP HAVING WINDOW ORDER LIMIT OFFSET FETCH FOR UNION INTERSECT EXCEPT'.split(' '));
const WRITING = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'intoClause', 'lockingClause']);
// They act on the server, on its files or on another server, which a read-only transaction does not prevent.
const ACTING = new RegExp(
  `^(${[
    'dblink.*|nextval|setval|set_config|lo_.*|txid_current|pg_current_xact_id',
    '(query|table|cursor|schema|database)_to_xml.*',
    'pg_(terminate|cancel)_backend|pg_(try_)?advisory.*|pg_notify|pg_sleep.*|pg_export_snapshot|pg_promote',
    'pg_(create|drop|copy|read|ls|file|logical|replication|sync|import|backup|start|stop|log|restore|clear)_.*',
    'pg_(reload_conf|rotate_logfile|switch_wal|wal_replay_(pause|resume)|truncate_visibility_map|stat_.*reset.*)',
    'brin_(summarize|desummarize)_.*|gin_clean_pending_list|heap_force_.*|postgres_fdw_disconnect.*',
  ].join('|')})$`,
);

/**
 * Checks that a text is one condition of PostgreSQL and nothing more, with PostgreSQL's own parser. It is judged as it
 * stands after WHERE, without parentheses, so that a closing one can't end what we opened. Offsets count UTF-16 units.
 */
export async function checkFilter(condition: string): Promise<FilterProblem | null> {
  return withParser(async (parser) => judge(condition, parser));
}

async function judge(condition: string, { parse, scan }: Parser): Promise<FilterProblem | null> {
  let tree: Tree;
  try {
    tree = (await parse(`${BEFORE}${condition}\n`)) as unknown as Tree;
  } catch (error) {
    return habitIn(condition, false) ?? syntaxProblem(condition, error);
  }
  const { tokens } = await scan(condition);
  const further = furtherClause(tokens);
  if (further !== null) {
    return {
      message: `${further.text.toUpperCase()} is not part of a condition`,
      hint: ONE_CONDITION,
      offset: units(condition, further.start),
    };
  }
  const statements = (tree.stmts ?? []) as readonly { stmt?: { SelectStmt?: Tree } }[];
  const select = statements[0]?.stmt?.SelectStmt;
  const plain = statements.length === 1 && select !== undefined && Object.keys(select).every((key) => PLAIN.has(key));
  if (!plain || select.op !== 'SETOP_NONE')
    return { message: 'this is more than a single condition', hint: ONE_CONDITION, offset: 0 };
  const found = forbidden(select.whereClause, -1);
  if (found === null) return habitIn(condition, true);
  const offset = found.at < BEFORE.length ? 0 : units(condition, found.at - BEFORE.length);
  return { message: found.message, hint: READS_ONLY, offset };
}

/** The first word outside of parentheses that begins another clause, or a semicolon anywhere. */
function furtherClause(tokens: readonly { tokenName: string; text: string; start: number }[]) {
  let depth = 0;
  for (const token of tokens) {
    if (token.tokenName === 'ASCII_40') depth += 1;
    else if (token.tokenName === 'ASCII_41') depth -= 1;
    else if (token.tokenName === 'ASCII_59' || (depth === 0 && isClause(token))) return token;
  }
  return null;
}

/** Keywords have no name of their own in the scan; a quoted identifier of that text is an IDENT. */
function isClause(token: { tokenName: string; text: string }): boolean {
  return token.tokenName === 'UNKNOWN' && CLAUSES.has(token.text.toUpperCase());
}

function syntaxProblem(condition: string, error: unknown): FilterProblem {
  const { message, sqlDetails } = error as { message: string; sqlDetails?: { cursorPosition: number } };
  // PostgreSQL counts characters, JavaScript UTF-16 units.
  const at = Math.max(0, (sqlDetails?.cursorPosition ?? 0) - BEFORE.length);
  const offset = Math.min([...condition].slice(0, at).join('').length, condition.length);
  return { message: message.replace(/\s+"$/, '"'), hint: ONE_CONDITION, offset };
}

/** What a condition must not hold, with the byte offset of the nearest node above it that has one. */
function forbidden(node: unknown, near: number): { message: string; at: number } | null {
  if (typeof node !== 'object' || node === null) return null;
  const own = (node as { location?: unknown }).location;
  const at = typeof own === 'number' && own >= 0 ? own : near;
  for (const [key, value] of Object.entries(node)) {
    const inner = locationOf(value) ?? at;
    if (WRITING.has(key)) return { message: 'the condition writes or locks', at: inner };
    if (key === 'ParamRef') return { message: 'a parameter ($1) has no value here', at: inner };
    if (key === 'FuncCall' && ACTING.test(functionName(value)))
      return { message: `${functionName(value)}() acts on the server`, at: inner };
    const deeper = forbidden(value, at);
    if (deeper !== null) return deeper;
  }
  return null;
}

function locationOf(node: unknown): number | undefined {
  const location = (node as { location?: unknown } | null)?.location;
  return typeof location === 'number' && location >= 0 ? location : undefined;
}

function functionName(call: unknown): string {
  const parts = (call as { funcname?: readonly { String?: { sval?: string } }[] }).funcname ?? [];
  return parts.at(-1)?.String?.sval ?? '';
}

function units(condition: string, bytes: number): number {
  return Buffer.from(condition).subarray(0, bytes).toString().length;
}

export type Parser = typeof import('libpg-query');

// Function 0 is imported, so it is never compiled: https://github.com/v8/v8/blob/main/src/flags/flag-definitions.h
const NONE_IS_OPTIMIZED = '--wasm-tier-up-filter=0';
const ANY_MAY_BE = '--wasm-tier-up-filter=-1';

/**
 * Works with PostgreSQL's own parser, which is loaded at the first `where`. V8 would soon compile its grammar, one function of 100 kB, a
 * second time to make it faster: 1.8 seconds and 600 MB for the reading of a few lines. It asks this flag when a function has run
 * often enough, so it is set for as long as the parser works.
 */
export async function withParser<T>(work: (parser: Parser) => Promise<T>): Promise<T> {
  setFlagsFromString(NONE_IS_OPTIMIZED);
  try {
    return await work(await import('libpg-query'));
  } finally {
    setFlagsFromString(ANY_MAY_BE);
  }
}

/** What other languages write in a condition, and what PostgreSQL has for it. */
interface Habit {
  readonly pattern: RegExp;
  readonly says: (found: string) => string;
  readonly hint: string;
}

const OPERATORS = 'PostgreSQL has =, <>, >, >=, < and <=.';
const noOperator = (found: string) => `PostgreSQL has no operator ${found}`;

const OTHER_OPERATORS: Readonly<Record<string, string>> = {
  '==': '=',
  '===': '=',
  '!==': '<>',
  '=<': '<=',
  '=>': '>=',
  '><': '<>',
};

/** Of what PostgreSQL parses, but what is certainly meant otherwise, or never true. */
const PARSED: readonly Habit[] = [
  {
    pattern: /[‘’“”„]/,
    says: (found) => `${found} is a typographic quote, which PostgreSQL reads as a letter`,
    hint: "Put text in straight single quotes: stage = 'Closed Won'.",
  },
  {
    pattern: /(?<![=<>!~@#%^&|`?+*/-])(?:===?|!==|=<|><)(?![=<>!~@#%^&|`?+*/-])/,
    says: noOperator,
    hint: OPERATORS,
  },
  {
    pattern: /(?:<>|!=|=)\s*NULL\b/i,
    says: (found) => `${found} is never true, whatever the column holds`,
    hint: 'Write IS NULL or IS NOT NULL.',
  },
  {
    pattern: /(?<![\w.'])\d{4}-\d{1,2}-\d{1,2}(?![\w'])/,
    says: (found) => `${found} is a subtraction`,
    hint: "Put dates in single quotes: created_at >= '2026-01-31'.",
  },
];

/** Of what PostgreSQL does not parse. */
const UNPARSED: readonly Habit[] = [
  // An argument's name may stand before it.
  { pattern: /=>/, says: noOperator, hint: OPERATORS },
  {
    pattern: /`[^`]*`?/,
    says: (found) => `${found} is in backticks, which PostgreSQL does not use`,
    hint: 'Put names in double quotes: "OwnerId" = \'7\'.',
  },
  {
    pattern: /\b(?:eq|ne|gt|ge|lt|le)\b(?=\s+(?:['\d(-]|null|true|false))/i,
    says: (found) => `${found} is an OData operator`,
    hint: OPERATORS,
  },
  {
    pattern: /\b(?:(?:LAST|NEXT)_N_\w+:\d+|(?:LAST|NEXT|THIS)_\d+_DAYS)/i,
    says: (found) => `${found} is a Salesforce date literal`,
    hint: "Write updated_at >= now() - interval '30 days'.",
  },
  {
    pattern: /\[[^\]]*\]?/,
    says: (found) => `${found} is in square brackets`,
    hint: 'Put names in double quotes, and lists in parentheses: "OwnerId" IN (7, 8).',
  },
  {
    pattern: /&&|\bNOT\s+NULL\b|!(?![=~])/i,
    says: (found) => `${found} can't stand here`,
    hint: 'PostgreSQL has AND, OR, NOT, IS NULL and IS NOT NULL.',
  },
];

export function habitIn(condition: string, parsed: boolean): FilterProblem | null {
  const bare = withoutTexts(condition);
  const found = [...PARSED, ...(parsed ? [] : UNPARSED)]
    .map((habit) => ({ habit, match: habit.pattern.exec(bare) }))
    .find(({ match }) => match !== null);
  if (found === undefined || found.match === null) return null;
  const { habit, match } = found;
  const instead = OTHER_OPERATORS[match[0]];
  const hint = instead === undefined ? habit.hint : `Write ${instead}.`;
  return { message: habit.says(match[0]), hint, offset: match.index };
}

/** Texts, quoted names and comments blanked out within their quotes, so that offsets stay. */
function withoutTexts(condition: string): string {
  const texts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;
  return condition.replace(texts, (text) => {
    const edges = /^(?:--|\/\*)/.test(text) ? [' ', ' '] : [text[0], text.at(-1)];
    return `${edges[0]}${' '.repeat(text.length - 2)}${edges[1]}`;
  });
}
