import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  nearest
} from "./config-explain-nearest.js";
import {
  Secret
} from "./model-secret.js";
import {
  ANNOTATIONS,
  FORMATS,
  childShape,
  formatPath,
  isMapping,
  offsetInFile,
  pathOfKey,
  refusalOf,
  shapeOf,
  toPointer,
  toTree,
  typesOf
} from "./config-load-tree.js";
import {
  require_dist
} from "./lib-yaml.js";
import {
  choice,
  flag,
  group,
  oneOf,
  secret
} from "./config-declare-fields.js";
import {
  build_default
} from "./lib-typebox.js";
import {
  isLoopback
} from "./model-loopback.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/config/load/load-notify.ts
var import_promises = __toESM(require_promises(), 1);

// src/model/notify-channel.ts
var NOTIFY_EVENTS = ["failure", "recovery", "stale", "check_failed", "schema_changed"];
var DEFAULT_EVENTS = ["failure", "recovery", "stale"];
var CHANNEL_KINDS = ["slack", "teams", "webhook", "github_issue"];

// src/config/declare/notify-options.ts
var events = build_default.Unsafe({
  type: "array",
  description: `What to send: any of ${oneOf(NOTIFY_EVENTS)}. Default: failure, recovery and stale.`,
  minItems: 1,
  uniqueItems: true,
  items: choice("What to send.", NOTIFY_EVENTS),
  expected: "a list such as [failure, recovery, stale]",
  examples: [["failure", "recovery", "stale"]]
});
var notifyEntry = group(
  {
    slack: build_default.Optional(secret("The address of a Slack incoming webhook.", { examples: ["${SLACK_WEBHOOK_URL}"] })),
    teams: build_default.Optional(
      secret("The address of a Teams workflow that posts to a channel when it gets a webhook request.", {
        examples: ["${TEAMS_WEBHOOK_URL}"]
      })
    ),
    webhook: build_default.Optional(secret("An address that each event is sent to as JSON, by POST.", { examples: ["${WEBHOOK_URL}"] })),
    github_issue: build_default.Optional(
      flag(
        "Opens an issue in the repository of the workflow when something fails, keeps it up to date, and closes it when everything works again."
      )
    ),
    on: build_default.Optional(events)
  },
  {
    description: "A place to send messages to, and what to send there.",
    expected: 'a mapping such as { slack: "${SLACK_WEBHOOK_URL}" }'
  }
);
var notifyList = build_default.Unsafe({
  type: "array",
  description: "Who is told when a sync fails, when data is late, and when it works again. One message for each incident. A message that cannot be delivered is a warning.",
  minItems: 1,
  items: notifyEntry,
  expected: "a list of places, each with a dash",
  examples: [[{ slack: "${SLACK_WEBHOOK_URL}", on: ["failure", "recovery", "stale"] }]]
});

