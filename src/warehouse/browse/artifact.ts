import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HighwaterError } from '../../model/errors.ts';

/** What a directory holds that can be browsed. */
export type Artifact =
  | { readonly kind: 'duckdb'; readonly file: string }
  | { readonly kind: 'parquet'; readonly directory: string; readonly files: readonly ArtifactParquet[] };

export interface ArtifactParquet {
  readonly path: string;
  readonly schema: string;
  readonly name: string;
  /** The folder between schema and file in `output.parquet.layout: directory`, e.g. `Standard Objects`. */
  readonly category: string | null;
}

/** Finds the DuckDB file (given itself, or in the directory), else Parquet files below it. */
export function findArtifact(place: string): Artifact {
  if (existsSync(place) && statSync(place).isFile()) return { kind: 'duckdb', file: place };
  const file = join(place, 'warehouse.duckdb');
  if (existsSync(file)) return { kind: 'duckdb', file };
  for (const directory of [join(place, 'parquet'), place]) {
    const files = existsSync(directory) ? parquetFiles(directory) : [];
    if (files.length > 0) return { kind: 'parquet', directory, files };
  }
  throw new HighwaterError(
    'ARTIFACT_NOT_FOUND',
    `${place} holds neither warehouse.duckdb nor Parquet files.`,
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
