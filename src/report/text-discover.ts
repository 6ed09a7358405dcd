import type { DiscoveredTable, DiscoverResult } from '../model/results.ts';
import { type ColumnSpec, wrap } from './columns.ts';
import { count, counted, oneLine } from './format.ts';
import { failure, indent, paintedTable, problem, type TextOptions, warnings } from './text-parts.ts';

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
  const { colors, columns, verbose } = options;
  const lines = result.sources.flatMap((source) => [
    `${colors.bold(oneLine(source.name))}  ${oneLine(source.type)}${source.identity === null ? '' : ` · as ${oneLine(source.identity)}`}`,
    ...failure('signing in', source.error, options),
    ...(verbose ? source.tables.flatMap((t) => described(t, options)) : foundTable(source.tables, options)),
    ...source.tables.flatMap((t) => (t.error === null ? [] : problem(t.ref.name, t.error, options))),
    ...warnings(source.notices, colors, columns),
    '',
  ]);
  const all = result.sources.flatMap((s) => s.tables);
  const chosen = all.filter((t) => t.chosen).length;
  return [...lines, `${counted(all.length, 'table')} found, ${count(chosen)} chosen in ${oneLine(result.configFile)} (●).`];
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
  const head = `  ${t.chosen ? '●' : ' '} ${options.colors.bold(oneLine(t.ref.name))}  ${oneLine([t.ref.label, t.ref.kind].join(' · '))}`;
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
