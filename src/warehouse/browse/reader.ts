import { existsSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { HighwaterError } from '../../model/errors.ts';
import { id, qualified, text } from '../duckdb/sql.ts';

/** What a directory holds that can be browsed. */
type Artifact =
  | { readonly kind: 'duckdb'; readonly file: string }
  | { readonly kind: 'parquet'; readonly directory: string; readonly files: readonly ArtifactParquet[] };

interface ArtifactParquet {
  readonly path: string;
  readonly schema: string;
  readonly name: string;
  /** The folder between schema and file in `output.parquet.layout: directory`, e.g. `Standard Objects`. */
  readonly category: string | null;
}

/** Finds the DuckDB file (given itself, or in the directory), else Parquet files below it. */
function findArtifact(place: string): Artifact {
  if (existsSync(place) && statSync(place).isFile()) return { kind: 'duckdb', file: place };
  const file = join(place, 'warehouse.duckdb');
  if (existsSync(file)) return { kind: 'duckdb', file };
  for (const directory of [join(place, 'parquet'), place]) {
    const files = existsSync(directory) ? parquetFiles(directory) : [];
    if (files.length > 0) return { kind: 'parquet', directory, files };
  }
  throw new HighwaterError(
    'ARTIFACT_NOT_FOUND',
    `${place} contains neither warehouse.duckdb nor Parquet files.`,
    'Name the directory that a sync wrote (highwater-output) or that an artifact was downloaded and unpacked into.',
  );
}

/** `<schema>/<table>.parquet` and `<schema>/<category>/<table>.parquet`; names are written as publish/parquet.ts writes them. */
function parquetFiles(directory: string): ArtifactParquet[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.parquet'))
    .sort()
    .flatMap((path) => {
      const parts = path.split(/[\\/]/).map(decode);
      const name = parts.pop()?.slice(0, -'.parquet'.length) ?? '';
      const [schema, category = null] = parts;
      return schema === undefined || parts.length > 2 ? [] : [{ path: join(directory, path), schema, name, category }];
    });
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Values as DuckDB writes them; null is NULL. */
export type Cell = string | null;

export interface TextRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** True where there would have been more rows. */
  readonly more: boolean;
}

/** Queries at once; a page asks for several. */
const CONNECTIONS = 3;
/** Characters of a value that a list shows. */
const CELL_CHARS = 2_000;

/**
 * Reads an artifact, and can do nothing else: the file is opened READ_ONLY (or Parquet files are the only ones that may be read),
 * access to all other files and to the network is off, and neither can be switched on again.
 * https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
export class ArtifactReader {
  readonly artifact: Artifact;
  readonly #instance: DuckDBInstance;
  readonly #idle: DuckDBConnection[];
  readonly #limit = pLimit(CONNECTIONS);

  private constructor(artifact: Artifact, instance: DuckDBInstance, connections: DuckDBConnection[]) {
    this.artifact = artifact;
    this.#instance = instance;
    this.#idle = connections;
  }

  static async open(place: string): Promise<ArtifactReader> {
    const artifact = findArtifact(place);
    const file = artifact.kind === 'duckdb' ? artifact.file : ':memory:';
    const instance = await DuckDBInstance.create(file, {
      ...(artifact.kind === 'duckdb' ? { access_mode: 'READ_ONLY' } : {}),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // Keys that this user stored for DuckDB elsewhere are none of a query's business.
      allow_persistent_secrets: 'false',
      threads: '2',
      memory_limit: '1GiB',
      temp_directory: join(tmpdir(), `highwater-browse-${process.pid}`),
    }).catch((error: unknown) => Promise.reject(failed(error)));
    const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => instance.connect()));
    await lock(artifact, connections);
    return new ArtifactReader(artifact, instance, connections);
  }

  /** Our own SELECT, all of its columns as text. At most `limit` rows. */
  async select(sql: string, limit: number, seconds = 20): Promise<TextRows> {
    return this.#use(seconds, (connection) => read(connection, sql, limit, 1_000_000));
  }

  /** A user's statement: one SELECT (or SHOW, DESCRIBE, SUMMARIZE), or it is refused before it runs. Longer values are cut. */
  async query(sql: string, limit: number, seconds: number, chars = CELL_CHARS): Promise<TextRows> {
    // DuckDB makes a SELECT of some, whose text is none.
    if (/^\s*PRAGMA\b/i.test(sql)) throw refused('PRAGMA');
    return this.#use(seconds, async (connection) => {
      const statements = await connection.extractStatements(sql);
      if (statements.count !== 1) throw refused(`${statements.count} statements`);
      const { statementType } = await statements.prepare(0);
      if (statementType !== StatementType.SELECT) throw refused(StatementType[statementType] ?? 'another statement');
      return read(connection, sql.trim().replace(/;\s*$/, ''), limit, chars);
    });
  }

  close(): void {
    for (const connection of this.#idle) connection.closeSync();
    this.#instance.closeSync();
  }

  #use<T>(seconds: number, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#limit(async () => {
      const connection = this.#idle.pop();
      if (connection === undefined) throw new HighwaterError('INTERNAL', 'No connection is idle.', 'Please report this.');
      const timer = setTimeout(() => connection.interrupt(), seconds * 1000);
      try {
        return await work(connection);
      } catch (error) {
        throw failed(error, seconds);
      } finally {
        clearTimeout(timer);
        this.#idle.push(connection);
      }
    });
  }
}

