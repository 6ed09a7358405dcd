import Type, { type Static, type TProperties, type TSchema } from 'typebox';
import type { Secret } from '../../model/secret.ts';

/*
 * The building blocks of the configuration's one declaration. What is declared with them gives the TypeScript type
 * of the loaded configuration, the run-time check and schemas/highwater.schema.json.
 *
 * Besides JSON Schema's own keywords a field may carry:
 * - `expected`: what belongs there, in words that finish the sentence "expected …";
 * - `secret`: its text comes from `${NAME}` alone and is wrapped when it is loaded;
 * - `lines`: a secret that may have several lines (a PEM text), so that a line break at its end is no mistake;
 * - `literal`: it decides which other fields there are, so `${NAME}` is not replaced in it;
 * - `fix`: what to do where the general advice would mislead;
 * - `shown`: a wrong value may be shown in an error (other texts could hold something private);
 * - `refuses`: texts of the right form that can't be meant, each with what to do; see shape.ts.
 *
 * A field with a `default` may be left out of the file and is always there once loaded: declare it without Type.Optional.
 */

/** Annotations that a field may carry. */
export interface FieldWords {
  readonly expected?: string;
  readonly fix?: string;
  readonly examples?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

const VARIABLE = '^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$';

export function text(description: string, words: FieldWords = {}) {
  return Type.String({ description, minLength: 1, expected: 'a text', ...words });
}

/** A secret: `${NAME}` in the file, a `Secret` once loaded. */
export function secret(description: string, words: FieldWords = {}) {
  return Type.Unsafe<Secret>({
    type: 'string',
    description: `${description} A secret: write \${NAME}, which is replaced by the environment variable NAME.`,
    pattern: VARIABLE,
    secret: true,
    expected: 'a secret, written as ${NAME}',
    examples: ['${NAME}'],
    ...words,
  });
}

export function flag(description: string, words: FieldWords = {}) {
  return Type.Boolean({ description, expected: 'true or false', ...words });
}

export function integer(description: string, minimum: number, maximum: number, words: FieldWords = {}) {
  return Type.Integer({ description, minimum, maximum, expected: `a whole number from ${minimum} to ${maximum}`, ...words });
}

/** One of a few words. */
export function choice<const V extends readonly string[]>(description: string, values: V, words: FieldWords = {}) {
  return Type.Unsafe<V[number]>({ type: 'string', description, enum: values, expected: oneOf(values), ...words });
}

export function list(description: string, of: string, words: FieldWords = {}) {
  const expected = `a list of ${of}, such as [A, B]`;
  return Type.Unsafe<string[]>({
    type: 'array',
    description,
    minItems: 1,
    uniqueItems: true,
    items: Type.String({ minLength: 1, expected: 'a name' }),
    expected,
    ...words,
  });
}

/** One name or a list of them. */
export function names(description: string, words: FieldWords = {}) {
  return Type.Unsafe<string | string[]>({
    type: ['string', 'array'],
    description,
    minLength: 1,
    minItems: 1,
    uniqueItems: true,
    items: Type.String({ minLength: 1, expected: 'a name' }),
    expected: 'a name or a list of names',
    ...words,
  });
}

/** Whole numbers with units, largest first or alone: `90s`, `10m`, `1h30m`, `2d`. Seconds once parsed, see parseDuration. */
export function duration(description: string, words: FieldWords = {}) {
  return Type.String({
    description,
    pattern: '^(\\d{1,9}[smhd])+$',
    format: 'duration',
    shown: true,
    fix: `Write a number with its unit: 90s, 10m, 5h, 2d. ${description}`,
    expected: 'a duration in s, m, h or d, such as 90s, 10m, 5h or 1h30m',
    examples: ['10m', '5h', '1h30m'],
    ...words,
  });
}

/** A duration above 0, or `never`; see parseInterval. */
export function interval(description: string, words: FieldWords = {}) {
  return duration(description, {
    pattern: '^(never|(\\d{1,9}[smhd])+)$',
    format: 'interval',
    fix: `Write a number with its unit, above 0: 90s, 12h, 1d, 7d; or never. ${description}`,
    expected: 'a duration in s, m, h or d, such as 12h, 1d or 7d, or never',
    examples: ['1d', '7d', 'never'],
    ...words,
  });
}

/** https, or http on a loopback address; without user, password, query or fragment. */
export function serviceUrl(description: string, words: FieldWords = {}) {
  return Type.String({
    description,
    format: 'service-url',
    pattern: '^(https://[^/?#@\\s]+|http://(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\])(:\\d+)?)(/[^?#\\s]*)?$',
    expected: 'an address that starts with https://',
    ...words,
  });
}

/** Values by freely chosen names. */
export function mapOf<S extends TSchema>(value: S, words: FieldWords) {
  return Type.Unsafe<Record<string, Static<S>>>({ type: 'object', additionalProperties: value, ...words });
}

/** One of several shapes; the field `tag` says which. */
export function variants<const S extends readonly TSchema[]>(tag: string, shapes: S, words: FieldWords) {
  return Type.Unsafe<Static<S[number]>>({
    type: 'object',
    required: [tag],
    discriminator: { propertyName: tag },
    oneOf: shapes,
    expected: `a mapping with \`${tag}\``,
    ...words,
  });
}

/** A mapping with these fields and no others. */
export function group<P extends TProperties>(properties: P, words: FieldWords) {
  return Type.Object(properties, { additionalProperties: false, expected: 'a mapping', ...words });
}

/** The tag of a shape in `variants`. */
export function tag<const V extends string>(value: V, description: string) {
  return Type.Unsafe<V>({ type: 'string', const: value, description, literal: true });
}

/** A field that people look for here and that cannot be. */
export function absent(expected: string, fix: string) {
  return Type.Unsafe<undefined>({ not: {}, expected, fix });
}

export function oneOf(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
