import type { SourceContext, SourceDefinition } from '../../model/contract.ts';
import { createLogin } from './connect/login.ts';
import type { PostgresOptions } from './options.ts';
import { checkFilter } from './plan/filter.ts';
import { PostgresSource } from './source.ts';

/** PostgreSQL 12 and later. */
export const postgres: SourceDefinition<PostgresOptions> = {
  type: 'postgres',
  create: (options: PostgresOptions, context: SourceContext) =>
    new PostgresSource(options, context, createLogin(options, context.mask)),
  checkFilter,
};
