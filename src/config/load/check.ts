import { Ajv, type ErrorObject } from 'ajv';
import { refusalOf, type Shape } from '../declare/shape.ts';
import { normalizeCron, parseDuration, parseInterval, parseMemory, parsePercentage, serviceUrlFault } from '../declare/units.ts';
import { isMapping, type Value } from './tree.ts';

/** Our own annotations (see fields.ts); ajv, being strict, wants to know of them. */
export const ANNOTATIONS = ['expected', 'fix', 'secret', 'literal', 'asWritten', 'shown', 'lines', 'refuses'] as const;

/** Formats that only code can check; the exported schema leaves them out. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'service-url': (text) => serviceUrlFault(text) === null,
  duration: (text) => parseDuration(text) !== null,
  'positive-duration': (text) => (parseDuration(text) ?? 0) > 0,
  memory: (text) => (parseMemory(text) ?? 0) >= 512,
  interval: (text) => parseInterval(text) !== undefined,
  'interval-or-every-run': (text) => text === 'every_run' || parseInterval(text) !== undefined,
  percentage: (text) => parsePercentage(text) !== null,
  cron: (text) => normalizeCron(text) !== null,
};

export function newAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    discriminator: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
    // It would take longer than the one check that a run makes.
    code: { optimize: false },
    // The schema is our own, and a test checks it: compiling the schema of schemas first would cost more than all else `validate` does.
    meta: false,
    validateSchema: false,
  });
  for (const keyword of ANNOTATIONS) {
    if (keyword !== 'refuses') ajv.addKeyword(keyword);
  }
  ajv.addKeyword({
    keyword: 'refuses',
    type: 'string',
    errors: false,
    validate: (refuses: Shape['refuses'], text: string) => refusalOf({ refuses: refuses ?? [] }, text) === null,
  });
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, validate);
  return ajv;
}

/** All that the schema finds wrong with a document whose `${NAME}` are replaced. */
export function check(root: Value, schema: Shape): readonly ErrorObject[] {
  const whole = withoutDefaulted(schema);
  if (newAjv().compile(metBy(whole, [root]))(root)) return [];
  // Errors speak of the whole schema: where a key belongs, which names there are.
  const validate = newAjv().compile(whole);
  validate(root);
  return validate.errors ?? [];
}

/** The schema without what these values never meet: unused sources and options, which would cost more to compile than the check itself. */
export function metBy(shape: Shape, values: readonly Value[]): Shape {
  if (shape.oneOf !== undefined && shape.discriminator !== undefined) return { ...shape, oneOf: variantsMetBy(shape, values) };
  const mappings = values.filter(isMapping);
  const { properties = {}, additionalProperties, items, required = [] } = shape;
  const others = () =>
    mappings.flatMap((m) => Object.keys(m).flatMap((k) => (Object.hasOwn(properties, k) ? [] : [m[k] ?? null])));
  return {
    ...shape,
    ...(shape.properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, field]) => {
              const met = mappings.flatMap((m) => (Object.hasOwn(m, name) ? [m[name] ?? null] : []));
              return [name, met.length > 0 || required.includes(name) ? metBy(field, met) : {}];
            }),
          ),
        }),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: metBy(additionalProperties, others()) } : {}),
    ...(items === undefined
      ? {}
      : {
          items: metBy(
            items,
            values.flatMap((v) => (Array.isArray(v) ? v : [])),
          ),
        }),
  };
}

/** All variants where a tag is missing or unknown: the error names them. */
function variantsMetBy({ oneOf = [], discriminator }: Shape, values: readonly Value[]): readonly Shape[] {
  const tag = discriminator?.propertyName ?? '';
  const mappings = values.filter(isMapping);
  const tagged = oneOf.map((variant) => ({ variant, met: mappings.filter((m) => m[tag] === variant.properties?.[tag]?.const) }));
  const used = tagged.filter(({ met }) => met.length > 0);
  const known = used.length > 0 && used.reduce((sum, { met }) => sum + met.length, 0) === values.length;
  return (known ? used : tagged).map(({ variant, met }) => metBy(variant, met));
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
