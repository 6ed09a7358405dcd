import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import "./shared.js";

// src/sources/salesforce/plan/plain-condition.ts
var FIELD = /^[a-z]\w*(\.[a-z]\w*)*$/i;
var RESERVED = /^(AND|OR|NOT|IN|LIKE|INCLUDES|EXCLUDES|NULL|TRUE|FALSE|SELECT|FROM|WHERE|WITH|GROUP|HAVING|ORDER|LIMIT|OFFSET|FOR|USING|UPDATE|ALL|AS|BY|ASC|DESC|NULLS|FIRST|LAST|TYPEOF|WHEN|THEN|ELSE|END|SCOPE|VIEW|REFERENCE|TRACKING|VIEWSTAT|DATA|CATEGORY|ABOVE|BELOW|AT|ABOVE_OR_BELOW|CUBE|ROLLUP|AVG|COUNT|MIN|MAX|SUM)$/i;
var COMPARISON = /^(=|!=|<>|<=?|>=?)$/;
var TEXT = /^'[\s\S]*'$/;
var VALUES = [
  TEXT,
  /^-?\d+(\.\d+)?$/,
  /^(true|false|null)$/i,
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d))?$/,
  /^(YESTERDAY|TODAY|TOMORROW|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)|(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS):\d+)$/i
];
function isPlainCondition(tokens) {
  return conditionEnd(tokens, 0) === tokens.length;
}
function conditionEnd(tokens, start) {
  let end = termEnd(tokens, start);
  while (end !== null && /^(AND|OR)$/i.test(tokens[end] ?? "")) end = termEnd(tokens, end + 1);
  return end;
}
function termEnd(tokens, start) {
  if (tokens[start] === "(") {
    const end = conditionEnd(tokens, start + 1);
    return end !== null && tokens[end] === ")" ? end + 1 : null;
  }
  const [field = "", sign = "", value = ""] = tokens.slice(start, start + 3);
  if (!FIELD.test(field) || RESERVED.test(field)) return null;
  if (COMPARISON.test(sign)) return isValue(value) ? start + 3 : null;
  if (/^LIKE$/i.test(sign)) return TEXT.test(value) ? start + 3 : null;
  if (/^IN$/i.test(sign)) return listEnd(tokens, start + 2);
  return /^NOT$/i.test(sign) && /^IN$/i.test(value) ? listEnd(tokens, start + 3) : null;
}
function listEnd(tokens, start) {
  if (tokens[start] !== "(" || !isValue(tokens[start + 1])) return null;
  let end = start + 2;
  while (tokens[end] === "," && isValue(tokens[end + 1])) end += 2;
  return tokens[end] === ")" ? end + 1 : null;
}
function isValue(token = "") {
  return VALUES.some((form) => form.test(token));
}

