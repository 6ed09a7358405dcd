import { Failure, notFound } from '../failure.ts';
import { type ApiRequest, json, type Reply } from '../http.ts';
import type { Field, SObject } from '../schema.ts';
import type { Service } from '../service.ts';
import { comparable, type Value } from '../values.ts';
import { RowError } from './row-error.ts';
import { type SentRow, type WriteOrder, writeRow } from './row-writer.ts';
import { idField, sentField, upsertKey } from './sent-fields.ts';
import { mayWrite, type OrgUser, refuseReader } from './users.ts';
import { exactJson, fromJson } from './values-in.ts';

const MOST = 200;

/**
 * sObject Collections: up to 200 records a call, a result for each, in order.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm
 */
export function collections(service: Service, user: OrgUser, request: ApiRequest, rest: string): Reply {
  refuseReader(user);
  const [, objectName, keyName] = /^\/composite\/sobjects(?:\/(\w+)\/(\w+))?\/?$/.exec(rest) ?? [];
  if (request.method === 'DELETE') return deleteRecords(service, user, request);
  if (request.method !== 'PATCH') throw new Failure(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed`);
  const { allOrNone = false, records } = exactJson(request.body) as { allOrNone?: boolean; records?: Record<string, unknown>[] };
  if (!Array.isArray(records) || records.length === 0) throw new Failure(400, 'INVALID_INPUT', 'records is required');
  tooMany(records.length);
  if (allOrNone) throw new Failure(501, 'NOT_MODELLED', 'the local server does not model allOrNone');
  const types = new Set(records.map((r) => (r.attributes as { type?: string } | undefined)?.type));
  const [type] = types;
  if (types.size !== 1 || type === undefined || (objectName !== undefined && type !== objectName))
    throw new Failure(400, 'INVALID_INPUT', 'all records of an upsert must have attributes.type, and be of one object');
  const object = service.org.find(type);
  if (object === null) throw notFound();
  if (objectName !== undefined && keyName !== 'Id' && records.some((r) => Object.keys(r).some((k) => k.toLowerCase() === 'id')))
    throw new Failure(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.');
  const key = keyName === undefined ? idField(object) : upsertKey(object, keyName);
  const order = orderOf(service, user, request, object, { operation: keyName === undefined ? 'update' : 'upsert', key });
  // One wrong type, malformed date or unknown field spoils the whole call: all are parsed before any is written.
  const rows = records.map((r) => sentRow(service, object, r));
  return json(results(order, rows, keyName !== undefined));
}

function tooMany(count: number): void {
  if (count > MOST)
    throw new Failure(
      400,
      'EXCEEDED_MAX_SIZE_REQUEST',
      'record limit reached. cannot submit more than 200 records into this call',
    );
}

/** What the headers say of rules. A rule that is active and not spoken of would change owners that nobody meant to change. */
export function orderOf(
  service: Service,
  user: OrgUser,
  { headers }: ApiRequest,
  object: SObject,
  { operation, key }: Pick<WriteOrder, 'operation' | 'key'>,
): WriteOrder {
  if (!mayWrite(user, object)) throw new Failure(403, 'INSUFFICIENT_ACCESS', `no permission to write ${object.name}`);
  const rule = service.org.rules.assignment.get(object.name);
  const said = String(headers['sforce-auto-assign'] ?? '').toUpperCase();
  if (rule !== undefined && said === '')
    throw new Failure(
      400,
      'STRICT_AUTO_ASSIGN',
      `an assignment rule of ${object.name} is active, and Sforce-Auto-Assign does not say whether it is to run`,
    );
  const allowDuplicates = /allowSave=true/i.test(String(headers['sforce-duplicate-rule-header'] ?? ''));
  return {
    org: service.org,
    user,
    object,
    operation,
    key,
    allowDuplicates,
    assignTo: said === '' || said === 'FALSE' ? null : (rule?.ownerId ?? null),
  };
}

export function sentRow({ org }: Service, object: SObject, record: Record<string, unknown>): SentRow {
  const values = new Map<Field, Value>();
  const parents: SentRow['parents'][number][] = [];
  for (const [name, raw] of Object.entries(record)) {
    if (name === 'attributes') continue;
    if (raw !== null && typeof raw === 'object' && !('text' in raw)) {
      const [[inner, value] = ['', null]] = Object.entries(raw as Record<string, unknown>).filter(([k]) => k !== 'attributes');
      const field = sentField(org, object, `${name}.${inner}`);
      if (field === null || 'own' in field) throw noSuchColumn(object, name);
      parents.push({ ...field, value: value === null ? null : String(fromJson(field.key, value)) });
      continue;
    }
    const field = sentField(org, object, name);
    if (field === null || !('own' in field)) throw noSuchColumn(object, name);
    values.set(field.own, fromJson(field.own, raw));
  }
  return { values, parents };
}

const noSuchColumn = (object: SObject, name: string): Failure =>
  new Failure(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`, [name]);

function results(order: WriteOrder, rows: readonly SentRow[], isUpsert: boolean): unknown[] {
  const seen = new Map<string, number>();
  const keyOf = (row: SentRow): string => String(comparable(order.key, row.values.get(order.key) ?? null));
  for (const row of rows) seen.set(keyOf(row), (seen.get(keyOf(row)) ?? 0) + 1);
  return rows.map((row) =>
    result(() => {
      if ((seen.get(keyOf(row)) ?? 0) > 1 && (row.values.get(order.key) ?? null) !== null)
        throw new RowError('DUPLICATE_EXTERNAL_ID', `Duplicate external id specified: ${keyOf(row)}`, [order.key.name]);
      const { id, created } = writeRow(order, row);
      return { id, success: true, errors: [], ...(isUpsert ? { created } : {}) };
    }),
  );
}

function result(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    const { statusCode, message, fields } = error;
    return { success: false, errors: [{ statusCode, message, fields }] };
  }
}

function deleteRecords(service: Service, user: OrgUser, request: ApiRequest): Reply {
  const ids = (request.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) throw new Failure(400, 'INVALID_INPUT', 'ids is required');
  tooMany(ids.length);
  const outcomes = ids.map((id) =>
    result(() => {
      const object = service.org.byPrefix(id);
      if (object === null) throw new RowError('MALFORMED_ID', `malformed id ${id}`);
      if (!mayWrite(user, object))
        throw new RowError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
      const key = idField(object);
      const order: WriteOrder = {
        org: service.org,
        user,
        object,
        operation: 'delete',
        key,
        assignTo: null,
        allowDuplicates: false,
      };
      return { id: writeRow(order, { values: new Map([[key, id]]), parents: [] }).id, success: true, errors: [] };
    }),
  );
  return json(outcomes);
}
