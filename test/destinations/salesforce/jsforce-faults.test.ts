import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failing } from '../../servers/salesforce/faults.ts';
import { salesforceSubject } from './target.ts';

// Why exports have a client of their own: docs/decisions/jsforce-is-not-written-with.md. When one of these fails, jsforce has become better.

const PROBE = fileURLToPath(new URL('./jsforce-probe.ts', import.meta.url));
const PATIENCE_MS = 3000;

let subject: Awaited<ReturnType<typeof salesforceSubject>>;
let token: string;
beforeAll(async () => {
  subject = await salesforceSubject();
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'writer-key', client_secret: 'writer-secret' });
  const answer = await fetch(`${subject.server.url}/services/oauth2/token`, { method: 'POST', body });
  token = ((await answer.json()) as { access_token: string }).access_token;
});
afterAll(() => subject.close());

/** What the probe printed; "no answer" where it ended, or had to be ended, without any. */
async function probe(number = '1'): Promise<string> {
  const child = spawn(process.execPath, [PROBE, subject.server.url, token, number], { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  return printed === '' ? 'no answer' : printed.trim();
}

describe('jsforce', () => {
  test('writes a number of 18 digits with 16 or 17: it passes through JavaScript', async () => {
    expect(await probe('1234567890123456.78')).toContain('"success":true');
    expect(subject.stored()[0]?.values.Exact__c).not.toBe('1234567890123456.78');
  });

  test('never answers when a body is cut: the process ends, or waits', async () => {
    subject.server.faults.add({ method: 'PATCH' }, { cutAfter: 3 });
    expect(await probe()).toBe('no answer');
  });

  test('asks again without an end when a session is refused again and again', async () => {
    subject.server.faults.clear();
    subject.server.journal.clear();
    subject.server.faults.add({ method: 'PATCH', times: 1e9 }, failing(401, 'INVALID_SESSION_ID', 'Session expired or invalid'));
    expect(await probe()).toBe('no answer');
    expect(subject.server.journal.matching(/composite\/sobjects/).length).toBeGreaterThan(5);
  });
});
