import { readFile } from 'node:fs/promises';
import { ConfigError, type ErrorReport } from '../../model/errors.ts';
import type { Secret } from '../../model/secret.ts';
import type { LoadedConfig } from '../config.ts';
import { type ConfigDocument, configSchema } from '../declare/schema.ts';
import type { Shape } from '../declare/shape.ts';
import { explain } from '../explain/explain.ts';
import type { Problems } from '../explain/problems.ts';
import { buildOutput, buildRun, buildSources } from './build.ts';
import { check } from './check.ts';
import { type Filled, fill } from './fill.ts';
import { type CheckFilter, checkFilters } from './filters.ts';
import { finish } from './finish.ts';
import type { Environment } from './interpolate.ts';
import { checkRules } from './rules.ts';
import { parseSource, type Source } from './syntax.ts';
import { checkUrls } from './urls.ts';
import { findWarnings } from './warnings.ts';
import { fromPointer } from './yaml-path.ts';

/** More would bury the first. */
const MOST_PROBLEMS = 100;

/**
 * Reads, completes and checks a configuration file.
 * Throws ConfigError with all that is wrong with it, each with its place; no message holds a secret.
 */
export async function loadConfig(file: string, environment: Environment, checkFilter: CheckFilter): Promise<LoadedConfig> {
  return loadConfigText(file, await readText(file), environment, checkFilter);
}

/** As loadConfig, for a text that was read already; `file` only names it in errors. */
export async function loadConfigText(
  file: string,
  text: string,
  environment: Environment,
  checkFilter: CheckFilter,
): Promise<LoadedConfig> {
  const shape = configSchema as unknown as Shape;
  const source = parseSource(file, text);
  const { problems, locate } = source;
  refuse(source);
  const filled = fill(source.tree, text, shape, environment, problems);
  checkShape(filled, shape, problems);
  checkRules(filled.root, problems);
  await checkFilters(filled, problems, checkFilter);
  refuse(source);

  const secrets: Secret[] = [];
  const document = finish(filled.root, shape, environment, secrets) as ConfigDocument;
  checkUrls(document, problems, secrets);
  refuse(source);
  return {
    file,
    sources: buildSources(document, source),
    output: buildOutput(document),
    run: buildRun(document),
    secrets,
    environment: [...filled.variables].sort(),
    warnings: findWarnings(filled.root, environment, source),
    locate: (path) => locate(path),
  };
}

function checkShape({ root, variablesAt }: Filled, shape: Shape, problems: Problems): void {
  const errors = check(root, shape);
  for (const error of errors) {
    const found = explain(error, variablesAt);
    if (found !== null && !problems.has(found.path)) problems.add(found.path, found.message, found.hint, found.spot);
  }
  // Some errors only repeat others and are not told; but never may all of them go untold.
  const [first] = errors;
  if (first !== undefined && problems.count === 0) {
    problems.add(fromPointer(first.instancePath), 'this is not as it should be.', 'Compare it with the example in the README.');
  }
}

function refuse({ problems }: Source): void {
  const all = problems.list();
  if (all.length === 0) return;
  const rest = all.length - MOST_PROBLEMS;
  if (rest <= 0) throw new ConfigError(all);
  const more: ErrorReport = { code: 'CONFIG_INVALID', message: `and ${rest} more problems.`, hint: 'Mend those above first.' };
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
    'Paths count from the working directory. In a workflow, actions/checkout must run before this step; the input `config` (on the command line --config) names another file; `highwater init` writes a first one.';
  return new ConfigError([{ code: 'CONFIG_NOT_FOUND', message, hint }], 'CONFIG_NOT_FOUND');
}
