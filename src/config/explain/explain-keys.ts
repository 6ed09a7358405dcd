import { oneOf } from '../declare/fields.ts';
import { fieldNames, type Shape } from '../declare/shape.ts';
import { isMapping, type Value } from '../load/tree.ts';
import { printableKey, type YamlPath } from '../load/yaml-places.ts';
import { nearest } from './nearest.ts';
import type { Spot } from './problems.ts';

/** An error in the user's words, and where it is shown. */
export interface Explanation {
  readonly path: YamlPath;
  readonly message: string;
  readonly hint: string;
  readonly spot: Spot;
}

/** One of ajv's errors, as the explainers see it. */
export interface Found {
  readonly path: YamlPath;
  readonly shape: Shape;
  readonly value: Value;
  readonly params: Readonly<Record<string, unknown>>;
  /** The variables that the value was made from; where there are any, it is not shown. */
  readonly variables: readonly string[];
}

/** Path and spot where they differ from the error's own: the value that ajv found wrong. */
export type KeyWords = Pick<Explanation, 'message' | 'hint'> & Partial<Explanation>;

/** Puts an error of one keyword into words; null where another error says it better. */
export type Explainer = (found: Found) => KeyWords | null;

/** A key that is not known where it stands. */
export const explainUnknown: Explainer = ({ path, shape, params }) => {
  const name = String(params.additionalProperty);
  const word = name.split(':')[0] ?? name;
  const known = fieldNames(shape);
  const near = nearest(word, known);
  const home = near === undefined ? homeOf(word, shape) : undefined;
  const guess = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  const moved = home === undefined ? '' : ` It belongs under \`${home}\`.`;
  const glued = name.includes(':') ? ' After the colon there must be a blank.' : '';
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
export const explainMissing: Explainer = ({ path, shape, params, value }) => {
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
  return `${name}: ${value === undefined ? '…' : String(value)}`;
}
