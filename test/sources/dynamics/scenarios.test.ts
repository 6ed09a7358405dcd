import { afterEach, describe, expect, test } from 'vitest';
import type { DeletesBy } from '../../../src/model/plan.ts';
import { CURRENCY, column, table } from '../../servers/dataverse/columns.ts';
import { guid } from '../../servers/dataverse/demo.ts';
import { type Fault, tooMany } from '../../servers/dataverse/faults.ts';
import type { Row } from '../../servers/dataverse/model.ts';
import { actualRows, expectedRows } from '../../support/dynamics.ts';
import { closeAll, type Setup, setup } from './setup.ts';

afterEach(closeAll);

const THING = table('new_thing', 'new_things', [
  column.text('name'),
  ...column.money('new_price'),
  CURRENCY,
  column.decimal('new_rate'),
  column.customer('new_customerid'),
  column.choices('new_tags', [
    { value: 1, label: 'one' },
    { value: 2, label: 'two' },
  ]),
  column.day('new_day'),
]);
/** How many scenarios, and the first one's number: `DYNAMICS_SEEDS=30 DYNAMICS_FIRST=100` runs new ones. */
const SEEDS = Number(process.env.DYNAMICS_SEEDS ?? 6);
const FIRST = Number(process.env.DYNAMICS_FIRST ?? 0);
const RUNS = 7;

/** The same numbers for the same seed, everywhere. */
function randomOf(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    return state % below;
  };
}

type Random = ReturnType<typeof randomOf>;

function values(random: Random, version: number): Row {
  const pick = <T>(...options: T[]): T => options[random(options.length)] as T;
  const price = pick(null, `${random(1e9)}.${String(random(10_000)).padStart(4, '0')}`, '922337203685477.5807', '-0.0001');
  return {
    name: pick(`v${version}`, null, `"${version}"\n;☕`, ''),
    new_price: price,
    new_price_base: price,
    new_rate: pick(null, '0.1000000000', `-${random(1e9)}.${String(random(1e9))}`),
    transactioncurrencyid: pick(null, { table: 'transactioncurrency', id: guid('c1', 1 + random(3)) }),
    new_customerid: pick(null, { table: 'account', id: guid('01', random(9)) }, { table: 'contact', id: guid('02', random(9)) }),
    new_tags: pick(null, '1', '1,2', '2,77'),
    new_day: pick(null, '1753-01-01', '2026-02-28', '9999-12-30'),
    statecode: pick('0', '1'),
  };
}

/** One random change of the table, at a later second than all before. */
function change({ org }: Setup, random: Random, version: number): void {
  org.clock.advance(1 + random(3));
  const things = org.table('new_thing');
  const all = [...things.all()].map((row) => things.identity(row));
  const victim = all[random(Math.max(1, all.length))];
  const what = random(10);
  if (victim === undefined || what < 3) things.insert({ new_thingid: guid('aa', 1000 + version), ...values(random, version) });
  else if (what < 8) things.update(victim, values(random, version));
  else if (what === 8) things.remove(victim);
  // Committed late: stamped half a minute ago.
  else
    things.update(victim, {
      ...values(random, version),
      modifiedon: `${new Date(org.clock.now() - 30_000).toISOString().slice(0, 19)}Z`,
    });
}

const FAULTS: readonly Fault[] = [
  { reset: true },
  { cutAt: 0.3 },
  { cutAt: 0.95 },
  { truncateAt: 0.5 },
  tooMany('requests', 0),
  tooMany('concurrent'),
  { reply: { status: 503, body: '', type: 'text/html' } },
];
const READING = /new_things\?/;

/** Edits, deletes and faults at random requests of the next run. */
function meddle(setupOf: Setup, random: Random, run: number): void {
  for (let i = 0; i < 6; i++) {
    const nth = 1 + random(25);
    const fault = FAULTS[random(FAULTS.length)] ?? {};
    if (random(3) === 0) setupOf.org.faults.add({ url: READING, nth }, fault);
    else setupOf.org.faults.add({ url: READING, nth }, { before: () => change(setupOf, random, run * 1000 + 500 + i) });
  }
  if (random(2) === 0)
    setupOf.org.faults.add({ url: READING, nth: 3 + random(10) }, { before: () => setupOf.local.entra.tokens.expireAll() });
}

