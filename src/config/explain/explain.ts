import type { ErrorObject } from 'ajv';
import { oneOf } from '../declare/fields.ts';
import { fieldNames, refusalOf, type Shape, typesOf } from '../declare/shape.ts';
import { serviceUrlFault } from '../declare/units.ts';
import { isMapping, type Value } from '../load/tree.ts';
import { fromPointer, printableKey, type YamlPath } from '../load/yaml-places.ts';
import { nearest } from './nearest.ts';
import type { Spot } from './problems.ts';

/** An error in the user's words, and where it is shown. */
interface Explanation {
  readonly path: YamlPath;
  readonly message: string;
  readonly hint: string;
  readonly spot: Spot;
}

/** One of ajv's errors, as the explainers see it. */
interface Found {
  readonly path: YamlPath;
  readonly shape: Shape;
  readonly value: Value;
  readonly params: Readonly<Record<string, unknown>>;
  /** The variables that the value was made from; where there are any, it is not shown. */
  readonly variables: readonly string[];
}

/** Path and spot where they differ from the error's own: the value that ajv found wrong. */
type KeyWords = Pick<Explanation, 'message' | 'hint'> & Partial<Explanation>;

/** Puts an error of one keyword into words; null where another error says it better. */
type Explainer = (found: Found) => KeyWords | null;

/** A key that is not known where it stands. */
const explainUnknown: Explainer = ({ path, shape, params }) => {
  const name = String(params.additionalProperty);
  const word = name.split(':')[0] ?? name;
  const known = fieldNames(shape);
  const near = nearest(word, known);
  const home = near === undefined ? homeOf(word, shape) : undefined;
  const guess = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  const moved = home === undefined ? '' : ` It belongs under \`${home}\`.`;
  const glued = name.includes(':') ? ' Put a space after the colon.' : '';
  return {
    path: [...path, name],
    message: `\`${printableKey(name)}\` is not known here.${guess}${moved}`,
    hint: `Known here: ${known.join(', ')}.${glued}`,
    spot: 'key',
  };
};

/** The group, one level down, in which there is such a field. */
function homeOf(name: string, shape: Shape): string | undefined {
  const has = (s: Shape) => s.properties !== undefined && Object.hasOwn(s.properties, name);
  for (const [group, child] of Object.entries(shape.properties ?? {})) {
    if (has(child) || child.oneOf?.some(has)) return group;
    if (typeof child.additionalProperties === 'object' && has(child.additionalProperties)) return `${group}.<name>`;
  }
  return undefined;
}

/** A key that must be there. If a misspelt one stands in its place, only the misspelt one is reported. */
const explainMissing: Explainer = ({ path, shape, params, value }) => {
  const name = String(params.missingProperty);
  const field = shape.properties?.[name] ?? tagField(shape, name);
  const expected = field?.expected === undefined ? '' : `; expected ${field.expected}`;
  const present = isMapping(value) ? Object.keys(value) : [];
  const known = new Set(fieldNames(shape));
  if (
    shape.properties !== undefined &&
    present.some((key) => !known.has(key) && nearest(key.split(':')[0] ?? key, known) === name)
  )
    return null;
  return {
    path: [...path, name],
    message: `\`${name}\` is missing${expected}.`,
    hint: `Add \`${example(name, field)}\`. ${field?.description ?? ''}`.trim(),
    spot: 'key',
  };
};

function tagField(shape: Shape, name: string): Shape | undefined {
  const words = (shape.oneOf ?? []).map((s) => String(s.properties?.[name]?.const ?? ''));
  return words.length === 0 ? undefined : { expected: oneOf(words), description: shape.description ?? '' };
}

function example(name: string, field: Shape | undefined): string {
  const value = field?.const ?? field?.examples?.[0];
  return `${name}: ${value === undefined || typeof value === 'object' ? '…' : String(value)}`;
}

/** One of ajv's errors in the user's words; null for those that only repeat another. */
export function explain(error: ErrorObject, variablesAt: (path: YamlPath) => readonly string[]): Explanation | null {
  const path = fromPointer(error.instancePath);
  // An error within `anyOf: [{required: …}, …]` is reported by the anyOf itself; a missing tag by `required`.
  if (error.schemaPath.includes('/anyOf/') || error.keyword === 'if' || error.keyword === 'propertyNames') return null;
  if (error.keyword === 'discriminator' && error.params.tagValue === undefined) return null;
  const found = {
    path,
    shape: (error.parentSchema ?? {}) as Shape,
    value: error.data as Value,
    params: error.params as Record<string, unknown>,
    variables: variablesAt(path),
  };
  const explainer = error.propertyName === undefined ? (EXPLAINERS[error.keyword] ?? wrongValue) : wrongName(error.propertyName);
  const words = explainer(found);
  return words === null ? null : { path, spot: 'value', ...words };
}

