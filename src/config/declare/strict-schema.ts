type Json = { [key: string]: unknown };

/** Keywords that speak about values of one type. The others (`description`, `default`, …) hold for all. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'patternErrorMessage', 'format'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  object: ['properties', 'required', 'additionalProperties', 'propertyNames', 'minProperties', 'maxProperties'],
};

/**
 * A draft-07 schema as SchemaStore's checks want it (https://ajv.js.org/strict-mode.html): one type in each schema, no required property that
 * is not declared beside it, and a title for each key. It accepts the same files.
 */
export function strictSchema(schema: Json): Json {
  const inner = Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, strictValue(keyword, value)]));
  return withOneType(withRequiredDeclared(inner));
}

function strictValue(keyword: string, value: unknown): unknown {
  if (keyword === 'properties') {
    return Object.fromEntries(
      Object.entries(value as Json).map(([name, of]) => [
        name,
        typeof of === 'boolean' ? of : titled(name, strictSchema(of as Json)),
      ]),
    );
  }
  if (keyword === 'oneOf' || keyword === 'anyOf') return (value as Json[]).map(strictSchema);
  const isSchema = ['items', 'if', 'then', 'else', 'additionalProperties'].includes(keyword) && typeof value === 'object';
  return isSchema ? strictSchema(value as Json) : value;
}

/** Editors show it above the description. */
function titled(name: string, schema: Json): Json {
  return { title: name.replaceAll('_', ' '), ...schema };
}

/** Where each variant requires the tag itself, their parent need not; a condition such as `anyOf: [{ required: [tables] }]` declares what it names. */
function withRequiredDeclared(schema: Json): Json {
  const { required, ...rest } = schema;
  if (!Array.isArray(required)) return schema;
  const variants = schema.oneOf as { required?: string[] }[] | undefined;
  if (variants?.every((v) => required.every((name) => v.required?.includes(name)))) return rest;
  const missing = required.filter((name) => !(name in ((schema.properties ?? {}) as Json)));
  if (missing.length === 0) return schema;
  return {
    ...schema,
    properties: { ...(schema.properties as Json), ...Object.fromEntries(missing.map((name) => [name, true])) },
  };
}

function withOneType(schema: Json): Json {
  const { type, ...rest } = schema;
  if (!Array.isArray(type)) return schema;
  if (rest.anyOf !== undefined) throw new Error('a schema with several types and `anyOf` is not possible here');
  const own = type.map((one: string) => [one, (KEYWORDS[one] ?? []).filter((keyword) => keyword in rest)] as const);
  const moved = new Set(own.flatMap(([, keywords]) => keywords));
  const common = Object.fromEntries(Object.entries(rest).filter(([keyword]) => !moved.has(keyword)));
  const pick = (keywords: readonly string[]) => Object.fromEntries(keywords.map((keyword) => [keyword, rest[keyword]]));
  return { ...common, anyOf: own.map(([one, keywords]) => ({ type: one, ...pick(keywords) })) };
}
