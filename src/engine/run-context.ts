import type { LoadedConfig } from '../config/config.ts';
import { HighwaterError, InterruptedError } from '../model/errors.ts';
import { inStage } from '../model/in-stage.ts';
import type { HistoryEntry, Observer } from '../model/record.ts';
import type { StageName } from '../model/stages.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import type { Vaults } from '../state/seal/token-vault.ts';
import type { StateStore } from '../state/store.ts';

/** What the app gives every command. */
export interface Deps {
  /** Where the working copy of the state, staging files and spilled memory go; on a disk with room for twice the state. */
  readonly workDirectory: string;
  /** Aborted by a signal from outside. */
  readonly signal: AbortSignal;
  readonly observe: Observer;
  /** Keeps a secret out of every output from now on. */
  mask(secret: string): void;
  /** Hides what was masked so far, for texts that go to files. */
  redact(text: string): string;
  now(): Date;
  /** Where sources keep secrets for the next run; null where there is no key to seal them with. */
  readonly vaults: Vaults | null;
  readonly idToken?: (audience: string) => Promise<string>;
  /** Where jobs agree on the ranges of tables that they share: the lake, or the place of all their states. Absent: there is none. */
  readonly divisions?: ObjectStore;
  /** Highwater's own version. */
  readonly version: string;
}

export interface RunDeps extends Deps {
  readonly store: StateStore;
  /** Where tables are published as Delta tables (`output.publish`). */
  readonly lake?: ObjectStore;
  /** What tells this state from others in one place (`state-name`). */
  readonly stateName?: string;
  /** True where the store keeps the state encrypted; for the record. */
  readonly encrypted: boolean;
  /** docs/troubleshooting.md of this very version, for links from report.html; none where it has no address. */
  readonly troubleshootingUrl?: string;
  /** Receives the earlier runs as the state knows them, for the step summary. */
  history?(entries: readonly HistoryEntry[]): void;
}

export interface SyncRequest {
  readonly config: LoadedConfig;
  readonly mode: 'full' | 'incremental';
  /** True where nobody asked for one of the two: then a table whose last full sync is older than its `full_sync_every` is read in full. */
  readonly auto?: boolean;
  /** Why this mode, for people: "the workflow's cron is the full sync's", "--full". */
  readonly why: string;
  /** `source.table` globs; empty: all. */
  readonly tables: readonly string[];
  /** Overrides the configuration's directory. */
  readonly output: string | null;
  readonly onUnreadableState: 'fail' | 'full';
  /** This run may delete more than `max_delete_fraction`. */
  readonly allowDeletes: boolean;
  /** What the app wants the user to read in the log and the report, the configuration's warnings above all. */
  readonly notices?: readonly string[];
}

/** One run while it works: its identity, its clock, its notices and how long each stage took. */
export class Run {
  readonly request: SyncRequest;
  readonly deps: RunDeps;
  readonly startedAt: Date;
  readonly id: string;
  readonly notices: string[] = [];
  readonly stages: { name: StageName; startedAt: string; seconds: number }[] = [];

  constructor(request: SyncRequest, deps: RunDeps) {
    this.request = request;
    this.deps = deps;
    this.startedAt = deps.now();
    this.id = `${this.startedAt.toISOString().replaceAll(/[-:]/g, '').replace('.', '-')}-${process.pid.toString(36)}`;
    for (const message of request.notices ?? []) this.notice(message);
  }

  get config(): LoadedConfig {
    return this.request.config;
  }

  get outputDirectory(): string {
    return this.request.output ?? this.config.output.directory;
  }

  /** A notice that the user should act on. */
  warn(message: string): void {
    this.notices.push(message);
    this.deps.observe({ type: 'notice', message, warning: true });
  }

  notice(message: string, source?: string): void {
    this.notices.push(source === undefined ? message : `${source}: ${message}`);
    this.deps.observe({ type: 'notice', message, ...(source === undefined ? {} : { source }) });
  }

  /** Runs one stage of the story: says so in the log, names it in every error, and measures it. */
  async stage<T>(name: StageName, detail: string, work: () => Promise<T>): Promise<T> {
    const startedAt = this.deps.now();
    this.deps.observe({ type: 'stage', stage: name, detail });
    // At once: two stages may overlap, and the one that began first comes first.
    const entry = { name, startedAt: startedAt.toISOString(), seconds: 0 };
    this.stages.push(entry);
    try {
      return await inStage(name, work);
    } finally {
      entry.seconds = (this.deps.now().getTime() - startedAt.getTime()) / 1000;
    }
  }
}

export interface Stop {
  /** Aborted by the user or the runner, or when the run's time is up. */
  readonly signal: AbortSignal;
  /** True where somebody outside stopped the run: then there are seconds left, not minutes. */
  readonly byUser: () => boolean;
  clear(): void;
}

// setTimeout takes no more than this many milliseconds (24.8 days).
const LONGEST = 2 ** 31 - 1;

/** Joins the outside's signal with `run.timeout`. */
export function stopSignal(outside: AbortSignal, timeoutSeconds: number): Stop {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(timeReached(timeoutSeconds)), Math.min(timeoutSeconds * 1000, LONGEST));
  timer.unref();
  const forward = () =>
    own.abort(outside.reason instanceof HighwaterError ? outside.reason : new InterruptedError('it was told to stop'));
  if (outside.aborted) forward();
  else outside.addEventListener('abort', forward, { once: true });
  return {
    signal: own.signal,
    byUser: () => outside.aborted,
    clear: () => {
      clearTimeout(timer);
      outside.removeEventListener('abort', forward);
    },
  };
}

function timeReached(seconds: number): HighwaterError {
  return new HighwaterError(
    'TIMEOUT_REACHED',
    `The run stopped reading after ${seconds} seconds (run.timeout).`,
    "What is committed is kept; the next run continues from there. Raise run.timeout (below the job's own timeout-minutes) or sync fewer tables.",
  );
}
