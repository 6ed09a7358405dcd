import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeArtifact } from './artifact.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-browse-'));
  await writeArtifact(directory, { duckdb: true, parquet: false });
  // The command line as `highwater browse` sees it, without the other commands.
  const source = fileURLToPath(new URL('../../src/app/terminal/browse.ts', import.meta.url));
  const commander = import.meta.resolve('commander');
  await writeFile(
    join(directory, 'cli.mjs'),
    `import { Command } from '${commander}'; import { addBrowseCommand } from '${source}';
     const program = new Command('highwater').exitOverride(); addBrowseCommand(program, (code) => { process.exitCode = code; });
     await program.parseAsync(process.argv.slice(2), { from: 'user' }).catch((e) => { process.exitCode = e.exitCode; });`,
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function run(...args: string[]) {
  const child = spawn(process.execPath, [join(directory, 'cli.mjs'), 'browse', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  return { child, ended, errors: () => errors };
}

describe('highwater browse', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints where it serves, serves, and ends well at %s', async (signal) => {
    const { child, ended, errors } = run(directory);
    await expect.poll(errors, { timeout: 20_000 }).toMatch(/is shown at http:\/\/127\.0\.0\.1:\d+\//);
    const url = /http:\/\/\S+/.exec(errors())?.[0] ?? '';
    expect(await (await fetch(url)).text()).toContain('Shipment__c');
    child.kill(signal);
    expect(await ended).toBe(0);
  });

  it.each([
    [['nowhere'], 1, 'ARTIFACT_NOT_FOUND'],
    [['.', '--port', 'x'], 1, 'It must be a number from 0 to 65535.'],
  ])('says what is wrong with %j', async (args, code, words) => {
    const { ended, errors } = run(...args);
    expect(await ended).toBe(code);
    expect(errors()).toContain(words);
  });
});