/** Stops the next run for good at some request: by an abort, or by a service that stays broken. */
function doom(setupOf: Setup, random: Random): AbortSignal {
  const abort = new AbortController();
  const at = { url: READING, nth: 2 + random(12) };
  if (random(2) === 0) setupOf.org.faults.add(at, { before: () => abort.abort(new Error('killed')) });
  else setupOf.org.faults.add({ ...at, times: 1000 }, { reset: true });
  return abort.signal;
}

const OPEN = 'statecode eq 0';
const isOpen = (row: Row): boolean => row.statecode === '0';

/** What a quiet run must have brought: everything; only deletes may wait for the next full sync. */
async function expectTruth(setupOf: Setup, exact: boolean, where: string | undefined): Promise<void> {
  const things = setupOf.org.table('new_thing');
  const [actual, expected] = [
    await actualRows(setupOf.engine, things),
    expectedRows(things, where === undefined ? undefined : isOpen),
  ];
  if (exact) {
    expect(actual).toEqual(expected);
    return;
  }
  // A row that exists and left the condition is gone, too.
  expect(new Map([...actual].filter(([id]) => things.find(id) !== null))).toEqual(expected);
}

describe('runs among edits, deletes, faults and interruptions', () => {
  const modes: readonly DeletesBy[] = ['full', 'keys', 'change_tracking'];
  const cases = Array.from({ length: SEEDS }, (_, i) => ({
    seed: FIRST + i,
    deletesBy: modes[(FIRST + i) % 3] ?? 'full',
    where: (FIRST + i) % 6 < 3 ? undefined : OPEN,
  }));

  test.each(cases)(
    'seed $seed, deletes by $deletesBy, where $where',
    async ({ seed, deletesBy, where }) => {
      const random = randomOf(seed + 1);
      const own = await setup((_, org) => {
        for (let n = 1; n <= 110; n++) {
          const secondsAgo = random(2) === 0 ? 5000 + random(8) : 60 + random(900_000);
          org.table('new_thing').insert({
            new_thingid: guid('aa', n),
            ...values(random, n),
            modifiedon: `${new Date(org.clock.now() - secondsAgo * 1000).toISOString().slice(0, 19)}Z`,
          });
        }
      }, THING);
      const options = { deletesBy, lookbackSeconds: 120, maxDeleteFraction: 1, ...(where === undefined ? {} : { where }) };
      for (let run = 1; run <= RUNS; run++) {
        own.org.clock.advance(60 + random(100_000));
        for (let i = random(12); i > 0; i--) change(own, random, run * 1000 + i);
        const mode = random(4) === 0 ? 'full' : 'incremental';
        const kind = random(3);
        const before = await own.engine.warehouse
          .tables()
          .then(async (tables) => (tables.length === 0 ? null : actualRows(own.engine, own.org.table('new_thing'))));
        if (kind === 0) meddle(own, random, run);
        const signal = kind === 1 ? doom(own, random) : undefined;
        const record = await own.sync(mode, options, signal === undefined ? {} : { signal });
        own.org.faults.clear();
        if (record.status === 'failed') {
          expect(
            before === null ? await own.engine.warehouse.tables() : await actualRows(own.engine, own.org.table('new_thing')),
            `run ${run}`,
          ).toEqual(before ?? []);
          await own.engine.reopen(true);
        } else if (kind === 2) await expectTruth(own, record.mode === 'full' || deletesBy !== 'full', where);
      }
      own.org.clock.advance(60);
      const quiet = await own.sync('incremental', options);
      expect(quiet.error).toBeNull();
      await expectTruth(own, quiet.mode === 'full' || deletesBy !== 'full', where);
      expect((await own.sync('full', options)).error).toBeNull();
      await expectTruth(own, true, where);
      expect(own.org.journal.writes).toEqual([]);
    },
    60_000,
  );
});
