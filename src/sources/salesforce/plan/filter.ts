import type { FilterProblem } from '../../../model/contract.ts';
import { isPlainCondition } from './plain-condition.ts';

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

const ONE_CONDITION =
  "Write one condition and nothing else, such as: StageName = 'Closed Won' AND Amount > 1000. Highwater adds the rest of the query itself.";

/**
 * Checks that a `where` is one SOQL condition: it can neither end the query, nor widen the window that Highwater puts beside it.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_conditionexpression.htm
 */
export async function checkFilter(condition: string): Promise<FilterProblem | null> {
  if (condition.trim() === '') return { message: 'the condition is empty', hint: ONE_CONDITION, offset: 0 };
  const quoted = doubleQuoted(condition);
  if (quoted !== null) return quoted;
  const comment = commentAt(condition);
  if (comment !== -1)
    return { message: 'SOQL has no comments', hint: 'Put the remark into the YAML file, behind a #.', offset: comment };
  const tokens = tokensOf(condition);
  const wrong = unterminated(tokens) ?? unbalanced(tokens, condition) ?? clause(tokens) ?? mixed(tokens);
  if (wrong !== null || isPlainCondition(tokens.map((t) => t.text))) return wrong;
  const { understands } = await import('./parsed-condition.ts');
  return misunderstood(tokens, condition, understands);
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
  if (closing !== undefined) return { message: 'this parenthesis closes nothing', hint: ONE_CONDITION, offset: closing.offset };
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
    : { message: `${found.text.toUpperCase()} can't be part of a condition`, hint: ONE_CONDITION, offset: found.offset };
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
function misunderstood(
  tokens: readonly Token[],
  condition: string,
  understands: (condition: string) => boolean,
): FilterProblem | null {
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

/** How other languages write what SOQL writes in its own way. */
interface Habit {
  readonly pattern: RegExp;
  readonly right: string;
  readonly message: string;
}

// In this order: longer signs come before their parts.
const HABITS: readonly Habit[] = [
  { pattern: /!==/g, right: '!=', message: 'SOQL writes "is not" as !=' },
  { pattern: /===?/g, right: '=', message: 'SOQL compares with a single =' },
  { pattern: /\s*&&\s*/g, right: ' AND ', message: 'SOQL writes && as AND' },
  { pattern: /\s*\|\|\s*/g, right: ' OR ', message: 'SOQL writes || as OR' },
  { pattern: /!(?=\s*\()/g, right: 'NOT ', message: 'SOQL writes ! as NOT' },
  { pattern: /\bIS\s+NOT\s+NULL\b/gi, right: '!= null', message: 'SOQL has no IS NOT NULL' },
  { pattern: /\bIS\s+NULL\b/gi, right: '= null', message: 'SOQL has no IS NULL' },
  { pattern: /\bIS\s+NOT\b/gi, right: '!=', message: 'SOQL has no IS NOT' },
  { pattern: /\bIS\b(?=\s+(?:true|false)\b)/gi, right: '=', message: 'SOQL has no IS' },
  {
    pattern: /([\w.]+)\s+BETWEEN\s+(\S+)\s+AND\s+(\S+?)(?=[\s)]|$)/gi,
    right: '($1 >= $2 AND $1 <= $3)',
    message: 'SOQL has no BETWEEN',
  },
  {
    pattern: /([\w.]+)\s+NOT\s+I?LIKE\s+(\S+?)(?=[\s)]|$)/gi,
    right: '(NOT $1 LIKE $2)',
    message: 'SOQL writes NOT before the comparison',
  },
  { pattern: /\bILIKE\b/gi, right: 'LIKE', message: 'In SOQL, LIKE ignores upper and lower case' },
  {
    pattern: /\b(?:NOW|GETDATE|CURRENT_DATE|CURRENT_TIMESTAMP|SYSDATE)\b(?:\(\))?/gi,
    right: 'TODAY',
    message: 'SOQL writes the current day as TODAY',
  },
  { pattern: /\beq\b/g, right: '=', message: 'eq is OData; SOQL writes =' },
  { pattern: /\bne\b/g, right: '!=', message: 'ne is OData; SOQL writes !=' },
  { pattern: /\bgt\b/g, right: '>', message: 'gt is OData; SOQL writes >' },
  { pattern: /\bge\b/g, right: '>=', message: 'ge is OData; SOQL writes >=' },
  { pattern: /\blt\b/g, right: '<', message: 'lt is OData; SOQL writes <' },
  { pattern: /\ble\b/g, right: '<=', message: 'le is OData; SOQL writes <=' },
];

const TEXT = /'(?:\\[\s\S]|[^'\\])*'/g;
const ANY_TEXT = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"/g;

/** Texts in double quotes: SOQL knows single ones only. */
function doubleQuoted(condition: string): FilterProblem | null {
  const found = [...condition.matchAll(ANY_TEXT)].find(([text]) => text.startsWith('"'));
  if (found === undefined) return null;
  const right = condition.replaceAll(ANY_TEXT, (text) =>
    text.startsWith('"')
      ? `'${text
          .slice(1, -1)
          .replaceAll('\\"', '"')
          .replaceAll(/(?<!\\)'/g, "\\'")}'`
      : text,
  );
  return { message: 'SOQL writes texts in single quotes', hint: `Write: ${right}`, offset: found.index };
}

/** What another language's habit has made of a condition, and how SOQL writes it; null where that would be no SOQL either. */
function foreignHabit(condition: string, understands: (condition: string) => boolean): FilterProblem | null {
  const blank = condition.replaceAll(TEXT, (text) => `'${'\u0001'.repeat(text.length - 2)}'`);
  const used = HABITS.map((habit) => ({ habit, offset: blank.search(habit.pattern) })).filter(({ offset }) => offset !== -1);
  const right = used.reduce((text, { habit }) => outsideTexts(text, habit), condition);
  const [first] = used.toSorted((a, b) => a.offset - b.offset);
  if (first === undefined || !understands(right)) return null;
  return { message: first.habit.message, hint: `Write: ${right}`, offset: first.offset };
}

/** Texts are put aside meanwhile: what they say is theirs. */
function outsideTexts(condition: string, { pattern, right }: Habit): string {
  const texts = condition.match(TEXT) ?? [];
  let next = 0;
  return condition
    .replaceAll(TEXT, () => `'${next++}'`)
    .replaceAll(pattern, right)
    .replaceAll(/'(\d+)'/g, (_, n: string) => texts[Number(n)] ?? '');
}
