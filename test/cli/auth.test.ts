import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_USER } from '../servers/dataverse/org.ts';
import { type LocalDynamics, startDynamics, TENANT } from '../servers/dataverse/start.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { builtDist } from '../support/dist.ts';
import { freePort } from '../support/postgres.ts';
import { KEYS, onTerminal } from '../support/pty.ts';
import { type Calls, standIns } from './programs.ts';

/** `highwater auth` as people run it, with stand-ins for their browser and for gh. */
let cli: string;
let directory: string;
let calls: Calls;
let salesforce: SalesforceServer;
let port: string;

beforeAll(async () => {
  cli = join(await builtDist(), 'cli.js');
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-auth-'));
  calls = await standIns(join(directory, 'bin'));
  salesforce = await startSalesforce();
  port = String(await freePort());
  Object.assign(salesforce.service.oauth.signIn.options, {
    callbackUrls: [`http://localhost:${port}/OauthRedirect`],
    interval: 0.02,
  });
});
afterEach(async () => {
  await salesforce.close();
  // A stand-in that the program started may still write what it was asked.
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

const environment = (changes: Record<string, string> = {}): Record<string, string> => ({
  PATH: `${join(directory, 'bin')}:${process.env.PATH}`,
  HOME: directory,
  ...changes,
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without a terminal; the servers live in this process, so it must not block. */
async function run(args: readonly string[], changes: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [cli, 'auth', ...args], {
    cwd: directory,
    env: environment(changes),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, stdout, stderr };
}

const configure = (text: string) => writeFile(join(directory, 'highwater.yml'), text);

const CRM = () => `version: 1
sources:
  crm:
    type: salesforce
    url: ${salesforce.url}
    auth: { flow: refresh_token, client_id: "\${SF_CLIENT_ID}", refresh_token: "\${CRM_TOKEN}" }
    tables: { Account: {} }
`;

describe('highwater auth salesforce', () => {
  test('takes address, client and secret name from the configuration and hands the token to gh on its standard input', async () => {
    await configure(CRM());
    const ended = await run(['salesforce', '--port', port], { SF_CLIENT_ID: 'consumer-key' });
    const token = salesforce.service.oauth.refreshToken;
    expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: '' });
    expect(ended.stderr).toContain('Stored as the secret CRM_TOKEN of acme/data.');
    expect((await calls.gh()).at(-1)).toEqual({ args: ['secret', 'set', 'CRM_TOKEN', '--repo', 'acme/data'], input: token });
    expect(JSON.stringify((await calls.gh()).map((c) => c.args))).not.toContain(token);
    expect(ended.stderr).not.toContain(token);
    expect(ended.stderr).not.toMatch(/aPrx/);
  });

  test('the token signs in from then on', async () => {
    await configure(CRM());
    await run(['salesforce', '--port', port], { SF_CLIENT_ID: 'consumer-key' });
    const token = (await calls.gh()).at(-1)?.input ?? '';
    const form = { grant_type: 'refresh_token', client_id: 'consumer-key', refresh_token: token };
    expect(
      (await fetch(`${salesforce.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })).status,
    ).toBe(200);
  });

  test('--print shows the token once, alone on stdout, and needs no gh', async () => {
    const ended = await run(['salesforce', '--url', salesforce.url, '--client-id', 'consumer-key', '--port', port, '--print']);
    expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: `${salesforce.service.oauth.refreshToken}\n` });
    expect(ended.stderr).not.toContain(salesforce.service.oauth.refreshToken);
    expect(await calls.gh()).toEqual([]);
  });

  test('--device shows a code instead of opening a browser', async () => {
    const ended = await run(['salesforce', '--url', salesforce.url, '--client-id', 'consumer-key', '--device']);
    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    expect(ended.stderr).toMatch(/enter the code [0-9A-F]{8}/);
    expect(await calls.browser()).toEqual([]);
    expect((await calls.gh()).at(-1)).toMatchObject({ args: ['secret', 'set', 'SF_REFRESH_TOKEN', '--repo', 'acme/data'] });
  });

  test('a repository that gh does not know is said before anybody signs in', async () => {
    const ended = await run(['salesforce', '--url', salesforce.url, '--client-id', 'consumer-key'], { GH_NO_REPOSITORY: '1' });
    expect(ended).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/GITHUB_CLI_FAILED[\s\S]*no git remotes found[\s\S]*--repo OWNER\/NAME/),
    });
    expect(await calls.browser()).toEqual([]);
  });

  test('without gh the way by hand is told', async () => {
    await rm(join(directory, 'bin', 'gh'));
    const ended = await run(['salesforce', '--url', salesforce.url, '--client-id', 'consumer-key'], {
      PATH: join(directory, 'bin'),
    });
    expect(ended).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/gh\) was not found[\s\S]*cli\.github\.com[\s\S]*--print/),
    });
  });

  test('a token that gh repeats in its complaint stays unseen', async () => {
    const flags = ['salesforce', '--url', salesforce.url, '--client-id', 'consumer-key', '--port', port];
    const ended = await run(flags, { GH_FAILS: 'HTTP 403: no access' });
    expect(ended).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/gh secret set SF_REFRESH_TOKEN` failed for acme\/data: HTTP 403/),
    });
    expect(ended.stdout + ended.stderr).not.toContain(salesforce.service.oauth.refreshToken);
  });

  test.each([
    ['no address', [], /--url https:\/\/mycompany/],
    ['no client', ['--url', 'https://acme.my.salesforce.com'], /--client-id, or the environment variable SF_CLIENT_ID/],
    ['an address that is none', ['--url', 'nonsense'], /not an address to sign in at/],
    ['a source that is not there', ['--source', 'crm'], /Can't read the configuration file highwater\.yml/],
  ])('%s and no terminal: exit code 2', async (_, flags, words) => {
    expect(await run(['salesforce', ...flags])).toMatchObject({ status: 2, stderr: expect.stringMatching(words) });
  });

  test('two sources of the type: it asks which', async () => {
    await configure(`sources: { a: { type: salesforce }, b: { type: salesforce } }`);
    expect(await run(['salesforce'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/several sources[\s\S]*Choose one with --source/),
    });
  });

  test('a file that is no YAML is not quoted', async () => {
    await configure('sources: { a: "hunter2-unclosed');
    const ended = await run(['salesforce']);
    expect(ended).toMatchObject({ status: 2 });
    expect(ended.stderr).not.toContain('hunter2');
  });
});

describe('highwater auth dynamics', () => {
  let local: LocalDynamics;
  beforeAll(async () => {
    local = await startDynamics();
    local.entra.person.options.interval = 0.02;
  });
  afterAll(() => local.close());

  test.each([
    ['with the browser', []],
    ['on another device', ['--device']],
  ])('signs in %s', async (_, flags) => {
    const address = ['--url', local.dataverse.url, '--authority', local.entra.url];
    const ended = await run(['dynamics', ...address, ...flags], { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: DEMO_USER.clientId });
    expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: '' });
    expect(ended.stderr).toMatch(/Signed in at .* as maria@acme\.example/);
    const { args, input } = (await calls.gh()).at(-1) ?? { args: [], input: '' };
    expect(args).toEqual(['secret', 'set', 'AZURE_REFRESH_TOKEN', '--repo', 'acme/data']);
    expect(input).toMatch(/^0\.[\w-]{50,}$/);
    expect(ended.stderr).not.toContain(input);
  });
});

describe('on a terminal', () => {
  test('it asks for what is not given; Ctrl-C while it waits ends it with 130', async () => {
    salesforce.service.oauth.signIn.options.person = 'does nothing';
    const program = [process.execPath, cli, 'auth', 'salesforce', '--port', port, '--print'];
    const terminal = onTerminal(program, { cwd: directory, env: environment() });
    await terminal.saw(/address \(Current My Domain URL\)/);
    terminal.type(`${salesforce.url}${KEYS.enter}`);
    await terminal.saw(/Consumer Key/);
    terminal.type(`consumer-key${KEYS.enter}`);
    await terminal.saw(/open this address/);
    terminal.type(KEYS.ctrlC);
    expect(await terminal.ended).toBe(130);
  });
});
