import { composeQuery, parseQuery } from '@jetstreamapp/soql-parser-js';

const TIME_OR_TEXT = /'(?:\\[\s\S]|[^'\\])*'|(?<![\w:.+-])\d\d:\d\d:\d\d(?:\.\d+)?Z?(?![\w:])/g;

/** The parser knows dates and no times; a date in their place says the same of the condition's form. */
function withoutTimes(condition: string): string {
  return condition.replaceAll(TIME_OR_TEXT, (found) => (found.startsWith("'") ? found : '2000-01-01'));
}

/** Two conditions without AND or OR between them make the parser stop after the first, before the parenthesis that closes it. */
function isWhole(composed: string): boolean {
  const signs = composed.replaceAll(/'(?:\\[\s\S]|[^'\\])*'/g, '');
  return signs.split('(').length === signs.split(')').length;
}

/** Whether the parser reads it as one condition and nothing more. */
export function understands(condition: string): boolean {
  try {
    const query = parseQuery(`SELECT Id FROM Checked WHERE (${withoutTimes(condition)})`);
    const { where, sObject, ...rest } = query;
    const alone = where !== undefined && sObject === 'Checked' && Object.keys(rest).every((key) => key === 'fields');
    return alone && isWhole(composeQuery(query));
  } catch {
    return false;
  }
}
