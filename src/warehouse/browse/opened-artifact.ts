import { type BrowsedTable, readCatalog } from './catalog.ts';
import { ArtifactReader } from './reader.ts';

/** An opened artifact and what it says about itself. */
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
