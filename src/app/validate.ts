import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedConfig } from '../config/config.ts';
import type { ValidateResult } from '../model/results.ts';

/** `validate`: no connection; the configuration has been loaded, so it is right. */
export async function validate(config: LoadedConfig): Promise<ValidateResult> {
  return {
    command: 'validate',
    configFile: config.file,
    sources: config.sources.map(({ name, type, definition, options, tables }) => ({
      name,
      type,
      address: definition.address(options),
      tables: tables.map((t) => t.pattern),
    })),
    variables: config.environment,
    warnings: [...config.warnings, ...irreplaceableWarnings(config)],
    outputBytes: await outputBytes(config.output.directory),
  };
}

/** What an upload of the output directory would hold. */
async function outputBytes(directory: string): Promise<number | null> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
    return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return null; // Nothing was synced here so far, or it is not for this user to read: then there is nothing to estimate from.
  }
}

/**
 * Tables that keep what their source can't give again, in words for `validate`: where the state can be evicted, these rows go with it.
 * The command line does not know which state the workflow has.
 */
export function irreplaceableWarnings({ sources }: LoadedConfig): string[] {
  return sources.flatMap(({ tables }) =>
    tables
      .filter(({ options }) => options.deletes !== 'remove' || options.history !== undefined)
      .map(({ options, location: { file, line, column, path } }) => {
        const rows =
          options.deletes === 'remove' ? [] : [`\`deletes: ${options.deletes}\` keeps rows that the source no longer has`];
        const versions =
          options.history === undefined ? [] : ['`history` keeps old versions of rows, which no source can give again'];
        const what = [...rows, ...versions].join(', and ');
        const where =
          'In the Actions cache (the default of the action) they are lost with the state: GitHub deletes an entry that no run has read for 7 days, and old ones above the limit of the repository';
        return `${file}:${line}:${column} ${path}: ${what}, so these are in the state only. ${where}. To be safe, use \`state:\` with a directory that lasts, or keep the published files.`;
      }),
  );
}
