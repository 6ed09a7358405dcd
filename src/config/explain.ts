import type { ErrorObject } from 'ajv';
import { oneOf } from './fields.ts';
import { nearest } from './nearest.ts';
import type { Spot } from './problems.ts';
import { fieldNames, type Shape, typesOf } from './shape.ts';
import { isMapping, type Value } from './tree.ts';
import { serviceUrlFault } from './units.ts';
import { fromPointer, printableKey, type YamlPath } from './yaml-path.ts';

export interface Explanation {
  readonly path: YamlPath;
  readonly message: string;
  readonly hint: string;
  readonly spot: Spot;
}

interface Found {
  readonly path: YamlPath;
  readonly shape: Shape;
  readonly value: Value;
  readonly params: Readonly<Record<string, unknown>>;
  /** The value came out of the environment, so it is not shown. */
  readonly hidden: boolean;
}

type Explainer = (found: Found) => Omit<Explanation, 'path'> & { readonly path?: YamlPath };

/** One of ajv's errors in the user's words; null for those that only repeat another. */
export function explain(error: ErrorObject, isFromEnvironment: (path: YamlPath) => boolean): Explanation | null {
  const path = fromPointer(error.instancePath);
  // An error within `anyOf: [{required: …}, …]` is told by the anyOf itself; a missing tag by `required`.
  if (error.schemaPath.includes('/anyOf/') || error.keyword === 'if' || error.keyword === 'propertyNames') return null;
  if (error.keyword === 'discriminator' && error.params.tagValue === undefined) return null;
  const explainer = error.propertyName === undefined ? (EXPLAINERS[error.keyword] ?? wrongValue) : wrongName(error.propertyName);
  const found = {
    path,
    shape: (error.parentSchema ?? {}) as Shape,
    value: error.data as Value,
    params: error.params as Record<string, unknown>,
    hidden: isFromEnvironment(path),
  };
  return { path, ...explainer(found) };
}

const EXPLAINERS: Readonly<Record<string, Explainer>> = {
  additionalProperties: ({ path, shape, params }) => {
    const name = String(params.additionalProperty);
    const known = fieldNames(shape);
    const near = nearest(name.split(':')[0] ?? name, known);
    const glued = name.includes(':') ? ' After the colon there must be a blank.' : '';
    const meant = near === undefined ? '' : ` Did you mean \`${near}\`?`;
    return {
      path: [...path, name],
      message: `\`${printableKey(name)}\` is not known here.${meant}`,
      hint: `Known here: ${known.join(', ')}.${glued}`,
      spot: 'key',
    };
  },
  required: ({ path, shape, params }) => ({
    path: [...path, String(params.missingProperty)],
    ...missing(String(params.missingProperty), shape),
  }),
  dependencies: ({ path, params }) => {
    const { property, missingProperty } = params;
    return {
      path: [...path, String(missingProperty)],
      message: `\`${property}\` is given without \`${missingProperty}\`; expected both or neither.`,
      hint: `Add \`${missingProperty}\`, or remove \`${property}\`.`,
      spot: 'key',
    };
  },
  anyOf: ({ shape }) => {
    const names = (shape.anyOf ?? []).flatMap((s) => s.required ?? []).map((name) => `\`${name}\``);
    return { message: `expected ${oneOf(names)}, found none of them.`, hint: 'Name what to sync.', spot: 'key' };
  },
  type: ({ shape, value, hidden }) => ({
    message: `expected ${expectation(shape)}, found ${kindOf(value)}${hidden ? ' from the environment' : ''}.`,
    hint: typeHint(shape, value),
    spot: 'value',
  }),
  discriminator: ({ path, shape, params, value }) => {
    const tag = String(params.tag);
    const tags = (shape.oneOf ?? []).map((s) => String(s.properties?.[tag]?.const ?? ''));
    const given = isMapping(value) ? value[tag] : undefined;
    return {
      path: [...path, tag],
      message: `expected ${oneOf(tags)}, found ${shown(given ?? null)}.${meant(given, tags)}`,
      hint:
        typeof given === 'string' && given.includes('${') ? LITERAL_HINT : `\`${tag}\` decides which other entries there are.`,
      spot: 'value',
    };
  },
  const: (found) => wrongValue(found),
  enum: ({ shape, value, hidden }) => ({
    message: `expected ${expectation(shape)}, found ${hidden ? HIDDEN : shown(value)}.${hidden ? '' : meant(value, shape.enum ?? [])}`,
    hint: hintFor(shape),
    spot: 'value',
  }),
  minLength: ({ shape, hidden }) => ({
    message: `it is empty; expected ${expectation(shape)}.`,
    hint: hidden ? EMPTY_VARIABLE : hintFor(shape),
    spot: 'value',
  }),
  minItems: (found) => empty(found),
  minProperties: (found) => empty(found),
  uniqueItems: ({ path, params, value }) => {
    const later = Math.max(Number(params.i), Number(params.j));
    const name = Array.isArray(value) ? shown(value[later] ?? null) : '';
    return { path: [...path, later], message: `${name} is in the list twice.`, hint: 'Keep one of the two.', spot: 'value' };
  },
  not: ({ shape, path }) => ({
    message: `expected ${expectation(shape)}.`,
    hint: shape.fix ?? `Remove \`${path.at(-1) ?? ''}\`.`,
    spot: 'key',
  }),
};

