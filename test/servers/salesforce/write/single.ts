import { Failure, notFound } from '../failure.ts';
import { type ApiRequest, json, type Reply } from '../http.ts';
import type { Service } from '../service.ts';
import { orderOf, sentRow } from './collections.ts';
import { RowError } from './row-error.ts';
import { writeRow } from './row-writer.ts';
import { idField, upsertKey } from './sent-fields.ts';
import { type OrgUser, refuseReader } from './users.ts';
import { exactJson } from './values-in.ts';

/** One record at a time: `PATCH /sobjects/X/Key__c/value`, `PATCH` and `DELETE /sobjects/X/<Id>`. */
export function single(service: Service, user: OrgUser, request: ApiRequest, rest: string): Reply {
  refuseReader(user);
  const [, name = '', second = '', third] = /^\/sobjects\/(\w+)\/([^/]+)(?:\/([^/]+))?$/.exec(rest) ?? [];
  const object = service.org.find(name);
  if (object === null) throw notFound();
  const key = third === undefined ? idField(object) : upsertKey(object, second);
  const value = decodeURIComponent(third ?? second);
  const body = request.method === 'DELETE' ? {} : (exactJson(request.body) as Record<string, unknown>);
  if (Object.keys(body).some((k) => k.toLowerCase() === 'id' || k === key.name))
    throw new Failure(400, 'INVALID_FIELD', `The ${key.name} field should not be specified in the sobject data.`, [key.name]);
  const found = service.org.keys.find(object.name, key, value);
  if (found.length > 1)
    return json(
      found.map((r) => `${request.path.replace(/\/sobjects\/.*/, '')}/sobjects/${object.name}/${String(r.Id)}`),
      300,
    );
  const operation = request.method === 'DELETE' ? 'delete' : third === undefined ? 'update' : 'upsert';
  const sent = sentRow(service, object, body);
  try {
    const order = orderOf(service, user, request, object, { operation, key });
    const written = writeRow(order, { ...sent, values: new Map([...sent.values, [key, value]]) });
    if (operation !== 'upsert') return { status: 204 };
    return json({ id: written.id, success: true, errors: [], created: written.created }, written.created ? 201 : 200);
  } catch (error) {
    if (error instanceof RowError)
      throw new Failure(
        error.statusCode === 'INVALID_CROSS_REFERENCE_KEY' ? 404 : 400,
        error.statusCode,
        error.message,
        error.fields,
      );
    throw error;
  }
}
