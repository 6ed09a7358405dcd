import { expect, test } from 'vitest';
import { Engine } from '../support/engine.ts';
import { MemorySource, MemoryTable } from '../support/memory-source.ts';

test('smoke', async () => {
  const engine = await Engine.create();
  const table = new MemoryTable();
  for (let i = 0; i < 1000; i++) table.put(i, `row ${i}`);
  table.put(2000, 'never stamped', null);
  const first = await engine.sync(new MemorySource({ table }), 'things', 'incremental');
  expect(first.error).toBeNull();
  expect(first).toMatchObject({ mode: 'full', inserted: 1001, rows: 1001 });
  table.put(3, 'changed');
  table.put(5000, 'new');
  const second = await engine.sync(new MemorySource({ table }), 'things', 'incremental');
  expect(second.error).toBeNull();
  expect(second).toMatchObject({ mode: 'incremental', inserted: 1, updated: 1, rows: 1002 });
  table.remove(7);
  table.put(3, 'changed again');
  const third = await engine.sync(new MemorySource({ table }), 'things', 'full');
  expect(third.error).toBeNull();
  expect(third).toMatchObject({ mode: 'full', deleted: 1, updated: 1, inserted: 0, rows: 1001 });
  await engine.reopen();
  console.log(await engine.query('select * from memory.things where id in (3, 5000, 2000)'));
  await engine.close();
});
