import type { Static } from 'typebox';
import type { ConnectionOptions, EntryWarning, SourceDefinition } from '../../model/source-definition.ts';
import { connectionOptions, secretsIn, UrlProblem } from './connect/url.ts';
import { canonicalName, databaseAddress, type PostgresOptions, postgresSource, targetOf } from './options.ts';
import { setup } from './setup.ts';

/** PostgreSQL 12 and later. */
export const postgres: SourceDefinition<typeof postgresSource, PostgresOptions> = {
  type: 'postgres',
  schema: postgresSource,
  deletesBy: 'full',
  naming: {
    canonical: canonicalName,
    target: targetOf,
    // `Deals` and `deals` are two tables.
    ignoresCase: false,
    lists: [],
    computed: () => [],
  },
  connection,
  address: databaseAddress,
  // Only where there is a condition: the parser takes its time to load.
  checkFilter: async (condition) => (await import('./plan/filter.ts')).checkFilter(condition),
  warnings,
  setup,
  create: async (options, context) => {
    const [{ PostgresSource }, { createLogin }] = await Promise.all([import('./source.ts'), import('./connect/login.ts')]);
    return new PostgresSource(options, context, createLogin(options, context.mask));
  },
};

type Entry = Static<typeof postgresSource>;

function connection(entry: Entry): ConnectionOptions<PostgresOptions> {
  try {
    const secrets = entry.url === undefined ? [] : secretsIn(entry.url.reveal());
    return { options: connectionOptions(entry), secrets };
  } catch (error) {
    if (!(error instanceof UrlProblem)) throw error;
    return { problem: { path: ['url'], message: `the connection string is not valid: ${error.message}.`, hint: error.hint } };
  }
}

function warnings({ ssl, host }: Entry): EntryWarning[] {
  const socket = host?.startsWith('/') === true;
  if (ssl.ca === undefined || (!socket && ssl.mode !== 'disable')) return [];
  const why = socket ? 'a local socket is not encrypted' : 'mode disable asks for no encryption';
  return [{ path: ['ssl', 'ca'], message: `${why}, so \`ca\` has no effect.${socket ? '' : ' Use verify-full.'}` }];
}
