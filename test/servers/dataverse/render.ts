import type { Generated } from './generated.ts';
import { type ColumnDef, edmType, isLookup, isNumber, type Row, type Value, wireName } from './model.ts';
import type { Handle, Table } from './table.ts';

const LOOKUP = 'Microsoft.Dynamics.CRM.lookuplogicalname';
const FORMATTED = 'OData.Community.Display.V1.FormattedValue';

/** Which annotations a request asked for. */
export interface Annotations {
  readonly lookups: boolean;
  readonly formatted: boolean;
}

export function annotationsOf(asked: readonly string[]): Annotations {
  const wants = (name: string) =>
    asked.some((a) => a === '*' || a === name || (a.endsWith('*') && name.startsWith(a.slice(0, -1))));
  return { lookups: wants(LOOKUP), formatted: wants(FORMATTED) };
}

/** A value's JSON, numbers by their own text: no double on the way. */
export function token(column: ColumnDef, value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return JSON.stringify(value.id);
  if (typeof value === 'boolean') return String(value);
  return isNumber(column.type) ? value : JSON.stringify(value);
}

function property(column: ColumnDef, value: Value, annotations: Annotations): string {
  const wire = wireName(column);
  const parts: string[] = [];
  if (value !== null && annotations.formatted && edmType(column) === 'number')
    parts.push(`"${wire}@${FORMATTED}":${JSON.stringify(Number(value).toLocaleString('de-DE'))}`);
  if (value !== null && typeof value === 'object' && isLookup(column.type) && annotations.lookups)
    parts.push(`"${wire}@${LOOKUP}":${JSON.stringify(value.table)}`);
  parts.push(`"${wire}":${token(column, value)}`);
  return parts.join(',');
}

function etag(version: Value): string {
  return `"@odata.etag":${JSON.stringify(`W/"${version ?? 0}"`)}`;
}

export function renderRow(handle: Handle, columns: readonly ColumnDef[], annotations: Annotations): string {
  const parts = columns.map((c) => property(c, handle.value(c.name), annotations));
  return `{${[etag(handle.value('versionnumber')), ...parts].join(',')}}`;
}

/** Renders rows of one answer; generated ones from prepared ends. */
export class Renderer {
  readonly #table: Table;
  readonly #columns: readonly ColumnDef[];
  readonly #annotations: Annotations;
  readonly #ends: readonly Buffer[] | null;
  readonly #generated: Generated | null;
  readonly #hasModified: boolean;

  constructor(table: Table, columns: readonly ColumnDef[], annotations: Annotations) {
    this.#table = table;
    this.#columns = columns;
    this.#annotations = annotations;
    this.#generated = table.generated;
    this.#hasModified = columns.some((c) => c.name === 'modifiedon');
    this.#ends = table.generated === null ? null : this.#prepare(table.generated, table.ends);
  }

  /** A row's JSON; of a generated row in two pieces, the longer of which was made before. */
  row(handle: () => Handle, generatedIndex: number): readonly (string | Buffer)[] {
    if (generatedIndex < 0 || this.#generated === null || this.#ends === null)
      return [renderRow(handle(), this.#columns, this.#annotations)];
    const modified = this.#hasModified ? `"modifiedon":"${this.#generated.modifiedon(generatedIndex)}",` : '';
    const end = this.#ends[generatedIndex % this.#generated.variety] ?? '';
    return [`{${etag(String(generatedIndex))},${modified}"${this.#table.def.key}":"${this.#generated.id(generatedIndex)}"`, end];
  }

  #prepare(generated: Generated, cache: Map<string, Buffer[]>): readonly Buffer[] {
    const rest = this.#columns.filter((c) => c.name !== this.#table.def.key && c.name !== 'modifiedon');
    const key = JSON.stringify([this.#table.schemaVersion, this.#annotations, rest.map((c) => c.name)]);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const ends = generated
      .ends((row: Row) => `${rest.map((c) => `,${property(c, row[c.name] ?? null, this.#annotations)}`).join('')}}`)
      .map((end) => Buffer.from(end));
    cache.set(key, ends);
    return ends;
  }
}
