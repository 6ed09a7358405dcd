import type { DiscoveredTable, DiscoverResult } from '../../model/results.ts';
import { count, counted, oneLine } from '../facts/format.ts';
import { type ColumnSpec, wrap } from './display.ts';
import { failure, indent, paintedTable, problem, type TextOptions, warnings } from './text-parts.ts';

type Found = DiscoverResult['sources'][number];

const FOUND: readonly ColumnSpec[] = [
  { title: '  Table', align: 'left', drop: 0 },
  { title: 'Label', align: 'left', drop: 3 },
  { title: 'Kind', align: 'left', drop: 2 },
  { title: 'Columns', align: 'right', drop: 1 },
  { title: 'Key', align: 'left', drop: 4 },
  { title: 'Cursor', align: 'left', drop: 1 },
];

const COLUMNS: readonly ColumnSpec[] = [
  { title: 'Column', align: 'left', drop: 0 },
  { title: 'Native type', align: 'left', drop: 0 },
  { title: 'Semantic', align: 'left', drop: 1 },
  { title: 'DuckDB', align: 'left', drop: 2 },
  { title: 'Label', align: 'left', drop: 3 },
  { title: 'Points at', align: 'left', drop: 4 },
];

export function renderDiscover(result: DiscoverResult, options: TextOptions): string[] {
  const { colors, columns } = options;
  const whole = options.verbose || result.tables.length > 0;
  const lines = result.sources.flatMap((source) => [
    ...wrap(oneLine(whatWasAsked(source)), columns - 1, `${colors.bold(oneLine(source.name))}  `),
    ...failure('signing in', source.error, options),
    ...(whole ? source.tables.flatMap((t) => described(t, options)) : foundTable(source.tables, options)),
    ...problems(source.tables, whole, options),
    ...warnings(source.notices, colors, columns),
    '',
  ]);
  const all = result.sources.flatMap((s) => s.tables.map((t) => ({ ...t, source: s.name })));
  const chosen = all.filter((t) => t.chosen).length;
  const found = `${counted(all.length, 'table')} found, ${count(chosen)} chosen in ${oneLine(result.configFile)} (●).`;
  const example = all.find((t) => t.chosen && t.schema !== null) ?? all.find((t) => t.schema !== null);
  const how = `highwater discover --tables ${quoted(`${example?.source}.${example?.ref.name}`)} shows the columns of one table, -v those of all.`;
  return [...lines, found, ...(whole || example === undefined ? [] : wrap(oneLine(how), columns - 1, ''))];
}

/** As a shell takes it: PostgreSQL's names may hold double quotes. */
function quoted(name: string): string {
  return name.includes('"') ? `'${name}'` : `"${name}"`;
}

function whatWasAsked({ type, identity, requests }: Found): string {
  return `${type}${identity === null ? '' : ` · as ${identity} · ${counted(requests, 'call')}`}`;
}

/** What the configuration chose, each in full; of the others the first of each kind, unless all is wanted. */
function problems(tables: readonly DiscoveredTable[], whole: boolean, options: TextOptions): string[] {
  const kinds = new Map<string, { readonly first: DiscoveredTable; others: number }>();
  const shown = tables.filter((t) => {
    if (t.error === null) return false;
    const seen = kinds.get(t.error.code);
    if (t.chosen || whole || seen === undefined) {
      if (!t.chosen) kinds.set(t.error.code, { first: t, others: 0 });
      return true;
    }
    seen.others++;
    return false;
  });
  return shown.flatMap((t) => {
    const kind = t.error === null ? undefined : kinds.get(t.error.code);
    const others = kind?.first === t && kind.others > 0 ? ` and ${counted(kind.others, 'other')}` : '';
    return t.error === null ? [] : problem(`${t.ref.name}${others}`, t.error, options);
  });
}

function foundTable(tables: readonly DiscoveredTable[], options: TextOptions): string[] {
  if (tables.length === 0) return ['  no tables'];
  const rows = tables.map((t) => [
    `${t.chosen ? '●' : ' '} ${oneLine(t.ref.name)}`,
    t.ref.label === t.ref.name ? '' : oneLine(t.ref.label),
    oneLine(t.ref.kind),
    t.schema === null ? '' : count(t.schema.columns.length),
    oneLine(t.schema?.key.join(', ') ?? ''),
    oneLine(t.schema?.cursor ?? ''),
  ]);
  const used = FOUND.map((_, i) => i < 3 || rows.some((row) => row[i] !== ''));
  const specs = FOUND.filter((_, i) => used[i]);
  return indent(
    paintedTable(
      specs,
      rows.map((row) => row.filter((_, i) => used[i])),
      options,
      () => false,
    ),
  );
}

function described(t: DiscoveredTable, options: TextOptions): string[] {
  const head = `  ${t.chosen ? '●' : ' '} ${options.colors.bold(oneLine(t.ref.name))}  ${oneLine([...(t.ref.label === t.ref.name ? [] : [t.ref.label]), t.ref.kind].join(' · '))}`;
  if (t.schema === null) return [head];
  const { key, cursor, notes } = t.schema;
  const rows = t.schema.columns.map((c) =>
    [
      c.name,
      c.nativeType,
      c.semanticType || '–',
      c.duckdbType,
      c.label === c.name ? '' : c.label,
      c.references?.join(', ') ?? '',
    ].map(oneLine),
  );
  return [
    head,
    `    key ${oneLine(key.join(', ')) || 'none'} · cursor ${oneLine(cursor ?? 'none')}`,
    ...indent(indent(paintedTable(COLUMNS, rows, options, () => false))),
    ...notes.flatMap((note) =>
      wrap(oneLine(`${note.column ? `${note.column}: ` : ''}${note.message}`), options.columns - 1, '    ! '),
    ),
    '',
  ];
}
