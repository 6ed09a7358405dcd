import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_dist
} from "./lib-yaml.js";
import {
  normalizeCron,
  parseDuration,
  parseInterval,
  parseMemory,
  parsePercentage,
  serviceUrlFault
} from "./config-declare-units.js";
import {
  __toESM
} from "./shared.js";

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

// src/config/declare/shape.ts
function refusalOf({ refuses = [] }, text) {
  return refuses.find(({ pattern }) => new RegExp(pattern, "i").test(text)) ?? null;
}
function typesOf(shape) {
  if (shape.type === void 0) return [];
  return typeof shape.type === "string" ? [shape.type] : shape.type;
}
function shapeOf(shape, value) {
  const tag = shape.discriminator?.propertyName;
  if (tag === void 0) return shape;
  return shape.oneOf?.find((variant) => variant.properties?.[tag]?.const === value[tag]);
}
function childShape(shape, parent, step) {
  if (shape === void 0) return void 0;
  if (Array.isArray(parent)) return shape.items;
  if (!isMapping(parent)) return void 0;
  const own = shapeOf(shape, parent);
  const { properties, additionalProperties } = own ?? {};
  if (properties !== void 0 && Object.hasOwn(properties, step)) return properties[step];
  return typeof additionalProperties === "object" ? additionalProperties : void 0;
}
function fieldNames(shape) {
  const required = shape?.required ?? [];
  const others = Object.entries(shape?.properties ?? {}).filter(
    ([name, field]) => field.not === void 0 && !required.includes(name)
  );
  return [...required, ...others.map(([name]) => name)];
}

// src/config/load/keywords.ts
var ANNOTATIONS = ["expected", "fix", "secret", "literal", "asWritten", "shown", "lines", "refuses"];
var FORMATS = {
  "service-url": (text) => serviceUrlFault(text) === null,
  duration: (text) => parseDuration(text) !== null,
  "positive-duration": (text) => (parseDuration(text) ?? 0) > 0,
  memory: (text) => (parseMemory(text) ?? 0) >= 512,
  interval: (text) => parseInterval(text) !== void 0,
  "interval-or-every-run": (text) => text === "every_run" || parseInterval(text) !== void 0,
  percentage: (text) => parsePercentage(text) !== null,
  cron: (text) => normalizeCron(text) !== null
};

export {
  formatPath,
  printableKey,
  toPointer,
  fromPointer,
  pathOfKey,
  offsetInFile,
  isMapping,
  toTree,
  refusalOf,
  typesOf,
  shapeOf,
  childShape,
  fieldNames,
  ANNOTATIONS,
  FORMATS
};
