import { Failure, notFound } from './failure.ts';
import { type ApiRequest, json, type Reply } from './http.ts';
import type { JsonRows } from './rows.ts';
import { jsonRows } from './rows.ts';
import { describeField, describeGlobalEntry, type SObject } from './schema.ts';
import type { Service } from './service.ts';
import { stamp } from './values.ts';
import { mayWrite, type OrgUser, rightsOf } from './write/users.ts';

export const VERSIONS = ['58.0', '61.0', '64.0'];

export function versions(): Reply {
  return json(VERSIONS.map((version) => ({ label: `Release ${version}`, url: `/services/data/v${version}`, version })));
}

const httpDate = (millis: number): string => new Date(Math.floor(millis / 1000) * 1000).toUTCString();

/** 304 without a body where nothing changed since the date that the client names. */
function conditional(request: ApiRequest, changedAt: number, body: () => unknown): Reply {
  const since = Date.parse(String(request.headers['if-modified-since'] ?? ''));
  const headers = { 'Last-Modified': httpDate(changedAt) };
  if (!Number.isNaN(since) && Math.floor(changedAt / 1000) * 1000 <= since) return { status: 304, headers };
  return json(body(), 200, headers);
}

export function describeGlobal(service: Service, user: OrgUser, request: ApiRequest, base: string): Reply {
  const { org } = service;
  return conditional(request, org.schemaChangedAt(), () => ({
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: org.objects.map((o) => describeGlobalEntry(o, base, mayWrite(user, o))),
  }));
}

export function describeObject(service: Service, user: OrgUser, request: ApiRequest, base: string, name: string): Reply {
  const object = service.org.find(name);
  if (object === null) throw notFound();
  return conditional(request, service.org.schemaChangedAt(object.name), () => ({
    ...describeGlobalEntry(object, base, mayWrite(user, object)),
    childRelationships: (object.children ?? []).map((c) => ({
      ...c,
      cascadeDelete: false,
      deprecatedAndHidden: false,
      restrictedDelete: false,
      junctionIdListNames: [],
      junctionReferenceTo: [],
    })),
    fields: object.fields.map((f) => describeField(f, rightsOf(user, object, f))),
    recordTypeInfos: [],
  }));
}

/** `/query` and `/queryAll`, their further pages, and `COUNT()`. */
export function query(service: Service, request: ApiRequest, base: string, all: boolean): Reply {
  const soql = request.query.get('q');
  if (soql === null) throw new Failure(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  const { org, generators, cursors } = service;
  const rows = jsonRows(org, generators, base, soql, all, (children) => {
    const fixed: JsonRows = { total: children.length, count: false, slice: (from, to) => children.slice(from, to) };
    return cursors.page(cursors.open(fixed, service.options.childPageSize), 0, base);
  });
  if (rows.count) return json({ totalSize: rows.total, done: true, records: [] });
  const wanted = Number(/batchSize=(\d+)/.exec(String(request.headers['sforce-query-options'] ?? ''))?.[1] ?? 2000);
  const most = Math.min(service.options.pageSize, rows.pageRows ?? Number.POSITIVE_INFINITY);
  const size = rows.whole ? rows.total : Math.min(most, Math.max(200, Math.min(2000, wanted)));
  return json(cursors.page(cursors.open(rows, size), 0, base));
}

export function queryMore(service: Service, base: string, locator: string): Reply {
  const [id = '', offset = ''] = locator.split('-');
  if (!service.cursors.has(id)) throw new Failure(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return json(service.cursors.page(id, Number(offset), base));
}

/** Query cursors: what a query found stays as it was found while its pages are read. */
export class Cursors {
  readonly #open = new Map<string, { rows: JsonRows; size: number }>();
  #count = 0;

  open(rows: JsonRows, size: number): string {
    const id = `01gHw${String(++this.#count).padStart(10, '0')}AAA`;
    if (rows.total > size) this.#open.set(id, { rows, size });
    else this.#once = { id, rows, size };
    return id;
  }

  #once: { id: string; rows: JsonRows; size: number } | null = null;

  has(id: string): boolean {
    return this.#open.has(id);
  }

  /** Two days have passed. */
  expire(): void {
    this.#open.clear();
  }

  page(id: string, from: number, base: string): string {
    const cursor = this.#open.get(id) ?? (this.#once?.id === id ? this.#once : null);
    if (cursor === null) throw new Failure(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    const to = Math.min(from + cursor.size, cursor.rows.total);
    const done = to >= cursor.rows.total;
    const next = done ? '' : `,"nextRecordsUrl":"${base}/query/${id}-${to}"`;
    return `{"totalSize":${cursor.rows.uncounted ? -1 : cursor.rows.total},"done":${done}${next},"records":[${cursor.rows.slice(from, to).join(',')}]}`;
  }
}

export function limits(service: Service): Reply {
  const { used, limit, jobsUsed, jobLimit } = service.usage;
  return json({
    DailyApiRequests: { Max: limit, Remaining: limit - used },
    DailyBulkV2QueryJobs: { Max: jobLimit, Remaining: jobLimit - jobsUsed },
    DailyBulkV2QueryFileStorageMB: { Max: 1_000_000, Remaining: 999_000 },
    DailyBulkApiBatches: {
      Max: service.options.ingestBatchLimit,
      Remaining: Math.max(0, service.options.ingestBatchLimit - service.ingest.batchesUsed),
    },
  });
}

/** Cached and approximate in the real service; here it is exact but for `recordCountError`. */
export function recordCount(service: Service, request: ApiRequest): Reply {
  const names = (request.query.get('sObjects') ?? '').split(',').filter((n) => n !== '');
  const objects =
    names.length === 0 ? service.org.objects : names.map((n) => service.org.find(n)).filter((o): o is SObject => o !== null);
  return json({
    sObjects: objects.map((o) => ({
      name: o.name,
      count: o.uncounted ? -1 : Math.max(0, Math.round(service.countOf(o.name) * service.options.recordCountError)),
    })),
  });
}

/** `/sobjects/X/deleted/?start=&end=`: the last 15 days; seconds are ignored. */
export function deleted(service: Service, request: ApiRequest, name: string): Reply {
  const object = service.org.find(name);
  if (object === null) throw notFound();
  const minute = (text: string | null): number => Math.floor(Date.parse(text ?? '') / 60_000) * 60_000;
  const [start, end] = [minute(request.query.get('start')), minute(request.query.get('end'))];
  const now = service.org.clock.now();
  if (Number.isNaN(start) || Number.isNaN(end))
    throw new Failure(400, 'INVALID_REPLICATION_DATE', 'startDate and endDate are required');
  if (now - start > 15 * 86_400_000)
    throw new Failure(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than 15 days ago');
  if (end <= start)
    throw new Failure(400, 'INVALID_REPLICATION_DATE', 'endDate must be at least one minute greater than the startDate');
  const rows = [...service.org.records(object.name)].filter(
    (r) => r.IsDeleted === true && Date.parse(String(r.SystemModstamp)) >= start && Date.parse(String(r.SystemModstamp)) < end,
  );
  return json({
    deletedRecords: rows.map((r) => ({ id: r.Id, deletedDate: String(r.SystemModstamp).replace('Z', '+0000') })),
    earliestDateAvailable: stamp(now - 15 * 86_400_000).replace('Z', '+0000'),
    latestDateCovered: stamp(end).replace('Z', '+0000'),
  });
}
