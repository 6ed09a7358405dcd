import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DestinationDefinition } from '../../model/destination.ts';
import type { Secret } from '../../model/secret.ts';
import type { DestinationConfig, ExportConfig } from '../config.ts';
import type { WrittenExport } from '../declare/export-options.ts';
import type { ConfigDocument } from '../declare/schema.ts';
import { parseDuration } from '../declare/units.ts';
import type { Locator, Problems } from '../explain/problems.ts';
import type { Destinations } from './export-rules.ts';

interface BuildParts {
  readonly problems: Problems;
  readonly locator: Locator;
  readonly secrets: Secret[];
}

/** The destinations of the file. Where this run does not write, only their names are looked at: their variables may be missing. */
export function buildDestinations(
  { destinations = {} }: Pick<ConfigDocument, 'destinations'>,
  { definitions, required }: Destinations,
  { problems, secrets }: BuildParts,
): DestinationConfig[] {
  return Object.entries(destinations).flatMap(([name, entry]) => {
    const definition = definitionOf(definitions, entry.type);
    const base = { name, type: entry.type, definition };
    if (!required) return [{ ...base, options: null }];
    const connection = definition.connection(entry);
    if ('problem' in connection) {
      const { path, message, hint } = connection.problem;
      problems.add(['destinations', name, ...path], message, hint);
      return [];
    }
    secrets.push(...(connection.secrets ?? []));
    return [{ ...base, options: connection.options }];
  });
}

function definitionOf(definitions: readonly DestinationDefinition[], type: string): DestinationDefinition {
  const definition = definitions.find((d) => d.type === type);
  if (definition === undefined) throw new Error(`there is no definition of a destination of type ${type}`);
  return definition;
}

/** The exports of the file, with the text of their queries. `file`: the configuration, from which `sql` counts. */
export async function buildExports(
  { exports = {} }: Pick<ConfigDocument, 'exports'>,
  file: string,
  { problems, locator }: BuildParts,
): Promise<ExportConfig[]> {
  const built: ExportConfig[] = [];
  for (const [name, entry] of Object.entries(exports)) {
    const query = await queryOf(entry, ['exports', name], file, problems);
    if (query !== null) built.push(exportOf(name, entry, query, locator));
  }
  return built;
}

function exportOf(name: string, entry: WrittenExport, query: string, locator: Locator): ExportConfig {
  const dot = entry.compare_with.indexOf('.');
  const compared = { source: entry.compare_with.slice(0, dot), table: entry.compare_with.slice(dot + 1) };
  const { gone } = entry;
  return {
    name,
    to: entry.to,
    object: entry.object,
    operation: entry.operation,
    key: entry.key,
    query,
    queryLocation: locator.locate(['exports', name, entry.query === undefined ? 'sql' : 'query'], 'key'),
    compareWith: entry.compare_with === 'none' ? null : compared,
    conflict: entry.conflict,
    nulls: entry.nulls,
    gone: typeof gone === 'string' ? { kind: gone } : { kind: 'clear', fields: gone.clear },
    maxRows: entry.max_rows,
    maxFraction: entry.max_fraction,
    maxAgeSeconds: parseDuration(entry.max_age) ?? 0,
    bulkAbove: entry.bulk_above,
    writeOptions: { assignmentRules: entry.assignment_rules, duplicateRules: entry.duplicate_rules },
    failAbove: entry.fail_above,
    after: entry.after,
    location: locator.locate(['exports', name], 'key'),
  };
}

async function queryOf(entry: WrittenExport, path: readonly string[], file: string, problems: Problems): Promise<string | null> {
  if (entry.query !== undefined) return entry.query;
  const at = resolve(dirname(file), entry.sql ?? '');
  try {
    const text = await readFile(at, 'utf8');
    if (text.trim() !== '') return text;
    problems.add([...path, 'sql'], 'the file is empty.', 'Write the SELECT of the export into it.');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    const what = reason === 'ENOENT' ? 'the file does not exist' : `the file can't be read (${reason})`;
    problems.add([...path, 'sql'], `${what}.`, `Looked for ${at}: the path counts from the directory of the configuration.`);
  }
  return null;
}
