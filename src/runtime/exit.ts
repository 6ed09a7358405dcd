/** The slice of `process` that is used. */
export interface Ending {
  exitCode?: number | string | null | undefined;
  exit(exitCode: number): unknown;
}

/** What a library keeps open, an idle connection say, may hold the end up for this long. */
const PATIENCE_MS = 1000;

/**
 * Lets the process end by itself, with this exit code. `process.exit()` joins V8's threads, and waits for ever where one of them compiles
 * and wants a garbage collection that only the main thread could do; after a run of half a second that was one in forty
 * (https://github.com/nodejs/node/issues/54918). So it is left to what does not end by itself, when nothing is compiled any more.
 */
export function endProcess(process: Ending, exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(exitCode), PATIENCE_MS).unref();
}
