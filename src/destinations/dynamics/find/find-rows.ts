import type { FindRequest, FoundRecord, TargetObject } from '../../../model/destination.ts';
import { faultOf } from '../../../sources/dynamics/connect/service-fault.ts';
import type { WebApiTransport } from '../../../sources/dynamics/connect/web-api-transport.ts';
import { type ExactRecord, recordsOf } from '../../shared/exact-records.ts';
import { sendBatch } from '../connect/web-api-batch.ts';
import { detailOf } from '../send/row-request.ts';

/** Keys of one call: several queries in one batch. */
export const KEYS_A_BATCH = 1000;
const KEYS_A_QUERY = 250;
/** Characters of a URL within a batch; the service takes 65,536. */
const QUERY_LENGTH = 30_000;

interface Asking {
  readonly transport: WebApiTransport;
  readonly base: string;
  readonly signal: AbortSignal;
}

/** Reads rows by id or alternate key; a lookup by a key of its parent takes one more call for the parents. */
export async function findRows(asking: Asking, { object, by, keys, fields }: FindRequest): Promise<FoundRecord[]> {
  const { set, wires } = detailOf(object);
  const property = (name: string): string => wires.get(name)?.property ?? name;
  const select = [...new Set([object.idField, by, ...fields].map(property))];
  const records = await ask(asking, set, select, property(by), keys);
  const parents = await parentKeys(asking, object, fields, records);
  return records.map((record) => ({
    id: record.get(object.idField) ?? '',
    key: record.get(property(by)) ?? '',
    values: Object.fromEntries(
      fields.map((name) => {
        const value = record.get(property(name)) ?? null;
        return [
          name,
          value === null ? null : (parents.get(name)?.get(value.toLowerCase()) ?? (parents.has(name) ? null : value)),
        ];
      }),
    ),
  }));
}

/** By field `Lookup.key`: the parent's key by its id. */
async function parentKeys(
  asking: Asking,
  object: TargetObject,
  fields: readonly string[],
  records: readonly ExactRecord[],
): Promise<Map<string, Map<string, string | null>>> {
  const { wires } = detailOf(object);
  const all = new Map<string, Map<string, string | null>>();
  for (const field of object.fields.values()) {
    const [wire, { parent }] = [wires.get(field.name), field];
    if (parent === undefined || wire?.bind === undefined || !fields.includes(field.name)) continue;
    const ids = [...new Set(records.map((r) => r.get(wire.property) ?? null).filter((id) => id !== null))];
    const { set, targetId } = wire.bind;
    const found = await ask(asking, set, [targetId, parent.key], targetId, ids);
    all.set(field.name, new Map(found.map((r) => [(r.get(targetId) ?? '').toLowerCase(), r.get(parent.key) ?? null])));
  }
  return all;
}

async function ask(
  { transport, base, signal }: Asking,
  set: string,
  select: readonly string[],
  by: string,
  keys: readonly string[],
): Promise<ExactRecord[]> {
  const paths = groups(keys).map((group) => {
    const condition = `Microsoft.Dynamics.CRM.In(PropertyName='${by}',PropertyValues=[${group.join(',')}])`;
    return `${set}?$select=${select.join(',')}&$filter=${encodeURIComponent(condition)}`;
  });
  if (paths.length === 0) return [];
  const { answers } = await sendBatch(
    transport,
    base,
    paths.map((path) => ({ method: 'GET', path })),
    signal,
  );
  return answers.flatMap(({ status, body }) => {
    if (status !== 200) throw faultOf(status, body.toString().trimEnd(), {}, undefined);
    return recordsOf(body, 'value', '@odata.nextLink').records;
  });
}

/** The keys as texts of a condition, in groups that a URL can hold. */
function groups(keys: readonly string[]): string[][] {
  const all: string[][] = [];
  let length = 0;
  for (const key of keys) {
    const text = `'${key.replaceAll("'", "''")}'`;
    const size = encodeURIComponent(text).length + 3;
    const last = all.at(-1);
    if (last === undefined || last.length >= KEYS_A_QUERY || length + size > QUERY_LENGTH) {
      all.push([text]);
      length = size;
    } else {
      last.push(text);
      length += size;
    }
  }
  return all;
}
