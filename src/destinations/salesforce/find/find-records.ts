import type { FindRequest, FoundRecord, TargetField } from '../../../model/destination.ts';
import type { Client, Meter } from '../../../sources/salesforce/connect/client.ts';
import { composite, QUERIES_A_CALL } from '../../../sources/salesforce/connect/composite.ts';
import { failureFrom } from '../../../sources/salesforce/connect/service-errors.ts';
import { recordsOf } from '../../shared/exact-records.ts';

/** Keys of one call: five queries, each as long as a URI may be. */
export const KEYS_A_CALL = 2000;
/** Bytes of a query, percent-encoded: URI and headers may have 16,384 together. */
const QUERY_BYTES = 12_000;
const KEYS_A_QUERY = 400;
// In a composite this is a reference to another part's answer, even within a text.
const REFERENCE = /@\{/;

const NUMERIC: ReadonlySet<string> = new Set(['integer', 'decimal', 'double']);

interface Asking {
  readonly client: Client;
  readonly meter: Meter;
  readonly signal: AbortSignal;
}

/** Reads records by Id or another field, at few calls: up to five queries of some 400 keys in each. */
export async function findRecords(asking: Asking, request: FindRequest): Promise<FoundRecord[]> {
  const { object, by } = request;
  const field = [...object.fields.values()].find((f) => f.name === by) ?? null;
  const names = [...new Set([object.idField, by, ...request.fields])];
  const head = `SELECT ${names.join(', ')} FROM ${object.name} WHERE ${by} IN (`;
  const queries = queriesOf(
    head,
    request.keys.map((key) => literal(field, key)),
  );
  const found: FoundRecord[] = [];
  for (let at = 0; at < queries.length; at += QUERIES_A_CALL)
    for (const record of await ask(asking, queries.slice(at, at + QUERIES_A_CALL)))
      found.push({
        id: record.get(object.idField) ?? '',
        key: record.get(by) ?? '',
        values: Object.fromEntries(request.fields.map((name) => [name, record.get(name) ?? null])),
      });
  return found;
}

/** How many records fulfil a condition; two counts cost one call. */
export async function countRecords({ client, meter, signal }: Asking, queries: readonly string[]): Promise<number[]> {
  const answers = await composite(
    client,
    queries.map((soql) => ({ path: pathOf(client, soql) })),
    meter,
    signal,
  );
  return answers.map(({ status, body }) => {
    if (status !== 200) throw failureFrom(status, body.toString());
    return (JSON.parse(body.toString()) as { totalSize: number }).totalSize;
  });
}

function queriesOf(head: string, literals: readonly string[]): string[] {
  const queries: string[] = [];
  let list: string[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (list.length > 0) queries.push(`${head}${list.join(',')})`);
    list = [];
    bytes = encodeURIComponent(head).length;
  };
  flush();
  for (const one of literals) {
    const size = encodeURIComponent(`${one},`).length;
    if (list.length >= KEYS_A_QUERY || bytes + size > QUERY_BYTES) flush();
    list.push(one);
    bytes += size;
  }
  flush();
  return queries;
}

function literal(field: TargetField | null, key: string): string {
  if (field !== null && NUMERIC.has(field.kind)) return key;
  return `'${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}

const pathOf = ({ base }: Client, soql: string): string => `${base}/query?q=${encodeURIComponent(soql)}`;

async function ask(asking: Asking, queries: readonly string[]): Promise<ReadonlyMap<string, string | null>[]> {
  const { client, meter, signal } = asking;
  const [only] = queries;
  const isAlone = queries.length === 1 && only !== undefined;
  if (isAlone || queries.some((q) => REFERENCE.test(q))) {
    const pages: ReadonlyMap<string, string | null>[] = [];
    for (const soql of queries)
      pages.push(...(await allPages(asking, (await client.bytes({ path: pathOf(client, soql), meter, signal })).body)));
    return pages;
  }
  const answers = await composite(
    client,
    queries.map((soql) => ({ path: pathOf(client, soql) })),
    meter,
    signal,
  );
  const records: ReadonlyMap<string, string | null>[] = [];
  for (const { status, body } of answers) {
    if (status !== 200) throw failureFrom(status, body.toString());
    records.push(...(await allPages(asking, body)));
  }
  return records;
}

async function allPages({ client, meter, signal }: Asking, first: Buffer): Promise<ReadonlyMap<string, string | null>[]> {
  const { records, next } = recordsOf(first, 'records', 'nextRecordsUrl');
  const all = [...records];
  for (let path = next; path !== null; ) {
    const page = recordsOf((await client.bytes({ path, meter, signal })).body, 'records', 'nextRecordsUrl');
    all.push(...page.records);
    path = page.next;
  }
  return all;
}
