import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { renderReport } from '../../src/views/pages/report/report.ts';
import { launchChromium } from '../support/chromium.ts';
import type { Fixture } from './fixtures.ts';

export const TROUBLESHOOTING = 'https://github.com/acme/highwater/blob/v1/docs/troubleshooting.md';

interface OpenedReport {
  readonly page: Page;
  /** What the page must not do: requests, errors, broken policy. */
  readonly wrong: string[];
  close(): Promise<void>;
}

/** Opens reports from disk, as people do, in one Chromium for the file's tests. */
export function useReports(): (name: string, fixture: Fixture, options?: BrowserContextOptions) => Promise<OpenedReport> {
  let browser: Browser;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'highwater-report-'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(directory, { recursive: true, force: true });
  });
  return async (name, { record, history }, options = {}) => {
    const file = join(directory, `${name}.html`);
    await writeFile(file, renderReport(record, history, { troubleshootingUrl: TROUBLESHOOTING }));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const wrong: string[] = [];
    const own = pathToFileURL(file).href;
    page.on(
      'request',
      (request) => void (request.url() !== own && !request.url().startsWith('data:') && wrong.push(`request ${request.url()}`)),
    );
    page.on('console', (message) => void wrong.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => void wrong.push(`error ${error.message}`));
    page.on('dialog', (dialog) => void wrong.push(`dialog ${dialog.message()}`));
    await page.goto(own);
    return { page, wrong, close: () => context.close() };
  };
}
