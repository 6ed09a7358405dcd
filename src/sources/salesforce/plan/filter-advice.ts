import type { FilterProblem } from '../../../model/contract.ts';

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
  { pattern: /\bILIKE\b/gi, right: 'LIKE', message: 'LIKE of SOQL never looks at upper and lower case' },
  {
    pattern: /\b(?:NOW|GETDATE|CURRENT_DATE|CURRENT_TIMESTAMP|SYSDATE)\b(?:\(\))?/gi,
    right: 'TODAY',
    message: 'SOQL writes the present day as TODAY',
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
export function doubleQuoted(condition: string): FilterProblem | null {
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
export function foreignHabit(condition: string, understands: (condition: string) => boolean): FilterProblem | null {
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
