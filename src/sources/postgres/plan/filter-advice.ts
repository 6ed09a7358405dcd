import type { FilterProblem } from '../../../model/contract.ts';

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
    says: (found) => `${found} is a typographic quote, which PostgreSQL takes for a letter`,
    hint: "Text stands in straight single quotes: stage = 'Closed Won'.",
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
    hint: "Dates stand in single quotes: created_at >= '2026-01-31'.",
  },
];

/** Of what PostgreSQL does not parse. */
const UNPARSED: readonly Habit[] = [
  // An argument's name may stand before it.
  { pattern: /=>/, says: noOperator, hint: OPERATORS },
  {
    pattern: /`[^`]*`?/,
    says: (found) => `${found} is in backticks, which PostgreSQL does not have`,
    hint: 'Names stand in double quotes: "OwnerId" = \'7\'.',
  },
  {
    pattern: /\b(?:eq|ne|gt|ge|lt|le)\b(?=\s+(?:['\d(-]|null|true|false))/i,
    says: (found) => `${found} is an operator of OData`,
    hint: OPERATORS,
  },
  {
    pattern: /\b(?:(?:LAST|NEXT)_N_\w+:\d+|(?:LAST|NEXT|THIS)_\d+_DAYS)/i,
    says: (found) => `${found} is a date literal of Salesforce`,
    hint: "Write updated_at >= now() - interval '30 days'.",
  },
  {
    pattern: /\[[^\]]*\]?/,
    says: (found) => `${found} is in square brackets`,
    hint: 'Names stand in double quotes, lists in parentheses: "OwnerId" IN (7, 8).',
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
