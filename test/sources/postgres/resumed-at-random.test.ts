import type pg from 'pg';
import { beforeAll, expect, it } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import { Random } from '../../support/random.ts';
import { usePostgres } from '../../support/use-postgres.ts';
import { InterruptedTable } from './interrupted-table.ts';

/** Lives of tables that are never left alone, synced in full by runs that are cut off again and again. HIGHWATER_SEEDS=1-500 tries more of them. */
const server = usePostgres();
let database: string;

beforeAll(async () => {
  database = await server.createDatabase();
});

const COLUMNS = 'id int PRIMARY KEY, text text, stamp timestamptz, filler text';
const LEAVES = [0, 1, 2].map((n) => `CREATE TABLE t_${n} PARTITION OF t FOR VALUES WITH (MODULUS 3, REMAINDER ${n})`).join('; ');
const SHAPES = [
  `CREATE TABLE t (${COLUMNS})`,
  `CREATE TABLE t (${COLUMNS}) WITH (fillfactor = 50)`,
  `CREATE TABLE t (${COLUMNS}) PARTITION BY HASH (id); ${LEAVES}`,
  `CREATE TABLE t (${COLUMNS}); CREATE TABLE t_1 (PRIMARY KEY (id)) INHERITS (t); INSERT INTO t_1 SELECT n, 'child', now(), repeat('x', 900) FROM generate_series(5000, 5030) n`,
];
// Rows from here on belong to transactions that stay open, so that nothing else waits for them.
const OPEN = 9000;
const WHERES = ['', '', "text <> 'hidden'", 'stamp IS NOT NULL AND id % 5 > 0'];

class Life {
  readonly #random: Random;
  readonly #table: InterruptedTable;
  readonly #where: string;
  readonly #open: pg.Client[] = [];
  #next = 1000;
  readonly log: string[] = [];

  constructor(random: Random, table: InterruptedTable, where: string) {
    this.#random = random;
    this.#table = table;
    this.#where = where;
  }

  async #do(sql: string): Promise<void> {
    this.log.push(sql);
    await this.#table.sql(sql);
  }

  #some(): string {
    const modulus = this.#random.int(2, 30);
    return `id % ${modulus} = ${this.#random.below(modulus)} AND id < ${OPEN}`;
  }

  async change(): Promise<void> {
    const random = this.#random;
    const word = `'${random.pick(['hidden', 'shown', random.digits(3)])}'`;
    const stamp = random.pick(['now()', 'NULL', "now() - interval '5 days'", 'stamp', 'stamp', "now() + interval '1 hour'"]);
    const filler = random.pick(['filler', 'filler', `repeat('y', ${random.int(1, 1500)})`]);
    const [first, count] = [this.#next, random.int(1, 40)];
    const ways: (() => Promise<void>)[] = [
      async () => this.#do(`UPDATE t SET text = ${word}, stamp = ${stamp}, filler = ${filler} WHERE ${this.#some()}`),
      async () => this.#do(`UPDATE t SET text = ${word} WHERE ${this.#some()}`),
      async () => this.#do(`DELETE FROM t WHERE ${this.#some()}`),
      async () => {
        this.#next += count;
        await this.#do(`INSERT INTO t SELECT n, ${word}, now(), repeat('z', ${random.int(1, 1200)}) FROM generate_series(${first}, ${first + count}) n
          ON CONFLICT DO NOTHING`);
      },
      async () => this.#do(`VACUUM ${random.pick(['', 'FREEZE '])}t`),
      async () => {
        this.#next += 1;
        await this.#do(
          `UPDATE t SET id = ${first} WHERE id = (SELECT min(id) FROM t WHERE ${this.#some()}) AND NOT EXISTS (SELECT FROM t WHERE id = ${first})`,
        );
      },
      async () => this.#begin(word),
      async () => this.#end(),
    ];
    if (this.#open.length === 0 && random.chance(0.15)) {
      const heavy = [
        'TRUNCATE t',
        'VACUUM FULL t',
        'ALTER TABLE t ALTER text TYPE varchar(50)',
        'ALTER TABLE t ALTER text TYPE text',
      ];
      ways.push(async () => this.#do(random.pick(heavy)));
    }
    await random.pick(ways)();
  }

  /** A transaction that is seen late. */
  async #begin(word: string): Promise<void> {
    if (this.#open.length > 2) return;
    const client = await server.connect({ database });
    const id = OPEN + this.#next++;
    this.log.push(`open ${id}`);
    await client.query(
      `BEGIN; INSERT INTO t VALUES (${id}, ${word}, now()); UPDATE t SET text = ${word} WHERE id >= ${OPEN} AND id % 4 = ${this.#open.length}`,
    );
    this.#open.push(client);
  }

  async #end(): Promise<void> {
    const client = this.#open.pop();
    const how = this.#random.pick(['COMMIT', 'COMMIT', 'ROLLBACK']);
    this.log.push(how);
    await client?.query(how);
    await client?.end();
  }

  /** Full syncs until one gets to its end, which must then hold what the table holds. Returns which runs went on with others. */
  async mirrored(): Promise<boolean[]> {
    const resumed: boolean[] = [];
    for (let cuts = this.#random.int(1, 3); cuts >= 0; cuts--) {
      const stopAfter = cuts === 0 ? Number.POSITIVE_INFINITY : this.#random.int(1, 9);
      const record = await this.#table.sync({ stopAfter });
      resumed.push(...this.#table.resumed);
      this.log.push(`sync ${stopAfter}: ${record.status} ${this.#table.resumed} ${record.notes.at(-1)?.message ?? ''}`);
      if (record.status === 'succeeded') break;
      if (record.error?.code !== 'INTERRUPTED') throw new Error(`${record.error?.message}\n${this.log.join('\n')}`);
      for (let changes = this.#random.below(6); changes > 0; changes--) await this.change();
    }
    const differences = await this.#table.differences(this.#where || 'true');
    expect(differences, this.log.join('\n')).toEqual([]);
    return resumed;
  }

  async close(): Promise<void> {
    while (this.#open.length > 0) await this.#end();
  }
}

async function live(seed: number): Promise<boolean[]> {
  const random = new Random(seed);
  const where = random.pick(WHERES);
  const cursor = random.pick(['stamp', 'xmin', '']);
  const options: Partial<TableOptions> = { ...(cursor ? { cursor } : {}), ...(where ? { where } : {}), lookbackSeconds: 0 };
  await server.reset(database);
  const table = await InterruptedTable.create(server, database, 't', options);
  const life = new Life(random, table, where);
  try {
    await table.sql(`${random.pick(SHAPES)};
      INSERT INTO t SELECT n, 'row ' || n, now() - interval '1 day', repeat('x', ${random.int(300, 1200)}) FROM generate_series(1, ${random.int(50, 250)}) n`);
    for (let i = random.below(4); i > 0; i--) await life.change();
    const resumed = await life.mirrored();
    for (let i = random.below(4); i > 0; i--) await life.change();
    return [...resumed, ...(await life.mirrored())];
  } finally {
    await life.close();
    await table.close();
  }
}

const [first = 1, last = 8] = (process.env.HIGHWATER_SEEDS ?? '1-8').split('-').map(Number);
const SEEDS = Array.from({ length: last - first + 1 }, (_, i) => first + i);
let goneOnWith = 0;

it.each(SEEDS)('seed %i: every value is there, and none but these', async (seed) => {
  const resumed = await live(seed);
  goneOnWith += resumed.filter(Boolean).length;
});

it('most of these runs have gone on with what the last one left', () => {
  expect(goneOnWith).toBeGreaterThan(SEEDS.length);
});
