import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileName } from '../model/path-name.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';

/**
 * Describes each folder of `output.parquet.layout: directory` in its `directory.json`: what is in it, and as whom it was read.
 */
export async function writeDirectories(
  root: string,
  tables: readonly StoredTable[],
  identities: ReadonlyMap<string, string>,
): Promise<void> {
  const folders = new Map<string, StoredTable[]>();
  for (const table of tables) {
    const folder =
      table.category === table.source ? fileName(table.schema) : join(fileName(table.schema), fileName(table.category));
    folders.set(folder, [...(folders.get(folder) ?? []), table]);
  }
  for (const [folder, members] of folders) {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, 'directory.json'), `${JSON.stringify(directoryOf(members, identities), null, 2)}\n`);
  }
}

function directoryOf(tables: readonly StoredTable[], identities: ReadonlyMap<string, string>) {
  return tables.map((t) => ({
    name: t.table,
    label: t.label,
    kind: t.category,
    file: `${fileName(t.name)}.parquet`,
    rows: t.rows,
    columns: t.columns.map(({ name, label, nativeType, semanticType, duckdbType }) => ({
      name,
      label,
      nativeType,
      semanticType,
      duckdbType,
    })),
    access: { readAs: identities.get(t.source) ?? null, readable: true, syncedAt: t.syncedAt },
  }));
}
