import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { Random } from '../../support/random.ts';
import { HistoryDatabase } from './database.ts';
import { type Asked, Knowledge } from './knowledge.ts';
import { drawOptions, reconfigure, written } from './options.ts';
import type { HistoryTable } from './table.ts';
import { drawTrouble, type Outcome, type Stage, TROUBLES } from './troubles.ts';

interface SavedState {
  readonly directory: string;
  readonly known: Knowledge['state'];
}

/** A life of some tables: what happens to them, to their configuration, to the state and to the runs is drawn from a seed. */
export class History {
  readonly #random: Random;
  readonly #stage: Stage;
  readonly #database: HistoryDatabase;
  readonly #knowledge: Knowledge;
  readonly #saved: SavedState[] = [];
  readonly #lookbacks: readonly string[];
  readonly #log: string[] = [];
  #step = 0;

  private constructor(random: Random, stage: Stage, database: HistoryDatabase, lookbacks: readonly string[]) {
    this.#random = random;
    this.#stage = stage;
    this.#database = database;
    this.#knowledge = new Knowledge(stage.project, database.tables, random);
    this.#lookbacks = lookbacks;
  }

  static async create(seed: number, stage: Stage): Promise<History> {
    const random = new Random(seed);
    const tables = Array.from({ length: random.int(3, 6) }, (_, i) => drawTable(random, `t${i + 1}`));
    // A user who may see when transactions began needs no lookback.
    const seesAll = random.chance(0.8);
    await stage.server.query(seesAll ? 'GRANT pg_read_all_stats TO reader' : 'REVOKE pg_read_all_stats FROM reader');
    const lookbacks = seesAll ? ['0s', '0s', '2s', '10m'] : ['10m'];
    const database = await HistoryDatabase.create(stage, random, tables, `history_${seed}`);
    for (const table of tables) table.options = drawOptions(random, table, lookbacks);
    return new History(random, stage, database, lookbacks);
  }

  /** Throws, with all that happened, where a run did not keep what is promised. */
  async play(steps: number): Promise<void> {
    for (this.#step = 1; this.#step <= steps; this.#step++) {
      await this.#between();
      await this.#run();
    }
    await this.#database.close();
    await this.#settle();
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  /** What happens between two runs. */
  async #between(): Promise<void> {
    const random = this.#random;
    for (let i = random.int(0, 9); i > 0; i--) await this.#database.change();
    await this.#transactions();
    if (random.chance(0.3)) this.#note(reconfigure(random, this.#database.tables, this.#lookbacks));
    if (random.chance(0.12)) await this.#exchangeState();
  }

