import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { ConfigError } from '../model/errors.ts';
import { ATTACHED } from './dbt-sources.ts';

/** Where the sources stand in a dbt project: a folder of their own, below the usual one for models. */
export const SOURCES_FILE = join('models', 'highwater', 'sources.yml');

const HEADER = '# Written by `highwater dbt`, which overwrites this file. Add your own properties and tests in another one.\n';

/**
 * Writes the sources into a dbt project. Its other files are written only where they are missing, so that a new directory becomes a project and an
 * existing project stays as it is. Resolves to the files that were written, relative to the directory. Throws INPUT_INVALID.
 */
export async function writeDbtProject(directory: string, warehouse: string, sources: object): Promise<string[]> {
  await refuseForeign(join(directory, SOURCES_FILE));
  const path = relative(resolve(directory), resolve(warehouse)).replaceAll('\\', '/');
  const starters: [string, string][] = [
    ['dbt_project.yml', PROJECT],
    ['profiles.yml', profile(path)],
    ['.gitignore', 'target/\nlogs/\ndbt_packages/\n*.duckdb\n*.duckdb.wal\n'],
  ];
  const isProject = existsSync(join(directory, 'dbt_project.yml'));
  const missing = starters.filter(([name]) => !existsSync(join(directory, name)) && (!isProject || name === 'profiles.yml'));
  const files: [string, string][] = [[SOURCES_FILE, `${HEADER}${stringify(sources, { lineWidth: 0 })}`], ...missing];
  for (const [name, text] of files) await writeFileWhole(join(directory, name), text);
  return files.map(([name]) => name);
}

async function refuseForeign(file: string): Promise<void> {
  const present = await readFile(file, 'utf8').catch(() => null);
  if (present === null || present.startsWith(HEADER)) return;
  const message = `${file} already exists, and \`highwater dbt\` did not write it. Nothing was written.`;
  throw new ConfigError(
    [{ code: 'INPUT_INVALID', message, hint: 'Move it, or name another directory with --output.' }],
    'INPUT_INVALID',
  );
}

async function writeFileWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, text);
  await rename(`${file}.partial`, file);
}

const PROJECT = `name: highwater
version: "1.0.0"
config-version: 2
profile: highwater
flags:
  require_generic_test_arguments_property: true
`;

/** Models go into a file of their own: a sync replaces the warehouse, and dbt can't write to it. */
function profile(warehouse: string): string {
  return `highwater:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: dbt.duckdb
      threads: 4
      attach:
        - path: "{{ env_var('HIGHWATER_WAREHOUSE', ${JSON.stringify(warehouse).replaceAll('"', "'")}) }}"
          alias: ${ATTACHED}
          read_only: true
`;
}
