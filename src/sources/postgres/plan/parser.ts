import { setFlagsFromString } from 'node:v8';

export type Parser = typeof import('libpg-query');

// Function 0 is imported, so it is never compiled: https://github.com/v8/v8/blob/main/src/flags/flag-definitions.h
const NONE_IS_OPTIMIZED = '--wasm-tier-up-filter=0';
const ANY_MAY_BE = '--wasm-tier-up-filter=-1';

/**
 * Works with PostgreSQL's own parser, which is loaded at the first `where`. V8 would soon compile its grammar, one function of 100 kB, a
 * second time to make it faster: 1.8 seconds and 600 MB for the reading of a few lines. It asks this flag when a function has run
 * often enough, so it is set for as long as the parser works.
 */
export async function withParser<T>(work: (parser: Parser) => Promise<T>): Promise<T> {
  setFlagsFromString(NONE_IS_OPTIMIZED);
  try {
    return await work(await import('libpg-query'));
  } finally {
    setFlagsFromString(ANY_MAY_BE);
  }
}
