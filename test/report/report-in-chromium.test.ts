import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE, hostileRun, hugeRun } from './extreme-fixtures.ts';
import { type Fixture, failureMix, firstFullRun, incrementalRun, interruptedRun, quietRun } from './fixtures.ts';
import { TROUBLESHOOTING, useReports } from './open-report.ts';
import { watchedRun } from './watched-fixture.ts';

const open = useReports();
let axe: string;

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});

/** Of the first tables at most `most`: failed ones come first. */
async function openDetails(page: Page, most: number): Promise<void> {
  await page.locator('button.toggle').evaluateAll((all, n) => {
    for (const button of all.slice(0, n)) (button as unknown as { click(): void }).click();
  }, most);
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[];
  }[];
}

async function violations(page: Page, options: object): Promise<string[]> {
  const found = await page.evaluate(
    async (o) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe.run({
        ...o,
        resultTypes: ['violations'],
      }),
    options,
  );
  return found.violations.map(
    (v) =>
      `${v.id}: ${v.nodes
        .slice(0, 3)
        .map((n) => `${String(n.target)} ${n.failureSummary}`)
        .join(' | ')}`,
  );
}

const FIXTURES: readonly (readonly [string, () => Fixture])[] = [
  ['an ordinary run', incrementalRun],
  ['a first run', firstFullRun],
  ['a quiet run', quietRun],
  ['a run with failures', failureMix],
  ['an interrupted run', interruptedRun],
  ['a run with late tables and failing checks', watchedRun],
  ['a run full of hostile texts', hostileRun],
];

describe.each(FIXTURES)('the report of %s', (name, fixture) => {
  it('is accessible in both schemes and makes no request', async () => {
    const { page, wrong, close } = await open(name, fixture(), { colorScheme: 'light' });
    await openDetails(page, 2);
    await page.evaluate(axe);
    expect(await violations(page, {})).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, { runOnly: ['color-contrast'] })).toEqual([]);
    expect(wrong).toEqual([]);
    await close();
  });

  it('needs no horizontal scrolling on any screen', async () => {
    const { page, close } = await open(name, fixture());
    await openDetails(page, 20);
    for (const width of [320, 390, 540, 768, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    await close();
  });
});

describe('hostile texts', () => {
  it('are shown as they are and do nothing', async () => {
    const { page, wrong, close } = await open('hostile', hostileRun());
    await openDetails(page, 20);
    await page.fill('#find', HOSTILE[0]);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(
      await page
        .locator('img, iframe, object, embed, form, base, script:not([type="application/json"]) ~ script:not([type])')
        .count(),
    ).toBe(0);
    const text = await page.locator('body').textContent();
    for (const hostile of HOSTILE.slice(0, 6)) expect(text).toContain(hostile);
    const links = await page.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
    expect(links.filter((href) => !href.startsWith(`${TROUBLESHOOTING}#`) && !href.startsWith('#'))).toEqual([]);
    const handlers = await page.evaluate(
      "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames().filter((n) => n.startsWith('on') || n === 'style'))",
    );
    expect(handlers).toEqual([]);
    expect(wrong).toEqual([]);
    await close();
  });

  it('could not run nor call out even if they got into the page', async () => {
    const { page, wrong, close } = await open('policy', quietRun());
    const answers: string[] = [];
    page.on('response', (response) => void answers.push(response.url()));
    await page.evaluate(() => {
      const d = (globalThis as unknown as { document: { body: { insertAdjacentHTML(where: string, html: string): void } } })
        .document;
      d.body.insertAdjacentHTML(
        'beforeend',
        '<img src=x onerror="window.hacked = 1"><img src="https://evil.example/x.png"><iframe src="https://evil.example/"></iframe>',
      );
    });
    const fetched = await page.evaluate("fetch('https://evil.example/').then(() => 'reached', () => 'refused')");
    await page.waitForTimeout(50);
    expect(fetched).toBe('refused');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(answers).toEqual([]);
    expect(wrong.filter((what) => what.includes('Content Security Policy')).length).toBeGreaterThan(2);
    await close();
  });
});

