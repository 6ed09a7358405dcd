import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import "./shared.js";

// src/sources/dynamics/plan/odata-tokens.ts
var FilterError = class extends Error {
  problem;
  constructor(message, hint, offset) {
    super(message);
    this.problem = { message, hint, offset };
  }
};
var TOKEN = /(?<text>'(?:[^']|'')*')|(?<literal>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?[a-z]?)|(?<name>[a-z_][\w.]*(?:\/[a-z_$][\w.]*)*)|(?<sign>[(),=:[\]])/iy;
var FOREIGN = [
  [/==?/y, "OData compares with words.", "Write eq instead of =, as in statecode eq 0."],
  [/<>|!=/y, "OData compares with words.", "Write ne, as in statecode ne 0."],
  [/[<>]=?/y, "OData compares with words.", "Write gt, ge, lt or le, as in revenue ge 1000."],
  [/&&|\|\|/y, "OData joins conditions with words.", "Write and, or."],
  [/"/y, "A text stands in single quotes.", "Write 'text'; a quote within it is doubled: 'O''Connor'."],
  [/'/y, "This text is not closed.", "A text stands in single quotes; a quote within it is doubled: 'O''Connor'."],
  [/[&?#]/y, "Only a condition is allowed here, not a whole query.", "Write only what would stand behind $filter=."],
  [/\$/y, "Only a condition is allowed here, not a whole query.", "Write only what would stand behind $filter=."]
];
function filterTokens(condition) {
  const tokens = [];
  for (let at = 0; at < condition.length; ) {
    if (/\s/.test(condition[at] ?? "")) {
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(condition);
    if (match === null) throw foreign(condition, at);
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== void 0)?.[0] ?? "sign";
    tokens.push({ kind, text: match[0], offset: at });
    at += match[0].length;
  }
  return tokens;
}
function foreign(condition, at) {
  for (const [form, message, hint] of FOREIGN) {
    form.lastIndex = at;
    if (form.test(condition)) return new FilterError(message, hint, at);
  }
  return new FilterError(`OData has no ${condition[at]} here.`, "Write one OData condition, such as statecode eq 0.", at);
}
var FORMS = [
  [/^\s*where\s+/i, ""],
  [/\s*(?:!=|<>)\s*/g, " ne "],
  [/\s*>=\s*/g, " ge "],
  [/\s*<=\s*/g, " le "],
  [/\s*>\s*/g, " gt "],
  [/\s*<\s*/g, " lt "],
  [/\s*={1,3}\s*/g, " eq "],
  [/\s*&&\s*/g, " and "],
  [/\s*\|\|\s*/g, " or "],
  [/\bis\s+not\s+null\b/gi, "ne null"],
  [/\bis\s+null\b/gi, "eq null"],
  [/\b(and|or|not|eq|ne|gt|ge|lt|le|in|null|true|false)\b/gi, "lower"]
];
function inOData(condition) {
  const singly = condition.replaceAll(
    /'(?:[^']|'')*'|"([^"]*)"/g,
    (whole, text) => text === void 0 ? whole : `'${text.replaceAll("'", "''")}'`
  );
  const likes = singly.replaceAll(
    /([\w/]+)\s+like\s+'(%?)((?:[^'%_]|'')+)(%?)'/gi,
    (whole, name, before, text, behind) => {
      const call = before === "%" ? behind === "%" ? "contains" : "endswith" : behind === "%" ? "startswith" : null;
      return call === null ? `${name} eq '${text}'` : `${call}(${name},'${text}')`;
    }
  );
  return likes.split(/('(?:[^']|'')*')/).map((part, i) => i % 2 === 1 ? part : translated(part)).join("").replaceAll(/ {2,}/g, " ").trim();
}
function translated(part) {
  return FORMS.reduce(
    (text, [form, odata]) => text.replaceAll(
      form.global ? form : new RegExp(form, `${form.flags}g`),
      (word) => odata === "lower" ? word.toLowerCase() : odata
    ),
    part
  );
}

