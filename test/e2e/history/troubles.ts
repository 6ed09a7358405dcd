import { setTimeout as wait } from 'node:timers/promises';
import type { FaultProxy } from '../../servers/fault-proxy.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import type { Random } from '../../support/random.ts';
import type { Printed, PrintedError, Project, Ran, Running } from '../project.ts';
import { quoted } from '../truth.ts';
import type { HistoryDatabase, Tally, Truths } from './database.ts';
import { type HistoryTable, valueColumns } from './table.ts';

/** What a history is played on. */
export interface Stage {
  /** Another one after a restart. */
  server: TestPostgres;
  readonly proxy: FaultProxy;
  readonly project: Project;
  readonly tally: Tally;
  restart(): Promise<void>;
}

/** How a run ended. */
export interface Outcome {
  readonly ran: Ran;
  readonly record: Printed | null;
  /** Instead of a record, where nothing could be begun. */
  readonly error: PrintedError | null;
  /** A column that could not be read meanwhile. */
  readonly hidden?: { readonly table: string; readonly column: string };
  /** What the source held while it ran, after each change of it. */
  readonly meanwhile?: readonly Truths[];
  /** Another run ended well just before it. */
  readonly second?: boolean;
}

export interface Scene {
  readonly stage: Stage;
  readonly database: HistoryDatabase;
  readonly random: Random;
  readonly args: readonly string[];
}

type Trouble = (scene: Scene, table: HistoryTable) => Promise<Outcome>;

export function outcomeOf(ran: Ran): Outcome {
  let printed: Printed | PrintedError | null = null;
  try {
    printed = JSON.parse(ran.stdout) as Printed | PrintedError;
  } catch {
    // It was killed before it could print.
  }
  if (printed === null) return { ran, record: null, error: null };
  return 'run' in printed ? { ran, record: printed, error: null } : { ran, record: null, error: printed };
}

function start({ stage, args }: Scene): Running {
  return stage.project.start(['sync', '--json', '--verbose', ...args]);
}

/** Waits for some time, or for the run's end. */
async function within(running: Running, milliseconds: number): Promise<void> {
  await Promise.race([wait(milliseconds), running.ended]);
}

/** Does something to the server while the run goes on. */
const meanwhile =
  (earliest: number, act: (scene: Scene) => Promise<unknown>): Trouble =>
  async (scene) => {
    const running = start(scene);
    await within(running, scene.random.int(earliest, 900));
    await act(scene);
    return outcomeOf(await running.ended);
  };

const none: Trouble = async (scene) => outcomeOf(await start(scene).ended);

/** The connection breaks in the middle of a COPY. */
const cut: Trouble = async (scene, table) => {
  scene.stage.proxy.cutNextCopy();
  const outcome = await none(scene, table);
  scene.stage.proxy.reset();
  return outcome;
};

const terminate = meanwhile(100, async ({ stage }) =>
  stage.server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'highwater'"),
);

const restart = meanwhile(0, async ({ stage, database }) => {
  await database.letGo('ROLLBACK');
  await stage.restart();
  database.server = stage.server;
});

const revoke: Trouble = async (scene, table) => {
  await scene.database.query(`REVOKE SELECT ON ${table.name} FROM reader`);
  const outcome = await none(scene, table);
  await scene.database.query(`GRANT SELECT ON ${table.name} TO reader`);
  return outcome;
};

/** One column may not be read. */
const hide: Trouble = async (scene, table) => {
  const columns = await scene.database.columns(table);
  const [column] = scene.random.some(valueColumns(table, columns), 1);
  if (column === undefined) return none(scene, table);
  const shown = columns.filter((c) => c !== column && c.name !== column.name).map((c) => quoted(c.name));
  await scene.database.query(
    `REVOKE SELECT ON ${table.name} FROM reader; GRANT SELECT (${shown.join(', ')}, xmin) ON ${table.name} TO reader`,
  );
  const outcome = await none(scene, table);
  await scene.database.query(
    `REVOKE SELECT (${shown.join(', ')}, xmin) ON ${table.name} FROM reader; GRANT SELECT ON ${table.name} TO reader`,
  );
  return { ...outcome, hidden: { table: table.name, column: column.name } };
};

