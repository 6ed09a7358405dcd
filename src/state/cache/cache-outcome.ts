import { StringDecoder } from 'node:string_decoder';
import type { HighwaterError } from '../../model/errors.ts';
import { START_AFRESH, unreachable } from '../state-errors.ts';
import { RunnerProgramError } from './runner-programs.ts';

/*
 * @actions/cache answers `undefined` and -1 for everything that goes wrong; what it was stands only in the lines that it
 * logs through @actions/core. So its lines are read while it works. See docs/decisions/cache-outcomes.md.
 */

export interface ToolkitLine {
  readonly kind: 'debug' | 'info' | 'warning' | 'error' | 'stderr';
  readonly text: string;
}

/** The slice of a process's stdout or stderr that is used. */
interface LogStream {
  write: NodeJS.WriteStream['write'];
}

export interface LogStreams {
  readonly stdout: LogStream;
  readonly stderr: LogStream;
}

export type ToolkitOutcome<T> =
  | { readonly value: T; readonly thrown?: undefined; readonly lines: readonly ToolkitLine[] }
  | { readonly value?: undefined; readonly thrown: unknown; readonly lines: readonly ToolkitLine[] };

/**
 * Runs `call` and collects what is logged meanwhile. All of it passes on (masks above all) but for warnings and errors:
 * those would be annotations that contradict what Highwater itself says of the matter.
 */
export async function readingLog<T>(streams: LogStreams, call: () => Promise<T>): Promise<ToolkitOutcome<T>> {
  const lines: ToolkitLine[] = [];
  const restore = [
    tap(streams.stdout, (line) => {
      const parsed = parse(line);
      lines.push(parsed);
      return parsed.kind === 'debug' || parsed.kind === 'info';
    }),
    tap(streams.stderr, (text) => {
      lines.push({ kind: 'stderr', text });
      return true;
    }),
  ];
  try {
    return { value: await call(), lines };
  } catch (thrown) {
    return { thrown, lines };
  } finally {
    for (const undo of restore) undo();
  }
}

/** Hands every write to `see`; passes it on where that answers true. */
function tap(stream: LogStream, see: (text: string) => boolean): () => void {
  const original = stream.write;
  const decoder = new StringDecoder('utf8');
  const tapped = function (this: unknown, ...args: Parameters<LogStream['write']>): boolean {
    const [chunk] = args;
    const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
    if (see(text)) return original.apply(stream, args);
    const done = args.findLast((arg) => typeof arg === 'function') as (() => void) | undefined;
    done?.();
    return true;
  } as LogStream['write'];
  stream.write = tapped;
  return () => {
    // Another tap laid over this one takes itself away first; if it doesn't, leave it.
    if (stream.write === tapped) stream.write = original;
  };
}

/** One workflow command a write, as @actions/core does it: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
function parse(text: string): ToolkitLine {
  const match = /^::(debug|warning|error)(?: [^:]*)?::([\s\S]*?)\r?\n?$/.exec(text);
  if (match === null) return { kind: 'info', text: text.trimEnd() };
  const [, kind, data = ''] = match;
  return { kind: kind as 'debug' | 'warning' | 'error', text: plain(data) };
}

function plain(data: string): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** Why the Actions cache didn't do what was asked, for people. */
export interface Failure {
  readonly why: string;
  readonly hint: string;
  /** Worth another try at once; @actions/cache itself repeats only answers of 500 to 504. */
  readonly transient: boolean;
  /** The entry came, but can't be unpacked. */
  readonly damaged: boolean;
  readonly diskFull: boolean;
  /** The key is reserved, or has its entry already. */
  readonly taken: boolean;
  /** Nothing can be saved on this runner either. */
  readonly lacksProgram: boolean;
}

/** The state can't be reached for this reason. A full sync is no way out where its rows could not be saved. */
export function unreachableBy(where: string, { why, hint, lacksProgram }: Failure): HighwaterError {
  return unreachable(where, why, hint, undefined, lacksProgram ? '' : START_AFRESH);
}

