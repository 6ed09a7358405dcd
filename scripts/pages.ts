import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * `npm run pages` writes the styles and the script of the pages that Highwater makes (report.html, browse) into a module beside each,
 * so that the program carries them as text; with `--check` it only says which module is not fresh.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const PAGES = ['src/views/pages/report', 'src/views/pages/browse'];

/** Browsers of the last two years; no source map and no comment, for the page's policy names the text by its hash. */
const TARGET = ['chrome120', 'firefox121', 'safari17'];

export async function pageModule(page: string): Promise<string> {
  const styles = await bundled(join(page, 'page.css'));
  const client = join(page, 'client/main.ts');
  const script = existsSync(join(ROOT, client)) ? await bundled(client) : null;
  return [
    '/** Made by `npm run pages` from page.css and client/. Not to be edited. */',
    `export const styles = ${JSON.stringify(styles)};`,
    ...(script === null ? [] : [`export const script = ${JSON.stringify(script)};`]),
    '',
  ].join('\n');
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGET,
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
  });
  return (outputFiles[0]?.text ?? '').trim();
}

export function moduleFile(page: string): string {
  return join(ROOT, page, 'assets.generated.ts');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  for (const page of PAGES) {
    const fresh = await pageModule(page);
    const file = moduleFile(page);
    if ((await readFile(file, 'utf8').catch(() => '')) === fresh) continue;
    if (check) {
      process.stderr.write(`${relative(ROOT, file)} is not what its sources make; run \`npm run pages\` and commit it\n`);
      process.exitCode = 1;
    } else await writeFile(file, fresh);
  }
}
