import assert from 'node:assert/strict';
import { DESTINATIONS } from '../../../src/destinations/registry.ts';
import { SalesforceDestination } from '../../../src/destinations/salesforce/destination.ts';
import { LOSSES, SCORE, targetContext, WRITER } from '../../destinations/salesforce/target.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import type { Random } from '../../support/random.ts';
import { QUICK } from '../../support/salesforce-source.ts';
import { salesforceSystems } from '../world.ts';
import type { Crm, CrmRecord } from './crm.ts';

const NAMES = {
  object: SCORE.name,
  id: 'Id',
  key: 'Key__c',
  score: 'Exact__c',
  segment: 'Text__c',
  label: 'Name',
  other: 'Count__c',
} as const;

const REQUESTS = [
  { method: 'PATCH', url: /composite\/sobjects/ },
  { method: 'DELETE', url: /composite\/sobjects/ },
  { method: 'POST', url: /jobs\/ingest$/ },
  { method: 'PUT', url: /batches$/ },
  { method: 'PATCH', url: /jobs\/ingest\/\w+$/ },
  { method: 'GET', url: /jobs\/ingest\/\w+$/ },
  { method: 'GET', url: /(successful|failed)Results|unprocessedrecords/ },
  { method: 'GET', url: /query/ },
] as const;

/** The strict local Salesforce, through the real client. */
export async function strictSalesforce(): Promise<Crm> {
  const server = await startSalesforce({ ingestBatchRows: 2, dailyLimit: 1_000_000 });
  const { org, journal, faults, ingest } = server;
  org.define(SCORE);
  let isFlowing = false;
  const crm: Crm = {
    names: NAMES,
    definitions: DESTINATIONS,
    systems: salesforceSystems(server.url, `${NAMES.object}:`),
    open: async (signal) => {
      const options = { type: 'salesforce', url: server.url, auth: WRITER } as const;
      const destination = new SalesforceDestination(options, targetContext(signal), QUICK);
      await destination.connect();
      return destination;
    },
    records: () => [...org.records(NAMES.object)].filter((r) => r.IsDeleted !== true).map(recordOf),
    create: (key) => void org.insert(NAMES.object, { [NAMES.key]: key, Flag__c: false }),
    edit: (id, { score, other }) =>
      org.update(NAMES.object, id, {
        ...(score === undefined ? {} : { [NAMES.score]: score }),
        ...(other === undefined ? {} : { [NAMES.other]: other }),
      }),
    remove: (id) => org.delete(NAMES.object, id),
    onSaved: () => undefined,
    onWrite: () => undefined,
    rowsAtWork: () => {
      const atWork = ingest.jobs.filter(({ state }) => state === 'UploadComplete' || state === 'InProgress');
      // The first line is the header.
      return atWork.reduce((rows, { id }) => rows + ingest.uploaded(id).trimEnd().split('\n').length - 1, 0);
    },
    // A job that is made, or aborted, before it has got any row writes nothing.
    writes: () => journal.writes.filter(({ note }) => note !== 'upsert' && note !== 'update' && note !== 'Aborted').length,
    refuseAbove: (most) => {
      org.rules.validations.set(NAMES.object, (r) => (most !== null && Number(r[NAMES.score]) > most ? 'too much' : null));
    },
    flow: (isOn) => {
      isFlowing = isOn;
    },
    mishap: (random) => mishap(server, random),
    calm: () => {
      faults.clear();
      server.ingest.forgetOutcomes();
      org.rules.isLocked = () => false;
    },
    refusesReader: async () => refusesReader(server),
    close: async () => server.close(),
  };
  org.rules.flows.set(NAMES.object, (_, after) => {
    crm.onSaved(String(after[NAMES.key] ?? ''), false);
    const score = after[NAMES.score];
    return isFlowing && typeof score === 'number' ? { [NAMES.score]: Math.floor(score) } : {};
  });
  const add = journal.add.bind(journal);
  journal.add = (entry) => {
    add(entry);
    if (entry.method !== 'GET' && entry.kind === 'api') crm.onWrite();
  };
  return crm;
}

function recordOf(record: Readonly<Record<string, unknown>>): CrmRecord {
  const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
  const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
  return {
    id: String(record.Id),
    key: textOf(record[NAMES.key]),
    score: numberOf(record[NAMES.score]),
    segment: textOf(record[NAMES.segment]),
    label: textOf(record[NAMES.label]),
    other: numberOf(record[NAMES.other]),
  };
}

function mishap({ faults, ingest, org }: SalesforceServer, random: Random): void {
  for (let i = random.below(3); i > 0; i--) {
    const [, fault] = random.pick(LOSSES);
    faults.add({ ...random.pick(REQUESTS), nth: random.int(1, 2), times: random.pick([1, 1, 2, 20]) }, fault);
  }
  if (random.chance(0.2)) ingest.endNextJob(random.chance(0.5) ? { failsAfter: random.below(2) } : { leaves: 1 });
  if (random.chance(0.2)) org.rules.lockAtRandom(random.below(1000), 0.3);
}

async function refusesReader({ url }: SalesforceServer): Promise<void> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'consumer-key',
    client_secret: 'consumer-secret',
  });
  const signed = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body });
  const { access_token: token } = (await signed.json()) as { access_token: string };
  const write = async (method: string, path: string, content: unknown): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'sforce-auto-assign': 'FALSE' };
    const answer = await fetch(`${url}/services/data/v64.0${path}`, { method, headers, body: JSON.stringify(content) });
    await answer.arrayBuffer();
    assert.equal(answer.status, 403, `the reading app may ${method} ${path}`);
  };
  const record = { attributes: { type: NAMES.object }, [NAMES.key]: 'k0', [NAMES.score]: 1 };
  await write('PATCH', `/composite/sobjects/${NAMES.object}/${NAMES.key}`, { allOrNone: false, records: [record] });
  await write('POST', '/jobs/ingest', { object: NAMES.object, operation: 'upsert', externalIdFieldName: NAMES.key });
}
