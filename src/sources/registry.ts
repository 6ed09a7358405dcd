import type { SourceConfig } from '../config/config.ts';
import type { FilterProblem, Source, SourceContext, SourceDefinition } from '../model/contract.ts';

type Type = SourceConfig['type'];
type OptionsOf<T extends Type> = Extract<SourceConfig, { type: T }>['options'];

/** One line a source. Each is loaded only when the configuration uses it: their client libraries are large. */
const definitions: { readonly [T in Type]: () => Promise<SourceDefinition<OptionsOf<T>>> } = {
  postgres: async () => (await import('./postgres/index.ts')).postgres,
  salesforce: async () => (await import('./salesforce/index.ts')).salesforce,
  dynamics: async () => (await import('./dynamics/source.ts')).dynamics,
};

export async function createSource(config: SourceConfig, context: SourceContext): Promise<Source> {
  const definition = (await definitions[config.type]()) as SourceDefinition<SourceConfig['options']>;
  return definition.create(config.options, context);
}

/** Checks a `where` of the configuration without any connection. */
export async function checkFilter(type: Type, condition: string): Promise<FilterProblem | null> {
  return (await definitions[type]()).checkFilter(condition);
}