  /** Late commits: transactions that are open, or prepared, while runs go on. */
  async #transactions(): Promise<void> {
    const random = this.#random;
    const { held, prepared } = this.#database;
    if (prepared && random.chance(0.5)) await this.#database.settlePrepared(random.pick(['COMMIT', 'COMMIT', 'ROLLBACK']));
    if (held === null && random.chance(0.25)) {
      this.#note('a transaction begins');
      await this.#database.hold();
    } else if (held !== null && random.chance(0.5)) {
      // When a prepared transaction began nobody can tell: the lookback must cover it.
      const covered = held.every((t) => !t.touches) || this.#lookbacks.every((l) => l === '10m');
      const how = random.pick(['COMMIT', 'COMMIT', 'ROLLBACK', covered ? 'PREPARE' : 'COMMIT'] as const);
      this.#note(`the transaction's end: ${how}`);
      await this.#database.letGo(how);
    }
  }

  /** The state is lost, or replaced by an older one. */
  async #exchangeState(): Promise<void> {
    const { state } = this.#stage.project;
    const old = this.#saved.length > 0 && this.#random.chance(0.7) ? this.#random.pick(this.#saved) : null;
    this.#note(old === null ? 'the state is lost' : `the ${old.directory} comes back`);
    await rm(state, { recursive: true, force: true });
    if (old !== null) await cp(this.#stage.project.path(old.directory), state, { recursive: true });
    this.#knowledge.state = old?.known ?? new Map();
  }

  async #keepState(): Promise<void> {
    const { project } = this.#stage;
    if (!existsSync(project.state) || !this.#random.chance(0.25)) return;
    const directory = `state of step ${this.#step}`;
    await cp(project.state, project.path(directory), { recursive: true });
    this.#saved.push({ directory, known: this.#knowledge.state });
  }

  async #run(): Promise<void> {
    const random = this.#random;
    await this.#configure();
    const wanted = this.#database.tables.filter((t) => t.wanted);
    const some = random.chance(0.15) ? random.some(wanted, random.int(1, wanted.length)) : null;
    const args = [
      ...(random.chance(0.2) ? ['--full'] : []),
      ...(some === null ? [] : ['--tables', some.map((t) => `db.${t.name}`).join()]),
      ...(random.chance(0.25) ? ['--allow-deletes'] : []),
    ];
    const trouble = drawTrouble(random);
    if (trouble === 'stalled' && random.chance(0.7)) args.push('--full');
    await this.#played(args, trouble);
    await this.#keepState();
  }

  async #configure(): Promise<void> {
    const { project, proxy, server } = this.#stage;
    const lines: string[] = [];
    for (const table of this.#database.tables.filter((t) => t.wanted))
      lines.push(written(table, await this.#database.columns(table)));
    await project.configure({ ...server, port: proxy.port }, this.#database.name, lines.join(''), { run: '{ parallel: 2 }' });
  }

  async #played(args: readonly string[], trouble: string): Promise<Outcome> {
    this.#note(`run ${args.join(' ')} (${trouble})`);
    const before = await this.#database.truths();
    const scene = { stage: this.#stage, database: this.#database, random: this.#random, args };
    const play = TROUBLES[trouble]?.play;
    if (play === undefined) throw new Error(`no trouble ${trouble}`);
    const outcome = await play(scene, this.#random.pick(this.#database.tables));
    const asked: Asked = { args, trouble };
    const problems = await this.#knowledge.problems(outcome, [before, ...(outcome.meanwhile ?? [])], asked);
    this.#count(trouble, outcome);
    if (problems.length > 0) throw new Error(this.#report(outcome, problems));
    return outcome;
  }

  /** At the end, in peace: everything is as it is there, and a run that finds nothing new changes nothing. */
  async #settle(): Promise<void> {
    for (const table of this.#database.tables) table.wanted = true;
    await this.#configure();
    await this.#played(['--allow-deletes'], 'none');
    await this.#played(['--full', '--allow-deletes'], 'none');
    for (const args of [[], ['--full']]) {
      const { record } = await this.#played(args, 'none');
      const moved = record?.tables.filter((t) => t.inserted + t.updated + t.deleted > 0) ?? [];
      if (moved.length > 0) throw new Error([...this.#log, `changed without a change: ${JSON.stringify(moved)}`].join('\n'));
    }
  }

  #count(trouble: string, { record, ran }: Outcome): void {
    const add = (name: string, good: boolean): void => {
      const { tried, done } = this.#stage.tally.get(name) ?? { tried: 0, done: 0 };
      this.#stage.tally.set(name, { tried: tried + 1, done: done + (good ? 1 : 0) });
    };
    for (const [, what] of ran.stderr.matchAll(/(resumed|could not resume) the interrupted full sync \(/g))
      add('interrupted full syncs resumed', what === 'resumed');
    // A kill's good end is one that came too early for a record.
    const good = trouble === 'SIGKILL' ? ran.signal !== null : record?.tables.some((t) => t.status === 'succeeded') === true;
    add(`run: ${trouble}`, good);
  }

  #report({ record, ran }: Outcome, problems: readonly string[]): string {
    const tables = record?.tables.map((t) => [t.table, t.name, t.status, t.mode, t.error]);
    const listed = problems.length > 20 ? [...problems.slice(0, 12), '…', ...problems.slice(-8)] : problems;
    return [
      ...this.#log,
      this.#stage.project.text,
      JSON.stringify(tables),
      `${problems.length} problems:`,
      ...listed.map((p) => p.slice(0, 900)),
      ran.stderr.slice(-2500),
    ].join('\n');
  }

  #note(text: string): void {
    this.#log.push(`${this.#step}: ${text}`);
  }
}

function drawTable(random: Random, name: string): HistoryTable {
  const keyless = random.chance(0.12);
  const partitioned = !keyless && random.chance(0.2);
  const key = keyless ? [] : random.chance(0.2) ? ['id', 'region'] : ['id'];
  return { name, touches: random.chance(0.55), keyless, partitioned, key, options: {}, wanted: true };
}
