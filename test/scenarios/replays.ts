import { expect } from 'vitest';
import { toMicros } from '../../src/model/watermark.ts';
import type { Engine } from '../support/engine.ts';
import { Random } from '../support/random.ts';

interface Finished {
  /** As the manifest has it: milliseconds. */
  readonly at: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** Remembers the table as each run left it, and asks the history for it. */
export class Replays {
  readonly #random: Random;
  readonly #skewMs: number;
  readonly #runs: Finished[] = [];
  #last = 0;

  constructor(random: Random) {
    this.#random = new Random(random.int(1, 1_000_000));
    this.#skewMs = random.pick([0, 0, -90_000, 90_000, -3_600_000, 86_400_000]);
  }

  /** This machine's clock, which need not be the source's. It never stands still. */
  now(sourceClock: string): Date {
    this.#last = Math.max(this.#last + 1, Number(toMicros(sourceClock) / 1000n) + this.#skewMs);
    return new Date(this.#last);
  }

  /** A run that read the table is finished: the history gives its table, and still those of all runs before. `watched`: of these columns; null: of all. */
  async afterRun(engine: Engine, watched: readonly string[] | null = null): Promise<void> {
    const at = engine.clock().toISOString();
    await engine.warehouse.database.use(async (c) =>
      c.run(
        `INSERT INTO _highwater.runs (run_id, started_at, finished_at, source, "table", status) VALUES ('${at}', '${at}', '${at}', 'memory', 'things', 'succeeded')`,
      ),
    );
    const columns = (
      await engine.query<{ name: string }>(
        "SELECT column_name AS name FROM duckdb_columns() WHERE schema_name = 'memory' AND table_name = 'things' AND column_name[1] <> '_' ORDER BY 1",
      )
    )
      .map((c) => c.name)
      .filter((name) => watched === null || name === 'id' || watched.includes(name));
    const marked = await engine.query(
      "SELECT 1 FROM duckdb_columns() WHERE table_name = 'things' AND column_name = '_deleted_at'",
    );
    const rows = await textsOf(engine, columns, `memory.things ${marked.length > 0 ? 'WHERE _deleted_at IS NULL' : ''}`);
    this.#runs.push({ at, columns, rows });
    // One of those before: each of them would take as long as all the rest.
    const earlier = this.#runs[this.#random.below(this.#runs.length)];
    for (const run of new Set([this.#runs.at(-1), earlier])) if (run !== undefined) await expectReplayed(engine, run);
    await expectWellFormed(engine);
  }

  async expectAll(engine: Engine): Promise<void> {
    for (const run of this.#runs) await expectReplayed(engine, run);
  }
}

async function expectReplayed(engine: Engine, { at, columns, rows }: Finished): Promise<void> {
  const valid = `memory.things__history WHERE _valid_from <= TIMESTAMPTZ '${at}' AND (_valid_to IS NULL OR _valid_to > TIMESTAMPTZ '${at}')`;
  expect(await textsOf(engine, columns, valid), `the table at ${at}`).toEqual(rows);
}

/** Versions of a row follow one another; a new one differs from the one before; a delete has no length. */
async function expectWellFormed(engine: Engine): Promise<void> {
  const wrong = await engine.query(`SELECT * FROM (
      SELECT *, lead(_valid_from) OVER (PARTITION BY id ORDER BY _valid_from, _valid_to NULLS LAST) AS next FROM memory.things__history)
    WHERE _valid_to < _valid_from OR _valid_to > next OR (_valid_to IS NULL AND next IS NOT NULL)
      OR (_change = 'delete') <> coalesce(_valid_to = _valid_from, false) OR _change NOT IN ('insert', 'update', 'delete') OR _run IS NULL`);
  expect(wrong).toEqual([]);
  const names = await engine.query<{ name: string }>(
    "SELECT column_name AS name FROM duckdb_columns() WHERE table_name = 'things__history' AND column_name[1] <> '_'",
  );
  const values = `CAST(row(${names.map((c) => `"${c.name}"`).join(', ')}) AS VARCHAR)`;
  const again = await engine.query(`SELECT * FROM (
      SELECT *, ${values} AS v, lag(${values}) OVER (PARTITION BY id ORDER BY _valid_from, _valid_to NULLS LAST) AS before FROM memory.things__history)
    WHERE v = before AND _change = 'update'`);
  expect(again).toEqual([]);
}

/** Each row as one text. Numbers without the zeros that only one type shows. */
async function textsOf(engine: Engine, columns: readonly string[], from: string): Promise<string[]> {
  const rows = await engine.query<Record<string, string | null>>(
    `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (SELECT ${columns.map((c) => `"${c}"`).join(', ')} FROM ${from})`,
  );
  return rows.map((row) => JSON.stringify(columns.map((c) => (c === 'amount' ? plain(row[c] ?? null) : row[c])))).sort();
}

function plain(text: string | null): string | null {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text ?? 'NaN') ?? [];
  if (whole === '' && fraction === '') return text;
  const [digits, rest] = [whole.replace(/^0+/, '') || '0', fraction.replace(/0+$/, '')];
  return `${digits === '0' && rest === '' ? '' : sign}${digits}.${rest}`;
}
