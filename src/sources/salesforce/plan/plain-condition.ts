const FIELD = /^[a-z]\w*(\.[a-z]\w*)*$/i;
// The parser reads these as other things than fields.
const RESERVED =
  /^(AND|OR|NOT|IN|LIKE|INCLUDES|EXCLUDES|NULL|TRUE|FALSE|SELECT|FROM|WHERE|WITH|GROUP|HAVING|ORDER|LIMIT|OFFSET|FOR|USING|UPDATE|ALL|AS|BY|ASC|DESC|NULLS|FIRST|LAST|TYPEOF|WHEN|THEN|ELSE|END|SCOPE|VIEW|REFERENCE|TRACKING|VIEWSTAT|DATA|CATEGORY|ABOVE|BELOW|AT|ABOVE_OR_BELOW|CUBE|ROLLUP|AVG|COUNT|MIN|MAX|SUM)$/i;
const COMPARISON = /^(=|!=|<>|<=?|>=?)$/;
const TEXT = /^'[\s\S]*'$/;
const VALUES = [
  TEXT,
  /^-?\d+(\.\d+)?$/,
  /^(true|false|null)$/i,
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d))?$/,
  /^(YESTERDAY|TODAY|TOMORROW|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)|(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS):\d+)$/i,
];

/**
 * Whether the tokens of a condition are comparisons of fields with values, joined by AND or OR, as most are. A no means only that the parser
 * has to look, which takes a tenth of a second to load: functions, NOT and subqueries are not known here.
 */
export function isPlainCondition(tokens: readonly string[]): boolean {
  return conditionEnd(tokens, 0) === tokens.length;
}

/** Where the condition that begins at a token ends; null where it is not plain. That AND and OR do not meet has been checked. */
function conditionEnd(tokens: readonly string[], start: number): number | null {
  let end = termEnd(tokens, start);
  while (end !== null && /^(AND|OR)$/i.test(tokens[end] ?? '')) end = termEnd(tokens, end + 1);
  return end;
}

function termEnd(tokens: readonly string[], start: number): number | null {
  if (tokens[start] === '(') {
    const end = conditionEnd(tokens, start + 1);
    return end !== null && tokens[end] === ')' ? end + 1 : null;
  }
  const [field = '', sign = '', value = ''] = tokens.slice(start, start + 3);
  if (!FIELD.test(field) || RESERVED.test(field)) return null;
  if (COMPARISON.test(sign)) return isValue(value) ? start + 3 : null;
  if (/^LIKE$/i.test(sign)) return TEXT.test(value) ? start + 3 : null;
  if (/^IN$/i.test(sign)) return listEnd(tokens, start + 2);
  return /^NOT$/i.test(sign) && /^IN$/i.test(value) ? listEnd(tokens, start + 3) : null;
}

function listEnd(tokens: readonly string[], start: number): number | null {
  if (tokens[start] !== '(' || !isValue(tokens[start + 1])) return null;
  let end = start + 2;
  while (tokens[end] === ',' && isValue(tokens[end + 1])) end += 2;
  return tokens[end] === ')' ? end + 1 : null;
}

function isValue(token = ''): boolean {
  return VALUES.some((form) => form.test(token));
}
