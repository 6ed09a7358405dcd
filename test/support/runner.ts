import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/bundle.ts';
import { builtDist } from './dist.ts';
import { type Annotation, LogReader, readCommandFile } from './runner-log.ts';

const SUMMARY_BYTES = 1024 * 1024;

export interface RunnerOptions {
  /** Where the native library is kept between jobs; a new, empty one unless given. */
  readonly toolCache?: string;
  /** The environment of every step: the cache's variables, the job's `env:`. */
  readonly env?: Readonly<Record<string, string>>;
  /** The Node.js that runs the action; by default the one that runs the tests. */
  readonly node?: string;
  readonly repository?: { readonly private: boolean; readonly default_branch?: string };
}

export interface StepOptions {
  /** `with:` of the step. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** `env:` of the step. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of the event's payload, e.g. `{ schedule: '0 2 * * *' }`. */
  readonly event?: Readonly<Record<string, unknown>>;
  readonly runId?: string;
  readonly attempt?: string;
}

/** What a step leaves, as the runner would show it. */
export interface StepResult {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  /** Null where it was none, or too long for GitHub. */
  readonly summary: string | null;
  readonly annotations: readonly Annotation[];
  /** Masked, without commands. */
  readonly log: string;
  /** Every byte that the step wrote to stdout and stderr; masks are commands in it. */
  readonly raw: string;
  /** For the post step. */
  readonly state: Readonly<Record<string, string>>;
  readonly options: StepOptions;
}

export interface RunningStep {
  readonly process: ChildProcess;
  /** Resolves when the log so far matches. */
  saw(pattern: RegExp): Promise<void>;
  /** As the runner cancels a job: SIGINT, 7.5 seconds later SIGTERM, 2.5 seconds later the end. */
  cancel(): Promise<void>;
  readonly result: Promise<StepResult>;
}

export interface Runner {
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  start(options?: StepOptions): Promise<RunningStep>;
  main(options?: StepOptions): Promise<StepResult>;
  /** The post step of a main step. */
  post(main: StepResult): Promise<StepResult>;
  close(): Promise<void>;
}

/**
 * A runner as far as a JavaScript action sees it. The action's folder holds action.yml and dist/ and nothing else, as far from this
 * repository's node_modules as /tmp is. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export async function createRunner(options: RunnerOptions = {}): Promise<Runner> {
  const home = await mkdtemp(join(tmpdir(), 'highwater-runner-'));
  const at = (name: string): string => join(home, name);
  for (const name of ['action', 'workspace', 'temp', 'tools', 'home', 'files']) await mkdir(at(name));
  await cp(await builtDist(), join(at('action'), 'dist'), { recursive: true });
  await cp(join(ROOT, 'action.yml'), join(at('action'), 'action.yml'));
  const action = parse(await readFile(join(at('action'), 'action.yml'), 'utf8')) as ActionFile;
  const toolCache = options.toolCache ?? at('tools');
  let steps = 0;

  const launch = async (
    script: 'main' | 'post',
    step: StepOptions,
    state: Readonly<Record<string, string>>,
  ): Promise<RunningStep> => {
    const number = ++steps;
    const files = await commandFiles(join(at('files'), String(number)));
    const event = join(at('files'), `event-${number}.json`);
    await writeFile(
      event,
      JSON.stringify({ repository: { private: true, default_branch: 'main', ...options.repository }, ...step.event }),
    );
    const env = {
      ...runnerEnvironment(at, toolCache, step),
      ...files,
      GITHUB_EVENT_PATH: event,
      ...inputVariables(action, step.inputs ?? {}),
      ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
      ...options.env,
      ...step.env,
    };
    const child = spawn(options.node ?? process.execPath, [join(at('action'), action.runs[script])], {
      cwd: at('workspace'),
      env,
    });
    return follow(child, files, step);
  };
  return {
    workspace: at('workspace'),
    temp: at('temp'),
    toolCache,
    start: (step = {}) => launch('main', step, {}),
    main: async (step = {}) => (await launch('main', step, {})).result,
    post: async (main) => (await launch('post', main.options, main.state)).result,
    close: () => rm(home, { recursive: true, force: true }),
  };
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly main: string; readonly post: string };
}

/** Every declared input has its variable; an undeclared one is only warned of, and passed on all the same. */
function inputVariables(action: ActionFile, given: Readonly<Record<string, string>>): Record<string, string> {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''] as const);
  const values = new Map([...defaults, ...Object.entries(given)]);
  return Object.fromEntries([...values].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]));
}

function runnerEnvironment(at: (name: string) => string, toolCache: string, step: StepOptions): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: at('home'),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: at('workspace'),
    GITHUB_REPOSITORY: 'acme/data',
    GITHUB_ACTION_REPOSITORY: 'acme/highwater',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: '0123456789012345678901234567890123456789',
    GITHUB_RUN_ID: step.runId ?? '1',
    GITHUB_RUN_ATTEMPT: step.attempt ?? '1',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: at('temp'),
    RUNNER_TOOL_CACHE: toolCache,
    // The machine's own way to its registry; the tests' HOME is empty.
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) =>
        /^(npm_config_(userconfig|cache|registry)|https?_proxy|node_extra_ca_certs)$/i.test(name),
      ),
    ),
  } as Record<string, string>;
}

async function commandFiles(prefix: string): Promise<Record<(typeof COMMAND_FILES)[number], string>> {
  const entries = COMMAND_FILES.map((name) => [name, `${prefix}-${name.toLowerCase()}`] as const);
  await mkdir(dirname(prefix), { recursive: true });
  for (const [, path] of entries) await writeFile(path, '');
  return Object.fromEntries(entries) as Record<(typeof COMMAND_FILES)[number], string>;
}

const COMMAND_FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'] as const;

function follow(child: ChildProcess, files: Record<(typeof COMMAND_FILES)[number], string>, options: StepOptions): RunningStep {
  const log = new LogReader();
  let raw = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      raw += chunk;
      log.read(chunk);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const result = ended.then(async (exitCode): Promise<StepResult> => {
    log.end();
    const summary =
      (await stat(files.GITHUB_STEP_SUMMARY)).size > SUMMARY_BYTES ? null : await readFile(files.GITHUB_STEP_SUMMARY, 'utf8');
    return {
      exitCode,
      outputs: readCommandFile(await readFile(files.GITHUB_OUTPUT, 'utf8')),
      summary: summary === null ? null : log.mask(summary) || null,
      annotations: log.annotations,
      log: log.lines.join('\n'),
      raw,
      state: readCommandFile(await readFile(files.GITHUB_STATE, 'utf8')),
      options,
    };
  });
  const saw = async (pattern: RegExp): Promise<void> => {
    const running = { value: true };
    void ended.then(() => {
      running.value = false;
    });
    while (!pattern.test(log.lines.join('\n'))) {
      if (!running.value) throw new Error(`the step ended without ${pattern}:\n${raw}`);
      await wait(20);
    }
  };
  const cancel = async (): Promise<void> => {
    for (const [signal, milliseconds] of [
      ['SIGINT', 7_500],
      ['SIGTERM', 2_500],
      ['SIGKILL', 0],
    ] as const) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await Promise.race([ended, wait(milliseconds, undefined, { ref: false })]);
    }
  };
  return { process: child, saw, cancel, result };
}