// src/sources/dynamics/plan/odata-filter.ts
var COMPARISONS = /* @__PURE__ */ new Set(["eq", "ne", "gt", "ge", "lt", "le"]);
var ARITHMETIC = /* @__PURE__ */ new Set(["add", "sub", "mul", "div", "mod"]);
var WORDS = /* @__PURE__ */ new Set([...COMPARISONS, ...ARITHMETIC, "and", "or", "not", "in"]);
var EXAMPLE = "Write one OData condition, such as statecode eq 0 and startswith(name,'A').";
async function checkFilter(condition) {
  const problem = problemOf(condition);
  if (problem === null) return null;
  const right = inOData(condition);
  return problemOf(right) === null ? { ...problem, hint: `In OData this is written: ${right}` } : problem;
}
function problemOf(condition) {
  try {
    new Parser(condition).condition();
    return null;
  } catch (error) {
    if (error instanceof FilterError) return error.problem;
    throw error;
  }
}
var Parser = class {
  #condition;
  #tokens;
  #at = 0;
  /** The failure that got furthest: where one reading of a parenthesis fails another may not. */
  #furthest = null;
  constructor(condition) {
    this.#condition = condition;
    this.#tokens = filterTokens(condition);
  }
  condition() {
    if (this.#tokens.length === 0) throw new FilterError("The condition is empty.", EXAMPLE, 0);
    this.#or();
    const rest = this.#peek();
    if (rest === void 0) return;
    if (rest.text === ")") throw this.#fail("This closing parenthesis has no opening one.");
    throw this.#fail(`The condition ends before ${rest.text}.`);
  }
  #or() {
    this.#and();
    while (this.#takes("or")) this.#and();
  }
  #and() {
    this.#not();
    while (this.#takes("and")) this.#not();
  }
  #not() {
    while (this.#takes("not")) ;
    this.#primary();
  }
  #primary() {
    if (this.#peek()?.text === "(" && this.#tries(() => this.#group())) return;
    const start = this.#peek();
    const isCondition = this.#operand();
    const operator = this.#peek();
    if (operator !== void 0 && operator.kind === "name" && COMPARISONS.has(operator.text)) {
      this.#at++;
      this.#operand();
    } else if (this.#takes("in")) this.#arguments(false);
    else if (!isCondition) throw this.#incomplete(start);
  }
  /** A condition in parentheses that is not the left side of a comparison. */
  #group() {
    this.#expect("(");
    this.#or();
    this.#expect(")");
    const next = this.#peek();
    if (next?.kind === "name" && (COMPARISONS.has(next.text) || ARITHMETIC.has(next.text))) throw this.#fail("Not a condition.");
  }
  /** A value; true where it can stand as a condition by itself (a call). */
  #operand() {
    let isCondition = this.#term();
    while (ARITHMETIC.has(this.#peek()?.text ?? "")) {
      this.#at++;
      this.#term();
      isCondition = false;
    }
    return isCondition;
  }
  #term() {
    const token = this.#peek();
    if (token === void 0) throw this.#fail("The condition is incomplete.");
    if (token.text === "(") {
      this.#at++;
      this.#operand();
      this.#expect(")");
      return false;
    }
    if (token.kind === "sign" || token.kind === "name" && WORDS.has(token.text))
      throw this.#fail(`A value is missing before ${token.text}.`);
    this.#at++;
    if (token.kind !== "name" || this.#peek()?.text !== "(") return false;
    this.#arguments(/\/(any|all)$/.test(token.text));
    return true;
  }
  /** `(a, b)`, `(Name='x',Values=['y'])`, or of a lambda `(o:o/name eq 'x')`. */
  #arguments(isLambda) {
    this.#expect("(");
    if (this.#takes(")")) return;
    if (isLambda) {
      this.#at++;
      this.#expect(":");
      this.#or();
    } else {
      do
        this.#argument();
      while (this.#takes(","));
    }
    this.#expect(")");
  }
  #argument() {
    if (this.#tokens[this.#at + 1]?.text === "=" && this.#peek()?.kind === "name") this.#at += 2;
    if (!this.#takes("[")) {
      this.#operand();
      return;
    }
    if (this.#takes("]")) return;
    do
      this.#operand();
    while (this.#takes(","));
    this.#expect("]");
  }
  #peek() {
    return this.#tokens[this.#at];
  }
  #takes(text) {
    const token = this.#peek();
    if (token?.text !== text || token.kind === "text") return false;
    this.#at++;
    return true;
  }
  #expect(text) {
    if (!this.#takes(text)) throw this.#fail(`${text} is missing here.`);
  }
  #tries(read) {
    const start = this.#at;
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      this.#at = start;
      return false;
    }
  }
  #incomplete(start) {
    const name = start?.text ?? "this";
    const next = this.#peek();
    if (next?.kind === "name" && /^(like|is|between|null)$/i.test(next.text))
      return this.#fail(`OData has no ${next.text}.`, "Write contains(name,'x'), eq null, or ge and le.");
    if (next?.kind === "name" && COMPARISONS.has(next.text.toLowerCase()))
      return this.#fail(`OData's words are written in lower case: ${next.text.toLowerCase()}.`);
    return this.#fail(
      `${name} alone is not a condition.`,
      `Compare it, as in ${/^[\w/]+$/.test(name) ? name : "statecode"} eq 0; a yes/no column with eq true.`
    );
  }
  #fail(message, hint = EXAMPLE) {
    const token = this.#peek();
    const offset = token?.offset ?? this.#condition.length;
    const error = token?.text === "=" ? foreign(this.#condition, offset) : new FilterError(message, hint, offset);
    if (this.#furthest === null || error.problem.offset >= this.#furthest.problem.offset) this.#furthest = error;
    return this.#furthest;
  }
};
export {
  checkFilter
};
