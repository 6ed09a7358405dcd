import { type BrowsedColumn, type BrowsedTable, readCatalog } from '../../../warehouse/browse/catalog.ts';
import { ArtifactReader } from '../../../warehouse/browse/reader.ts';

/** An opened artifact and what it says of itself. */
export interface OpenedArtifact {
  readonly reader: ArtifactReader;
  readonly tables: readonly BrowsedTable[];
}

export async function openArtifact(place: string): Promise<OpenedArtifact> {
  const reader = await ArtifactReader.open(place);
  try {
    return { reader, tables: await readCatalog(reader) };
  } catch (error) {
    reader.close();
    throw error;
  }
}

export function tableAt(artifact: OpenedArtifact, schema: string, name: string): BrowsedTable | undefined {
  return artifact.tables.find((t) => t.schema === schema && t.name === name);
}

/** Tables that a column may point at and that are here and have a key to be found by. */
export function targetsOf(artifact: OpenedArtifact, table: BrowsedTable, column: BrowsedColumn): BrowsedTable[] {
  return column.references
    .map((name) => artifact.tables.find((t) => t.source === table.source && t.table === name))
    .filter((t) => t !== undefined && t.key.length === 1) as BrowsedTable[];
}

export interface Pointer {
  readonly table: BrowsedTable;
  readonly column: BrowsedColumn;
}

/** Columns of all tables that point at this one. */
export function pointersTo(artifact: OpenedArtifact, target: BrowsedTable): Pointer[] {
  if (target.source === '') return [];
  return artifact.tables
    .filter((t) => t.source === target.source)
    .flatMap((table) => table.columns.filter((c) => c.references.includes(target.table)).map((column) => ({ table, column })));
}
