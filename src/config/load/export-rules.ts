import type { DestinationDefinition } from '../../model/destination.ts';
import type { SourceDefinition } from '../../model/source-definition.ts';
import { nearest } from '../explain/nearest.ts';
import type { Problems } from '../explain/problems.ts';
import { isMapping, type Mapping, type Value } from './tree.ts';

/** The definitions of what can be written to, and whether this run needs the variables of `destinations`. */
export interface Destinations {
  readonly definitions: readonly DestinationDefinition[];
  readonly required: boolean;
}

/** Rules of `destinations` and `exports` that go across entries. Works on what is there, right or wrong. */
export function checkExportRules(root: Value, sources: readonly SourceDefinition[], problems: Problems): void {
  if (!isMapping(root) || !isMapping(root.exports)) return;
  const names = Object.keys(root.exports);
  const destinations = isMapping(root.destinations) ? root.destinations : {};
  for (const [name, entry] of Object.entries(root.exports)) {
    if (!isMapping(entry)) continue;
    checkQuery(name, entry, problems);
    checkTarget(name, entry, destinations, problems);
    checkCompared(name, entry, root, sources, problems);
    checkAfter(name, entry, names, problems);
  }
  const circle = circleOf(root.exports);
  if (circle !== null) {
    const [first = ''] = circle;
    const words = [...circle, first].map((name) => `\`${name}\``).join(' after ');
    problems.add(
      ['exports', first, 'after'],
      `the exports wait for each other: ${words}.`,
      'Remove one of these `after`.',
      'key',
    );
  }
}

function checkQuery(name: string, entry: Mapping, problems: Problems): void {
  const both = entry.query !== undefined && entry.sql !== undefined;
  const neither = entry.query === undefined && entry.sql === undefined;
  if (!both && !neither) return;
  const message = both ? 'an export has one query: found both `query` and `sql`.' : 'expected `query` or `sql`, found neither.';
  problems.add(
    ['exports', name, ...(both ? ['sql'] : [])],
    message,
    'Write the SQL under `query`, or name its file under `sql`.',
    'key',
  );
}

function checkTarget(name: string, { to }: Mapping, destinations: Mapping, problems: Problems): void {
  if (typeof to !== 'string' || to === '' || Object.hasOwn(destinations, to)) return;
  const known = Object.keys(destinations);
  const list = known.length === 0 ? 'The file has no `destinations`.' : `Known: ${known.join(', ')}.`;
  problems.add(
    ['exports', name, 'to'],
    `there is no destination \`${to}\`.${meant(to, known)}`,
    `${list} Add it under \`destinations:\`.`,
  );
}

/** A synced table of another kind of system can't be that of the object that is written. */
function checkCompared(
  name: string,
  entry: Mapping,
  root: Mapping,
  definitions: readonly SourceDefinition[],
  problems: Problems,
): void {
  const written = entry.compare_with;
  if (typeof written !== 'string' || written === 'none' || !written.includes('.')) return;
  const path = ['exports', name, 'compare_with'];
  const sources = isMapping(root.sources) ? root.sources : {};
  const source = written.slice(0, written.indexOf('.'));
  const found = sources[source];
  if (!isMapping(found)) {
    const hint = `Write source.table, such as crm.Account. Sources: ${Object.keys(sources).join(', ')}.`;
    problems.add(path, `there is no source \`${source}\`.${meant(source, Object.keys(sources))}`, hint);
    return;
  }
  const destinations = isMapping(root.destinations) ? root.destinations : {};
  const target = typeof entry.to === 'string' ? destinations[entry.to] : undefined;
  if (!isMapping(target) || !definitions.some((d) => d.type === found.type)) return;
  const hint = 'Name the synced table of the very object that the export writes.';
  if (target.type !== found.type) {
    problems.add(path, `\`${source}\` is not the system that \`${String(entry.to)}\` writes to.`, hint);
  } else if (originOf(target.url) !== originOf(found.url)) {
    problems.add(
      path,
      `\`${source}\` and \`${String(entry.to)}\` have different addresses.`,
      `${hint} Both must have the same \`url\`.`,
    );
  }
}

function originOf(url: Value | undefined): string | undefined {
  try {
    return typeof url === 'string' ? new URL(url).origin : undefined;
  } catch {
    return url as string; // A variable that is not set in this run.
  }
}

function checkAfter(name: string, { after }: Mapping, names: readonly string[], problems: Problems): void {
  if (!Array.isArray(after)) return;
  after.forEach((other, i) => {
    if (typeof other !== 'string' || (names.includes(other) && other !== name)) return;
    const message =
      other === name ? "an export can't wait for itself." : `there is no export \`${other}\`.${meant(other, names)}`;
    problems.add(['exports', name, 'after', i], message, `Exports: ${names.join(', ')}.`);
  });
}

/** Exports that wait for each other, in order; null where there are none. */
function circleOf(entries: Mapping): readonly string[] | null {
  const settled = new Set<string>();
  const visit = (name: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(name)) return way.slice(way.indexOf(name));
    if (settled.has(name)) return null;
    const entry = entries[name];
    const after = isMapping(entry) && Array.isArray(entry.after) ? entry.after : [];
    for (const other of after) {
      const circle = typeof other === 'string' && other !== name ? visit(other, [...way, name]) : null;
      if (circle !== null) return circle;
    }
    settled.add(name);
    return null;
  };
  for (const name of Object.keys(entries)) {
    const circle = visit(name, []);
    if (circle !== null) return circle;
  }
  return null;
}

function meant(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? '' : ` Did you mean \`${near}\`?`;
}
