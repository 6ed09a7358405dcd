import { refusalOf, type Shape, typesOf } from '../declare/shape.ts';
import { ANNOTATIONS, FORMATS } from './keywords.ts';
import { isMapping, type Mapping, type Value } from './tree.ts';

/** A JSON schema as the declaration builds it, with the keywords that `Shape` does not name. */
type Schema = Shape & Readonly<Record<string, unknown>>;
type Rule = (argument: never, value: Value, schema: Schema) => boolean;

const TYPES: Readonly<Record<string, (value: Value) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  array: (value) => Array.isArray(value),
  object: isMapping,
};

const always = (): boolean => true;
const never = (): boolean => false;

/** What each keyword asks of values of its own kind; values of other kinds pass. A keyword that is not here is never met. */
const RULES: Readonly<Record<string, Rule>> = {
  type: (_, value, schema) => typesOf(schema).some((type) => TYPES[type]?.(value) === true),
  const: (wanted: Value, value) => wanted === value,
  enum: (choices: readonly Value[], value) => choices.includes(value),
  pattern: (pattern: string, value) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  format: (name: string, value) => typeof value !== 'string' || FORMATS[name]?.(value) === true,
  refuses: (_, value, schema) => typeof value !== 'string' || refusalOf(schema, value) === null,
  minLength: (least: number, value) => typeof value !== 'string' || [...value].length >= least,
  minimum: (least: number, value) => typeof value !== 'number' || value >= least,
  maximum: (most: number, value) => typeof value !== 'number' || value <= most,
  minItems: (least: number, value) => !Array.isArray(value) || value.length >= least,
  uniqueItems: (wanted: boolean, value) => !wanted || !Array.isArray(value) || areUnique(value),
  items: (items: Schema, value) => !Array.isArray(value) || value.every((item) => meetsShape(item, items)),
  minProperties: (least: number, value) => !isMapping(value) || Object.keys(value).length >= least,
  required: (names: readonly string[], value) => !isMapping(value) || names.every((name) => Object.hasOwn(value, name)),
  propertyNames: (names: Schema, value) => !isMapping(value) || Object.keys(value).every((name) => meetsShape(name, names)),
  properties: (properties: Readonly<Record<string, Schema>>, value) =>
    !isMapping(value) ||
    Object.entries(properties).every(([name, own]) => !Object.hasOwn(value, name) || meetsShape(value[name] ?? null, own)),
  additionalProperties: (rule: Schema | boolean, value, { properties = {} }) =>
    rule === true || !isMapping(value) || others(value, properties).every((other) => rule !== false && meetsShape(other, rule)),
  dependencies: (needs: Readonly<Record<string, readonly string[]>>, value) =>
    !isMapping(value) ||
    Object.entries(needs).every(([name, all]) => !Object.hasOwn(value, name) || all.every((n) => Object.hasOwn(value, n))),
  oneOf: (variants: readonly Schema[], value, schema) => meetsOne(variants, value, schema.discriminator?.propertyName),
  anyOf: (variants: readonly Schema[], value) => variants.some((variant) => meetsShape(value, variant)),
  not: (refused: Schema, value) => !meetsShape(value, refused),
  if: (condition: Schema, value, schema) => {
    const branch = (meetsShape(value, condition) ? schema.then : schema.else) as Schema | undefined;
    return branch === undefined || meetsShape(value, branch);
  },
};

// `if` reads the first two, `oneOf` the third. The others say nothing about values, except for `refuses`, which has a rule above.
const WORDS: ReadonlySet<string> = new Set([
  'then',
  'else',
  'discriminator',
  'default',
  'description',
  'examples',
  'title',
  ...ANNOTATIONS,
]);

/**
 * Whether a value meets a schema of the declaration. Says no where it is not sure, never yes: what is wrong, and where, is ajv's to say
 * (check.ts), which takes a tenth of a second to load and to compile the schema.
 */
export function meetsShape(value: Value, shape: Shape): boolean {
  const schema = shape as Schema;
  return Object.entries(schema).every(
    ([keyword, argument]) => argument === undefined || (RULES[keyword] ?? ruleOfWord(keyword))(argument as never, value, schema),
  );
}

function meetsOne(variants: readonly Schema[], value: Value, tag: string | undefined): boolean {
  if (tag === undefined || !isMapping(value)) return variants.filter((variant) => meetsShape(value, variant)).length === 1;
  const chosen = variants.find((variant) => variant.properties?.[tag]?.const === value[tag]);
  return chosen !== undefined && meetsShape(value, chosen);
}

function others(value: Mapping, properties: Readonly<Record<string, unknown>>): Value[] {
  return Object.keys(value).flatMap((name) => (Object.hasOwn(properties, name) ? [] : [value[name] ?? null]));
}

function areUnique(values: readonly Value[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === values.length;
}

function ruleOfWord(keyword: string): Rule {
  return WORDS.has(keyword) ? always : never;
}
