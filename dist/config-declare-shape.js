import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  isMapping
} from "./config-load-tree.js";
import {
  normalizeCron,
  parseDuration,
  parseInterval,
  parseMemory,
  parsePercentage,
  serviceUrlFault
} from "./config-declare-units.js";

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
  refusalOf,
  typesOf,
  shapeOf,
  childShape,
  fieldNames,
  ANNOTATIONS,
  FORMATS
};
