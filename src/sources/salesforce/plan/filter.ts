import { composeQuery, parseQuery } from '@jetstreamapp/soql-parser-js';
import type { FilterProblem } from '../../../model/contract.ts';
import { doubleQuoted, foreignHabit } from './filter-advice.ts';

/** A word, sign or text of a condition, at its place. */
interface Token {
  readonly text: string;
  readonly offset: number;
  /** How many parentheses are open before it. */
  readonly depth: number;
}

const TOKEN = /'(?:\\[\s\S]|[^'\\])*'|[\w.:+-]+|[<>!=]+|\S/gy;
// What ends a condition in SOQL; none of it may stand outside of a subquery.
const CLAUSES = /^(SELECT|FROM|WHERE|WITH|GROUP|HAVING|ORDER|LIMIT|OFFSET|FOR|USING|UPDATE|ALL)$/i;

const TIME_OR_TEXT = /'(?:\\[\s\S]|[^'\\])*'|(?<![\w:.+-])\d\d:\d\d:\d\d(?:\.\d+)?Z?(?![\w:])/g;

const ONE_CONDITION =
  "Write one condition and nothing else, such as: StageName = 'Closed Won' AND Amount > 1000. Highwater adds the rest of the query itself.";

/**
 * Checks that a `where` is one SOQL condition: it can neither end the query, nor widen the window that Highwater puts beside it.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_conditionexpression.htm
 */
export function checkFilter(condition: string): FilterProblem | null {
  if (condition.trim() === '') return { message: 'the condition is empty', hint: ONE_CONDITION, offset: 0 };
  const quoted = doubleQuoted(condition);
  if (quoted !== null) return quoted;
  const comment = commentAt(condition);
  if (comment !== -1)
    return { message: 'SOQL has no comments', hint: 'Put the remark into the YAML file, behind a #.', offset: comment };
  const tokens = tokensOf(condition);
  return (
    unterminated(tokens) ?? unbalanced(tokens, condition) ?? clause(tokens) ?? mixed(tokens) ?? misunderstood(tokens, condition)
  );
}

function tokensOf(condition: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  let at = 0;
  for (;;) {
    while (/\s/.test(condition[at] ?? '')) at++;
    TOKEN.lastIndex = at;
    const text = TOKEN.exec(condition)?.[0];
    if (text === undefined) return tokens;
    tokens.push({ text, offset: at, depth });
    if (text === '(') depth++;
    if (text === ')') depth--;
    at += text.length;
  }
}

function commentAt(condition: string): number {
  const blank = condition.replaceAll(/'(?:\\[\s\S]|[^'\\])*'/g, (text) => ' '.repeat(text.length));
  return blank.search(/--|\/\*|\/\//);
}

function unterminated(tokens: readonly Token[]): FilterProblem | null {
  const open = tokens.find((t) => t.text === "'");
  return open === undefined
    ? null
    : {
        message: 'a text that begins here does not end',
        hint: "Close it with '. A ' within the text is written \\'.",
        offset: open.offset,
      };
}

function unbalanced(tokens: readonly Token[], condition: string): FilterProblem | null {
  const closing = tokens.find((t) => t.text === ')' && t.depth === 0);
  if (closing !== undefined)
    return { message: 'this parenthesis closes none of the condition', hint: ONE_CONDITION, offset: closing.offset };
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.text === '(') open.push(token);
    if (token.text === ')') open.pop();
  }
  const [first] = open;
  if (first === undefined) return null;
  return { message: 'this parenthesis is never closed', hint: 'Close it.', offset: Math.min(first.offset, condition.length) };
}

function clause(tokens: readonly Token[]): FilterProblem | null {
  const found = tokens.find((t) => t.text === ';' || (t.depth === 0 && CLAUSES.test(t.text)));
  return found === undefined
    ? null
    : { message: `${found.text.toUpperCase()} has no place in a condition`, hint: ONE_CONDITION, offset: found.offset };
}

/** Salesforce refuses AND and OR side by side without parentheses. */
function mixed(tokens: readonly Token[]): FilterProblem | null {
  const seen = new Map<number, string>();
  for (const { text, offset, depth } of tokens) {
    if (text === '(') seen.delete(depth + 1);
    const word = text.toUpperCase();
    if (word !== 'AND' && word !== 'OR') continue;
    const other = seen.get(depth) ?? word;
    if (other !== word)
      return {
        message: `${word} stands beside ${other} without parentheses`,
        hint: 'SOQL has no precedence: write (A AND B) OR C, or A AND (B OR C).',
        offset,
      };
    seen.set(depth, word);
  }
  return null;
}

/** The parser knows no places; the longest beginning that it understands shows where it stopped. */
function misunderstood(tokens: readonly Token[], condition: string): FilterProblem | null {
  if (understands(condition)) return null;
  const habit = foreignHabit(condition, understands);
  if (habit !== null) return habit;
  let end = tokens.length - 1;
  for (; end > 0; end--) {
    const next = tokens[end];
    if (next === undefined) break;
    if (understands(condition.slice(0, next.offset) + ')'.repeat(next.depth))) break;
  }
  const { offset = 0 } = tokens[end] ?? {};
  return { message: `this is no SOQL condition from "${condition.slice(offset, offset + 30)}" on`, hint: ONE_CONDITION, offset };
}

/** The parser knows dates and no times; a date in their place says the same of the condition's form. */
function withoutTimes(condition: string): string {
  return condition.replaceAll(TIME_OR_TEXT, (found) => (found.startsWith("'") ? found : '2000-01-01'));
}

/** Two conditions without AND or OR between them make the parser stop after the first, before the parenthesis that closes it. */
function isWhole(composed: string): boolean {
  const signs = composed.replaceAll(/'(?:\\[\s\S]|[^'\\])*'/g, '');
  return signs.split('(').length === signs.split(')').length;
}

function understands(condition: string): boolean {
  try {
    const query = parseQuery(`SELECT Id FROM Checked WHERE (${withoutTimes(condition)})`);
    const { where, sObject, ...rest } = query;
    const alone = where !== undefined && sObject === 'Checked' && Object.keys(rest).every((key) => key === 'fields');
    return alone && isWhole(composeQuery(query));
  } catch {
    return false;
  }
}
