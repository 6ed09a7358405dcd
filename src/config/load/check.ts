import type { ErrorObject } from 'ajv';
import type { Shape } from '../declare/shape.ts';
import { meetsShape } from './meets-shape.ts';
import type { Value } from './tree.ts';

/** All that the schema finds wrong with a document whose `${NAME}` are replaced. */
export async function check(root: Value, schema: Shape): Promise<readonly ErrorObject[]> {
  const whole = withoutDefaulted(schema);
  if (meetsShape(root, whole)) return [];
  const { errorsOf } = await import('./ajv.ts');
  return errorsOf(root, whole);
}

/** What has a default may be left out of the file, though it is always there once loaded. */
export function withoutDefaulted(shape: Shape): Shape {
  const map = (shapes: Readonly<Record<string, Shape>>) =>
    Object.fromEntries(Object.entries(shapes).map(([k, s]) => [k, withoutDefaulted(s)]));
  const required = shape.required?.filter((name) => shape.properties?.[name]?.default === undefined);
  return {
    ...shape,
    ...(required === undefined ? {} : { required }),
    ...(shape.properties === undefined ? {} : { properties: map(shape.properties) }),
    ...(shape.oneOf === undefined ? {} : { oneOf: shape.oneOf.map(withoutDefaulted) }),
    ...(typeof shape.additionalProperties === 'object'
      ? { additionalProperties: withoutDefaulted(shape.additionalProperties) }
      : {}),
  };
}
