import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_dist
} from "./lib-yaml.js";
import {
  Secret
} from "./model-secret.js";
import {
  oneOf
} from "./config-declare-fields.js";
import {
  isLoopback
} from "./model-loopback.js";
import {
  __toESM
} from "./shared.js";

// src/model/notify-channel.ts
var NOTIFY_EVENTS = ["failure", "recovery", "stale", "check_failed", "schema_changed"];
var DEFAULT_EVENTS = ["failure", "recovery", "stale"];
var CHANNEL_KINDS = ["slack", "teams", "webhook", "github_issue"];

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

// src/config/load/tree.ts
var import_yaml2 = __toESM(require_dist(), 1);

// src/config/load/yaml-places.ts
var import_yaml = __toESM(require_dist(), 1);
var SIMPLE = /^[A-Za-z_*][A-Za-z0-9_*-]*$/;
function formatPath(path) {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!SIMPLE.test(step)) text += `["${printableKey(step)}"]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
function printableKey(key) {
  const colon = key.indexOf(":");
  const shown = colon < 0 ? key : `${key.slice(0, colon)}:…`;
  return shown.length > 80 ? `${shown.slice(0, 79)}…` : shown;
}
function toPointer(path) {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
function fromPointer(pointer) {
  return pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")).map((step) => /^(0|[1-9]\d*)$/.test(step) ? Number(step) : step);
}
function pathOfKey(document, offset) {
  let found = [];
  (0, import_yaml.visit)(document, {
    Pair: (_, pair, ancestors) => {
      if (!(0, import_yaml.isNode)(pair.key) || pair.key.range?.[0] !== offset) return void 0;
      found = stepsOf([...ancestors, pair]);
      return import_yaml.visit.BREAK;
    }
  });
  return found;
}
function stepsOf(nodes) {
  return nodes.flatMap((node, i) => {
    if ((0, import_yaml.isPair)(node)) return (0, import_yaml.isScalar)(node.key) ? [String(node.key.value)] : [];
    return (0, import_yaml.isSeq)(node) ? [node.items.indexOf(nodes[i + 1])] : [];
  });
}
function offsetInFile(text, scalar, offset) {
  const start = scalar.range?.[0] ?? 0;
  const end = scalar.range?.[1] ?? start;
  const value = String(scalar.value);
  const wanted = visibleCount(value, offset);
  const units = visibleUnits(text.slice(0, end), contentStart(text, scalar, start), scalar.type);
  const unit = units[wanted];
  if (unit === void 0) return Math.max(start, end - 1);
  const blanks = offset < value.length && /\s/.test(value[offset] ?? "");
  if (blanks && wanted > 0) return Math.min(unit.start, (units[wanted - 1]?.end ?? unit.start) + blanksBefore(value, offset));
  return unit.start;
}
function visibleCount(value, offset) {
  return value.slice(0, offset).replaceAll(/\s/g, "").length;
}
function blanksBefore(value, offset) {
  return value.slice(0, offset).length - value.slice(0, offset).trimEnd().length;
}
function contentStart(text, scalar, start) {
  if (scalar.type === import_yaml.Scalar.QUOTE_DOUBLE || scalar.type === import_yaml.Scalar.QUOTE_SINGLE) return start + 1;
  if (scalar.type === import_yaml.Scalar.BLOCK_LITERAL || scalar.type === import_yaml.Scalar.BLOCK_FOLDED) return text.indexOf("\n", start) + 1;
  return start;
}
var ESCAPE = /^\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|[\s\S])/;
var BLANK_ESCAPES = /* @__PURE__ */ new Set([" ", "	", "\n", "\r", "t", "n", "r", "v", "f", "N", "_", "L", "P"]);
function visibleUnits(text, from, type) {
  const units = [];
  let at = from;
  while (at < text.length) {
    let length = 1;
    let visible = !/\s/.test(text[at] ?? "");
    if (type === import_yaml.Scalar.QUOTE_SINGLE && text[at] === "'" && text[at + 1] === "'") length = 2;
    if (type === import_yaml.Scalar.QUOTE_DOUBLE && text[at] === "\\") {
      const sequence = ESCAPE.exec(text.slice(at, at + 10))?.[0] ?? "\\";
      length = sequence.length;
      visible = !BLANK_ESCAPES.has(sequence[1] ?? "");
    }
    if (visible) units.push({ start: at, end: at + length });
    at += length;
  }
  return units;
}

// src/config/load/tree.ts
function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
var DEEPEST = 40;
var MOST_NODES = 1e5;
function toTree(document) {
  return new TreeBuilder(document).build();
}
var TreeBuilder = class {
  #document;
  #targets;
  #places = /* @__PURE__ */ new Map();
  #faults = [];
  #nodes = 0;
  constructor(document) {
    this.#document = document;
    this.#targets = aliasTargets(document);
  }
  build() {
    const tagged = this.#document.warnings.find((w) => w.code === "TAG_RESOLVE_FAILED");
    if (tagged !== void 0) this.#fault("tag", tagged.pos[0]);
    const root = this.#value(this.#document.contents, [], {});
    return { root, places: this.#places, faults: this.#faults };
  }
  #value(node, path, place) {
    const target = this.#resolve(node);
    const start = offsetOf(node) ?? place.key ?? 0;
    this.#places.set(toPointer(path), { ...place, value: start, ...(0, import_yaml2.isScalar)(target) ? { scalar: target } : {} });
    this.#nodes++;
    if (path.length > DEEPEST) return this.#fault("too-deep", start);
    if (this.#nodes > MOST_NODES) return this.#fault("too-large", start);
    if ((0, import_yaml2.isMap)(target)) return this.#mapping(target.items, path);
    if ((0, import_yaml2.isSeq)(target)) return target.items.map((item, i) => this.#value(item, [...path, i], {}));
    return (0, import_yaml2.isScalar)(target) ? plain(target) : null;
  }
  #mapping(items, path) {
    const result = /* @__PURE__ */ Object.create(null);
    for (const pair of items) if (!isMergeKey(pair.key)) this.#entry(pair, result, path);
    for (const pair of items) if (isMergeKey(pair.key)) this.#merge(pair.value, result, path);
    return result;
  }
  #entry(pair, result, path) {
    const key = this.#resolve(pair.key);
    const offset = offsetOf(pair.key);
    if (!(0, import_yaml2.isScalar)(key)) this.#fault("key", offset ?? 0);
    else result[nameOf(key)] = this.#value(pair.value, [...path, nameOf(key)], offset === void 0 ? {} : { key: offset });
  }
  /** `<<: *anchor`, or a list of such: brings in what is not written beside it. Merges within merges could multiply without end. */
  #merge(from, result, path) {
    const target = this.#resolve(from);
    for (const item of (0, import_yaml2.isSeq)(target) ? target.items : [target]) {
      const source = this.#resolve(item);
      if (!(0, import_yaml2.isMap)(source) || source.items.some((pair) => isMergeKey(pair.key))) {
        this.#fault("merge", offsetOf(from) ?? 0);
      } else if (path.length <= DEEPEST && this.#nodes <= MOST_NODES) {
        this.#nodes += source.items.length;
        const missing = source.items.filter(({ key }) => !(0, import_yaml2.isScalar)(key) || !(nameOf(key) in result));
        Object.assign(result, this.#mapping(missing, path));
      }
    }
  }
  #resolve(node) {
    if (!(0, import_yaml2.isAlias)(node)) return node;
    return this.#targets.get(node) ?? this.#fault("alias", offsetOf(node) ?? 0);
  }
  #fault(kind, offset) {
    if (!this.#faults.some((f) => f.kind === kind)) this.#faults.push({ kind, offset });
    return null;
  }
};
function aliasTargets(document) {
  const anchors = /* @__PURE__ */ new Map();
  const targets = /* @__PURE__ */ new Map();
  (0, import_yaml2.visit)(document, {
    Node: (_key, node) => {
      if ((0, import_yaml2.isAlias)(node)) {
        const target = anchors.get(node.source);
        if (target !== void 0) targets.set(node, target);
      } else if (node.anchor !== void 0) anchors.set(node.anchor, node);
    }
  });
  return targets;
}
function isMergeKey(key) {
  return (0, import_yaml2.isScalar)(key) && key.value === "<<" && key.type === import_yaml2.Scalar.PLAIN;
}
function nameOf(key) {
  return typeof key.value === "string" ? key.value : key.source ?? "";
}
function plain(scalar) {
  const { value } = scalar;
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  return scalar.source ?? "";
}
function offsetOf(node) {
  return node?.range?.[0];
}

// src/config/load/notify-rules.ts
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
  formatPath,
  printableKey,
  toPointer,
  fromPointer,
  pathOfKey,
  offsetInFile,
  isMapping,
  toTree,
  interpolate,
  soleReference,
  checkNotify,
  addressFault,
  buildNotify
};
