import { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { type Script, scripted } from '../support/scripted-source.ts';

// Started with a limit on the size of files: a small import fits, a large one does not, a small one afterwards does again.
const [directory = '', mode = 'full'] = process.argv.slice(2);
const columns = [column('id', 'BIGINT'), column('text', 'VARCHAR'), column('modified', 'TIMESTAMPTZ')];

function script(rows: number, text: string): Script {
  const data = (from: number) =>
    Array.from({ length: rows }, (_, i) => ({
      id: from + i,
      text: `${text} ${Array.from({ length: 12 }, (_, k) => Math.sin(i * 12 + k + from)).join()}`,
      modified: '2026-01-01T00:00:00Z',
    }));
  return { columns, partitions: [0, 1, 2, 3].map((n) => ({ pass: 'body', files: [{ data: data(n * rows) }] })) };
}

const engine = await Engine.at(directory, 2);
const outcomes: unknown[] = [];
for (const [rows, text] of [
  [25, 'small'],
  [8000, 'large'],
  [25, 'small again'],
] as const) {
  const record = await engine.sync(scripted(script(rows, text)), 'things', mode === 'full' ? 'full' : 'incremental', {
    maxDeleteFraction: 1,
  });
  outcomes.push([record.status, record.error?.code ?? null, record.error?.message ?? null, record.rows]);
}
const closed = await engine.warehouse.close().then(
  () => 'closed',
  (error: Error) => error.message,
);
process.stdout.write(JSON.stringify({ outcomes, closed }));
