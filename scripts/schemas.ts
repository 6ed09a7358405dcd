/**
 * Writes schemas/*.json from the declarations in src/; with `--check` writes nothing and fails where a file is stale.
 * Run: npm run schemas [-- --check]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { editorSchema } from '../src/config/declare/editor-schema.ts';
import { configShape } from '../src/config/declare/schema.ts';
import { DESTINATIONS } from '../src/destinations/registry.ts';
import { manifestSchema } from '../src/publish/manifest-schema.ts';
import { SOURCES } from '../src/sources/registry.ts';

const FILES: Readonly<Record<string, object>> = {
  'highwater.schema.json': editorSchema(
    configShape(SOURCES, DESTINATIONS),
    // Where SchemaStore serves it: CONTRIBUTING.md says how to submit it.
    'https://www.schemastore.org/highwater.json',
  ),
  'manifest.schema.json': { $schema: 'http://json-schema.org/draft-07/schema#', $id: 'manifest.schema.json', ...manifestSchema },
};

const checkOnly = process.argv.includes('--check');
for (const [name, schema] of Object.entries(FILES)) {
  const path = fileURLToPath(new URL(`../schemas/${name}`, import.meta.url));
  const wanted = `${JSON.stringify(schema, null, 2)}\n`;
  const present = await readFile(path, 'utf8').catch(() => '');
  if (present === wanted) continue;
  if (checkOnly) {
    process.stderr.write(`schemas/${name} is stale: run npm run schemas and commit it.\n`);
    process.exitCode = 1;
  } else {
    await writeFile(path, wanted);
    process.stdout.write(`wrote schemas/${name}\n`);
  }
}
