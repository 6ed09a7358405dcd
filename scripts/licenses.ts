import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The licences of all packages whose code is in the bundle, equal texts once. */
export async function renderLicenses(root: string, inputs: readonly string[]): Promise<string> {
  const folders = new Set(
    inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter((f) => f !== undefined),
  );
  const packagesByText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const text = (await licenseText(join(root, folder))) ?? `Published under ${license} without a licence file.`;
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...packagesByText].map(([text, packages]) => `${[...new Set(packages)].join('\n')}\n\n${text}`);
  return `${['Third-party code in this directory, with its licences.', ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

async function licenseText(folder: string): Promise<string | null> {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)([-.].*)?$/i.test(name)).sort();
  if (names.length === 0) return null;
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}