export type LookupOutcome =
  | { readonly kind: 'found'; readonly key: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * What `restoreCache` meant. `none` needs proof: in protocol v2 the line that says so; in v1 (GitHub Enterprise Server), where nothing is
 * logged for it, the absence of any complaint. All else is a failure, so a toolkit with other words errs to the safe side.
 */
export function readLookup(outcome: ToolkitOutcome<string | undefined>): LookupOutcome {
  if (typeof outcome.value === 'string') return { kind: 'found', key: outcome.value };
  const complaint = complaintOf(outcome);
  const v1 = says(outcome.lines, /^Cache service version: v1/);
  const none = says(outcome.lines, /^Cache not found for version /);
  if (complaint === null && (none || v1)) return { kind: 'none' };
  return { kind: 'failed', failure: failureOf(outcome) };
}

/** What `saveCache` meant: null where it saved. */
export function readSave(outcome: ToolkitOutcome<number>): Failure | null {
  if (outcome.thrown === undefined && outcome.value !== undefined && outcome.value > 0) return null;
  const failure = failureOf(outcome);
  // The client repeats a request whose answer was lost under the same key, and then finds it taken: by itself.
  return failure.taken && says(outcome.lines, /^Attempt \d+ of \d+ failed/)
    ? { ...failure, why: `the transfer broke off (${complaintOf(outcome)})`, hint: NETWORK, transient: true }
    : failure;
}

/** The line that says most: what the reservation really failed of is logged for debugging only, and then taken for contention. */
function complaintOf(outcome: ToolkitOutcome<unknown>): string | null {
  if (outcome.thrown !== undefined) return outcome.thrown instanceof Error ? outcome.thrown.message : String(outcome.thrown);
  const full = outcome.lines.find((line) => line.kind === 'stderr' && /No space left on device/.test(line.text));
  const reservation = outcome.lines.findLast((line) => /^Failed to reserve cache: /.test(line.text));
  const policy = outcome.lines.findLast((line) => /the effective cache-mode/.test(line.text));
  const loud = outcome.lines.findLast((line) => line.kind === 'warning' || line.kind === 'error');
  return (full ?? reservation ?? policy ?? loud)?.text ?? null;
}

function says(lines: readonly ToolkitLine[], pattern: RegExp): boolean {
  return lines.some((line) => pattern.test(line.text));
}

const NETWORK =
  'Run the job again. On a self-hosted runner, check that it can reach the GitHub hosts (*.actions.githubusercontent.com, *.blob.core.windows.net).';
const READ_ONLY =
  'GitHub gives runs of pull_request_target, issue_comment and other events that outsiders can trigger a read-only cache token. Run the sync on schedule, push or workflow_dispatch, or set `state` to a directory.';

const INSTALL =
  'Install GNU tar and zstd before this step (Alpine: `apk add tar zstd`; Debian: `apt-get install tar zstd`), or set `state` to a directory.';

type Rule = readonly [pattern: RegExp, why: string, hint: string, flag?: 'transient' | 'damaged' | 'diskFull' | 'taken'];

const RULES: readonly Rule[] = [
  [/No space left on device/, 'the disk is full', 'Use a larger runner, or fewer tables or columns.', 'diskFull'],
  [/cache write denied:/, 'this run may read caches, but not write them', READ_ONLY],
  [/cache read denied:/, 'this run may not read caches', READ_ONLY],
  [
    /effective cache-mode '/,
    "this job's cache mode doesn't permit it",
    'Allow the job to read and write caches, or set `state` to a directory.',
  ],
  [
    /\(409\)|already exists/,
    'another job of this run has saved, or is saving, a state of this name',
    'Give each job, for example of a matrix, its own `state-name`.',
    'taken',
  ],
  [
    /quota has been hit|insufficient usage/,
    "the repository's cache storage is full",
    'Delete old caches (Actions > Caches), or raise the limit under Settings > Actions > General.',
  ],
  [
    /Rate limited|\(429\)/,
    'GitHub received too many cache requests',
    'Run the workflow again in a few minutes. A repository may upload 200 caches a minute.',
  ],
  [
    /ACTIONS_RUNTIME_TOKEN|\(401\)/,
    'this step has no valid token for the Actions cache',
    'Run Highwater in a `uses:` step, not in a `run:` line.',
  ],
  [/Unable to make request: /, 'the Actions cache service could not be reached', NETWORK, 'transient'],
  [/Incomplete download|aborted|ECONNRESET|socket hang up|timeout|timed out/i, 'the transfer broke off', NETWORK, 'transient'],
  [
    /after \d+ attempts|\(5\d\d\)|responded with 5\d\d/,
    'the Actions cache service is failing',
    'Run the job again later. https://www.githubstatus.com shows known problems.',
  ],
  [/\btar\b.*failed|tar(\.exe)?" failed/, 'the downloaded archive is incomplete', NETWORK, 'damaged'],
];

function failureOf(outcome: ToolkitOutcome<unknown>): Failure {
  const { thrown } = outcome;
  if (thrown instanceof RunnerProgramError)
    return {
      why: thrown.message,
      hint: INSTALL,
      transient: false,
      damaged: false,
      diskFull: false,
      taken: false,
      lacksProgram: true,
    };
  return explain(complaintOf(outcome) ?? 'the cache client gave no reason');
}

/** `text`: the client's own words; they follow in parentheses, shortened, for those who search for them. */
function explain(text: string): Failure {
  const said = text.split('\n')[0]?.slice(0, 300) ?? '';
  const [, why = 'the cache client failed', hint = NETWORK, flag] = RULES.find(([pattern]) => pattern.test(text)) ?? [];
  return {
    why: `${why} (${said})`,
    hint,
    transient: flag === 'transient',
    damaged: flag === 'damaged',
    diskFull: flag === 'diskFull',
    taken: flag === 'taken',
    lacksProgram: false,
  };
}
