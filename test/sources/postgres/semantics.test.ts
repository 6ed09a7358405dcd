import { beforeAll, describe, expect, it } from 'vitest';
import { selectColumns } from '../../../src/engine/plan/select-columns.ts';
import { SEMANTIC_TYPES, type TableSchema } from '../../../src/model/table.ts';
import { describeTable } from '../../support/describe.ts';
import { DEFAULT_OPTIONS, Engine } from '../../support/engine.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';

/** The table of docs: what a type means by itself, and what else `types:` may make of it. */
const MEANINGS: readonly { type: string; semantic: string; chosen: readonly string[] }[] = [
  ...['text', 'character(3)', 'character varying', 'citext', 'mood', 'email'].map((type) => ({
    type,
    semantic: 'string',
    chosen: ['picklist', 'multipicklist', 'user'],
  })),
  ...['date', 'timestamp', 'timestamptz'].map((type) => ({ type, semantic: 'date', chosen: [] })),
  ...['integer', 'smallint', 'bigint'].map((type) => ({ type, semantic: 'number', chosen: ['amount', 'percentage', 'user'] })),
  ...['numeric', 'numeric(10,2)', 'double precision', 'float', 'float(10)', 'real', 'price'].map((type) => ({
    type,
    semantic: 'number',
    chosen: ['amount', 'percentage'],
  })),
  { type: 'money', semantic: 'amount', chosen: [] },
  { type: 'boolean', semantic: 'bool', chosen: [] },
  ...['bit(3)', 'bit varying', 'inet', 'xml'].map((type) => ({ type, semantic: 'string', chosen: [] })),
  ...['bytea', 'time', 'timetz', 'interval', 'int4range', 'point', 'tsvector', 'oid'].map((type) => ({
    type,
    semantic: '',
    chosen: [],
  })),
  ...['json', 'jsonb', 'integer[]'].map((type) => ({ type, semantic: '', chosen: ['string'] })),
  ...['text[]', 'mood[]'].map((type) => ({ type, semantic: '', chosen: ['multipicklist', 'string'] })),
  { type: 'uuid', semantic: 'string', chosen: ['object', 'user'] },
];

const server = usePostgres();
let schema: TableSchema;

beforeAll(async () => {
  await server.query(`CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN email AS text; CREATE DOMAIN price AS numeric(8,3);
    CREATE TABLE t (${MEANINGS.map((m, i) => `c${i} ${m.type}`).join(', ')})`);
  const { source } = postgresSource(server, 'postgres');
  schema = await describeTable(source, { name: 't', target: 't', label: 't', kind: 'table' }, DEFAULT_OPTIONS);
  await source.close();
});

/** The meaning that a column gets where the configuration asks for one, or the code of the refusal. */
function chosenAs(column: string, semantic: string): string {
  const options = { ...DEFAULT_OPTIONS, types: { [column]: semantic } };
  try {
    const { columns } = selectColumns(schema, { ref: schema.ref, options });
    return columns.find((c) => c.name === column)?.semanticType ?? 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a type means what the documentation says', () => {
  it.each(MEANINGS.map((m, i) => ({ ...m, column: `c${i}` })))('$type: $semantic, or $chosen', ({ column, semantic, chosen }) => {
    expect(schema.columns.find((c) => c.name === column)?.semanticType).toBe(semantic);
    for (const asked of SEMANTIC_TYPES) {
      const possible = asked === semantic || chosen.includes(asked);
      expect([asked, chosenAs(column, asked)]).toEqual([asked, possible ? asked : 'TYPE_NOT_POSSIBLE']);
    }
  });
});

describe('user columns', () => {
  it('hold e-mail addresses, and those that do not are counted', async () => {
    await server.query(`CREATE TABLE people (id int PRIMARY KEY, mail text, number int); INSERT INTO people VALUES
      (1, 'a@b.example', 5), (2, 'Ann <a@b.example>', 6), (3, '', 7), (4, NULL, 8), (5, 'nobody', 9), (6, 'a@b', 1), (7, 'é.ü+tag@sub.b.example', 1)`);
    const engine = await Engine.create();
    const { source } = postgresSource(server, 'postgres');
    const types = { mail: 'user', number: 'user' } as const;
    const record = await engine.sync(source, 'people', 'full', { types, cursor: 'xmin' });
    const said = (notes: typeof record.notes) => notes.filter((n) => n.kind === 'data').map((n) => n.message);
    expect(record.error).toBeNull();
    expect(said(record.notes)).toEqual(['4 value(s) of the user column mail are not e-mail addresses']);
    expect(record.columns.map((c) => c.semanticType)).toEqual(['number', 'user', 'user']);
    await server.query("UPDATE people SET mail = 'no one' WHERE id = 1");
    const next = await engine.sync(source, 'people', 'incremental', { types, cursor: 'xmin' });
    expect(said(next.notes)).toEqual(['1 value(s) of the user column mail are not e-mail addresses in the rows that changed']);
    await source.close();
    await engine.close();
  });
});
