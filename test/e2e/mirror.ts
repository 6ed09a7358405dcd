import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../src/publish/manifest-schema.ts';
import { differences, duckdbRows, parquet, quoted, type Relation, type Rows, withDuckdb } from './truth.ts';

/** What a table of the artifact must hold. */
export interface Expected {
  /** Its name in DuckDB, in the schema `db`. */
  readonly target: string;
  readonly relation: Relation;
  readonly rows: Rows;
  readonly where?: string;
  readonly renamed?: Readonly<Record<string, string>> | undefined;
}

/** What differs in warehouse.duckdb and in the Parquet files that its manifest names; nothing where every value is the same. */
export async function artifactDifferences(output: string, expected: readonly Expected[]): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')) as Manifest;
  return withDuckdb(join(output, 'warehouse.duckdb'), async (db) => {
    const found: string[] = [];
    for (const { target, relation, rows, ...how } of expected) {
      const path = manifest.tables.find((t) => t.name === target)?.parquet?.path ?? 'nothing';
      const sides = { [target]: { from: `db.${quoted(target)}` }, [`${target} (Parquet)`]: parquet(join(output, path)) };
      for (const [name, side] of Object.entries(sides)) {
        const here = await duckdbRows(db, { ...how, ...side }, relation);
        found.push(...differences(rows, here, relation).map((d) => `${name}: ${d}`));
      }
    }
    return found;
  });
}
