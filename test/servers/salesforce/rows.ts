import { Failure } from './failure.ts';
import type { Generators } from './generator.ts';
import type { Org } from './org.ts';
import { aggregate, isAggregate, isCount } from './soql/aggregate.ts';
import type { Parsed } from './soql/query.ts';
import { parse, select, selectChildren } from './soql/query.ts';
import { csvHeader, csvWriter, jsonWriter, type Projection, projectionOf } from './soql/select.ts';

/** The result of a query as REST pages it: JSON texts of records, read at the time of the query. */
export interface JsonRows {
  readonly total: number;
  readonly count: boolean;
  /** Groups come on one page: there is no queryMore for them. */
  readonly whole?: boolean;
  /** The service does not say how many there are. */
  readonly uncounted?: boolean;
  /** Rows of a page at most, where the rows are so wide that the service gives smaller pages. */
  readonly pageRows?: number;
  slice(from: number, to: number): readonly string[];
}

/** The result of a query as a Bulk job keeps it. */
export interface CsvRows {
  readonly total: number;
  readonly header: string;
  /** Lines of CSV, each with its line feed, in compressed pieces. */
  slice(from: number, to: number): readonly Buffer[];
}

/** How child subqueries page: the JSON of one record's children. */
export type ChildPager = (rows: readonly string[]) => string;

export function jsonRows(
  org: Org,
  generators: Generators,
  base: string,
  soql: string,
  all: boolean,
  pageChildren: ChildPager,
): JsonRows {
  const parsed = parse(org, soql);
  const generated = generators.get(parsed.object.name);
  if (generated !== undefined) return generated.json(org, base, parsed);
  const rows = select(org, parsed, all);
  if (isCount(parsed.query)) return { total: rows.length, count: true, slice: () => [] };
  if (isAggregate(parsed.query) && rows.length > org.mostAggregated)
    throw new Failure(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.');
  if (isAggregate(parsed.query)) return { ...fixed(aggregate(org, parsed.object, parsed.query, rows)), whole: true };
  const projection = projectionOf(org, parsed.object, parsed.query.fields ?? []);
  const write = jsonWriter(base, projection, (child, parent) => {
    const { parsed: inner, rows: children } = selectChildren(org, child.relationship, child.query, parent.Id ?? null, all);
    if (children.length === 0) return 'null';
    const writeChild = jsonWriter(base, projectionOf(org, inner.object, inner.query.fields ?? []), () => 'null');
    return pageChildren(children.map((r) => writeChild(inner.object, r)));
  });
  return { ...fixed(rows.map((r) => write(parsed.object, r))), uncounted: parsed.object.uncounted === true };
}

const fixed = (rows: readonly string[]): JsonRows => ({
  total: rows.length,
  count: false,
  slice: (from, to) => rows.slice(from, to),
});

export function csvRows(org: Org, generators: Generators, parsed: Parsed, all: boolean, gzip: (text: string) => Buffer): CsvRows {
  const generated = generators.get(parsed.object.name);
  const projection: Projection = projectionOf(org, parsed.object, parsed.query.fields ?? []);
  if (generated !== undefined) return generated.csv(org, parsed, projection, gzip);
  const write = csvWriter(projection);
  const lines = select(org, parsed, all).map((r) => `${write(r)}\n`);
  return {
    total: lines.length,
    header: `${csvHeader(projection)}\n`,
    slice: (from, to) => [gzip(lines.slice(from, to).join(''))],
  };
}