// src/config/load/meets-shape.ts
var TYPES = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  array: (value) => Array.isArray(value),
  object: isMapping
};
var always = () => true;
var never = () => false;
var RULES = {
  type: (_, value, schema) => typesOf(schema).some((type) => TYPES[type]?.(value) === true),
  const: (wanted, value) => wanted === value,
  enum: (choices, value) => choices.includes(value),
  pattern: (pattern, value) => typeof value !== "string" || new RegExp(pattern, "u").test(value),
  format: (name, value) => typeof value !== "string" || FORMATS[name]?.(value) === true,
  refuses: (_, value, schema) => typeof value !== "string" || refusalOf(schema, value) === null,
  minLength: (least, value) => typeof value !== "string" || [...value].length >= least,
  minimum: (least, value) => typeof value !== "number" || value >= least,
  maximum: (most, value) => typeof value !== "number" || value <= most,
  minItems: (least, value) => !Array.isArray(value) || value.length >= least,
  uniqueItems: (wanted, value) => !wanted || !Array.isArray(value) || areUnique(value),
  items: (items, value) => !Array.isArray(value) || value.every((item) => meetsShape(item, items)),
  minProperties: (least, value) => !isMapping(value) || Object.keys(value).length >= least,
  required: (names, value) => !isMapping(value) || names.every((name) => Object.hasOwn(value, name)),
  propertyNames: (names, value) => !isMapping(value) || Object.keys(value).every((name) => meetsShape(name, names)),
  properties: (properties, value) => !isMapping(value) || Object.entries(properties).every(([name, own]) => !Object.hasOwn(value, name) || meetsShape(value[name] ?? null, own)),
  additionalProperties: (rule, value, { properties = {} }) => rule === true || !isMapping(value) || others(value, properties).every((other) => rule !== false && meetsShape(other, rule)),
  dependencies: (needs, value) => !isMapping(value) || Object.entries(needs).every(([name, all]) => !Object.hasOwn(value, name) || all.every((n) => Object.hasOwn(value, n))),
  oneOf: (variants, value, schema) => meetsOne(variants, value, schema.discriminator?.propertyName),
  anyOf: (variants, value) => variants.some((variant) => meetsShape(value, variant)),
  not: (refused, value) => !meetsShape(value, refused),
  if: (condition, value, schema) => {
    const branch = meetsShape(value, condition) ? schema.then : schema.else;
    return branch === void 0 || meetsShape(value, branch);
  }
};
var WORDS = /* @__PURE__ */ new Set([
  "then",
  "else",
  "discriminator",
  "default",
  "description",
  "examples",
  "title",
  ...ANNOTATIONS
]);
function meetsShape(value, shape) {
  const schema = shape;
  return Object.entries(schema).every(
    ([keyword, argument]) => argument === void 0 || (RULES[keyword] ?? ruleOfWord(keyword))(argument, value, schema)
  );
}
function meetsOne(variants, value, tag) {
  if (tag === void 0 || !isMapping(value)) return variants.filter((variant) => meetsShape(value, variant)).length === 1;
  const chosen = variants.find((variant) => variant.properties?.[tag]?.const === value[tag]);
  return chosen !== void 0 && meetsShape(value, chosen);
}
function others(value, properties) {
  return Object.keys(value).flatMap((name) => Object.hasOwn(properties, name) ? [] : [value[name] ?? null]);
}
function areUnique(values) {
  return new Set(values.map((value) => JSON.stringify(value))).size === values.length;
}
function ruleOfWord(keyword) {
  return WORDS.has(keyword) ? always : never;
}

// src/config/load/check.ts
async function check(root, schema) {
  const whole = withoutDefaulted(schema);
  if (meetsShape(root, whole)) return [];
  const { errorsOf } = await import("./config-load-ajv.js");
  return errorsOf(root, whole);
}
function withoutDefaulted(shape) {
  const map = (shapes) => Object.fromEntries(Object.entries(shapes).map(([k, s]) => [k, withoutDefaulted(s)]));
  const required = shape.required?.filter((name) => shape.properties?.[name]?.default === void 0);
  return {
    ...shape,
    ...required === void 0 ? {} : { required },
    ...shape.properties === void 0 ? {} : { properties: map(shape.properties) },
    ...shape.oneOf === void 0 ? {} : { oneOf: shape.oneOf.map(withoutDefaulted) },
    ...typeof shape.additionalProperties === "object" ? { additionalProperties: withoutDefaulted(shape.additionalProperties) } : {}
  };
}

// src/config/load/interpolate.ts
var NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
var REFERENCE = /\$\$\{|\$\{(\{[^}]*\}?\}?|[^}]*)(\}?)/g;
function interpolate(raw, environment) {
  const variables = [];
  const faults = [];
  const segments = [];
  let text = "";
  let last = 0;
  const put = (added, origin2, replaced) => {
    segments.push({ start: text.length, origin: origin2, replaced });
    text += added;
  };
  for (const match of raw.matchAll(REFERENCE)) {
    const offset = match.index;
    put(raw.slice(last, offset), last, false);
    last = offset + match[0].length;
    if (match[0] === "$${") {
      put("${", offset, true);
      continue;
    }
    const name = match[1] ?? "";
    const fault = faultOf(name, match[2] === "}", environment);
    if (fault !== null) {
      faults.push({ kind: fault, name: NAME.test(name) ? name : "", offset });
      put(match[0], offset, true);
      continue;
    }
    variables.push(name);
    put(environment[name] ?? "", offset, true);
  }
  put(raw.slice(last), last, false);
  const origin = (offset) => {
    const segment = segments.findLast((s) => s.start <= offset);
    if (segment === void 0) return offset;
    return segment.replaced ? segment.origin : segment.origin + offset - segment.start;
  };
  return { text, variables, faults, origin };
}
function faultOf(name, closed, environment) {
  if (name.startsWith("{")) return "workflow-expression";
  if (!closed) return "unclosed";
  if (!NAME.test(name)) return "not-a-name";
  return Object.hasOwn(environment, name) && environment[name] !== void 0 ? null : "unset";
}
function soleReference(text) {
  const match = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text);
  return match?.[1] ?? null;
}

