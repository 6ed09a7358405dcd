import type { FindRequest, FoundRecord, TargetField, TargetObject } from '../../../model/destination.ts';
import { faultOf } from '../../../sources/dynamics/connect/service-fault.ts';
import type { WebApiTransport } from '../../../sources/dynamics/connect/web-api-transport.ts';
import { type ExactRecord, recordsOf } from '../../shared/exact-records.ts';
import { sendBatch } from '../connect/web-api-batch.ts';
import { detailOf } from '../send/row-request.ts';

/** Keys of one call: several queries in one batch. */
export const KEYS_A_BATCH = 1000;
const KEYS_A_QUERY = 250;
const CONDITIONS_A_QUERY = 100;
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
  const parts = [...object.fields.values()].find(({ name }) => name === by)?.parts;
  const select = [...new Set([object.idField, ...(parts?.map(({ name }) => name) ?? [by]), ...fields].map(property))];
  const conditions = parts === undefined ? isOneOf(property(by), keys) : haveParts(parts, property, keys);
  const records = await ask(asking, set, select, conditions);
  const keyOf = (record: ExactRecord): string =>
    parts === undefined
      ? (record.get(property(by)) ?? '')
      : JSON.stringify(parts.map(({ name, kind }) => ownText(kind, record.get(property(name)) ?? '')));
  const parents = await parentKeys(asking, object, fields, records);
  return records.map((record) => ({
    id: record.get(object.idField) ?? '',
    key: keyOf(record),
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
    const found = await ask(asking, set, [targetId, parent.key], isOneOf(targetId, ids));
    all.set(field.name, new Map(found.map((r) => [(r.get(targetId) ?? '').toLowerCase(), r.get(parent.key) ?? null])));
  }
  return all;
}

async function ask(
  { transport, base, signal }: Asking,
  set: string,
  select: readonly string[],
  conditions: readonly string[],
): Promise<ExactRecord[]> {
  const paths = conditions.map((one) => `${set}?$select=${select.join(',')}&$filter=${encodeURIComponent(one)}`);
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

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function isOneOf(property: string, keys: readonly string[]): string[] {
  return groups(keys.map(quoted), KEYS_A_QUERY).map(
    (group) => `Microsoft.Dynamics.CRM.In(PropertyName='${property}',PropertyValues=[${group.join(',')}])`,
  );
}

/** Rows whose columns have the values of one of these keys, each a JSON list. */
function haveParts(parts: readonly TargetField[], property: (name: string) => string, keys: readonly string[]): string[] {
  const one = (key: string): string => {
    const values = JSON.parse(key) as string[];
    const equal = parts.map(
      ({ name, kind }, i) => `${property(name)} eq ${kind === 'text' ? quoted(values[i] ?? '') : values[i]}`,
    );
    return `(${equal.join(' and ')})`;
  };
  return groups(keys.map(one), Math.max(1, Math.floor(CONDITIONS_A_QUERY / parts.length))).map((group) => group.join(' or '));
}

/** As the engine writes the part of a key. */
function ownText(kind: TargetField['kind'], text: string): string {
  return kind === 'date' ? text.slice(0, 10) : text;
}

/** Texts of a condition, in groups that a URL can hold. */
function groups(texts: readonly string[], most: number): string[][] {
  const all: string[][] = [];
  let length = 0;
  for (const text of texts) {
    const size = encodeURIComponent(text).length + 12;
    const last = all.at(-1);
    if (last === undefined || last.length >= most || length + size > QUERY_LENGTH) {
      all.push([text]);
      length = size;
    } else {
      last.push(text);
      length += size;
    }
  }
  return all;
}
