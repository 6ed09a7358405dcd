import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import "./shared.js";

// src/sources/postgres/plan/filter.ts
import { setFlagsFromString } from "node:v8";
var BEFORE = "SELECT FROM t WHERE ";
var ONE_CONDITION = "Write one condition as it stands after WHERE, such as stage = 'Closed Won' AND amount > 0. Nothing may follow it: no ORDER BY, LIMIT, UNION or semicolon.";
var READS_ONLY = "A condition may only read and compute. Highwater changes nothing at a source.";
var PLAIN = /* @__PURE__ */ new Set(["fromClause", "whereClause", "limitOption", "op"]);
var CLAUSES = new Set("GROUP HAVING WINDOW ORDER LIMIT OFFSET FETCH FOR UNION INTERSECT EXCEPT".split(" "));
var WRITING = /* @__PURE__ */ new Set(["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "intoClause", "lockingClause"]);
var ACTING = new RegExp(
  `^(${[
    "dblink.*|nextval|setval|set_config|lo_.*|txid_current|pg_current_xact_id",
    "(query|table|cursor|schema|database)_to_xml.*",
    "pg_(terminate|cancel)_backend|pg_(try_)?advisory.*|pg_notify|pg_sleep.*|pg_export_snapshot|pg_promote",
    "pg_(create|drop|copy|read|ls|file|logical|replication|sync|import|backup|start|stop|log|restore|clear)_.*",
    "pg_(reload_conf|rotate_logfile|switch_wal|wal_replay_(pause|resume)|truncate_visibility_map|stat_.*reset.*)",
    "brin_(summarize|desummarize)_.*|gin_clean_pending_list|heap_force_.*|postgres_fdw_disconnect.*"
  ].join("|")})$`
);
async function checkFilter(condition) {
  return withParser(async (parser) => judge(condition, parser));
}
async function judge(condition, { parse, scan }) {
  let tree;
  try {
    tree = await parse(`${BEFORE}${condition}
`);
  } catch (error) {
    return habitIn(condition, false) ?? syntaxProblem(condition, error);
  }
  const { tokens } = await scan(condition);
  const further = furtherClause(tokens);
  if (further !== null) {
    return {
      message: `${further.text.toUpperCase()} is not part of a condition`,
      hint: ONE_CONDITION,
      offset: units(condition, further.start)
    };
  }
  const statements = tree.stmts ?? [];
  const select = statements[0]?.stmt?.SelectStmt;
  const plain = statements.length === 1 && select !== void 0 && Object.keys(select).every((key) => PLAIN.has(key));
  if (!plain || select.op !== "SETOP_NONE")
    return { message: "this is more than a single condition", hint: ONE_CONDITION, offset: 0 };
  const found = forbidden(select.whereClause, -1);
  if (found === null) return habitIn(condition, true);
  const offset = found.at < BEFORE.length ? 0 : units(condition, found.at - BEFORE.length);
  return { message: found.message, hint: READS_ONLY, offset };
}
function furtherClause(tokens) {
  let depth = 0;
  for (const token of tokens) {
    if (token.tokenName === "ASCII_40") depth += 1;
    else if (token.tokenName === "ASCII_41") depth -= 1;
    else if (token.tokenName === "ASCII_59" || depth === 0 && isClause(token)) return token;
  }
  return null;
}
function isClause(token) {
  return token.tokenName === "UNKNOWN" && CLAUSES.has(token.text.toUpperCase());
}
function syntaxProblem(condition, error) {
  const { message, sqlDetails } = error;
  const at = Math.max(0, (sqlDetails?.cursorPosition ?? 0) - BEFORE.length);
  const offset = Math.min([...condition].slice(0, at).join("").length, condition.length);
  return { message: message.replace(/\s+"$/, '"'), hint: ONE_CONDITION, offset };
}
function forbidden(node, near) {
  if (typeof node !== "object" || node === null) return null;
  const own = node.location;
  const at = typeof own === "number" && own >= 0 ? own : near;
  for (const [key, value] of Object.entries(node)) {
    const inner = locationOf(value) ?? at;
    if (WRITING.has(key)) return { message: "the condition writes or locks", at: inner };
    if (key === "ParamRef") return { message: "a parameter ($1) has no value here", at: inner };
    if (key === "FuncCall" && ACTING.test(functionName(value)))
      return { message: `${functionName(value)}() acts on the server`, at: inner };
    const deeper = forbidden(value, at);
    if (deeper !== null) return deeper;
  }
  return null;
}
function locationOf(node) {
  const location = node?.location;
  return typeof location === "number" && location >= 0 ? location : void 0;
}
function functionName(call) {
  const parts = call.funcname ?? [];
  return parts.at(-1)?.String?.sval ?? "";
}
function units(condition, bytes) {
  return Buffer.from(condition).subarray(0, bytes).toString().length;
}
var NONE_IS_OPTIMIZED = "--wasm-tier-up-filter=0";
var ANY_MAY_BE = "--wasm-tier-up-filter=-1";
async function withParser(work) {
  setFlagsFromString(NONE_IS_OPTIMIZED);
  try {
    return await work(await import("./lib-libpg-query.js"));
  } finally {
    setFlagsFromString(ANY_MAY_BE);
  }
}
var OPERATORS = "PostgreSQL has =, <>, >, >=, < and <=.";
var noOperator = (found) => `PostgreSQL has no operator ${found}`;
var OTHER_OPERATORS = {
  "==": "=",
  "===": "=",
  "!==": "<>",
  "=<": "<=",
  "=>": ">=",
  "><": "<>"
};
var PARSED = [
  {
    pattern: /[‘’“”„]/,
    says: (found) => `${found} is a typographic quote, which PostgreSQL reads as a letter`,
    hint: "Put text in straight single quotes: stage = 'Closed Won'."
  },
  {
    pattern: /(?<![=<>!~@#%^&|`?+*/-])(?:===?|!==|=<|><)(?![=<>!~@#%^&|`?+*/-])/,
    says: noOperator,
    hint: OPERATORS
  },
  {
    pattern: /(?:<>|!=|=)\s*NULL\b/i,
    says: (found) => `${found} is never true, whatever the column holds`,
    hint: "Write IS NULL or IS NOT NULL."
  },
  {
    pattern: /(?<![\w.'])\d{4}-\d{1,2}-\d{1,2}(?![\w'])/,
    says: (found) => `${found} is a subtraction`,
    hint: "Put dates in single quotes: created_at >= '2026-01-31'."
  }
];
var UNPARSED = [
  // An argument's name may stand before it.
  { pattern: /=>/, says: noOperator, hint: OPERATORS },
  {
    pattern: /`[^`]*`?/,
    says: (found) => `${found} is in backticks, which PostgreSQL does not use`,
    hint: `Put names in double quotes: "OwnerId" = '7'.`
  },
  {
    pattern: /\b(?:eq|ne|gt|ge|lt|le)\b(?=\s+(?:['\d(-]|null|true|false))/i,
    says: (found) => `${found} is an OData operator`,
    hint: OPERATORS
  },
  {
    pattern: /\b(?:(?:LAST|NEXT)_N_\w+:\d+|(?:LAST|NEXT|THIS)_\d+_DAYS)/i,
    says: (found) => `${found} is a Salesforce date literal`,
    hint: "Write updated_at >= now() - interval '30 days'."
  },
  {
    pattern: /\[[^\]]*\]?/,
    says: (found) => `${found} is in square brackets`,
    hint: 'Put names in double quotes, and lists in parentheses: "OwnerId" IN (7, 8).'
  },
  {
    pattern: /&&|\bNOT\s+NULL\b|!(?![=~])/i,
    says: (found) => `${found} can't stand here`,
    hint: "PostgreSQL has AND, OR, NOT, IS NULL and IS NOT NULL."
  }
];
function habitIn(condition, parsed) {
  const bare = withoutTexts(condition);
  const found = [...PARSED, ...parsed ? [] : UNPARSED].map((habit2) => ({ habit: habit2, match: habit2.pattern.exec(bare) })).find(({ match: match2 }) => match2 !== null);
  if (found === void 0 || found.match === null) return null;
  const { habit, match } = found;
  const instead = OTHER_OPERATORS[match[0]];
  const hint = instead === void 0 ? habit.hint : `Write ${instead}.`;
  return { message: habit.says(match[0]), hint, offset: match.index };
}
function withoutTexts(condition) {
  const texts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;
  return condition.replace(texts, (text) => {
    const edges = /^(?:--|\/\*)/.test(text) ? [" ", " "] : [text[0], text.at(-1)];
    return `${edges[0]}${" ".repeat(text.length - 2)}${edges[1]}`;
  });
}
export {
  checkFilter,
  habitIn,
  withParser
};
