import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browsing, startBrowsing } from '../../src/views/pages/browse/server.ts';
import { launchChromium } from '../support/chromium.ts';
import { HOSTILE_NAME, HOSTILE_TABLE, NOW, writeArtifact } from './artifact.ts';

let directory: string;
let browsing: Browsing;
let browser: Browser;
let axe: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-browse-'));
  await writeArtifact(directory, { duckdb: true, parquet: false });
  browsing = await startBrowsing({ place: directory, port: 0, now: () => Date.parse(NOW) });
  browser = await launchChromium();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await browser?.close();
  await browsing?.close();
  await rm(directory, { recursive: true, force: true });
});

async function visit(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; wrong: string[]; close: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1240, height: 800 }, ...options });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on(
    'request',
    (r) => void (!r.url().startsWith(browsing.url) && !r.url().startsWith('data:') && wrong.push(`request ${r.url()}`)),
  );
  page.on('console', (message) => void wrong.push(`console ${message.text()}`));
  page.on('pageerror', (error) => void wrong.push(`error ${error.message}`));
  await page.goto(browsing.url + path);
  return { page, wrong, close: () => context.close() };
}

const PAGES = [
  ['the directory', ''],
  ['a found directory', '?q=stage'],
  ['a table', 'table/crm/Account?column=NumberOfEmployees&operator=<&value=50&sort=Name'],
  ['a record', 'record/crm/Account?key=001000000000003'],
  ['a table with a hostile name', `table/db/${encodeURIComponent(HOSTILE_TABLE)}`],
  ['the SQL box', 'sql'],
  ['a result', 'sql?q=FROM+crm.Account+LIMIT+5'],
  ['a refused statement', 'sql?q=DROP+TABLE+crm.Account'],
] as const;

describe('the start page', () => {
  it('says what is late, how old the oldest answers are, and shows the last runs of each table', async () => {
    const { page, close } = await visit('');
    const answers = await page.locator('.answers > div').allInnerTexts();
    expect(answers.map((text) => text.split('\n').filter((line) => line.trim() !== ''))).toEqual([
      ['Late tables', 'failed', '2', 'too old: crm.Task'],
      ['Oldest data', '1 d 3 h', 'crm.Task'],
      ['Oldest full sync', '3 d 5 h', expect.any(String)],
      ['Proven by verify', '2 of 10', 'oldest 1 d 5 h ago: crm.Account'],
    ]);
    const task = page.locator('table.directory tr', { hasText: 'Task' });
    expect(await task.locator('svg').evaluateAll((all) => all.map((svg) => svg.getAttribute('aria-label')))).toEqual([
      'Rows of crm.Task over 30 runs',
      'Changes of crm.Task in 30 runs, at most 21',
      'Age of crm.Task: 1 d 3 h; late after 6 h, too old after 1 d',
    ]);
    expect(await task.innerText()).toMatch(/failed[\s\S]*too old/);
    expect(await page.locator('table.directory tr', { hasText: 'Opportunity' }).innerText()).toContain(
      '1 check failed, 1 check passed.',
    );
    await close();
  });
});

describe.each(PAGES)('%s', (_name, path) => {
  it('is accessible in both schemes, fits a phone, loads nothing from elsewhere', async () => {
    const { page, wrong, close } = await visit(path);
    await page.evaluate(axe);
    const violations = async (options: object): Promise<string[]> => {
      const found = await page.evaluate(
        async (o) =>
          (
            globalThis as unknown as {
              axe: { run(o: object): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
            }
          ).axe.run(o),
        { ...options, resultTypes: ['violations'] },
      );
      return found.violations.map(
        (v) =>
          `${v.id}: ${v.nodes
            .map((n) => String(n.target))
            .slice(0, 3)
            .join(' | ')}`,
      );
    };
    expect(await violations({})).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations({ runOnly: ['color-contrast'] })).toEqual([]);
    for (const width of [320, 390, 768]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    expect(wrong).toEqual([]);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('script').count()).toBe(0);
    await close();
  });
});