// src/sources/salesforce/plan/filter.ts
var TOKEN = /'(?:\\[\s\S]|[^'\\])*'|[\w.:+-]+|[<>!=]+|\S/gy;
var CLAUSES = /^(SELECT|FROM|WHERE|WITH|GROUP|HAVING|ORDER|LIMIT|OFFSET|FOR|USING|UPDATE|ALL)$/i;
var ONE_CONDITION = "Write one condition and nothing else, such as: StageName = 'Closed Won' AND Amount > 1000. Highwater adds the rest of the query itself.";
async function checkFilter(condition) {
  if (condition.trim() === "") return { message: "the condition is empty", hint: ONE_CONDITION, offset: 0 };
  const quoted = doubleQuoted(condition);
  if (quoted !== null) return quoted;
  const comment = commentAt(condition);
  if (comment !== -1)
    return { message: "SOQL has no comments", hint: "Put the remark into the YAML file, behind a #.", offset: comment };
  const tokens = tokensOf(condition);
  const wrong = unterminated(tokens) ?? unbalanced(tokens, condition) ?? clause(tokens) ?? mixed(tokens);
  if (wrong !== null || isPlainCondition(tokens.map((t) => t.text))) return wrong;
  const { understands } = await import("./sources-salesforce-plan-parsed-condition.js");
  return misunderstood(tokens, condition, understands);
}
function tokensOf(condition) {
  const tokens = [];
  let depth = 0;
  let at = 0;
  for (; ; ) {
    while (/\s/.test(condition[at] ?? "")) at++;
    TOKEN.lastIndex = at;
    const text = TOKEN.exec(condition)?.[0];
    if (text === void 0) return tokens;
    tokens.push({ text, offset: at, depth });
    if (text === "(") depth++;
    if (text === ")") depth--;
    at += text.length;
  }
}
function commentAt(condition) {
  const blank = condition.replaceAll(/'(?:\\[\s\S]|[^'\\])*'/g, (text) => " ".repeat(text.length));
  return blank.search(/--|\/\*|\/\//);
}
function unterminated(tokens) {
  const open = tokens.find((t) => t.text === "'");
  return open === void 0 ? null : {
    message: "a text that begins here does not end",
    hint: "Close it with '. A ' within the text is written \\'.",
    offset: open.offset
  };
}
function unbalanced(tokens, condition) {
  const closing = tokens.find((t) => t.text === ")" && t.depth === 0);
  if (closing !== void 0) return { message: "this parenthesis closes nothing", hint: ONE_CONDITION, offset: closing.offset };
  const open = [];
  for (const token of tokens) {
    if (token.text === "(") open.push(token);
    if (token.text === ")") open.pop();
  }
  const [first] = open;
  if (first === void 0) return null;
  return { message: "this parenthesis is never closed", hint: "Close it.", offset: Math.min(first.offset, condition.length) };
}
function clause(tokens) {
  const found = tokens.find((t) => t.text === ";" || t.depth === 0 && CLAUSES.test(t.text));
  return found === void 0 ? null : { message: `${found.text.toUpperCase()} can't be part of a condition`, hint: ONE_CONDITION, offset: found.offset };
}
function mixed(tokens) {
  const seen = /* @__PURE__ */ new Map();
  for (const { text, offset, depth } of tokens) {
    if (text === "(") seen.delete(depth + 1);
    const word = text.toUpperCase();
    if (word !== "AND" && word !== "OR") continue;
    const other = seen.get(depth) ?? word;
    if (other !== word)
      return {
        message: `${word} stands beside ${other} without parentheses`,
        hint: "SOQL has no precedence: write (A AND B) OR C, or A AND (B OR C).",
        offset
      };
    seen.set(depth, word);
  }
  return null;
}
function misunderstood(tokens, condition, understands) {
  if (understands(condition)) return null;
  const habit = foreignHabit(condition, understands);
  if (habit !== null) return habit;
  let end = tokens.length - 1;
  for (; end > 0; end--) {
    const next = tokens[end];
    if (next === void 0) break;
    if (understands(condition.slice(0, next.offset) + ")".repeat(next.depth))) break;
  }
  const { offset = 0 } = tokens[end] ?? {};
  return { message: `this is no SOQL condition from "${condition.slice(offset, offset + 30)}" on`, hint: ONE_CONDITION, offset };
}
var HABITS = [
  { pattern: /!==/g, right: "!=", message: 'SOQL writes "is not" as !=' },
  { pattern: /===?/g, right: "=", message: "SOQL compares with a single =" },
  { pattern: /\s*&&\s*/g, right: " AND ", message: "SOQL writes && as AND" },
  { pattern: /\s*\|\|\s*/g, right: " OR ", message: "SOQL writes || as OR" },
  { pattern: /!(?=\s*\()/g, right: "NOT ", message: "SOQL writes ! as NOT" },
  { pattern: /\bIS\s+NOT\s+NULL\b/gi, right: "!= null", message: "SOQL has no IS NOT NULL" },
  { pattern: /\bIS\s+NULL\b/gi, right: "= null", message: "SOQL has no IS NULL" },
  { pattern: /\bIS\s+NOT\b/gi, right: "!=", message: "SOQL has no IS NOT" },
  { pattern: /\bIS\b(?=\s+(?:true|false)\b)/gi, right: "=", message: "SOQL has no IS" },
  {
    pattern: /([\w.]+)\s+BETWEEN\s+(\S+)\s+AND\s+(\S+?)(?=[\s)]|$)/gi,
    right: "($1 >= $2 AND $1 <= $3)",
    message: "SOQL has no BETWEEN"
  },
  {
    pattern: /([\w.]+)\s+NOT\s+I?LIKE\s+(\S+?)(?=[\s)]|$)/gi,
    right: "(NOT $1 LIKE $2)",
    message: "SOQL writes NOT before the comparison"
  },
  { pattern: /\bILIKE\b/gi, right: "LIKE", message: "In SOQL, LIKE ignores upper and lower case" },
  {
    pattern: /\b(?:NOW|GETDATE|CURRENT_DATE|CURRENT_TIMESTAMP|SYSDATE)\b(?:\(\))?/gi,
    right: "TODAY",
    message: "SOQL writes the current day as TODAY"
  },
  { pattern: /\beq\b/g, right: "=", message: "eq is OData; SOQL writes =" },
  { pattern: /\bne\b/g, right: "!=", message: "ne is OData; SOQL writes !=" },
  { pattern: /\bgt\b/g, right: ">", message: "gt is OData; SOQL writes >" },
  { pattern: /\bge\b/g, right: ">=", message: "ge is OData; SOQL writes >=" },
  { pattern: /\blt\b/g, right: "<", message: "lt is OData; SOQL writes <" },
  { pattern: /\ble\b/g, right: "<=", message: "le is OData; SOQL writes <=" }
];
var TEXT2 = /'(?:\\[\s\S]|[^'\\])*'/g;
var ANY_TEXT = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"/g;
function doubleQuoted(condition) {
  const found = [...condition.matchAll(ANY_TEXT)].find(([text]) => text.startsWith('"'));
  if (found === void 0) return null;
  const right = condition.replaceAll(
    ANY_TEXT,
    (text) => text.startsWith('"') ? `'${text.slice(1, -1).replaceAll('\\"', '"').replaceAll(/(?<!\\)'/g, "\\'")}'` : text
  );
  return { message: "SOQL writes texts in single quotes", hint: `Write: ${right}`, offset: found.index };
}
function foreignHabit(condition, understands) {
  const blank = condition.replaceAll(TEXT2, (text) => `'${"".repeat(text.length - 2)}'`);
  const used = HABITS.map((habit) => ({ habit, offset: blank.search(habit.pattern) })).filter(({ offset }) => offset !== -1);
  const right = used.reduce((text, { habit }) => outsideTexts(text, habit), condition);
  const [first] = used.toSorted((a, b) => a.offset - b.offset);
  if (first === void 0 || !understands(right)) return null;
  return { message: first.habit.message, hint: `Write: ${right}`, offset: first.offset };
}
function outsideTexts(condition, { pattern, right }) {
  const texts = condition.match(TEXT2) ?? [];
  let next = 0;
  return condition.replaceAll(TEXT2, () => `'${next++}'`).replaceAll(pattern, right).replaceAll(/'(\d+)'/g, (_, n) => texts[Number(n)] ?? "");
}
export {
  checkFilter
};