/** Each connection has its own time zone; once the configuration is locked, nothing can be set any more. */
async function lock(artifact: Artifact, connections: readonly DuckDBConnection[]): Promise<void> {
  for (const connection of connections) await connection.run("SET TimeZone = 'UTC'");
  const [first] = connections;
  if (artifact.kind === 'parquet') {
    for (const schema of new Set(artifact.files.map((file) => file.schema)))
      await first?.run(`CREATE SCHEMA IF NOT EXISTS ${id(schema)}`);
    for (const { schema, name, path } of artifact.files) {
      await first?.run(`CREATE VIEW ${qualified(schema, name)} AS SELECT * FROM read_parquet(${text(path)})`);
    }
    await first?.run(`SET allowed_paths = [${artifact.files.map((file) => text(file.path)).join(', ')}]`);
  }
  await first?.run('SET enable_external_access = false');
  await first?.run('SET lock_configuration = true');
}

/** `sql` is one whole SELECT, so that parentheses around it hold it. A line break ends a comment at its end. */
async function read(connection: DuckDBConnection, sql: string, limit: number, chars: number): Promise<TextRows> {
  const result = await connection.runAndReadAll(`SELECT left(COLUMNS(*)::VARCHAR, ${chars}) FROM (${sql}\n) LIMIT ${limit + 1}`);
  const rows = result.getRows() as Cell[][];
  return { columns: result.columnNames(), rows: rows.slice(0, limit), more: rows.length > limit };
}

function refused(what: string): HighwaterError {
  return new HighwaterError(
    'QUERY_FAILED',
    `This was not run: ${what}.`,
    'Only one SELECT (or SHOW ALL TABLES, DESCRIBE, SUMMARIZE) runs here; nothing can be changed.',
  );
}

function failed(error: unknown, seconds = 0): HighwaterError {
  if (error instanceof HighwaterError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/INTERRUPT/.test(message)) {
    return new HighwaterError(
      'QUERY_TOO_LONG',
      `The query took longer than ${seconds} seconds and was stopped.`,
      'Ask for less: a filter, fewer columns, a LIMIT.',
      { cause: error },
    );
  }
  const forbidden = /^Permission Error: (.*)/.exec(message)?.[1];
  return forbidden === undefined
    ? new HighwaterError('QUERY_FAILED', message, OWN_WORDS, { cause: error })
    : new HighwaterError('QUERY_FAILED', `This was not run: ${forbidden.replace(/\.?$/, '.')}`, READ_ONLY, { cause: error });
}

const READ_ONLY =
  'Only the tables of this artifact can be read here, with one SELECT, and nothing can be changed. For more, open the file with DuckDB itself: duckdb -readonly warehouse.duckdb.';
const OWN_WORDS = 'These are DuckDB’s own words. SHOW ALL TABLES lists the tables, DESCRIBE their columns.';
