import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type IssuesFault, type IssuesServer, startIssues, TOKEN } from '../servers/github-issues.ts';
import { Random } from '../support/random.ts';
import { channelOf, endOfRun, failing, memoryFile, sees } from './told-runs.ts';

let github: IssuesServer;
let place = memoryFile();
beforeEach(async () => {
  github = await startIssues();
  place = memoryFile();
});
afterEach(async () => github.close());

const CHANNELS = [channelOf('github_issue', '', ['failure'])];
const run = async (down: readonly string[], at: number, looked = ['db.a', 'db.b']) =>
  endOfRun({
    channels: CHANNELS,
    findings: sees(
      down.map((name) => failing(name)),
      looked.filter((name) => !down.includes(name)),
    ),
    places: [place],
    issues: { api: github.url, repository: 'acme/data', token: TOKEN },
    at,
  });

test('one issue is opened on failure, kept up to date, and closed when all works again', async () => {
  expect(await run([], 0)).toEqual([]);
  expect(await run(['db.a'], 60)).toEqual([]);
  expect(github.issues).toHaveLength(1);
  const [issue] = github.issues;
  expect(issue).toMatchObject({ title: 'Highwater: db.a failed', state: 'open', comments: [] });
  expect(issue?.body).toContain('Its data is 3 h old');
  await run(['db.a'], 120);
  expect(issue?.body).toContain('Its data is 4 h old');
  expect(issue?.comments).toEqual([]);
  await run(['db.a', 'db.b'], 180);
  expect(issue).toMatchObject({ title: 'Highwater: 2 failures', comments: [expect.stringContaining('db.b failed')] });
  await run(['db.b'], 240);
  expect(issue?.comments[1]).toContain('db.a works again');
  expect(issue?.body).not.toContain('db.a');
  await run([], 300);
  expect(issue?.state).toBe('closed');
  await run(['db.a'], 360);
  expect(github.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
});

test('a quiet run asks GitHub nothing once it knows that there is no issue', async () => {
  await run([], 0);
  const asked = github.requests.length;
  await run([], 60);
  expect(github.requests).toHaveLength(asked);
});

test('the issue is found again where nobody remembers it, among many, and not one that a stranger wrote', async () => {
  await run(['db.a'], 0);
  const [own] = github.issues;
  for (let i = 0; i < 120; i++) github.add({ title: 'other', body: 'x' });
  github.add({ body: own?.body ?? '', user: { login: 'stranger', type: 'User' }, author_association: 'NONE' });
  place.content = null;
  await run(['db.a'], 60);
  expect(github.issues).toHaveLength(122);
  await run([], 120);
  expect(own?.state).toBe('closed');
  expect(github.issues.filter(({ state }) => state === 'closed')).toHaveLength(1);
});

test('an issue that somebody closed stays closed until something new fails', async () => {
  await run(['db.a'], 0);
  Object.assign(github.issues[0] ?? {}, { state: 'closed' });
  await run(['db.a'], 60);
  expect(github.issues).toHaveLength(1);
  await run(['db.a', 'db.b'], 120);
  expect(github.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
});

describe('GitHub refuses', () => {
  test.each([
    ['none', /it answered 403/, /Add `issues: write` under `permissions:`/],
    ['no issues', /it answered 410/, /switch them on/],
  ] as const)(
    'a token with the rights "%s": a warning that says what to do, and the next run tries again',
    async (rights, why, hint) => {
      github.rights = rights;
      expect(await run(['db.a'], 0)).toEqual([
        { code: 'NOTIFY_FAILED', message: expect.stringMatching(why), hint: expect.stringMatching(hint) },
      ]);
      github.rights = 'write';
      expect(await run(['db.a'], 60)).toEqual([]);
      expect(github.issues).toHaveLength(1);
    },
  );
});

test('no token and no repository is a warning', async () => {
  const [warning] = await endOfRun({ channels: CHANNELS, findings: sees([], []), places: [place] });
  expect(warning).toMatchObject({
    code: 'NOTIFY_FAILED',
    message: expect.stringContaining('there is no repository or no token'),
  });
});

test('there is never more than one open issue, whatever GitHub does, in 20 random histories', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new Random(seed);
    github.fault = () => (random.chance(0.25) ? random.pick<IssuesFault>(['error', 'lost', 'limited']) : null);
    const before = github.issues.length;
    for (let i = 0; i < 6; i++) await run(random.some(['db.a', 'db.b'], random.int(0, 2)), seed * 1000 + i * 60);
    expect(github.issues.filter(({ state }) => state === 'open').length, `seed ${seed}`).toBeLessThanOrEqual(1);
    github.fault = () => null;
    await run([], seed * 1000 + 900);
    await run([], seed * 1000 + 960);
    expect(
      github.issues.filter(({ state }) => state === 'open'),
      `seed ${seed}`,
    ).toEqual([]);
    expect(github.issues.length - before).toBeLessThanOrEqual(3);
  }
}, 60_000);
