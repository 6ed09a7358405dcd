import type { Static } from 'typebox';
import { isGlob } from '../../config/select/glob.ts';
import type { EntryWarning, SourceDefinition } from '../../model/source-definition.ts';
import { organisationAddress, type SalesforceOptions, salesforceSource } from './options.ts';
import { setup } from './setup.ts';

/** Salesforce, by its REST and Bulk APIs. */
export const salesforce: SourceDefinition<typeof salesforceSource, SalesforceOptions> = {
  type: 'salesforce',
  schema: salesforceSource,
  deletesBy: 'counts',
  naming: {
    canonical: (written) => written,
    target: (name) => name,
    ignoresCase: true,
    lists: [
      { field: 'standard_objects', category: 'Standard Objects' },
      { field: 'custom_objects', category: 'Custom Objects' },
    ],
    computed: ({ documents }) =>
      documents === true ? [{ target: 'documents', words: 'the table that `documents: true` fills' }] : [],
  },
  connection: ({ tables: _, standard_objects: __, custom_objects: ___, exclude: ____, ...options }) => ({ options }),
  address: organisationAddress,
  checkFilter: async (condition) => (await import('./plan/filter.ts')).checkFilter(condition),
  warnings,
  setup,
  create: async (options, context) => {
    const [{ SalesforceSource }, { TUNING }] = await Promise.all([import('./source.ts'), import('./connect/tuning.ts')]);
    return new SalesforceSource(options, context, TUNING);
  },
};

function warnings({ tables = {} }: Static<typeof salesforceSource>): EntryWarning[] {
  return Object.entries(tables).flatMap(([written, options]) => {
    const { content, documents, feeds } = options ?? {};
    return [
      ...(content !== undefined && documents !== true
        ? [{ path: ['tables', written, 'content'], message: '`content` has no effect without `documents: true`.' }]
        : []),
      ...(feeds === true && !isGlob(written) && written !== 'Case'
        ? [{ path: ['tables', written, 'feeds'], message: '`feeds` is known for Case only and has no effect here.' }]
        : []),
    ];
  });
}
