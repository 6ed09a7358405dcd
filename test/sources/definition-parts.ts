import { childShape, type Shape } from '../../src/config/declare/shape.ts';
import type { SourceDefinition } from '../../src/model/source-definition.ts';

/** What a source needs outside of its code. */
export interface SourcePages {
  /** `docs/<type>.md`; null: there is none. */
  readonly page: string | null;
  /** `docs/troubleshooting.md` */
  readonly troubleshooting: string;
  /** The TypeScript of its folder. */
  readonly code: string;
}

/** What a definition lacks that the compiler can't see, as sentences. Empty: it is complete. */
export function lackingIn(definition: SourceDefinition, pages: SourcePages): string[] {
  return [...lackingInSchema(definition), ...lackingInSetup(definition), ...lackingInPages(definition, pages)];
}

function lackingInSchema({ type, schema, naming }: SourceDefinition): string[] {
  const { properties = {} } = schema as Shape;
  const table = properties.tables?.additionalProperties;
  const fields = typeof table === 'object' ? (table.properties ?? {}) : {};
  return sentences({
    [`its schema has the tag \`type: ${type}\``]: properties.type?.const === type,
    'its schema has `commonSourceOptions` (exclude)': properties.exclude !== undefined,
    'its tables are made by `tableOptions` (where, cursor, …)':
      fields.where !== undefined && fields.full_sync_every !== undefined,
    'every list of `naming.lists` is in its schema': naming.lists.every(({ field }) => properties[field] !== undefined),
    'every field of its schema has a description': Object.values(properties).every((f) => f.not !== undefined || f.description),
  });
}

function lackingInSetup({ schema, setup }: SourceDefinition): string[] {
  const auth = (schema as Shape).properties?.auth;
  const declared = new Map((auth?.oneOf ?? []).map((shape) => [String(shape.properties?.flow?.const), shape]));
  return setup.flows.flatMap(({ flow, credentials }) => {
    const shape = declared.get(flow);
    if (shape === undefined) return [`its schema has the flow ${flow}, which \`init\` offers`];
    const asked = new Set(credentials.map((c) => c.key));
    const secrets = Object.entries(shape.properties ?? {}).filter(([key, f]) => f.secret && (shape.required ?? []).includes(key));
    return sentences({
      ...Object.fromEntries(
        credentials.map(({ key, secret }) => [
          `\`init\` and the schema agree on \`${key}\` of the flow ${flow}`,
          (childShape(shape, {}, key)?.secret === true) === secret && shape.properties?.[key] !== undefined,
        ]),
      ),
      ...Object.fromEntries(secrets.map(([key]) => [`\`init\` asks for \`${key}\` of the flow ${flow}`, asked.has(key)])),
    });
  });
}

function lackingInPages({ type }: SourceDefinition, { page, troubleshooting, code }: SourcePages): string[] {
  const codes = new Set([...code.matchAll(/new HighwaterError\(\s*'([A-Z_]+)'/g)].map(([, thrown = '']) => thrown));
  return sentences({
    [`there is a page docs/${type}.md for its administrators`]: page !== null,
    ...Object.fromEntries(
      [...codes].map((thrown) => [
        `docs/troubleshooting.md explains its ${thrown}`,
        troubleshooting.includes(`## \`${thrown}\``),
      ]),
    ),
  });
}

function sentences(claims: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(claims)
    .filter(([, holds]) => !holds)
    .map(([claim]) => `missing: ${claim}`);
}