describe('the way through', () => {
  it('leads from the directory by table and record to related records and back', async () => {
    const { page, close } = await visit('');
    await page.getByRole('link', { name: 'Opportunity' }).click();
    await page.getByRole('searchbox', { name: 'Search all columns' }).fill('Deal 63');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('status').textContent()).toBe('1–11 of 11 records');
    await page.getByRole('link', { name: 'Deal 63', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Deal 63 Opportunity');
    await page.getByRole('link', { name: 'Acme 3', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Acme 3 Account');
    expect(await page.locator('.related').textContent()).toContain('Opportunity by Account ID · 15');
    await page.locator('.related').getByRole('link', { name: 'All 15' }).click();
    expect(await page.getByRole('status').textContent()).toBe('1–15 of 15 records');
    expect(await page.locator('.chips').textContent()).toContain('AccountId is 001000000000003');
    await page.getByRole('navigation', { name: 'Way here' }).getByRole('link', { name: 'Directory' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('10 tables');
    await close();
  });

  it('follows user columns, and columns that may point at several tables', async () => {
    const { page, close } = await visit('record/crm/Task?key=00T000000000003');
    await page.getByRole('link', { name: 'Deal 3', exact: true }).click();
    await page.getByRole('link', { name: 'Ada Lindqvist' }).click();
    expect(await page.locator('.related').textContent()).toMatch(/Account by Owner ID · 105.*Opportunity by Owner ID · 300/s);
    await page.goto(`${browsing.url}record/erp/invoice?key=00000000-0000-0000-0000-000000000001`);
    expect(await page.locator('.fields a').allTextContents()).toEqual(['The contact 1']);
    await close();
  });

  it('adds filters, takes them away, sorts and turns pages', async () => {
    const { page, close } = await visit('table/crm/Account');
    const status = () => page.getByRole('status').textContent();
    expect(await status()).toBe('1–50 of 420 records');
    await page.getByRole('link', { name: 'Next' }).first().click();
    expect(await status()).toBe('51–100 of 420 records');
    await page.getByLabel('Column', { exact: true }).selectOption('NumberOfEmployees');
    await page.getByLabel('Comparison').selectOption('<');
    await page.getByLabel('Value', { exact: true }).fill('70');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await status()).toBe('1–10 of 10 records');
    await page.getByRole('columnheader', { name: 'Employees' }).getByRole('link').click();
    await page.getByRole('columnheader', { name: 'Employees' }).getByRole('link').click();
    expect(await page.locator('.records tbody th').first().textContent()).toBe('Öresund Shipping 9');
    await page.getByRole('link', { name: 'Remove the filter NumberOfEmployees < 70' }).click();
    expect(await status()).toBe('1–50 of 420 records');
    await close();
  });

  it('runs a statement from the box and says what came of it', async () => {
    const { page, close } = await visit('sql');
    await page.getByRole('textbox', { name: 'SQL' }).fill('SELECT count(*) AS n FROM crm.Opportunity');
    await page.getByRole('button', { name: 'Run' }).click();
    expect(await page.locator('.records td').allTextContents()).toEqual(['900']);
    await page.getByRole('textbox', { name: 'SQL' }).fill('DELETE FROM crm.Opportunity');
    await page.getByRole('button', { name: 'Run' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('This was not run: DELETE.');
    await close();
  });

  it('shows hostile texts as they are', async () => {
    const { page, close } = await visit('record/crm/Account?key=001000000000007');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(`${HOSTILE_NAME} Account`);
    await close();
  });
});

describe('the server', () => {
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const { port } = new URL(browsing.url);
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      });
      sent.on('error', reject).end();
    });

  it.each([
    ['under a foreign name', '/', { host: 'evil.example' }, 'GET'],
    ['from another site', '/sql?q=FROM+crm.Account', { 'sec-fetch-site': 'cross-site' }, 'GET'],
    ['by POST', '/', {}, 'POST'],
  ])('gives nothing %s', async (_name, path, headers, method) => {
    const { status, body, headers: answered } = await ask(path, headers as Record<string, string>, method);
    expect(status).toBe(403);
    expect(body).not.toContain('Account');
    expect(answered['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    '/nothing',
    '/table/crm',
    '/table/crm/Nothing',
    '/table/crm/Account/more',
    '/record/crm/Account?key=none',
    '/record/crm/Account',
    '/%E0%A4%A',
    '//evil.example/',
  ])('answers 404 for %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('names a policy without any script, and lets nobody frame or keep its pages', async () => {
    const { headers } = await ask('/');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('listens on the loopback address alone', () => {
    expect(new URL(browsing.url).hostname).toBe('127.0.0.1');
  });

  it('says so where its port is taken', async () => {
    await expect(startBrowsing({ place: directory, port: Number(new URL(browsing.url).port) })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
    });
  });
});