/** Another session alters the table, or all its rows, and holds the lock that keeps readers out. */
const locked: Trouble = async (scene, { name }) => {
  const { database, random } = scene;
  const blocker = await scene.stage.server.connect({ database: database.name });
  await blocker.query(`SET lock_timeout = '200ms'; BEGIN; LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`).catch(() => null);
  const statements = [
    `ALTER TABLE ${name} ADD late int DEFAULT 5`,
    `UPDATE ${name} SET stage = 'won', touched = now(), touched_at = now()`,
    `ALTER TABLE ${name} DROP IF EXISTS late`,
  ];
  await blocker.query(random.pick(statements)).catch(() => null);
  const running = start(scene);
  await within(running, random.int(300, 900));
  await blocker.query(random.pick(['COMMIT', 'ROLLBACK']));
  await blocker.end();
  const outcome = outcomeOf(await running.ended);
  return { ...outcome, meanwhile: [await database.truths()] };
};

/** Edits of all kinds while a COPY stands still. */
const changes: Trouble = async (scene) => {
  const { proxy } = scene.stage;
  const { reached, release } = proxy.stallNextCopy();
  const running = start(scene);
  await Promise.race([reached, running.ended]);
  const truths: Truths[] = [];
  for (let i = 0; i < 3; i++) {
    await scene.database.change();
    truths.push(await scene.database.truths());
  }
  release();
  const outcome = outcomeOf(await running.ended);
  proxy.reset();
  return { ...outcome, meanwhile: truths };
};

const MOMENTS = [/^/, /^/, /^restore: /m, /^describe: /m, /^plan: /m, /^read: /m, /: load/, /✓ /, /^publish: /m, /^save: /m];

/** A signal at any moment, or just after the run said something. */
const signalled =
  (signal: NodeJS.Signals): Trouble =>
  async (scene) => {
    const { random } = scene;
    const running = start(scene);
    const moment = random.pick(MOMENTS);
    await running.saw(moment).catch(() => undefined);
    await within(running, random.int(0, moment.source === '^' ? 900 : 60));
    running.process.kill(signal);
    return outcomeOf(await running.ended);
  };

/** A signal while a COPY stands still and the others go on: what was read of a full sync is gone on with by the next one. */
const stalled: Trouble = async (scene) => {
  const { proxy } = scene.stage;
  const { reached } = proxy.stallNextCopy(scene.random.int(0, 6));
  const running = start(scene);
  await Promise.race([reached, running.ended]);
  await within(running, 200);
  running.process.kill(scene.random.pick(['SIGTERM', 'SIGTERM', 'SIGKILL']));
  const outcome = outcomeOf(await running.ended);
  proxy.reset();
  return outcome;
};

const twice: Trouble = async (scene) => {
  const first = start(scene);
  await within(first, scene.random.int(0, 400));
  const second = start(scene);
  const outcomes = [outcomeOf(await first.ended), outcomeOf(await second.ended)];
  const begun = outcomes.filter((o) => o.error?.error.code !== 'RUN_IN_PROGRESS');
  const last = begun.at(-1);
  if (last === undefined) throw new Error('each of two runs was refused');
  return { ...last, second: begun.length === 2 };
};

/** What can befall a run, each by its weight, and the errors that may follow from it. */
export const TROUBLES: Readonly<Record<string, { weight: number; play: Trouble; may?: readonly string[] }>> = {
  none: { weight: 8, play: none },
  changes: { weight: 2, play: changes, may: ['SCHEMA_CHANGED', 'TABLE_NOT_FOUND', 'COLUMN_NOT_FOUND'] },
  cut: { weight: 1, play: cut },
  terminate: { weight: 1, play: terminate, may: ['SOURCE_UNREACHABLE', 'READ_CANCELLED', 'SOURCE_FAILED'] },
  restart: { weight: 1, play: restart, may: ['SOURCE_UNREACHABLE', 'READ_CANCELLED', 'SOURCE_FAILED'] },
  revoke: { weight: 1, play: revoke, may: ['TABLE_NOT_READABLE'] },
  hide: { weight: 1, play: hide, may: ['COLUMN_NOT_FOUND'] },
  locked: { weight: 1, play: locked, may: ['SCHEMA_CHANGED'] },
  SIGTERM: { weight: 1, play: signalled('SIGTERM'), may: ['INTERRUPTED'] },
  SIGINT: { weight: 1, play: signalled('SIGINT'), may: ['INTERRUPTED'] },
  SIGKILL: { weight: 3, play: signalled('SIGKILL') },
  stalled: { weight: 3, play: stalled, may: ['INTERRUPTED'] },
  twice: { weight: 1, play: twice },
};

export function drawTrouble(random: Random): string {
  return random.pick(Object.entries(TROUBLES).flatMap(([name, { weight }]) => Array.from({ length: weight }, () => name)));
}