describe('what one can do', () => {
  it('finds tables by name, and by the columns they have', async () => {
    const { page, close } = await open('find', incrementalRun());
    const names = () => page.locator('tr.table-row:visible .name').allTextContents();
    await page.fill('#find', 'shipment');
    await expect.poll(names).toEqual(['crm.Shipment__c']);
    await page.fill('#find', 'owner_email');
    await expect.poll(names).toHaveLength(6);
    expect(await page.locator('tr.table-row:visible .hits').first().textContent()).toBe('columns owner_email');
    expect(await page.locator('#found').textContent()).toBe('6 of 12 tables shown');
    await page.fill('#find', 'no such thing');
    await expect.poll(() => page.locator('.none').isVisible()).toBe(true);
    await close();
  });

  it('opens a table from such a search at the columns that were meant', async () => {
    const { page, close } = await open('find', incrementalRun());
    await page.fill('#find', 'owner_email');
    await expect.poll(() => page.locator('tr.table-row:visible').count()).toBe(6);
    await page.locator('tr.table-row:visible button.toggle').nth(1).click();
    expect(await page.locator('.schema tbody tr:visible .name').allTextContents()).toEqual(['owner_email']);
    await page.locator('input.find-column').fill('');
    expect(await page.locator('.schema tbody tr:visible').count()).toBe(10);
    await close();
  });

  it('filters by what happened', async () => {
    const { page, close } = await open('filter', failureMix());
    await page.click('[data-filter="trouble"]');
    expect(await page.locator('tr.table-row:visible').count()).toBe(5);
    expect(await page.locator('[data-filter="trouble"]').getAttribute('aria-pressed')).toBe('true');
    await close();
  });

  it('sorts by every head, and keeps details under their table', async () => {
    const { page, close } = await open('sort', incrementalRun());
    await page.locator('button.toggle').first().click();
    await page.click('[data-sort="rows"]');
    const names = await page.locator('tr.table-row .name').allTextContents();
    expect(names[0]).toBe('db.audit.events');
    await page.click('[data-sort="rows"]');
    expect(await page.locator('tr.table-row .name').first().textContent()).toBe('db.currencies');
    expect(await page.locator('th[aria-sort="ascending"]').textContent()).toBe('Rows');
    const order = await page.locator('table.tables > tbody > tr').evaluateAll((rows) => rows.map((row) => row.id));
    for (let i = 0; i < order.length; i += 2) expect(order[i + 1]).toBe(`${order[i]}-details`);
    await close();
  });

  it('works with the keyboard alone', async () => {
    const { page, close } = await open('keys', incrementalRun());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the tables');
    await page.keyboard.press('/');
    await page.keyboard.type('deals');
    await expect.poll(() => page.locator('tr.table-row:visible').count()).toBe(1);
    await page.locator('tr.table-row:visible button.toggle').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.details h3').first().isVisible()).toBe(true);
    expect(await page.locator('tr.table-row:visible button.toggle').getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Space');
    expect(await page.locator('.details').isVisible()).toBe(false);
    await close();
  });

  it('shows tables, failures and proof without any script', async () => {
    const { page, close } = await open('noscript', failureMix(), { javaScriptEnabled: false });
    expect(await page.locator('tr.table-row').count()).toBe(12);
    expect(await page.locator('.failure').count()).toBe(4);
    expect(await page.locator('.noscript').isVisible()).toBe(true);
    await close();
  });
});

describe('what the details say', () => {
  it('proves source = staged = applied, with the checksum', async () => {
    const { page, close } = await open('proof', incrementalRun());
    await page.locator('tr.table-row', { hasText: 'db.deals' }).locator('button').click();
    const text = (await page.locator('.details').innerText()).replace(/\s+/g, ' ');
    expect(text).toContain(
      'The source said 5,387 rows DuckDB read 5,387 rows equal Applied 5,383 rows (4 readings of rows met twice)',
    );
    expect(text).toMatch(/SHA-256 [0-9a-f]{64}/);
    expect(text).toContain('Data owner_email 214 of 2,310,442 values are not e-mail addresses');
    await close();
  });

  it('says where counts do not agree', async () => {
    const { page, close } = await open('apart', failureMix());
    await page.locator('tr.table-row', { hasText: 'crm.Case' }).locator('button').click();
    expect(await page.locator('.details').innerText()).toMatch(/2,611 rows\s+8 rows apart/);
    expect(await page.locator('.verdict').innerText()).toContain('In 1 table DuckDB read another number of rows');
    await close();
  });
});

describe('300 tables of 300 columns', () => {
  it('open, search and show details quickly', async () => {
    const { page, wrong, close } = await open('huge', hugeRun({ tables: 300, columns: 300 }));
    const began = Date.now();
    await page.fill('#find', 'field_299');
    await expect.poll(() => page.locator('tr.table-row:visible').count()).toBe(300);
    await page.fill('#find', 'record_123');
    await expect.poll(() => page.locator('tr.table-row:visible').count()).toBe(1);
    await page.locator('tr.table-row:visible button.toggle').click();
    expect(await page.locator('.schema tbody tr').count()).toBe(300);
    // Two seconds on a laptop; ten on a shared runner still fail where something is quadratic.
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(wrong).toEqual([]);
    await close();
  });
});
