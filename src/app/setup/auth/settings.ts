import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type Environment, interpolate, soleReference } from '../../../config/load/interpolate.ts';
import { wrong } from '../ask.ts';

/** What the configuration says of a source, as far as it can be said without its secrets. */
export interface Settings {
  /** The source's name; null where there is no such source in the file, or no file. */
  readonly source: string | null;
  /** Texts at `url` and under `auth`, with the variables filled in that are set. */
  readonly url: string | undefined;
  readonly auth: Readonly<Record<string, string>>;
  /** Names of the variables that stand alone under `auth`: `refresh_token` → `SF_REFRESH_TOKEN`. */
  readonly variables: Readonly<Record<string, string>>;
}

const NOTHING: Settings = { source: null, url: undefined, auth: {}, variables: {} };

/**
 * Looks a source up in the configuration, which need not be complete: its refresh token is not there yet. `name`: null for the only one of
 * its type.
 */
export async function readSettings(file: string, type: string, name: string | null, env: Environment): Promise<Settings> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) {
    if (name !== null)
      throw wrong(
        `Can't read the configuration file ${file}.`,
        'Paths are relative to the working directory. Use --config for another file.',
      );
    return NOTHING;
  }
  const sources = Object.entries(mapping(mapping(parsed(file, text)).sources)).map(
    ([key, entry]) => [key, mapping(entry)] as const,
  );
  const fitting = sources.filter(([key, entry]) => entry.type === type && (name === null || key === name));
  const [first, second] = fitting;
  if (first === undefined) {
    if (name !== null)
      throw wrong(`${file} has no source ${name} of type ${type}.`, 'Leave --source out, or name a source of that type.');
    return NOTHING;
  }
  if (second !== undefined)
    throw wrong(
      `${file} has several sources of type ${type}: ${fitting.map(([key]) => key).join(', ')}.`,
      'Choose one with --source.',
    );
  return settingsOf(first[0], first[1], env);
}

function settingsOf(source: string, entry: Readonly<Record<string, unknown>>, env: Environment): Settings {
  const auth: Record<string, string> = {};
  const variables: Record<string, string> = {};
  for (const [key, value] of Object.entries(mapping(entry.auth))) {
    if (typeof value !== 'string') continue;
    const filled = filledIn(value, env);
    const variable = soleReference(value);
    if (filled !== undefined) auth[key] = filled;
    if (variable !== null) variables[key] = variable;
  }
  const url = typeof entry.url === 'string' ? filledIn(entry.url, env) : undefined;
  return { source, url, auth, variables };
}

function filledIn(text: string, env: Environment): string | undefined {
  const result = interpolate(text, env);
  return result.faults.length > 0 || result.text === '' ? undefined : result.text;
}

/** The parser's own words could quote a secret. */
function parsed(file: string, text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    throw wrong(`${file} is not valid YAML.`, '`highwater validate` shows what is wrong.');
  }
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
