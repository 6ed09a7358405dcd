import type { Locator } from '../explain/problems.ts';
import { isGlob } from '../select/glob.ts';
import { type Environment, soleReference } from './interpolate.ts';
import { tableEntries } from './tables.ts';
import { isMapping, type Mapping, type Value } from './tree.ts';
import type { YamlPath } from './yaml-path.ts';

/** What is not wrong, but hardly meant. Each with its place in the file. */
export function findWarnings(root: Value, environment: Environment, locator: Locator): string[] {
  const warnings: string[] = [];
  const warn = (path: YamlPath, message: string) => {
    const { file, line, column, path: where } = locator.locate(path, 'key');
    warnings.push(`${file}:${line}:${column} ${where}: ${message}`);
  };
  const sources = isMapping(root) ? root.sources : undefined;
  for (const [name, source] of isMapping(sources) ? Object.entries(sources) : []) {
    if (!isMapping(source)) continue;
    const path = ['sources', name];
    warnOfSsl(source, path, warn);
    warnOfLineBreaks(source.auth, [...path, 'auth'], environment, warn);
    if (source.type === 'salesforce') warnOfDocuments(source, path, warn);
  }
  return warnings;
}

type Warn = (path: YamlPath, message: string) => void;

function warnOfSsl(source: Mapping, path: YamlPath, warn: Warn): void {
  const ssl = source.ssl;
  if (!isMapping(ssl) || ssl.ca === undefined) return;
  const socket = typeof source.host === 'string' && source.host.startsWith('/');
  if (!socket && ssl.mode !== 'disable') return;
  const why = socket ? 'a socket of this machine is not encrypted' : 'mode disable asks for no encryption';
  warn([...path, 'ssl', 'ca'], `${why}, so \`ca\` has no effect.${socket ? '' : ' Use verify-full.'}`);
}

// One line by nature. Keys and certificates have many.
const ONE_LINE = ['password', 'client_secret', 'security_token', 'refresh_token'];

function warnOfLineBreaks(auth: Value | undefined, path: YamlPath, environment: Environment, warn: Warn): void {
  if (!isMapping(auth)) return;
  for (const field of ONE_LINE) {
    const written = auth[field];
    const name = typeof written === 'string' ? soleReference(written) : null;
    if (name !== null && /[\r\n]$/.test(environment[name] ?? '')) {
      warn(
        [...path, field],
        `the value of ${name} ends with a line break, which is sent as a part of it. Was it saved with \`echo\` instead of \`printf\`?`,
      );
    }
  }
}

function warnOfDocuments(source: Mapping, path: YamlPath, warn: Warn): void {
  for (const entry of tableEntries(source, path)) {
    if (entry.options.content !== undefined && entry.options.documents !== true) {
      warn([...entry.path, 'content'], '`content` has no effect without `documents: true`.');
    }
    if (entry.options.feeds === true && !isGlob(entry.pattern) && entry.pattern !== 'Case') {
      warn([...entry.path, 'feeds'], '`feeds` is known for Case only and has no effect here.');
    }
  }
}