const HIDDEN = 'another value (from the environment, not shown)';
const LITERAL_HINT = 'Environment variables are not replaced here: write the word itself.';
const EMPTY_VARIABLE =
  'The environment variable is set but empty; in a workflow a secret or variable that does not exist gives an empty text.';

function wrongName(name: string): Explainer {
  return ({ path, shape }) => ({
    path: [...path, name],
    message: `the name is not possible; expected ${expectation(shape)}.`,
    hint:
      shape.fix ??
      (name.includes('${') ? 'Environment variables are replaced in values only, not in names.' : 'Choose another name.'),
    spot: 'key',
  });
}

/** A value of the right kind that is not among the possible ones. Texts are shown only where they can't hold anything private. */
function wrongValue({ shape, value, hidden }: Found): Omit<Explanation, 'path'> {
  const expected = `expected ${expectation(shape)}`;
  if (shape.format === 'service-url' && typeof value === 'string') {
    const fault = serviceUrlFault(value);
    return { message: `${expected}; ${fault ?? 'this is another'}.`, hint: hintFor(shape), spot: 'value' };
  }
  const closed = typeof value === 'string' && shape.const === undefined && shape.shown !== true;
  const found = hidden ? `, found ${HIDDEN}` : closed ? ', found another text' : `, found ${shown(value)}`;
  return { message: `${expected}${found}.`, hint: hintFor(shape), spot: 'value' };
}

function missing(name: string, shape: Shape): Omit<Explanation, 'path'> {
  const field = shape.properties?.[name] ?? variantsTag(shape, name);
  const example = field?.secret === true ? `${name}: \${NAME}` : exampleOf(name, field);
  const expected = field?.expected === undefined ? '' : `; expected ${field.expected}`;
  return {
    message: `\`${name}\` is missing${expected}.`,
    hint: `Add \`${example}\`. ${field?.description ?? ''}`.trim(),
    spot: 'key',
  };
}

function variantsTag(shape: Shape, name: string): Shape | undefined {
  const words = (shape.oneOf ?? []).map((s) => String(s.properties?.[name]?.const ?? ''));
  return words.length === 0 ? undefined : { expected: oneOf(words), description: shape.description ?? '' };
}

function exampleOf(name: string, field: Shape | undefined): string {
  const example = field?.const ?? field?.examples?.[0];
  return example === undefined ? `${name}: …` : `${name}: ${JSON.stringify(example).replaceAll('"', '')}`;
}

function empty({ shape, hidden }: Found): Omit<Explanation, 'path'> {
  return {
    message: `it is empty; expected ${expectation(shape)}.`,
    hint: hidden ? EMPTY_VARIABLE : hintFor(shape),
    spot: 'value',
  };
}

function expectation(shape: Shape): string {
  if (shape.expected !== undefined) return shape.expected;
  return shape.const === undefined ? oneOf(typesOf(shape)) : String(shape.const);
}

function hintFor(shape: Shape): string {
  return shape.fix ?? shape.description ?? `Write ${expectation(shape)}.`;
}

function typeHint(shape: Shape, value: Value): string {
  if (shape.fix !== undefined) return shape.fix;
  if (Array.isArray(value) && typeof shape.additionalProperties === 'object') {
    return 'Write each name as a key on a line of its own, with a colon behind it: `deals:`.';
  }
  if (typesOf(shape).includes('string') && (typeof value === 'number' || typeof value === 'boolean')) {
    return `Put it in quotes: "${String(value)}". ${shape.description ?? ''}`.trim();
  }
  return shape.description ?? `Write ${expectation(shape)}.`;
}

function kindOf(value: Value): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string'
    ? 'a text'
    : `${shown(value)} (a ${typeof value === 'number' ? 'number' : 'true-or-false value'})`;
}

function shown(value: Value): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}

function meant(value: Value | undefined, words: readonly string[]): string {
  const near = typeof value === 'string' ? nearest(value, words) : undefined;
  return near === undefined ? '' : ` Did you mean \`${near}\`?`;
}
