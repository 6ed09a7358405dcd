import { readFile } from 'node:fs/promises';
import { ConfigError, type ErrorReport } from '../../model/errors.ts';
import type { EntryWarning, SourceDefinition } from '../../model/source-definition.ts';
import type { LoadedConfig } from '../config.ts';
import { type ConfigDocument, configShape } from '../declare/schema.ts';
import type { Shape } from '../declare/shape.ts';
import { explain } from '../explain/explain.ts';
import type { Locator, Problems } from '../explain/problems.ts';
import { buildOutput, buildRun, buildSources, sourceWarnings } from './build.ts';
import { buildDestinations, buildExports } from './build-exports.ts';
import { check } from './check.ts';
import { checkExportRules, type Destinations } from './export-rules.ts';
import { type Completed, complete, type Filled, fill } from './fill-in.ts';
import type { Environment } from './interpolate.ts';
import { buildNotify, checkNotify } from './load-notify.ts';
import { checkChecks, checkFilters, checkMasks, checkRules } from './rules.ts';
import { type ParsedFile, parseFile } from './syntax.ts';
import { isMapping } from './tree.ts';
import { fromPointer } from './yaml-places.ts';

/** More would bury the first. */
const MOST_PROBLEMS = 100;

/**
 * Reads, completes and checks a configuration file whose sources are of these definitions.
 * Throws ConfigError with all that is wrong with it, each with its place; no message holds a secret.
 */
export async function loadConfig(
  file: string,
  environment: Environment,
  definitions: readonly SourceDefinition[],
  destinations: Destinations = READING,
  needs: ConfigNeeds = WHOLE,
): Promise<LoadedConfig> {
  return loadConfigText(file, await readText(file), environment, definitions, destinations, needs);
}

/** For runs that never write. */
const READING: Destinations = { definitions: [], required: false };

/** What of the file this run may lack the variables of. */
export interface ConfigNeeds {
  /** False: a message that can't be sent must not keep a sync from running. */
  readonly notify: boolean;
}

const WHOLE: ConfigNeeds = { notify: true };

/** As loadConfig, for a text that was read already; `file` only names it in errors. */
export async function loadConfigText(
  file: string,
  text: string,
  environment: Environment,
  definitions: readonly SourceDefinition[],
  destinations: Destinations = READING,
  needs: ConfigNeeds = WHOLE,
): Promise<LoadedConfig> {
  const shape = configShape(definitions, destinations.definitions);
  const parsed = parseFile(file, text);
  const { problems, locate } = parsed;
  refuse(parsed);
  const filled = fill(
    parsed.tree,
    text,
    shape,
    environment,
    problems,
    ([part]) => (part === 'destinations' && !destinations.required) || (part === 'notify' && !needs.notify),
  );
  await checkShape(filled, shape, problems);
  checkRules(filled.root, definitions, problems);
  checkExportRules(filled.root, definitions, problems);
  checkMasks(filled.root, definitions, environment, problems);
  checkChecks(filled.root, definitions, problems);
  checkNotify(filled.root, needs.notify ? environment : null, problems);
  await checkFilters(filled, definitions, problems);
  refuse(parsed);

  const completed = complete(filled.root, shape, environment);
  const document = completed.document as ConfigDocument;
  const { secrets } = completed;
  const parts = { problems, locator: parsed, secrets };
  const sources = buildSources(document, definitions, parts);
  const written = {
    destinations: buildDestinations(document, destinations, parts),
    exports: await buildExports(document, file, parts),
  };
  refuse(parsed);
  return {
    file,
    sources,
    ...written,
    state: document.state ?? null,
    output: buildOutput(document),
    run: buildRun(document),
    notify: buildNotify(document.notify ?? [], isMapping(filled.root) ? (filled.root.notify ?? null) : null, locate),
    maskKey: document.mask_key ?? null,
    secrets,
    environment: [...filled.variables].sort(),
    warnings: placed([...sourceWarnings(document, definitions), ...lineBreakWarnings(completed)], parsed),
    locate: (path) => locate(path),
  };
}

function lineBreakWarnings({ lineBreaks }: Completed): EntryWarning[] {
  return lineBreaks.map(({ path, variable }) => ({
    path,
    message: `the value of ${variable} ends with a line break, which is sent as part of it. Save it with \`printf\`, not \`echo\`, to avoid that.`,
  }));
}

function placed(warnings: readonly EntryWarning[], locator: Locator): string[] {
  return warnings.map(({ path, message }) => {
    const { file, line, column, path: where } = locator.locate(path, 'key');
    return `${file}:${line}:${column} ${where}: ${message}`;
  });
}

async function checkShape({ root, variablesAt, unfilled }: Filled, shape: Shape, problems: Problems): Promise<void> {
  // A value whose variable may be missing is still as written.
  const errors = (await check(root, shape)).filter(({ instancePath }) => !unfilled.has(instancePath));
  for (const error of errors) {
    const found = explain(error, variablesAt);
    if (found !== null && !problems.has(found.path)) problems.add(found.path, found.message, found.hint, found.spot);
  }
  // Errors that only repeat others are left out, but at least one must be reported.
  const [first] = errors;
  if (first !== undefined && problems.count === 0) {
    problems.add(fromPointer(first.instancePath), 'this is not valid.', 'Compare it with the example in the README.');
  }
}

function refuse({ problems }: ParsedFile): void {
  const all = problems.list();
  if (all.length === 0) return;
  const rest = all.length - MOST_PROBLEMS;
  if (rest <= 0) throw new ConfigError(all);
  const more: ErrorReport = { code: 'CONFIG_INVALID', message: `and ${rest} more problems.`, hint: 'Fix those above first.' };
  throw new ConfigError([...all.slice(0, MOST_PROBLEMS), more]);
}

async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw unreadable(file, (error as NodeJS.ErrnoException).code ?? String(error));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const location = { file, line: 1, column: 1, path: '' };
    const hint = 'Save it as UTF-8 (in Windows editors: "UTF-8", not "Unicode").';
    throw new ConfigError([{ code: 'CONFIG_INVALID', message: 'the file is not UTF-8 text.', hint, location }]);
  }
}

function unreadable(file: string, reason: string): ConfigError {
  const what = reason === 'ENOENT' ? 'does not exist' : reason === 'EISDIR' ? 'is a directory' : `can't be read (${reason})`;
  const message = `The configuration file ${file} ${what}.`;
  const hint =
    'Paths are relative to the working directory. In a workflow, actions/checkout must run before this step. Use the input `config` (on the command line: --config) for another file. `highwater init` writes a first one.';
  return new ConfigError([{ code: 'CONFIG_NOT_FOUND', message, hint }], 'CONFIG_NOT_FOUND');
}
