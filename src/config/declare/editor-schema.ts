import { withoutDefaulted } from '../load/check.ts';
import { ANNOTATIONS, FORMATS } from '../load/keywords.ts';
import { type Shape, typesOf } from './shape.ts';
import { strictSchema } from './strict-schema.ts';

type Json = { [key: string]: unknown };

const REFERENCE = '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}';
const INTERNAL = new Set<string>([...ANNOTATIONS, 'discriminator']);

/**
 * The declaration as editors want it: for the file as it is written, so a `${NAME}` may stand wherever one is replaced; without
 * our own annotations, whose words become the messages that VS Code's YAML and JSON extensions show.
 */
export function editorSchema(shape: Shape, id: string): Json {
  return { $schema: 'http://json-schema.org/draft-07/schema#', $id: id, ...strictSchema(written(withoutDefaulted(shape))) };
}

function written(shape: Shape): Json {
  const own = Object.entries(shape).filter(
    ([key, value]) => !INTERNAL.has(key) && !(key === 'format' && String(value) in FORMATS),
  );
  const schema: Json = Object.fromEntries(own.map(([key, value]) => [key, nested(key, value)]));
  return shape.secret === true || shape.literal === true || 'const' in shape
    ? withMessage(schema, shape)
    : withReferences(schema, shape);
}

function nested(key: string, value: unknown): unknown {
  if (key === 'properties') return properties(value as Record<string, Shape>);
  if (key === 'oneOf') return (value as Shape[]).map(written);
  if (key === 'items' || key === 'if' || key === 'then' || key === 'else') return written(value as Shape);
  if (key === 'additionalProperties' && typeof value === 'object') return written(value as Shape);
  if (key === 'propertyNames') return withMessage({ pattern: (value as Shape).pattern }, value as Shape);
  return value;
}

/** What is declared only to be refused with good words is unknown to an editor. */
function properties(shapes: Readonly<Record<string, Shape>>): Json {
  const kept = Object.entries(shapes).filter(([, shape]) => shape.not === undefined);
  const refused = Object.entries(shapes).filter(([, shape]) => shape.not !== undefined);
  return Object.fromEntries([...kept.map(([k, s]) => [k, written(s)]), ...refused.map(([k]) => [k, false])]);
}

function withReferences(schema: Json, shape: Shape): Json {
  const types = typesOf(shape);
  if (shape.enum !== undefined) {
    const { enum: words, type, ...rest } = schema;
    return {
      ...rest,
      anyOf: [
        { type, enum: words },
        { type: 'string', pattern: REFERENCE },
      ],
    };
  }
  if (types.includes('string') && shape.pattern !== undefined) {
    return withMessage(
      {
        ...schema,
        pattern: `(?:${shape.pattern})|${REFERENCE}`,
        ...(shape.asWritten === true ? { type: ['string', 'number'] } : {}),
      },
      shape,
    );
  }
  if (!types.includes('string') && types.some((t) => t === 'integer' || t === 'number' || t === 'boolean')) {
    return withMessage({ ...schema, type: [...types, 'string'], pattern: `^${REFERENCE}$` }, shape);
  }
  return schema;
}

function withMessage(schema: Json, shape: Shape): Json {
  return schema.pattern === undefined || shape.expected === undefined
    ? schema
    : { ...schema, patternErrorMessage: `Expected ${shape.expected}.` };
}
