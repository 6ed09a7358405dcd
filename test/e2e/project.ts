import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../scripts/bundle.ts';
import type { ErrorReport } from '../../src/model/errors.ts';
import type { RunRecord } from '../../src/model/record.ts';
import type { Manifest } from '../../src/publish/manifest-schema.ts';
import { builtDist } from '../support/dist.ts';
import type { TestPostgres } from '../support/postgres.ts';

/** The password of every test: what is special to a shell, a URL, JSON, YAML and SQL is in it. */
export const PASSWORD = `pä/ss "w:ö'rd" 100%\\n#{x}`;

/** How a program ended and what it printed. */
export interface Ran {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `sync --json` prints. */
export type Printed = Manifest & Pick<RunRecord, 'output' | 'state' | 'sources' | 'notices' | 'error'>;

/** What is printed instead where nothing could be begun. */
export interface PrintedError {
  readonly error: ErrorReport;
  readonly problems: readonly ErrorReport[];
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Resolves when stderr matches; rejects where the program ends without. */
  saw(pattern: RegExp): Promise<void>;
  stderr(): string;
}

/** A user's directory with a highwater.yml, and the program as its users run it: a process of its own that knows dist/ alone. */
export class Project {
  readonly directory: string;
  readonly #cli: string;
  readonly #home: string;
  readonly #node: string;
  #text = '';
  env: Record<string, string>;

  private constructor(directory: string, home: string, cli: string, node: string) {
    this.directory = directory;
    this.#cli = cli;
    this.#node = node;
    this.#home = home;
    this.env = { PGPASSWORD: PASSWORD };
  }

  /** `dist`: another than what the present sources build. `node`: another than the one that runs the tests. */
  static async create(dist?: string, node = process.execPath): Promise<Project> {
    const cli = join(dist ?? (await builtDist()), 'cli.js');
    const [directory, home] = await Promise.all(
      ['project ', 'home-'].map((name) => mkdtemp(join(tmpdir(), `highwater-${name}`))),
    );
    return new Project(directory ?? '', home ?? '', cli, node);
  }

  get state(): string {
    return this.path('.highwater');
  }

  path(...parts: readonly string[]): string {
    return join(this.directory, ...parts);
  }

  get output(): string {
    return this.path('highwater-output');
  }

  get database(): string {
    return join(this.output, 'warehouse.duckdb');
  }

  async write(text: string): Promise<void> {
    this.#text = text;
    await writeFile(this.path('highwater.yml'), text);
  }

  /** Of highwater.yml. */
  get text(): string {
    return this.#text;
  }

  /** The usual configuration: one source `db`. `tables` and `run` as YAML flow or indented by six. */
  async configure(
    server: TestPostgres,
    database: string,
    tables: string,
    more: { run?: string; source?: string } = {},
  ): Promise<void> {
    await this.write(`version: 1
sources:
  db:
    type: postgres
    host: ${server.host}
    port: ${server.port}
    database: ${database}
    auth: { flow: password, user: reader, password: "\${PGPASSWORD}" }
${more.source ?? ''}    tables: ${tables}
run: ${more.run ?? '{}'}
`);
  }

  async run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
    return this.start(args, env).ended;
  }

  start(args: readonly string[], env: Record<string, string> = {}): Running {
    return this.#launch(this.#node, [this.#cli, ...args], env);
  }

  /** Runs a shell script, for which `$HIGHWATER` is the program, with the rights to mount what it alone sees. */
  async script(text: string): Promise<Ran> {
    const program = `"${process.execPath}" "${this.#cli}"`;
    const root = process.getuid?.() === 0 ? [] : ['-r'];
    return this.#launch('unshare', ['-m', ...root, 'sh', '-euc', text.replaceAll('$HIGHWATER', program)], {}).ended;
  }

  #launch(program: string, args: readonly string[], env: Record<string, string>): Running {
    const child = spawn(program, args, {
      cwd: this.directory,
      // The native library comes from the repository's node_modules, so that no test waits for a registry.
      env: { PATH: process.env.PATH ?? '', HOME: this.#home, HIGHWATER_NATIVE_DIR: ROOT, ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return follow(child, (ran) => this.#keepSecrets(ran));
  }

  /** `sync --json` that must print its one document, whatever became of it. */
  async sync(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran & { readonly record: Printed }> {
    const ran = await this.run(['sync', '--json', ...args], env);
    const record = JSON.parse(ran.stdout) as Printed;
    if (record.run === undefined) throw new Error(`nothing was begun: ${ran.stdout}${ran.stderr}`);
    return { ...ran, record };
  }

  /** A sync that must succeed. */
  async succeed(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Printed> {
    const { exitCode, record, stderr } = await this.sync(args, env);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
    return record;
  }

  #keepSecrets(ran: Ran): void {
    for (const [where, text] of [['stdout', ran.stdout], ['stderr', ran.stderr], ...this.#written()] as const) {
      for (const form of secretForms(this.env)) {
        if (text.includes(form)) throw new Error(`a secret stands in ${where}: ${form}`);
      }
    }
  }

  /** The small files of the artifact, in which an error's words may stand. */
  #written(): (readonly [string, string])[] {
    return ['manifest.json', 'report.html'].flatMap((name) => {
      const file = join(this.output, name);
      try {
        return [[name, readFileSync(file, 'utf8')] as const];
      } catch {
        return [];
      }
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.directory, this.#home].map((path) => rm(path, { recursive: true, force: true })));
  }
}

/** Every spelling in which a secret may slip out. Everything in a project's environment counts as one. */
export function secretForms(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env)
    .filter(([name]) => /PASSWORD|KEY|SECRET/.test(name))
    .flatMap(([, secret]) => [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(secret).replaceAll('%20', '+'),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
    ]);
}

function follow(child: ChildProcess, check: (ran: Ran) => void): Running {
  let [stdout, stderr, over] = ['', '', false];
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject).on('close', (exitCode, signal) => {
      over = true;
      const ran = { exitCode, signal, stdout, stderr };
      try {
        check(ran);
        resolve(ran);
      } catch (error) {
        reject(error);
      }
    });
  });
  const saw = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(stderr)) {
      if (over) throw new Error(`the program ended without ${pattern}:\n${stderr}`);
      await wait(2);
    }
  };
  return { process: child, ended, saw, stderr: () => stderr };
}

export function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}