// src/config/explain/reference-advice.ts
function addFault(problems, path, fault, environment, offset) {
  if (fault.kind === "unset")
    problems.add(path, `the environment variable ${fault.name} is not set.`, unsetHint(fault.name, environment), { offset });
  else problems.add(path, ...FAULTS[fault.kind], { offset });
}
var FAULTS = {
  "workflow-expression": [
    "${{ … }} is replaced in workflow files only.",
    "Write ${NAME} here, and pass the value to the step in the workflow: `env:` with `NAME: ${{ secrets.NAME }}`."
  ],
  unclosed: ["a ${ has no closing }.", "Write ${NAME}. To write the characters ${ themselves, use $${."],
  "not-a-name": [
    "the text between ${ and } is not the name of an environment variable.",
    "A name has only letters, digits and _, and no default: ${NAME}. To write the characters ${ themselves, use $${."
  ]
};
function unsetHint(name, environment) {
  const known = Object.keys(environment).filter((n) => environment[n] !== void 0 && n.length > 3);
  const near = name.length > 3 ? nearest(name, known) : void 0;
  const guess = near === void 0 ? "" : ` ${near} is set. Did you mean that?`;
  return `In a workflow, pass it to the step: \`env:\` with \`${name}: \${{ secrets.${name} }}\`. On a terminal: export ${name}=….${guess}`;
}
function addSecretProblem(problems, path, value, environment) {
  const name = typeof value === "string" ? soleReference(value) : null;
  if (name !== null && (environment[name] === void 0 || !Object.hasOwn(environment, name))) {
    problems.add(path, `the environment variable ${name} is not set.`, unsetHint(name, environment));
  } else if (name !== null) {
    problems.add(path, `the environment variable ${name} is empty.`, EMPTY_HINT);
  } else {
    const [message, hint] = secretAdvice(value, suggestedName(path));
    problems.add(path, message, hint);
  }
}
var EMPTY_HINT = "In a workflow, a secret that does not exist is empty text. Compare its name with Settings → Secrets and variables → Actions. Pull requests from forks get no secrets.";
function secretAdvice(value, name) {
  if (value === null)
    return ["it is empty; expected a secret, written as ${NAME}.", `Write \${${name}} and set the environment variable ${name}.`];
  if (typeof value === "string" && value.includes("${{")) return FAULTS["workflow-expression"];
  const bare = typeof value === "string" && /^\$[A-Za-z_][A-Za-z0-9_]*$/.test(value);
  if (bare)
    return ["expected a secret, written as ${NAME}, with braces.", `Write \${${name}} and set the environment variable ${name}.`];
  if (typeof value === "string" && /\$\{[A-Za-z_][A-Za-z0-9_]*\}/.test(value)) {
    return [
      "expected nothing but ${NAME}: a secret is the whole value of one variable.",
      "Put all of the text into the environment variable."
    ];
  }
  return [
    "the secret itself stands in the file (not shown here); expected ${NAME}.",
    `Remove it, write \${${name}} and set the environment variable ${name}. If the file was ever committed or shared, replace the secret at the service: it is known.`
  ];
}
function suggestedName(path) {
  const owner = typeof path[1] === "number" ? path[0] : path[1];
  const words = [owner, path.at(-1)].map((step) => String(step ?? "").replaceAll(/[^A-Za-z0-9]+/g, "_"));
  return words.join("_").toUpperCase();
}

