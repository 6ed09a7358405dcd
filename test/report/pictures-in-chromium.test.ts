import { describe, expect, it } from 'vitest';
import { incrementalRun, quietRun } from './fixtures.ts';
import { useReports } from './open-report.ts';
import { watchedRun } from './watched-fixture.ts';

const open = useReports();

describe('the first screen', () => {
  it('says what is late, and how fresh each table is', async () => {
    const { page, close } = await open('first', incrementalRun());
    const height = 800;
    const bottoms = async (selector: string) =>
      page
        .locator(selector)
        .evaluateAll((all) =>
          all.map((e) => (e as unknown as { getBoundingClientRect(): { bottom: number } }).getBoundingClientRect().bottom),
        );
    expect(await page.locator('.answers dt').allTextContents()).toEqual([
      'Late tables',
      'Oldest data',
      'Oldest full sync',
      'Proven by verify',
    ]);
    expect(Math.max(...(await bottoms('.answers')))).toBeLessThan(height);
    expect((await bottoms('tr.table-row')).filter((bottom) => bottom < height).length).toBeGreaterThan(1);
    await close();
  });

  it('puts what needs a look first, with its age against its limits', async () => {
    const { page, close } = await open('late', watchedRun(), { viewport: { width: 390, height: 844 } });
    expect(await page.locator('tr.table-row .name').allTextContents()).toEqual([
      'crm.Case',
      'crm.Contact',
      'crm.Opportunity',
      'db.deals',
      'crm.Opportunity__history',
      'crm.Account',
      'db.currencies',
    ]);
    const bars = await page.locator('svg.age').evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')));
    expect(bars).toHaveLength(5);
    expect(bars[0]).toBe('Age of crm.Case: 1 d 3 h; late after 6 h, too old after 1 d');
    expect((await page.locator('tr.table-row').first().innerText()).replace(/\s+/g, ' ')).toContain('1 d 3 h too old full 9 d');
    await close();
  });

  it('says when it was made, to who opens it later', async () => {
    const { page, close } = await open('later', quietRun());
    expect(await page.locator('#page-age').textContent()).toMatch(/ ago; ages on this page are of then$/);
    await close();
  });
});

describe('what the details say', () => {
  it('shows rows, changes, time and calls of the last runs, checks, and which columns are masked', async () => {
    const { page, close } = await open('pictures', watchedRun());
    await page.locator('tr.table-row', { hasText: 'crm.Opportunity' }).first().locator('button').click();
    const details = page.locator('.details').first();
    expect(await details.locator('figure .axis:first-child span:first-child').allTextContents()).toEqual(
      expect.arrayContaining(['Rows', 'Changes', 'Time', 'Calls']),
    );
    expect((await details.locator('.checks tbody').innerText()).replace(/\s+/g, ' ')).toContain('accepted_values(StageName)');
    expect(await page.locator('#checks + .verdict').innerText()).toContain(
      '1 check failed, 1 check gave a warning, 3 checks passed.',
    );
    await page.locator('tr.table-row', { hasText: 'crm.Account' }).locator('button').click();
    const marks = await page.locator('.schema tbody tr', { has: page.locator('.mark') }).allInnerTexts();
    expect(marks.map((text) => text.split('\t')[0]?.replace(/\s+/g, ' '))).toEqual(
      expect.arrayContaining([
        expect.stringContaining('Name masked: hashed'),
        expect.stringContaining('AnnualRevenue calculated'),
      ]),
    );
    await close();
  });
});