const EXPLAINERS: Readonly<Record<string, Explainer>> = {
  additionalProperties: explainUnknown,
  required: explainMissing,
  dependencies: ({ path, params }) => ({
    path: [...path, String(params.missingProperty)],
    message: `\`${params.property}\` needs \`${params.missingProperty}\`, which is missing.`,
    hint: `Add \`${params.missingProperty}\`, or remove \`${params.property}\`.`,
    spot: 'key',
  }),
  anyOf: ({ shape }) => {
    const names = (shape.anyOf ?? []).flatMap((s) => s.required ?? []).map((name) => `\`${name}\``);
    return { message: `expected ${oneOf(names)}, found none of them.`, hint: 'Name the tables to sync.', spot: 'key' };
  },
  discriminator: ({ path, shape, params, value }) => {
    const tag = String(params.tag);
    const tags = (shape.oneOf ?? []).map((s) => String(s.properties?.[tag]?.const ?? ''));
    const given = isMapping(value) ? (value[tag] ?? null) : null;
    const literal = typeof given === 'string' && given.includes('${');
    return {
      path: [...path, tag],
      message: `expected ${oneOf(tags)}, found ${shown(given)}.${meant(given, tags)}`,
      hint: literal
        ? 'Environment variables are not replaced here. Write the word itself.'
        : `\`${tag}\` decides which other keys the entry has.`,
    };
  },
  type: (found) => ({ message: `expected ${expectation(found.shape)}, found ${foundType(found)}.`, hint: typeHint(found) }),
  enum: ({ shape, value, variables }) => ({
    message:
      variables.length === 0
        ? `expected ${expectation(shape)}, found ${shown(value)}.${meant(value, shape.enum ?? [])}`
        : `expected ${expectation(shape)}, found ${environmentValue(variables)}.`,
    hint: hintFor(shape),
  }),
  minLength: emptyValue,
  minItems: emptyValue,
  minProperties: emptyValue,
  uniqueItems: ({ path, params, value }) => {
    const later = Math.max(Number(params.i), Number(params.j));
    const name = Array.isArray(value) ? shown(value[later] ?? null) : 'a name';
    return { path: [...path, later], message: `${name} is in the list twice.`, hint: 'Remove one of the two.' };
  },
  refuses: ({ shape, value, variables }) => {
    const refusal = refusalOf(shape, String(value));
    const found = variables.length === 0 ? 'this' : environmentValue(variables);
    return { message: `${found} is ${refusal?.is ?? 'not possible'}.`, hint: refusal?.hint ?? hintFor(shape) };
  },
  not: ({ shape, path }) => ({
    message: `expected ${expectation(shape)}.`,
    hint: shape.fix ?? `Remove \`${path.at(-1) ?? ''}\`.`,
    spot: 'key',
  }),
};

function wrongName(name: string): Explainer {
  const hint = name.includes('${') ? 'Environment variables are replaced only in values, not in names.' : 'Choose another name.';
  return ({ path, shape }) => ({
    path: [...path, name],
    message: `this name is not valid; expected ${expectation(shape)}.`,
    hint,
    spot: 'key',
  });
}

/** A value of the right kind that is not among the possible ones. Texts are shown only where they can't hold anything private. */
function wrongValue({ shape, value, variables }: Found): KeyWords {
  const expected = `expected ${expectation(shape)}`;
  const fault = shape.format === 'service-url' && typeof value === 'string' ? serviceUrlFault(value) : null;
  const open = typeof value !== 'string' || shape.const !== undefined || shape.shown === true;
  let found = '';
  if (fault !== null) found = `; ${fault}${variables.length === 0 ? '' : `, in ${environmentValue(variables)}`}`;
  else if (variables.length > 0) found = `, found ${environmentValue(variables)}`;
  else if (open)
    found = `, found ${typeof value === 'string' && typeof shape.const === 'number' ? 'the text ' : ''}${shown(value)}`;
  return { message: `${expected}${found}.`, hint: hintFor(shape) };
}

function emptyValue({ shape, variables }: Found): KeyWords {
  if (variables.length === 0) return { message: `it is empty; expected ${expectation(shape)}.`, hint: hintFor(shape) };
  return {
    message: `it is empty, because ${variables.join(' and ')} is set but empty; expected ${expectation(shape)}.`,
    hint: 'In a workflow, a secret or variable that does not exist is empty text. Compare its name with Settings → Secrets and variables → Actions.',
  };
}

function expectation(shape: Shape): string {
  if (shape.expected !== undefined) return shape.expected;
  return shape.const === undefined ? oneOf(typesOf(shape)) : String(shape.const);
}

function hintFor(shape: Shape): string {
  return shape.fix ?? shape.description ?? `Write ${expectation(shape)}.`;
}

function typeHint({ shape, value }: Found): string {
  const types = typesOf(shape);
  if (value === null) return `Write a value, or remove the line. ${shape.description ?? ''}`.trim();
  if (shape.fix !== undefined) return shape.fix;
  if (Array.isArray(value) && typeof shape.additionalProperties === 'object') {
    return 'Write each name as a key on its own line, followed by a colon: `deals:`.';
  }
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean'))
    return `Put it in quotes: "${String(value)}".`;
  if (types.includes('integer') && typeof value === 'string' && /^\d+$/.test(value)) return `Write it without quotes: ${value}.`;
  if (types.includes('array') && typeof value === 'string') return 'Write it as a list, in brackets: [A, B].';
  return shape.description ?? `Write ${expectation(shape)}.`;
}

/** A text is shown where a number or a switch was due; elsewhere it could hold anything. */
function foundType({ shape, value, variables }: Found): string {
  if (variables.length > 0) return environmentValue(variables);
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const simple = typesOf(shape).some((type) => type === 'integer' || type === 'number' || type === 'boolean');
  if (typeof value === 'string') return simple ? `the text ${shown(value)}` : 'text';
  return `${shown(value)} (${typeof value === 'number' ? 'a number' : 'true or false'})`;
}

function environmentValue(variables: readonly string[]): string {
  return `the value of ${variables.join(' and ')} (not shown)`;
}

function shown(value: Value): string {
  if (value === null) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}

function meant(value: Value, words: readonly string[]): string {
  const near = typeof value === 'string' ? nearest(value, words) : undefined;
  return near === undefined ? '' : ` Did you mean \`${near}\`?`;
}
