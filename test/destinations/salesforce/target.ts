import { SalesforceDestination } from '../../../src/destinations/salesforce/destination.ts';
import type { SalesforceTargetOptions } from '../../../src/destinations/salesforce/options.ts';
import type { SourceContext } from '../../../src/model/contract.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { BulkSubject, Connected, SendFault, TargetSubject } from '../../conformance/destinations/harness.ts';
import { type Fault, failing, htmlPage, lostAfter, lostBefore, unavailable, type When } from '../../servers/salesforce/faults.ts';
import { type SalesforceOptions, type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { NAME, OWNER, sobject } from '../../servers/salesforce/schema.ts';
import type { Value } from '../../servers/salesforce/values.ts';
import { QUICK } from '../../support/salesforce-source.ts';

/** An object that exports write to, with one field of each kind. */
export const SCORE = sobject('Score__c', 'a02', [
  { ...NAME, length: 80 },
  { name: 'Key__c', type: 'string', length: 80, externalId: true, unique: true },
  { name: 'Text__c', type: 'textarea', length: 100_000 },
  { name: 'Exact__c', type: 'currency', precision: 18, scale: 2 },
  { name: 'Flag__c', type: 'boolean', nillable: false },
  { name: 'Seen__c', type: 'datetime' },
  { name: 'Day__c', type: 'date' },
  { name: 'Count__c', type: 'int' },
  { name: 'Segment__c', type: 'picklist', picklist: ['A', 'B'], restrictedPicklist: true },
  { name: 'Twice__c', type: 'double', precision: 18, scale: 2, formula: (r) => Number(r.Count__c ?? 0) * 2 },
  { name: 'Parent__c', type: 'reference', referenceTo: ['Score__c'], relationshipName: 'Parent__r' },
  OWNER,
]);

export const WRITER: SalesforceTargetOptions['auth'] = {
  flow: 'client_credentials',
  client_id: 'writer-key',
  client_secret: new Secret('writer-secret'),
};

export function targetContext(signal: AbortSignal): SourceContext {
  const memory = new Map<string, string>();
  return {
    name: 'crm_write',
    parallel: 4,
    apiBudget: 1,
    memory: { get: (key) => memory.get(key), set: (key, value) => void memory.set(key, value) },
    signal,
    mask: () => undefined,
    notice: () => undefined,
  };
}

export function salesforceTarget(
  server: SalesforceServer,
  more: Partial<SalesforceTargetOptions> = {},
): Connected & { readonly destination: SalesforceDestination } {
  const stop = new AbortController();
  const options: SalesforceTargetOptions = { type: 'salesforce', url: server.url, auth: WRITER, ...more };
  return { destination: new SalesforceDestination(options, targetContext(stop.signal), QUICK), stop };
}

/** What goes wrong with a request, by what stands between the client and the service. */
export const LOSSES: readonly (readonly [name: string, fault: Fault])[] = [
  ['never reached the service', lostBefore],
  ['answer lost after the commit', lostAfter],
  ['cut in mid-upload', { cutUploadAfter: 10 }],
  ['answer cut in its middle', { cutAfter: 1 }],
  ['a session that has ended', failing(401, 'INVALID_SESSION_ID', 'Session expired or invalid')],
  ['a proxy page', htmlPage(503)],
  ['a page with a status of success', htmlPage(200)],
  ['an overloaded service', unavailable()],
];

export function faultsOf(server: SalesforceServer, what: string, when: When): SendFault[] {
  return LOSSES.map(([name, fault]) => ({ name: `${what}: ${name}`, arm: () => server.faults.add(when, fault) }));
}

const text = (value: Value): string | null => (value === null ? null : String(value));

export async function salesforceSubject(
  options: SalesforceOptions = {},
): Promise<TargetSubject & { readonly server: SalesforceServer }> {
  const server = await startSalesforce({ ingestBatchRows: 3, dailyLimit: 1_000_000, ...options });
  server.org.define(SCORE);
  const { org } = server;
  const held = new Set<string>();
  org.rules.isLocked = (id) => held.has(id);
  let refused: string | null = null;
  org.rules.validations.set('Score__c', (r) =>
    refused !== null && r.Text__c === refused ? `the text ${refused} is not allowed` : null,
  );
  const values = (raw: Readonly<Record<string, Value>>): Record<string, string | null> =>
    Object.fromEntries(
      SCORE.fields
        .filter((f) => !/^(LastModified|SystemModstamp)/.test(f.name))
        .map(({ name }) => [
          name,
          name === 'Exact__c' && typeof raw[name] === 'number' ? Number(raw[name]).toFixed(2) : text(raw[name] ?? null),
        ]),
    );
  return {
    server,
    object: 'Score__c',
    key: 'Key__c',
    columns: { text: 'Text__c', exact: 'Exact__c', flag: 'Flag__c', parent: 'Parent__r.Key__c' },
    exactValue: '1234567890123456.78',
    lookup: 'Parent__c',
    readOnly: 'Twice__c',
    connect: async () => {
      const connected = salesforceTarget(server);
      await connected.destination.connect();
      return connected;
    },
    stored: () =>
      [...org.records('Score__c')].filter((r) => r.IsDeleted !== true).map((r) => ({ id: String(r.Id), values: values(r) })),
    put: ({ Flag__c = 'false', ...rest }) => org.insert('Score__c', { ...rest, Flag__c: Flag__c === 'true' }),
    refuse: (one) => {
      refused = one;
      return { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' };
    },
    lock: (id, isHeld) => void (isHeld ? held.add(id) : held.delete(id)),
    faults: faultsOf(server, 'collections', { url: /\/composite\/sobjects/ }),
    hold: () => ({
      reached: new Promise<void>((done) => {
        server.faults.add({ url: /\/composite\/sobjects/ }, { run: done, delayMs: 1500 });
      }),
    }),
    calls: () => server.journal.calls,
    writes: () => server.journal.writes.length,
    bulk: bulkSubject(server),
    close: () => server.close(),
  };
}

function bulkSubject(server: SalesforceServer): BulkSubject {
  const job = /\/jobs\/ingest\/\w+$/;
  return {
    faults: [
      ...faultsOf(server, 'create', { method: 'POST', url: /\/jobs\/ingest$/ }),
      ...faultsOf(server, 'upload', { method: 'PUT' }),
      ...faultsOf(server, 'close', { method: 'PATCH', url: job }),
      ...faultsOf(server, 'poll', { method: 'GET', url: job }),
      ...faultsOf(server, 'results', { method: 'GET', url: /successfulResults/ }),
    ],
    batch: 3,
    endNextJob: (outcome) => server.ingest.endNextJob(outcome),
    abortNextJob: () => {
      server.faults.add(
        { method: 'GET', url: job, nth: 3 },
        { run: () => server.ingest.abortByHand(server.ingest.jobs.at(-1)?.id ?? '') },
      );
    },
    overlaps: () => server.ingest.overlaps,
    openJobs: () => server.ingest.jobs.filter((j) => j.state === 'Open').length,
    jobs: () => server.ingest.jobs.length,
  };
}
