import { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { scripted } from '../support/scripted-source.ts';

// Syncs version after version of one table into the directory of its argument, and says on stdout which is committed, until it is killed.
const [directory = '', first = '1'] = process.argv.slice(2);
const columns = [
  column('id', 'BIGINT'),
  column('version', 'INTEGER'),
  column('text', 'VARCHAR'),
  column('modified', 'TIMESTAMPTZ'),
];
const engine = await Engine.at(directory, 2);
for (let version = Number(first); ; version++) {
  const watermark = `2026-01-01T00:00:00.${String(version).padStart(6, '0')}Z`;
  const rows = (from: number) =>
    Array.from({ length: 1500 }, (_, i) => ({ id: from + i, version, text: `${version} `.repeat(20), modified: watermark }));
  const partitions = [0, 1500].map((from) => ({ pass: 'body' as const, files: [{ data: rows(from) }] }));
  const record = await engine.sync(
    scripted({ columns, partitions, watermark }),
    'things',
    version % 3 === 0 ? 'full' : 'incremental',
  );
  if (record.error !== null) throw new Error(record.error.message);
  if (version % 4 === 0) await engine.warehouse.compact();
  process.stdout.write(`${version}\n`);
}
