import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** Chromium's own traffic (updates, field trials) must not be there in a closed network, nor count as the page's. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A headless Chromium: the system's if it starts, else the one in the npm package @sparticuz/chromium (Linux on x64). */
export async function launchChromium(which: 'any' | 'packaged' = 'any'): Promise<Browser> {
  const failures: string[] = [];
  for (const executablePath of which === 'any' ? SYSTEM.filter((path) => existsSync(path)) : []) {
    try {
      return await chromium.launch({ executablePath, args: FLAGS });
    } catch (error) {
      // Ubuntu's /usr/bin/chromium-browser is a stub that only says "install the snap".
      failures.push(`${executablePath}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(['No Chromium found: install Chromium or Chrome to run these tests.', ...failures].join('\n'));
  }
  return launchPackaged();
}

async function launchPackaged(): Promise<Browser> {
  const home = await unpack();
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: FLAGS,
    env: {
      ...(process.env as Record<string, string>),
      // A fresh machine has neither NSS nor fonts; the package brings both.
      LD_LIBRARY_PATH: join(home, 'lib'),
      ...(hasFonts() ? {} : { FONTCONFIG_FILE: join(home, 'fonts.conf') }),
    },
  });
}

function hasFonts(): boolean {
  const list = spawnSync('fc-list', ['--format', '%{family}'], { encoding: 'utf8' });
  return list.status === 0 && list.stdout.length > 0;
}

/** Unpacks the package's browser once per user and version. Two processes at once each unpack; the first rename wins. */
async function unpack(): Promise<string> {
  const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../../bin');
  const manifest = JSON.parse(await readFile(join(bin, '../package.json'), 'utf8')) as { version: string };
  const home = join(tmpdir(), `highwater-chromium-${manifest.version}-${userInfo().uid}`);
  if (existsSync(join(home, 'chromium'))) return home;
  await mkdir(dirname(home), { recursive: true });
  const fresh = await mkdtemp(`${home}-`);
  await inflate(join(bin, 'chromium.br'), join(fresh, 'chromium'), 0o755);
  for (const name of ['al2023', 'fonts']) await untar(bin, name, fresh);
  // The package's own names directories of AWS Lambda.
  await writeFile(
    join(fresh, 'fonts.conf'),
    `<fontconfig><dir>${home}/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>`,
  );
  try {
    await rename(fresh, home);
  } catch {
    await rm(fresh, { recursive: true, force: true });
  }
  return home;
}

async function untar(bin: string, name: string, into: string): Promise<void> {
  const tar = join(into, `${name}.tar`);
  await inflate(join(bin, `${name}.tar.br`), tar);
  const done = spawnSync('tar', ['-xf', tar, '-C', into], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`could not unpack ${tar}: ${done.stderr}`);
  await rm(tar);
}

async function inflate(from: string, to: string, mode = 0o644): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}
