import type { FilterProblem } from '../../model/contract.ts';
import type { Problems } from '../explain/problems.ts';
import type { Filled } from './fill.ts';
import { tableEntries } from './tables.ts';
import { isMapping } from './tree.ts';

/** Checks one condition in the language of a source type, without any connection; see SourceDefinition. */
export type CheckFilter = (type: 'postgres' | 'salesforce' | 'dynamics', condition: string) => Promise<FilterProblem | null>;

/** Checks every `where` of the file; a problem points at the very character. */
export async function checkFilters(filled: Filled, problems: Problems, checkFilter: CheckFilter): Promise<void> {
  const sources = isMapping(filled.root) ? filled.root.sources : undefined;
  for (const [name, source] of isMapping(sources) ? Object.entries(sources) : []) {
    if (!isMapping(source)) continue;
    const type = source.type;
    if (type !== 'postgres' && type !== 'salesforce' && type !== 'dynamics') continue;
    for (const { path, options } of tableEntries(source, ['sources', name])) {
      const at = [...path, 'where'];
      const where = options.where;
      if (typeof where !== 'string' || problems.has(at)) continue;
      const problem = await checkFilter(type, where.trimEnd());
      if (problem !== null) problems.add(at, problem.message, problem.hint, { offset: filled.fileOffset(at, problem.offset) });
    }
  }
}
