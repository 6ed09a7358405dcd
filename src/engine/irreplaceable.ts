import type { LoadedConfig } from '../config/config.ts';

/**
 * Tables that keep what their source can't give again, in words for `validate`: where the state can be evicted, these rows go with it.
 * The command line does not know which state the workflow has.
 */
export function irreplaceableWarnings({ sources }: LoadedConfig): string[] {
  return sources.flatMap(({ tables }) =>
    tables
      .filter(({ options }) => options.deletes !== 'remove')
      .map(({ options, location: { file, line, column, path } }) => {
        const what = `\`deletes: ${options.deletes}\` keeps rows that the source no longer has`;
        const where =
          'In the Actions cache (the default of the action) they are lost with the state: GitHub deletes an entry that no run has read for 7 days, and old ones above the limit of the repository';
        return `${file}:${line}:${column} ${path}: ${what}, so they are in the state only. ${where}. To be safe, use \`state:\` with a directory that lasts, or keep the published files.`;
      }),
  );
}
