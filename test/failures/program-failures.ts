import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '../e2e/project.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { type Failure, ofTerminal, syncing, type Told } from './told.ts';

/** One server, and one directory a case in which db.deals is synced without a fault. */
export interface World {
  readonly server: TestPostgres;
  readonly project: Project;
}

/** A sync of a changed configuration. */
const changed =
  (from: string | RegExp, to: string) =>
  async ({ project }: World): Promise<Told[]> => {
    await project.write(project.text.replace(from, to));
    return syncing(project);
  };

/** What a command prints on a terminal. */
const printed =
  (args: (world: World) => readonly string[], env: Record<string, string> = {}) =>
  async (world: World): Promise<Told[]> =>
    ofTerminal((await world.project.run(args(world), env)).stderr);

const synced =
  (then: (world: World) => Promise<Told[]>) =>
  async (world: World): Promise<Told[]> => {
    await world.project.succeed();
    return then(world);
  };

/** Of a table whose only row takes a minute. */
async function interrupted({ project }: World): Promise<Told[]> {
  await project.write(project.text.replace(/tables: .*/, 'tables: { slow: {} }'));
  const running = project.start(['sync', '--verbose']);
  await running.saw(/slow/);
  running.process.kill('SIGINT');
  return ofTerminal((await running.ended).stderr.replaceAll(/^✗ \S+\.slow /gm, '✗ '));
}

async function editedHeader({ project }: World): Promise<Told[]> {
  const file = join(project.state, 'state.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/"format": \d+/, '"format": 99'));
  return syncing(project);
}

async function damagedHeader({ project }: World): Promise<Told[]> {
  await writeFile(join(project.state, 'state.json'), '{');
  return syncing(project);
}

/** What the SQL box shows; the page needs no code. */
async function asked({ project }: World): Promise<Told[]> {
  const browsing = project.start(['browse']);
  await browsing.saw(/Ctrl-C/);
  const url = /http:\S+/.exec(browsing.stderr())?.[0] ?? '';
  const page = await (await fetch(`${url}sql?q=${encodeURIComponent("COPY db.deals TO '/tmp/deals.csv'")}`)).text();
  browsing.process.kill('SIGINT');
  await browsing.ended;
  const [, message = '', hint = ''] = /role="alert"><p>([\s\S]*?)<\/p><p[^>]*>([\s\S]*?)<\/p>/.exec(page) ?? [];
  return [{ code: 'QUERY_FAILED', message, hint }];
}

export const PROGRAM_FAILURES: readonly Failure<World>[] = [
  {
    code: 'CONFIG_INVALID',
    beforeRun: true,
    how: 'a misspelt option',
    provoke: changed('cursor:', 'cusor:'),
    says: [/sources\.db\.tables\.deals\.cusor/, /Did you mean `cursor`\?/],
    advises: [/Known here: .*cursor/],
  },
  {
    code: 'CONFIG_NOT_FOUND',
    beforeRun: true,
    how: 'a file that is not there',
    provoke: printed(() => ['sync', '--config', 'nowhere.yml']),
    says: [/nowhere\.yml does not exist/],
    advises: [/--config|highwater init/],
  },
  {
    code: 'INPUT_INVALID',
    beforeRun: true,
    how: 'a table without its source',
    provoke: printed(() => ['sync', '--tables', 'deals']),
    says: [/--tables/, /\bdeals\b/, /source\.table/],
    advises: [/\*\.deals/],
  },
  {
    code: 'SAME_NAME',
    beforeRun: true,
    how: 'two tables of one name in DuckDB',
    provoke: changed(/tables: .*/, 'tables: { audit.events: {}, audit_events: {} }'),
    says: [/audit\.events/, /audit_events/],
    advises: [/`as/],
  },
  {
    code: 'NATIVE_INSTALL_FAILED',
    beforeRun: true,
    how: 'a directory that does not hold the native library',
    provoke: printed(() => ['sync'], { HIGHWATER_NATIVE_DIR: '/nowhere' }),
    says: [/HIGHWATER_NATIVE_DIR/, /\/nowhere/],
    advises: [/npm|HIGHWATER_NATIVE_DIR/],
  },
  {
    code: 'TIMEOUT_REACHED',
    how: 'a run that takes longer than it may',
    provoke: changed(/tables: [\s\S]*/, 'tables: { slow: {} }\nrun: { timeout: 2s }\n'),
    says: [/2 seconds/, /run\.timeout/],
    advises: [/next run/],
  },
  { code: 'INTERRUPTED', how: 'Ctrl-C', provoke: interrupted, says: [/SIGINT|stopped/], advises: [/next run/] },
  {
    code: 'OUTPUT_NOT_WRITABLE',
    how: 'a file in the place of the output directory',
    provoke: async ({ project }) => {
      await writeFile(project.output, '');
      return syncing(project);
    },
    says: [/highwater-output/],
    advises: [/output|directory/],
  },
  {
    code: 'STATE_WRONG_KEY',
    how: 'a key for a state that has none',
    provoke: synced(({ project }) => {
      project.env = { ...project.env, HIGHWATER_STATE_ENCRYPTION_KEY: 'a KEY that came later' };
      return syncing(project);
    }),
    says: [/\.highwater/, /isn't encrypted/],
    advises: [/key/],
  },
  {
    code: 'STATE_UNREADABLE',
    how: 'a header that was cut off',
    provoke: synced(damagedHeader),
    says: [/\.highwater/, /can't be read/],
    advises: [/on-unreadable-state/],
  },
  {
    code: 'STATE_NEWER_FORMAT',
    how: 'a state of a newer version',
    provoke: synced(editedHeader),
    says: [/\.highwater/, /newer version/],
    advises: [/version/],
  },
  {
    code: 'STATE_UNREACHABLE',
    how: 'a file in the place of the directory',
    provoke: printed(() => ['sync', '--state', 'highwater.yml']),
    says: [/highwater\.yml/],
    advises: [/--state|directory/],
  },
  {
    code: 'VERIFY_NOT_POSSIBLE',
    how: 'verify before the first sync',
    provoke: printed(() => ['verify', '--state', 'nothing-here']),
    says: [/nothing to verify/, /nothing-here/],
    advises: [/highwater sync/],
  },
  {
    code: 'ARTIFACT_NOT_FOUND',
    beforeRun: true,
    how: 'browsing an empty directory',
    provoke: printed(() => ['browse', '.']),
    says: [/neither warehouse\.duckdb nor Parquet/],
    advises: [/highwater-output|artifact/],
  },
  {
    code: 'PORT_IN_USE',
    beforeRun: true,
    how: 'browsing on a port of another program',
    provoke: synced(printed(({ server }) => ['browse', '--port', String(server.port)])),
    says: [/Port \d+/],
    advises: [/--port/],
  },
  {
    code: 'QUERY_FAILED',
    beforeRun: true,
    how: 'a statement that would write',
    provoke: synced(asked),
    says: [/This was not run/, /deals\.csv/],
    advises: [/one SELECT/],
  },
  {
    code: 'GITHUB_CLI_FAILED',
    beforeRun: true,
    how: 'a machine without gh',
    provoke: printed(() => ['auth', 'salesforce', '--url', 'http://127.0.0.1:9', '--client-id', 'consumer-key'], {
      PATH: '/nowhere',
    }),
    says: [/gh/, /not found/],
    advises: [/cli\.github\.com/, /--print/],
  },
];