// src/config/load/fill-in.ts
function fill(tree, text, shape, environment, problems, mayLack = () => false) {
  const filler = new Filler(tree, text, environment, problems, mayLack);
  const root = filler.visit(tree.root, shape, []);
  return {
    root,
    variables: filler.variables,
    unfilled: filler.unfilled,
    fileOffset: (path, offset) => filler.inFile(path, filler.replaced.get(toPointer(path))?.origin(offset) ?? offset),
    variablesAt: (path) => filler.replaced.get(toPointer(path))?.variables ?? []
  };
}
var Filler = class {
  variables = /* @__PURE__ */ new Set();
  unfilled = /* @__PURE__ */ new Set();
  /** By JSON pointer. */
  replaced = /* @__PURE__ */ new Map();
  #tree;
  #text;
  #environment;
  #problems;
  #mayLack;
  constructor(tree, text, environment, problems, mayLack) {
    this.#mayLack = mayLack;
    this.#tree = tree;
    this.#text = text;
    this.#environment = environment;
    this.#problems = problems;
  }
  /** What has no shape is an unknown key: it stays as it is. */
  visit(value, shape, path) {
    if (shape?.secret === true) return this.#secret(value, path);
    if (typeof value === "string")
      return shape === void 0 || shape.literal === true ? value : this.#fillText(value, shape, path);
    if (typeof value === "number" && shape?.asWritten === true) return this.#scalar(path)?.source ?? String(value);
    if (Array.isArray(value)) return value.map((item, i) => this.visit(item, childShape(shape, value, i), [...path, i]));
    if (!isMapping(value)) return value;
    const result = /* @__PURE__ */ Object.create(null);
    for (const [key, item] of Object.entries(value))
      result[key] = this.visit(item, childShape(shape, value, key), [...path, key]);
    return result;
  }
  #fillText(raw, shape, path) {
    const filled = interpolate(raw, this.#environment);
    for (const name of filled.variables) this.variables.add(name);
    if (filled.faults.some(({ kind }) => kind === "unset") && this.#mayLack(path)) {
      this.unfilled.add(toPointer(path));
      return raw;
    }
    for (const fault of filled.faults) addFault(this.#problems, path, fault, this.#environment, this.inFile(path, fault.offset));
    if (filled.faults.length > 0 || filled.variables.length === 0) return filled.text;
    this.replaced.set(toPointer(path), filled);
    return asType(filled.text, typesOf(shape));
  }
  /** Stays as written until everything is checked, so that no check can show it. */
  #secret(value, path) {
    const name = typeof value === "string" ? soleReference(value) : null;
    if (name !== null && Object.hasOwn(this.#environment, name) && this.#environment[name]) this.variables.add(name);
    else if (name !== null && this.#mayLack(path)) this.unfilled.add(toPointer(path));
    else addSecretProblem(this.#problems, path, value, this.#environment);
    return value;
  }
  #scalar(path) {
    return this.#tree.places.get(toPointer(path))?.scalar;
  }
  /** The offset in the file of a character of a value as written. */
  inFile(path, offset) {
    const scalar = this.#scalar(path);
    return scalar === void 0 ? this.#tree.places.get(toPointer(path))?.value ?? 0 : offsetInFile(this.#text, scalar, offset);
  }
};
function asType(text, types) {
  if (types.includes("string")) return text;
  if ((types.includes("integer") || types.includes("number")) && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}
function complete(root, shape, environment) {
  const secrets = [];
  const lineBreaks = [];
  const wrapped = (written, { lines }, path) => {
    const variable = soleReference(written) ?? "";
    const value = environment[variable] ?? "";
    const secret2 = new Secret(value);
    if (value !== "") secrets.push(secret2);
    if (lines !== true && /[\r\n]$/.test(value)) lineBreaks.push({ path, variable });
    return secret2;
  };
  const visit = (value, at, path) => {
    if (at?.secret === true && typeof value === "string") return wrapped(value, at, path);
    if (Array.isArray(value)) return value.map((item, i) => visit(item, childShape(at, value, i), [...path, i]));
    if (!isMapping(value)) return value;
    const whole = withDefaults(value, at);
    const entries = Object.entries(whole).map(([key, item]) => [key, visit(item, childShape(at, whole, key), [...path, key])]);
    return Object.fromEntries(entries);
  };
  return { document: visit(root, shape, []), secrets, lineBreaks };
}
function withDefaults(value, at) {
  const result = Object.assign(/* @__PURE__ */ Object.create(null), value);
  const shape = at === void 0 ? void 0 : shapeOf(at, value);
  for (const [name, field] of Object.entries(shape?.properties ?? {})) {
    if (field.default !== void 0 && result[name] === void 0) result[name] = field.default;
  }
  return result;
}

// src/config/load/syntax.ts
var import_yaml = __toESM(require_dist(), 1);

// src/config/explain/problems.ts
var Problems = class {
  #reports = [];
  #locator;
  constructor(locator) {
    this.#locator = locator;
  }
  add(path, message, hint, spot = "value", code = "CONFIG_INVALID") {
    const location = this.#locator.locate(path, spot);
    const where = location.path === "" ? "" : `${location.path}: `;
    this.#reports.push({ report: { code, message: `${where}${message}`, hint, location }, pointer: toPointer(path) });
  }
  /** True where this very value already has a problem, so that nothing more need be said of it. */
  has(path) {
    const pointer = toPointer(path);
    return this.#reports.some((r) => r.pointer === pointer);
  }
  get count() {
    return this.#reports.length;
  }
  /** In the order of the file. */
  list() {
    const position = ({ report }) => (report.location?.line ?? 0) * 1e6 + (report.location?.column ?? 0);
    return [...this.#reports].sort((a, b) => position(a) - position(b)).map((r) => r.report);
  }
};

// src/config/load/syntax.ts
function explainSyntax(text, errors) {
  const advice = [];
  const reported = /* @__PURE__ */ new Set();
  let derailed = false;
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const reference = unquotedReference(text, error);
    if (reference !== null) {
      if (reported.has(String(reference))) continue;
      reported.add(String(reference));
      advice.push({ ...UNQUOTED_REFERENCE, offset: reference });
      derailed = true;
      continue;
    }
    const alone = STANDS_ALONE.has(error.code);
    if (derailed && !alone) continue;
    derailed ||= !alone || error.code === "TAB_AS_INDENT";
    advice.push(adviceFor(text, error));
  }
  return advice;
}
var STANDS_ALONE = /* @__PURE__ */ new Set(["DUPLICATE_KEY", "BAD_DQ_ESCAPE", "BAD_SCALAR_START", "TAB_AS_INDENT"]);
var UNQUOTED_REFERENCE = {
  message: 'inside { … } or [ … ], ${NAME} must be in quotes: "${NAME}".',
  hint: 'YAML reads the { of ${NAME} as the start of a mapping. Write `user: "${PGUSER}"`, or put each entry on its own line.'
};
function unquotedReference(text, error) {
  const at = error.pos[0];
  if (text[at] === "{" && text[at - 1] === "$") return at - 1;
  return null;
}
var ADVICE = {
  DUPLICATE_KEY: ["this key is written twice.", "Remove one of the two. YAML would use only one of them."],
  TAB_AS_INDENT: [
    "this line is indented with a tab.",
    "YAML allows only spaces. Replace the tab with two spaces for each level."
  ],
  BAD_INDENT: [
    "the indentation is wrong, or a closing } or ] is missing.",
    "Entries of one level must start in the same column. Each { needs a }, and each [ needs a ]."
  ],
  BAD_DQ_ESCAPE: [
    'this is not a valid escape. Within "…" a backslash starts one.',
    "Use single quotes ('…'), in which a backslash is an ordinary character, or double the backslash."
  ],
  BAD_SCALAR_START: ["text without quotes cannot start with this character.", "Put the text in quotes: '…'."],
  BLOCK_AS_IMPLICIT_KEY: [
    "this line has a second `: `, or the next line is indented too far.",
    "Put text that contains `: ` in quotes: '…'. Entries of one level must start in the same column."
  ],
  MULTILINE_IMPLICIT_KEY: ["a key spans several lines.", "Check the indentation of this line and of the line before it."],
  UNEXPECTED_TOKEN: ["YAML cannot read this.", "Check the quotes, brackets and indentation of this line and the line before it."]
};
var TEXT_AFTER_QUOTE = {
  message: "text follows a closing quote.",
  hint: `A ' within '…' ends it. Put a condition that contains ' in double quotes: where: "stage = 'Won'".`
};
function adviceFor(text, error) {
  const offset = error.pos[0];
  if (startsWithStar(text, offset)) {
    return {
      message: 'a name that starts with * must be in quotes: "*__c".',
      hint: "Without quotes, YAML reads * as a reference to an anchor.",
      offset: lineStart(text, offset)
    };
  }
  if (error.code === "MISSING_CHAR") return { ...missing(error.message), offset: errorOffset(text, offset) };
  if (error.code === "UNEXPECTED_TOKEN" && /['"]$/.test(text.slice(0, offset).trimEnd())) return { ...TEXT_AFTER_QUOTE, offset };
  const [message, hint] = ADVICE[error.code] ?? [
    "this is not valid YAML.",
    "Check the quotes, brackets and indentation of this line and the line before it."
  ];
  return { message, hint, offset: errorOffset(text, offset), aboutKey: error.code === "DUPLICATE_KEY" };
}
function missing(message) {
  if (/quote/.test(message))
    return {
      message: "a closing quote is missing.",
      hint: `Each ' needs a closing ', and each " a closing ". Write a ' within '…' as ''.`
    };
  if (/map values/.test(message))
    return { message: "a key has no `: ` after it.", hint: "Write `key: value`, with a space after the colon." };
  return {
    message: "a comma, a colon or a closing bracket is missing here.",
    hint: "Within { … } and [ … ], separate entries with commas, and close each bracket."
  };
}
function startsWithStar(text, offset) {
  return text[lineStart(text, offset)] === "*";
}
function lineStart(text, offset) {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  return start + (/^[ \t]*(?:- +)?/.exec(text.slice(start))?.[0].length ?? 0);
}
function errorOffset(text, offset) {
  return offset >= text.trimEnd().length ? Math.max(0, text.trimEnd().length - 1) : offset;
}
var TREE = {
  "too-deep": [
    "the file is nested too deeply.",
    "No configuration needs more than a dozen levels. Check that this is the right file."
  ],
  "too-large": [
    "the file expands to too many entries.",
    "Its anchors and aliases (& and *) multiply each other. Write the entries out."
  ],
  alias: [
    "an alias (*name) refers to no anchor (&name) before it.",
    "Put text that starts with * in quotes, or define the anchor above this line."
  ],
  key: ["a key is a list or a mapping.", "A key must be a name. If it contains brackets, put it in quotes."],
  merge: [
    "<<: can only merge the mapping that an alias (*name) refers to, one level deep.",
    "Write `<<: *name`, or write the entries out."
  ],
  tag: ["tags (!name) are not supported.", "Put text that starts with ! in quotes, or remove the tag."]
};
function explainTree(kind) {
  return TREE[kind];
}
var LONGEST = 512 * 1024;
function parseFile(file, text) {
  const lines = new import_yaml.LineCounter();
  let tree = { root: null, places: /* @__PURE__ */ new Map(), faults: [] };
  const locate = (path, spot = "value") => {
    const offset = typeof spot === "object" ? spot.offset : placed(tree.places, path, spot);
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), path: formatPath(path) };
  };
  const problems = new Problems({ locate });
  const document = readDocument(text, lines, problems);
  if (document !== null && problems.count === 0) {
    tree = toTree(document);
    for (const fault of tree.faults) problems.add([], ...explainTree(fault.kind), { offset: fault.offset });
  }
  return {
    text,
    get tree() {
      return tree;
    },
    problems,
    locate
  };
}
function readDocument(text, lines, problems) {
  if (text.length > LONGEST) {
    problems.add(
      [],
      "the file is longer than 512 KiB.",
      "A configuration is a few pages at most. Check that this is the right file.",
      {
        offset: 0
      }
    );
    return null;
  }
  let documents;
  try {
    const parsed = (0, import_yaml.parseAllDocuments)(text, { lineCounter: lines, prettyErrors: false, stringKeys: false, logLevel: "silent" });
    documents = [...parsed];
  } catch {
    problems.add([], ...explainTree("too-deep"), { offset: 0 });
    return null;
  }
  const [first, second] = documents;
  if (second !== void 0) {
    const hint = "A file holds one document. Remove the line `---` and what follows it, or move that to another file.";
    problems.add([], "the file contains more than one YAML document.", hint, { offset: second.range[0] });
  }
  if (first === void 0 || first.errors.length === 0 && holdsNothing(first)) {
    problems.add(
      [],
      "the file is empty.",
      "Write at least `version: 1` and `sources:` with one source. The README has an example.",
      {
        offset: 0
      }
    );
    return null;
  }
  const errors = documents.flatMap((d) => d.errors);
  for (const { message, hint, offset, aboutKey } of explainSyntax(text, errors))
    problems.add(aboutKey ? pathOfKey(first, offset) : [], message, hint, { offset });
  return first;
}
function holdsNothing({ contents }) {
  return contents === null || (0, import_yaml.isScalar)(contents) && contents.value === null;
}
function placed(places, path, spot) {
  for (let length = path.length; length >= 0; length--) {
    const place = places.get(toPointer(path.slice(0, length)));
    if (place === void 0) continue;
    const empty = place.scalar?.value === null && place.scalar.source === "";
    return spot === "key" || empty || length < path.length ? place.key ?? place.value : place.value;
  }
  return 0;
}

// src/config/load/load-notify.ts
var SHAPE = group({ notify: notifyList }, {});
var NOBODY = { channels: [], secrets: [], state: null };
async function loadNotify(file, environment) {
  const text = await (0, import_promises.readFile)(file, "utf8").catch(() => null);
  if (text === null) return NOBODY;
  const { tree, problems, locate } = parseFile(file, text);
  if (!isMapping(tree.root) || tree.root.notify === void 0) return NOBODY;
  const { state: written } = tree.root;
  const state = typeof written === "string" && !written.includes("${") ? written : null;
  const known = problems.count;
  const own = { ...tree, root: { notify: tree.root.notify } };
  const { root } = fill(own, text, SHAPE, environment, problems, () => true);
  checkNotify(root, null, problems);
  if (problems.count > known || (await check(root, SHAPE)).length > 0) return NOBODY;
  const { document, secrets } = complete(root, SHAPE, environment);
  const { notify } = document;
  return {
    channels: buildNotify(notify, isMapping(root) ? root.notify ?? null : null, (path) => locate(path)),
    secrets,
    state
  };
}
function checkNotify(root, environment, problems) {
  const entries = isMapping(root) && Array.isArray(root.notify) ? root.notify : [];
  entries.forEach((entry, i) => {
    if (!isMapping(entry)) return;
    const path = ["notify", i];
    const kinds = CHANNEL_KINDS.filter((kind) => entry[kind] !== void 0);
    if (kinds.length === 0) problems.add(path, "this entry says no place.", `Write one of ${oneOf(CHANNEL_KINDS)}.`);
    if (kinds.length > 1)
      problems.add(
        path,
        `this entry has ${kinds.length} places: ${kinds.join(", ")}.`,
        "Give each place its own entry, with a dash."
      );
    for (const kind of kinds) {
      const written = entry[kind];
      const name = typeof written === "string" ? soleReference(written) : null;
      const value = name === null ? "" : environment?.[name] ?? "";
      const fault = value === "" ? null : addressFault(kind, value);
      if (fault !== null) problems.add([...path, kind], `the value of ${name} can't be used: ${fault.message}`, fault.hint);
    }
  });
}
function addressFault(kind, text) {
  const hint = HINTS[kind];
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null) return { message: "it is no address.", hint };
  const here = url.protocol === "http:" && isLoopback(url.hostname);
  if (url.protocol !== "https:" && !here) return { message: "it does not start with https://.", hint };
  if (url.username !== "" || url.password !== "") return { message: "it contains a user or password.", hint };
  if (kind === "teams" && /(^|\.)(webhook\.office\.com|outlook\.office(365)?\.com)$/i.test(url.hostname))
    return { message: "it is the address of an Office connector, and Microsoft has retired those.", hint };
  return null;
}
var HINTS = {
  slack: "Copy the webhook URL of your Slack app (Incoming Webhooks): https://hooks.slack.com/services/….",
  teams: `In Teams, open the channel's menu > Workflows > "Send webhook alerts to a channel", and copy the URL that it shows (https://….api.powerplatform.com/… or https://….logic.azure.com/…).`,
  webhook: "Write an address that starts with https://.",
  github_issue: "Write `github_issue: true`."
};
function buildNotify(entries, written, locate) {
  return entries.flatMap((entry, i) => {
    const kind = CHANNEL_KINDS.find((known) => entry[known] !== void 0);
    if (kind === void 0 || entry[kind] === false) return [];
    const place = entry[kind];
    const raw = Array.isArray(written) ? written[i] : void 0;
    const reference = isMapping(raw ?? null) ? raw[kind] : void 0;
    return [
      {
        kind,
        address: place instanceof Secret ? place : null,
        variable: typeof reference === "string" ? soleReference(reference) ?? "" : "",
        on: entry.on ?? DEFAULT_EVENTS,
        location: locate(["notify", i])
      }
    ];
  });
}

export {
  NOTIFY_EVENTS,
  notifyList,
  check,
  interpolate,
  soleReference,
  fill,
  complete,
  parseFile,
  loadNotify,
  checkNotify,
  addressFault,
  buildNotify
};
