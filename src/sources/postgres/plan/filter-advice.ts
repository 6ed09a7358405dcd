import { distance } from 'fastest-levenshtein';
import type { FilterProblem } from '../../../model/contract.ts';
import type { ErrorScene, Fault, Translation } from '../connect/fault.ts';
import { id } from '../describe/names.ts';

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

const DATES: Readonly<Record<string, string>> = {
  today: 'current_date',
  yesterday: 'current_date - 1',
  tomorrow: 'current_date + 1',
  sysdate: 'now()',
  getdate: 'now()',
};
const USUAL =
  'Check the column names in `where`, `key` and `cursor`; a name with upper-case letters needs double quotes in `where`. If the table was altered while it was read, run again.';

/** SQLSTATE 42703, in most cases a mistake in `where`: the column that is meant, or the quotes. */
export function unknownColumn({ columns = [], where = '' }: ErrorScene, { message }: Fault): Translation {
  const name = /^column "?(?:[^"]*\.)?([^"]+?)"? does not exist/.exec(message)?.[1] ?? '';
  return { code: 'COLUMN_NOT_FOUND', says: message, hint: `${meant(name, columns, where)}${USUAL}` };
}

function meant(name: string, columns: readonly string[], where: string): string {
  const other = columns.find((c) => c.toLowerCase() === name.toLowerCase());
  if (other !== undefined) {
    return other === other.toLowerCase()
      ? `The column is called ${other}: write it without double quotes, or in lower case. `
      : `The column is called ${other}: write ${id(other)}, with the double quotes, since PostgreSQL reads a name without them in lower case. `;
  }
  const near = [...columns].sort((a, b) => distance(a.toLowerCase(), name) - distance(b.toLowerCase(), name))[0];
  if (near !== undefined && distance(near.toLowerCase(), name.toLowerCase()) <= Math.max(1, name.length / 4)) {
    return `The nearest name is ${near === near.toLowerCase() ? near : id(near)}. `;
  }
  if (where.includes(id(name)))
    return `Text stands in single quotes: '${name.replaceAll("'", "''")}'. Double quotes are for names of columns. `;
  return DATES[name] === undefined ? '' : `Write ${DATES[name]}. `;
}

/** SQLSTATE 42883 and 42804: what other languages have for AND and OR, and numbers or texts without the right quotes. */
export function wrongOperand(message: string): string {
  const [, left, operator, right] = /^operator does not exist: (.+?) ([^\w\s]+) (.+)$/.exec(message) ?? [];
  if (/boolean/.test(`${left} ${right}`) && (operator === '&&' || operator === '||')) {
    return `Write ${operator === '&&' ? 'AND' : 'OR'}. `;
  }
  if (operator === '&&') return 'Write AND between conditions; && compares arrays and ranges. ';
  if (/^(text|character varying|character|citext|uuid)$/.test(left ?? '') && /integer|numeric|bigint/.test(right ?? '')) {
    return "The column holds text: put the value into single quotes, as in id = '7'. ";
  }
  if (/date|timestamp/.test(left ?? '') && /integer|numeric/.test(right ?? ''))
    return "Dates stand in single quotes: '2026-01-31'. ";
  return '';
}
