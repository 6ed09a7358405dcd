// npm run pictures: makes docs/images anew in a headless Chromium, from the runs that the tests of report and browse are about.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import MarkdownIt from 'markdown-it';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { startBrowsing } from '../src/views/pages/browse/server.ts';
import { renderReport } from '../src/views/pages/report/report.ts';
import { renderSummary } from '../src/views/summary/summary.ts';
import { NOW, writeArtifact } from '../test/browse/artifact.ts';
import { failureMix, incrementalRun } from '../test/report/fixtures.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { ROOT } from './bundle.ts';

const IMAGES = join(ROOT, 'docs', 'images');
const TROUBLESHOOTING = 'https://github.com/OWNER/highwater/blob/v1/docs/troubleshooting.md';
const DESKTOP = { viewport: { width: 930, height: 1170 }, deviceScaleFactor: 2 };
const PHONE = { viewport: { width: 390, height: 1500 }, deviceScaleFactor: 2, isMobile: true };

async function picture(
  browser: Browser,
  name: string,
  url: string,
  options: BrowserContextOptions,
  whole = false,
): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
  const page = await context.newPage();
  // Looked at soon after the run.
  await page.clock.setFixedTime(new Date(NOW));
  await page.goto(url);
  await page.screenshot({ path: join(IMAGES, `${name}.png`), fullPage: whole });
  await context.close();
  console.log(`docs/images/${name}.png`);
}

/** The summary as GitHub sets it, but for the Mermaid chart at its end, which GitHub draws itself. */
function summaryPage(): string {
  const { record, history } = failureMix();
  const text = renderSummary(record, history, { troubleshootingUrl: TROUBLESHOOTING, outputDirectory: 'highwater-output' });
  const [upToChart = ''] = text.split('### Where the time went');
  return `<!doctype html><meta charset="utf-8"><style>${GITHUB}</style>${new MarkdownIt({ html: true }).render(upToChart)}`;
}

const GITHUB = `body { margin: 24px; width: 964px; font: 16px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; color: #1f2328; }
h2 { font-size: 24px; line-height: 1.25; border-bottom: 1px solid #d1d9e0b3; padding-bottom: 7px; } h3 { font-size: 20px; line-height: 1.25; }
a { color: #0969da; text-decoration: none; } code { font: 85% ui-monospace, Menlo, Consolas, monospace; background: #818b981f; border-radius: 6px; padding: .2em .4em; }
table { border-collapse: collapse; } th, td { border: 1px solid #d1d9e0; padding: 6px 13px; } tr:nth-child(2n) { background: #f6f8fa; } li + li { margin-top: 4px; }`;

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-pictures-'));
  const file = async (name: string, html: string): Promise<string> => {
    await writeFile(join(directory, name), html);
    return pathToFileURL(join(directory, name)).href;
  };
  const browser = await launchChromium();
  try {
    const { record, history } = incrementalRun();
    const report = await file('report.html', renderReport(record, history, { troubleshootingUrl: TROUBLESHOOTING }));
    await picture(browser, 'report-light', report, { ...DESKTOP, colorScheme: 'light' });
    await picture(browser, 'report-dark', report, { ...DESKTOP, colorScheme: 'dark' });
    await picture(browser, 'report-phone', report, { ...PHONE, colorScheme: 'light' });
    await picture(
      browser,
      'summary',
      await file('summary.html', summaryPage()),
      { viewport: { width: 1012, height: 600 } },
      true,
    );
    await writeArtifact(join(directory, 'highwater-output'), { duckdb: true, parquet: false });
    // The page shows the place as it was given.
    process.chdir(directory);
    const browsing = await startBrowsing({ place: 'highwater-output', port: 0, now: () => Date.parse(NOW) });
    await picture(browser, 'browse', browsing.url, {
      viewport: { width: 930, height: 760 },
      deviceScaleFactor: 2,
      colorScheme: 'light',
    });
    await browsing.close();
  } finally {
    await browser.close();
    await rm(directory, { recursive: true, force: true });
  }
}

await main();
