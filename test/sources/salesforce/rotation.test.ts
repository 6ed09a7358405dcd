import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/bundle.ts';
import { filesUnder, Project, type Ran } from '../../e2e/project.ts';
import { startActionsCache } from '../../servers/actions-cache.ts';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { createRunner } from '../../support/runner.ts';

const KEY = { HIGHWATER_STATE_ENCRYPTION_KEY: 'correct horse battery staple' };
const TOKEN = '5Aep-refresh';
let server: SalesforceServer;
let project: Project;

const configuration = (): string => `version: 1
sources:
  crm:
    type: salesforce
    url: ${server.url}
    auth: { flow: refresh_token, client_id: consumer-key, refresh_token: "\${SF_REFRESH_TOKEN}" }
    tables: { Account: }
`;

beforeEach(async () => {
  server = await startSalesforce({ oauth: { rotates: true } });
  fillDemo(server.org, { accounts: 5 });
  project = await Project.create();
  project.env = { SF_REFRESH_TOKEN: TOKEN };
  await project.write(configuration());
});
afterEach(async () => {
  await server.close();
  await project.close();
});

const signIns = (): number[] => server.journal.entries.filter((e) => e.kind === 'token').map((e) => e.status);

function expectNowhere(...texts: readonly string[]): void {
  const written = filesUnder(project.directory).map((path) => readFileSync(path, 'latin1'));
  for (const text of [...texts, ...written.filter((t) => !t.startsWith('version: 1'))]) expect(text).not.toContain(TOKEN);
}

async function good(ran: Promise<Ran>): Promise<Ran> {
  const done = await ran;
  expect(done.exitCode, done.stdout + done.stderr).toBe(0);
  return done;
}

describe('a refresh token that Salesforce replaces at each sign-in, with a key for the state', () => {
  test('lives on over syncs, checks, plans and discoveries, and the new ones are nowhere to be read', async () => {
    const outputs: string[] = [];
    for (const command of [
      ['sync', '--json'],
      ['check'],
      ['sync', '--json'],
      ['discover'],
      ['plan'],
      ['check', '--json'],
      ['sync', '--json'],
    ]) {
      const { stdout, stderr } = await good(project.run(command, KEY));
      outputs.push(stdout, stderr);
    }
    expect(signIns()).toEqual(Array(7).fill(200));
    expectNowhere(...outputs);
    expect(outputs.join()).not.toContain('replaced the refresh token');
  }, 60_000);

  test('lives on over `init`, which signs in to look at the tables', async () => {
    const init = ['init', '--config', 'made.yml', '--type', 'salesforce', '--source', 'crm', '--url', server.url];
    const flags = ['--flow', 'refresh_token', '--tables', 'Account', '--no-workflow', '--yes'];
    const { stderr } = await good(project.run([...init, ...flags], { ...KEY, SF_CLIENT_ID: 'consumer-key' }));
    expect(stderr).toContain('The new one is kept in .highwater');
    await good(project.run(['sync', '--json', '--state', '.highwater'], KEY));
    expect(signIns()).toEqual([200, 200]);
    expectNowhere(stderr);
  }, 60_000);

  test('and again within a run whose session ends', async () => {
    server.faults.add({ url: /\/sobjects\/$/ }, { run: () => server.service.oauth.expireSessions() });
    await good(project.run(['sync'], KEY));
    await good(project.run(['sync'], KEY));
    expect(signIns()).toEqual([200, 200, 200]);
  });

  test('outlives a run that is killed right after it signed in', async () => {
    server.faults.add({ url: /\/id\/|\/services\/data\/$/ }, { delayMs: 3000 });
    const running = project.start(['sync'], KEY);
    while (server.journal.entries.length < 1) await new Promise((done) => setTimeout(done, 10));
    // What the token's answer began is over when the next call is made.
    await new Promise((done) => setTimeout(done, 700));
    running.process.kill('SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    expect(signIns()).toEqual([200]);
    await good(project.run(['sync'], KEY));
    expect(signIns()).toEqual([200, 200]);
  });

  test('is given up for one that was authorised anew', async () => {
    await good(project.run(['sync'], KEY));
    server.service.oauth.refreshToken = '5Aep-anew';
    project.env = { SF_REFRESH_TOKEN: '5Aep-anew' };
    await good(project.run(['sync'], KEY));
    await good(project.run(['check'], KEY));
    expect(signIns()).toEqual([200, 200, 200]);
  });

  test('that can’t be kept is an error that says so, tried once more at the end', async () => {
    await good(project.run(['sync'], KEY));
    await rm(join(project.state, 'tokens.enc'));
    server.service.oauth.refreshToken = TOKEN;
    // A directory where the file is to be written.
    await mkdir(join(project.state, 'tokens.enc.part'));
    const { exitCode, record } = await project.sync([], KEY);
    expect(exitCode).toBe(1);
    expect(record.tables[0]?.error).toMatchObject({
      code: 'STATE_SAVE_FAILED',
      message: expect.stringMatching(/^crm: Salesforce has replaced the refresh token, and the new one could not be kept in /),
      hint: expect.stringContaining('highwater auth'),
    });
  });
});

describe('without a key for the state', () => {
  test('the run ends well and says what happens next and what to do; the new token is nowhere', async () => {
    server.faults.add({ url: /\/sobjects\/$/ }, { run: () => server.service.oauth.expireSessions() });
    const { exitCode, stdout, stderr, record } = await project.sync();
    expect(exitCode, stderr).toBe(0);
    expect(signIns()).toEqual([200, 200]);
    expect(record.sources.flatMap((s) => s.notices)).toEqual([
      expect.stringMatching(
        /replaced the refresh token.*will not sign in the next run.*`state-encryption-key`.*HIGHWATER_STATE_ENCRYPTION_KEY/,
      ),
    ]);
    expectNowhere(stdout, stderr);
    const next = await project.sync();
    expect(next.exitCode).toBe(1);
    expect(next.record.tables.map((t) => t.error?.code)).toEqual(next.record.tables.map(() => 'SIGN_IN_REFUSED'));
    expect(JSON.stringify(next.record)).toMatch(/Enable Refresh Token Rotation.*state-encryption-key/);
  });
});

describe('in GitHub Actions', () => {
  test('it lives on in an entry of its own; a check on another branch does not void it', async () => {
    const cache = await startActionsCache();
    const runner = await createRunner({
      env: { ...cache.env, SF_REFRESH_TOKEN: TOKEN, HIGHWATER_NATIVE_DIR: ROOT },
    });
    try {
      await writeFile(join(runner.workspace, 'highwater.yml'), configuration());
      const inputs = { 'state-encryption-key': KEY.HIGHWATER_STATE_ENCRYPTION_KEY };
      const step = async (mode: string, ref: string, runId: string) =>
        runner.main({ inputs: { ...inputs, mode }, env: { GITHUB_REF: ref }, runId });
      const main = 'refs/heads/main';
      for (const [mode, runId] of [
        ['auto', '1'],
        ['check', '2'],
        ['auto', '3'],
      ] as const) {
        const done = await step(mode, main, runId);
        expect(done.exitCode, done.log).toBe(0);
        expect(done.log).not.toContain(TOKEN);
      }
      const elsewhere = await step('check', 'refs/pull/5/merge', '4');
      expect(elsewhere.exitCode).toBe(1);
      expect(elsewhere.log).toContain('runs on refs/heads/main keep the current refresh token');
      expect((await step('auto', main, '5')).exitCode).toBe(0);
      expect(signIns()).toEqual([200, 200, 200, 200]);
    } finally {
      await runner.close();
      await cache.close();
    }
  }, 120_000);
});
