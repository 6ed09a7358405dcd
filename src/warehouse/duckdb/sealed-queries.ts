import { HighwaterError } from '../../model/errors.ts';
import { type Connection, Database } from './database.ts';
import type { DatabaseOptions } from './memory-limit.ts';

import { id, text } from './sql.ts';

/** The name under which the results of sealed queries are attached, here and in the warehouse. */
export const RESULTS = 'exporting';

/** For tables of the results, which live for one run: choosing a compression for them costs more than the disk that it saves. */
export async function withoutCompression<T>(c: Connection, work: () => Promise<T>): Promise<T> {
  await c.run("SET force_compression = 'uncompressed'");
  try {
    return await work();
  } finally {
    await c.run('RESET force_compression');
  }
}

/** One SELECT of a user's. */
export interface UserQuery {
  /** As DuckDB itself writes it: without comments and semicolon, so that it can stand in parentheses. */
  readonly sql: string;
  /** The tables that it reads, as written: `schema.name`. Those of WITH are left out. */
  readonly tables: readonly { readonly schema: string; readonly name: string }[];
}

/** Why a user's SQL was refused. `offset` counts characters from 0; null where DuckDB does not say. */
export class QueryRefusal extends Error {
  readonly offset: number | null;
  constructor(message: string, offset: number | null) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Runs SQL that a user wrote over a state file, where it can do nothing but read it: the file is attached read-only, and access to all other
 * files, to the network and to settings is off. Results go to a database file of their own. The state file must not be open elsewhere.
 * https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
export class SealedQueries {
  readonly #database: Database;
  readonly #connection: Connection;

  private constructor(database: Database, connection: Connection) {
    this.#database = database;
    this.#connection = connection;
  }

  static async open(state: string, results: string, options: DatabaseOptions): Promise<SealedQueries> {
    const database = await Database.open(':memory:', options);
    const connection = await database.connect();
    try {
      await connection.run(`ATTACH ${text(state)} AS state (READ_ONLY)`);
      await connection.run(`ATTACH ${text(results)} AS ${RESULTS}`);
      await connection.run('USE state');
      // As in `withoutCompression`: all that is written here are results.
      await connection.run("SET force_compression = 'uncompressed'");
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
      return new SealedQueries(database, connection);
    } catch (error) {
      connection.close();
      database.close();
      throw error;
    }
  }

  /** Parses one SELECT; throws QueryRefusal for anything else. */
  async parse(sql: string): Promise<UserQuery> {
    const { tree } = await this.#connection.row<{ tree: string }>(`SELECT json_serialize_sql(${text(sql)}) AS tree`);
    const parsed = JSON.parse(tree) as Serialized;
    if (parsed.error) throw new QueryRefusal(...refusalOf(parsed));
    if (parsed.statements?.length !== 1) throw new QueryRefusal('It holds more than one statement.', null);
    const written = await this.#connection.row<{ sql: string }>(
      `SELECT json_deserialize_sql(json_serialize_sql(${text(sql)})) AS sql`,
    );
    return { sql: written.sql, tables: tablesOf(parsed.statements) };
  }

  /** The columns that a parsed query gives. Throws QueryRefusal where it names what is not there. */
  async columns(query: UserQuery): Promise<readonly { readonly name: string; readonly type: string }[]> {
    try {
      const rows = await this.#connection.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${query.sql}`);
      return rows.map((row) => ({ name: row.column_name, type: row.column_type }));
    } catch (error) {
      if (error instanceof HighwaterError && error.family === 'database') throw new QueryRefusal(firstLine(error.message), null);
      throw error;
    }
  }

  /** Runs our own SELECT, into which a parsed query may be built, and keeps its rows as a table of the results. Its errors may quote values. */
  async keep(table: string, select: string): Promise<void> {
    await this.#connection.run(`CREATE OR REPLACE TABLE ${RESULTS}.main.${id(table)} AS ${select}`);
  }

  /** Writes the results to their file. */
  async close(): Promise<void> {
    try {
      await this.#connection.run(`CHECKPOINT ${RESULTS}`);
    } finally {
      this.#connection.close();
      this.#database.close();
    }
  }
}

interface Serialized {
  readonly error: boolean;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly unknown[];
}

function refusalOf({ error_message = '', position }: Serialized): [message: string, offset: number | null] {
  // DuckDB's words for everything but a SELECT speak of its own serialiser.
  if (error_message.startsWith('Only SELECT')) return ['It is not a SELECT.', null];
  return [`${firstLine(error_message)}.`, position === undefined ? null : Number(position)];
}

function firstLine(message: string): string {
  return (message.replace(/^DuckDB: /, '').split('\n')[0] ?? '').replace(/[.!]$/, '');
}

type Node = Readonly<Record<string, unknown>>;

/** Functions that read a table whose name is a value: nobody could tell which. */
const HIDING = ['query', 'query_table'];

function tablesOf(statements: readonly unknown[]): UserQuery['tables'] {
  const found = new Map<string, { schema: string; name: string }>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const node = value as Node;
    if (node.type === 'BASE_TABLE' && node.schema_name !== '') {
      const [schema, name] = [String(node.schema_name), String(node.table_name)];
      found.set(`${schema}.${name}`.toLowerCase(), { schema, name });
    }
    if (HIDING.includes(String(node.function_name)))
      throw new QueryRefusal(`The function ${String(node.function_name)} is not possible here: name the table itself.`, null);
    Object.values(node).forEach(visit);
  };
  visit(statements);
  return [...found.values()];
}
