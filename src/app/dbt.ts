import { writeDbtProject } from '../dbt/dbt-project.ts';
import { dbtSources } from '../dbt/dbt-sources.ts';
import { HighwaterError } from '../model/errors.ts';
import { readChecks } from '../warehouse/browse/catalog.ts';
import { openArtifact } from '../warehouse/browse/opened-artifact.ts';

/** What `highwater dbt` did. */
export interface DbtResult {
  /** Relative to the directory. */
  readonly written: readonly string[];
  readonly tables: number;
  readonly tests: number;
  /** Checks that dbt has no test for, in words. */
  readonly leftOut: readonly string[];
}

/** `dbt`: describes a warehouse to dbt. Connects to nothing; DuckDB's native library must be ready. */
export async function describeToDbt(place: string, directory: string): Promise<DbtResult> {
  const { reader, tables } = await openArtifact(place);
  try {
    const { artifact } = reader;
    if (artifact.kind !== 'duckdb') throw parquetOnly(place);
    const sources = dbtSources(tables, await readChecks(reader));
    if (sources.tables === 0) throw notSynced(artifact.file);
    const written = await writeDbtProject(directory, artifact.file, sources.file);
    return { written, tables: sources.tables, tests: sources.tests, leftOut: sources.leftOut };
  } finally {
    reader.close();
  }
}

function parquetOnly(place: string): HighwaterError {
  return new HighwaterError(
    'ARTIFACT_NOT_FOUND',
    `${place} has Parquet files and no warehouse.duckdb, which dbt needs.`,
    'Set `output.duckdb: true` (the default) and run a sync.',
  );
}

function notSynced(file: string): HighwaterError {
  return new HighwaterError(
    'ARTIFACT_NOT_FOUND',
    `${file} has no table that Highwater synced.`,
    'Name the warehouse.duckdb that a sync wrote, or its directory.',
  );
}
