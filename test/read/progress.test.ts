import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectedOf } from '../../src/engine/read/import-progress.ts';
import type { Partition } from '../../src/model/plan.ts';
import type { RunEvent } from '../../src/model/record.ts';
import { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { scripted } from '../support/scripted-source.ts';

describe('what displays are told while a table is read', () => {
  let engine: Engine;
  const events: Extract<RunEvent, { type: 'table' }>[] = [];

  beforeEach(async () => {
    engine = await Engine.create();
    events.length = 0;
    engine.observe = (event) => {
      if (event.type === 'table') events.push(event);
    };
  });
  afterEach(async () => engine.close());

  it('is the same expectation in every event, from the first row to the last', async () => {
    const rows = (...ids: number[]) => [{ data: ids.map((id) => ({ id, modified: '2026-01-01T00:00:00.000000Z' })) }];
    const source = scripted({
      columns: [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ')],
      partitions: [
        { pass: 'body', files: rows(1, 2), expectedRows: 2 },
        { pass: 'body', files: rows(3), expectedRows: 1 },
        { pass: 'tail', files: rows(4) },
      ],
    });
    await engine.sync(source, 'things', 'full');
    expect(events.map((e) => e.stage)).toContain('load');
    expect(new Set(events.map((e) => e.expectedRows))).toEqual(new Set([3]));
    expect(new Set(events.map((e) => e.partitions.total))).toEqual(new Set([3]));
    expect(events.map((e) => e.rows)).toEqual(events.map((e) => e.rows).toSorted((a, b) => a - b));
  });
});

describe('what is still to be read', () => {
  const partition = (id: string, pass: Partition['pass'], expectedRows: number | null): Partition => ({
    id,
    pass,
    query: id,
    expectedRows,
    expectedRequests: null,
    detail: null,
  });

  it('leaves out what an earlier run has read', () => {
    const all = [partition('a', 'body', 100), partition('b', 'body', 50), partition('tail', 'tail', null)];
    expect(expectedOf(all, new Set(['a']))).toEqual({ rows: 50, partitions: 2 });
  });

  it('is unknown where a body or a sweep of keys can be of any size', () => {
    expect(expectedOf([partition('a', 'body', null), partition('b', 'body', 50)], new Set()).rows).toBeNull();
    expect(expectedOf([partition('a', 'body', 10), partition('keys', 'sweep', null)], new Set()).rows).toBeNull();
  });
});
