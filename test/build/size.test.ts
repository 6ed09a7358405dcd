import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
// The lint rule noExcessiveLinesPerFunction in biome.json bounds functions.
const MOST_LINES = 300;

describe('a source file', () => {
  const sizes = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.generated\.ts$/.test(name))
    .map((name) => ({ name, lines: readFileSync(join(SOURCES, name), 'utf8').split('\n').length - 1 }));

  test(`has at most ${MOST_LINES} lines`, () => {
    expect(sizes.length).toBeGreaterThan(100);
    expect(sizes.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
  });
});
