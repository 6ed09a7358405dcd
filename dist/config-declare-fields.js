import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  build_default
} from "./lib-typebox.js";

// src/config/declare/fields.ts
var VARIABLE = "^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$";
function text(description, words = {}) {
  return build_default.String({ description, minLength: 1, expected: "a text", ...words });
}
function secret(description, words = {}) {
  return build_default.Unsafe({
    type: "string",
    description: `${description} A secret: write \${NAME}, which is replaced by the environment variable NAME.`,
    pattern: VARIABLE,
    secret: true,
    expected: "a secret, written as ${NAME}",
    examples: ["${NAME}"],
    ...words
  });
}
function flag(description, words = {}) {
  return build_default.Boolean({ description, expected: "true or false", ...words });
}
function integer(description, minimum, maximum, words = {}) {
  return build_default.Integer({ description, minimum, maximum, expected: `a whole number from ${minimum} to ${maximum}`, ...words });
}
function choice(description, values, words = {}) {
  return build_default.Unsafe({ type: "string", description, enum: values, expected: oneOf(values), ...words });
}
function list(description, of, words = {}) {
  const expected = `a list of ${of}, such as [A, B]`;
  return build_default.Unsafe({
    type: "array",
    description,
    minItems: 1,
    uniqueItems: true,
    items: build_default.String({ minLength: 1, expected: "a name" }),
    expected,
    ...words
  });
}
function names(description, words = {}) {
  return build_default.Unsafe({
    type: ["string", "array"],
    description,
    minLength: 1,
    minItems: 1,
    uniqueItems: true,
    items: build_default.String({ minLength: 1, expected: "a name" }),
    expected: "a name or a list of names",
    ...words
  });
}
function duration(description, words = {}) {
  return build_default.String({
    description,
    pattern: "^(\\d{1,9}[smhd])+$",
    format: "duration",
    shown: true,
    fix: `Write a number with its unit: 90s, 10m, 5h, 2d. ${description}`,
    expected: "a duration in s, m, h or d, such as 90s, 10m, 5h or 1h30m",
    examples: ["10m", "5h", "1h30m"],
    ...words
  });
}
function interval(description, words = {}) {
  return duration(description, {
    pattern: "^(never|(\\d{1,9}[smhd])+)$",
    format: "interval",
    fix: `Write a number with its unit, above 0: 90s, 12h, 1d, 7d; or never. ${description}`,
    expected: "a duration in s, m, h or d, such as 12h, 1d or 7d, or never",
    examples: ["1d", "7d", "never"],
    ...words
  });
}
function serviceUrl(description, words = {}) {
  return build_default.String({
    description,
    format: "service-url",
    pattern: "^(https://[^/?#@\\s]+|http://(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\])(:\\d+)?)(/[^?#\\s]*)?$",
    expected: "an address that starts with https://",
    ...words
  });
}
function mapOf(value, words) {
  return build_default.Unsafe({ type: "object", additionalProperties: value, ...words });
}
function variants(tag2, shapes, words) {
  return build_default.Unsafe({
    type: "object",
    required: [tag2],
    discriminator: { propertyName: tag2 },
    oneOf: shapes,
    expected: `a mapping with \`${tag2}\``,
    ...words
  });
}
function group(properties, words) {
  return build_default.Object(properties, { additionalProperties: false, expected: "a mapping", ...words });
}
function tag(value, description) {
  return build_default.Unsafe({ type: "string", const: value, description, literal: true });
}
function absent(expected, fix) {
  return build_default.Unsafe({ not: {}, expected, fix });
}
function oneOf(values) {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

export {
  text,
  secret,
  flag,
  integer,
  choice,
  list,
  names,
  duration,
  interval,
  serviceUrl,
  mapOf,
  variants,
  group,
  tag,
  absent,
  oneOf
};
