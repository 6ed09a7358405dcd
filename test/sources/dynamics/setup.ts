import { expect } from 'vitest';
import type { SourceContext } from '../../../src/model/contract.ts';
import type { TableOptions } from '../../../src/model/plan.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import type { DynamicsOptions } from '../../../src/sources/dynamics/options.ts';
import type { Tuning } from '../../../src/sources/dynamics/tuning.ts';
import { column, table } from '../../servers/dataverse/columns.ts';
import { bareOrg, guid } from '../../servers/dataverse/demo.ts';
import type { Row, TableDef } from '../../servers/dataverse/model.ts';
import type { Org } from '../../servers/dataverse/org.ts';
import { type LocalDynamics, startDynamics } from '../../servers/dataverse/start.ts';
import { actualRows, expectedRows, sourceOf } from '../../support/dynamics.ts';
import { Engine } from '../../support/engine.ts';

export const THING = table('new_thing', 'new_things', [column.text('name')]);
/** Matches the requests that read rows of it. */
export const DATA = /new_things\?\$select=new_thingid/;
const NOW = '2026-11-20T10:00:00Z';

/** One table of one organisation at a clock that stands still, and a warehouse to sync it to. */
export interface Setup {
  readonly local: LocalDynamics;
  readonly org: Org;
  readonly engine: Engine;
  sync(mode?: 'full' | 'incremental', options?: Partial<TableOptions>, more?: Partial<Tuning> & SyncMore): Promise<TableRecord>;
  /** The warehouse holds exactly what the service holds. */
  expectSame(wanted?: (row: Row) => boolean): Promise<void>;
}

export interface SyncMore {
  readonly signal?: AbortSignal;
  readonly options?: Partial<DynamicsOptions>;
  readonly context?: Partial<SourceContext>;
}

export type Put = (n: number, row?: Row) => void;

const closers: (() => Promise<void>)[] = [];

/** Call after each test. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0)) await close();
}

export async function setup(fill: (put: Put, org: Org) => void, def: TableDef = THING): Promise<Setup> {
  const org = bareOrg();
  org.clock.freeze(NOW);
  const rows = org.add(def);
  fill(
    (n, row = {}) =>
      void rows.insert({ [def.key]: guid('aa', n), name: `row ${n}`, statecode: '0', modifiedon: at(n * 60), ...row }),
    org,
  );
  const local = await startDynamics(org);
  const engine = await Engine.create();
  closers.push(async () => {
    await engine.close();
    await local.close();
  });
  return {
    local,
    org,
    engine,
    sync: async (mode = 'full', options = {}, { signal, options: own, context, ...tuning } = {}) => {
      const source = sourceOf(local, {
        tuning: { pageRows: 10, ...tuning },
        ...(own === undefined ? {} : { options: own }),
        ...(context === undefined ? {} : { context }),
      });
      try {
        return await engine.sync(source, def.name, mode, options, signal);
      } finally {
        await source.close();
      }
    },
    expectSame: async (wanted) => expect(await actualRows(engine, rows)).toEqual(expectedRows(rows, wanted)),
  };
}

/** So many seconds before the clock. */
export function at(secondsAgo: number): string {
  return `${new Date(Date.parse(NOW) - secondsAgo * 1000).toISOString().slice(0, 19)}Z`;
}

export const many =
  (count: number) =>
  (put: Put): void => {
    for (let n = 1; n <= count; n++) put(n);
  };
