import { StringDecoder } from 'node:string_decoder';

/*
 * @actions/cache answers `undefined` and -1 for everything that goes wrong; what it was stands only in the lines that it
 * logs through @actions/core. So its lines are read while it works. See docs/decisions/cache-outcomes.md.
 */

export interface ToolkitLine {
  readonly kind: 'debug' | 'info' | 'warning' | 'error' | 'stderr';
  readonly text: string;
}

/** The slice of a process's stdout or stderr that is used. */
export interface LogStream {
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
