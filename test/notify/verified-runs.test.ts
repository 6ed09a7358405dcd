import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSession } from '../../src/app/session.ts';
import { runSync } from '../../src/app/sync.ts';
import { runVerify } from '../../src/app/verify.ts';
import { loadConfigText } from '../../src/config/load/load.ts';
import type { RunRecord, TableRecord } from '../../src/model/record.ts';
import type { TableVerification } from '../../src/model/verification.ts';
import { findingsOfRun } from '../../src/notify/findings.ts';
import type { Incident } from '../../src/notify/incident.ts';
import { findingsOfVerify } from '../../src/notify/verify-findings.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { directoryStore } from '../../src/state/directory/directory-store.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { sobject } from '../servers/salesforce/schema.ts';
import { stamp } from '../servers/salesforce/values.ts';
import { startWebhooks, type WebhookServer } from '../servers/webhooks.ts';
import { memoryFile } from './told-runs.ts';

/** Who is told of what `verify` finds, and what ends it. */
let server: SalesforceServer;
let hooks: WebhookServer;
let directory: string;

beforeEach(async () => {
  [server, hooks, directory] = await Promise.all([
    startSalesforce(),
    startWebhooks(),
    mkdtemp(join(tmpdir(), 'highwater-verified-')),
  ]);
});
afterEach(async () => {
  await Promise.all([server.close(), hooks.close(), rm(directory, { recursive: true, force: true })]);
});

const told = () => hooks.deliveredTo('/hook').map(({ text }) => text);

async function commands() {
  const text = `version: 1
sources:
  crm: { type: salesforce, url: "${server.url}", auth: { flow: client_credentials, client_id: consumer-key, client_secret: "\${S}" }, tables: { Thing__c: {} } }
notify:
  - webhook: \${HOOK_URL}
`;
  const env = { S: 'consumer-secret', HOOK_URL: `${hooks.url}/hook` };
  const config = await loadConfigText(join(directory, 'highwater.yml'), text, env, SOURCES);
  const quiet = () => undefined;
  const session = openSession({
    env,
    log: quiet,
    warn: ({ message }) => expect.unreachable(message),
    onStop: quiet,
    onStopAgain: quiet,
  });
  const clock = () => new Date();
  const incidents = [memoryFile()];
  const place = {
    name: 'state',
    store: directoryStore({ directory: join(directory, 'state'), encryption: null, clock, pid: process.pid }),
    workDirectory: join(directory, 'work'),
    vaults: null,
    shared: null,
    encrypted: false,
    incidents: async () => incidents,
  };
  const common = {
    config,
    mode: 'incremental' as const,
    why: 'a test',
    tables: [],
    output: join(directory, 'output'),
    onUnreadableState: 'fail' as const,
    allowDeletes: false,
  };
  const display = { observe: quiet, finish: quiet, close: quiet };
  return {
    session,
    sync: async (mode: 'full' | 'incremental') =>
      runSync(session, { request: { ...common, mode }, place, stateName: 'default', openDisplay: () => display }),
    verify: async (repair = false) =>
      runVerify(session, { request: { ...common, sample: 'all', repair }, place, stateName: 'default', observe: quiet }),
  };
}

test('drift is told once, an ordinary sync does not end it, a repair or a full sync does', async () => {
  server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }]));
  const at = stamp(Date.now() - 86_400_000);
  const [id = ''] = ['one', 'two'].map((name) => server.org.insert('Thing__c', { Name: name }, { at }));
  const { session, sync, verify } = await commands();
  try {
    await sync('full');
    await verify();
    expect(told()).toEqual([]);
    server.org.fix('Thing__c', id, { Name: 'a secret' });
    for (let i = 0; i < 2; i++) expect((await verify()).result.tables).toMatchObject([{ status: 'drift' }]);
    expect(told()).toEqual(['failure crm.Thing__c']);
    const body = hooks.deliveredTo('/hook')[0]?.body ?? '';
    expect(JSON.parse(body).tables).toMatchObject([
      { code: 'ROWS_DIFFER', message: expect.stringMatching(/1 row differs from the source/) },
    ]);
    expect(body).not.toMatch(new RegExp(`${id}|a secret`));
    await sync('incremental');
    expect(told()).toHaveLength(1);
    await verify(true);
    expect(told().slice(1)).toEqual(['recovery crm.Thing__c']);
    server.org.fix('Thing__c', id, { Name: 'another' });
    await verify();
    await sync('full');
    expect(told().slice(2)).toEqual(['failure crm.Thing__c', 'recovery crm.Thing__c']);
  } finally {
    session.release();
  }
});

const incident = (name: string, detail: string): Incident => ({
  kind: 'failure',
  name,
  detail,
  code: 'ROWS_DIFFER',
  message: '',
  hint: '',
  syncedAt: null,
  since: '2026-12-01T00:00:00.000Z',
  endedAt: null,
  told: [],
});
const found = (status: TableVerification['status'], whole = true) =>
  ({
    source: 'crm',
    table: 'A',
    status,
    whole,
    file: null,
    error: null,
    missing: 1,
    extra: 0,
    altered: 0,
    doubled: 0,
    explained: 0,
  }) as TableVerification;
const verified = (table: TableVerification, record: Partial<RunRecord> | null = null) =>
  findingsOfVerify({ version: 1, tables: [table] }, record as RunRecord | null, false);

test.each([
  ['drift', 'a comparison of everything', verified(found('same')), true],
  ['drift', 'one that finds only what the next run reads', verified(found('explained')), true],
  ['drift', 'a sample that agrees', verified(found('same', false)), false],
  ['drift', 'a repair by sample', verified(found('repaired', false)), true],
  [
    'drift',
    'a repair whose state was not saved',
    verified(found('repaired'), { error: { code: 'STATE_SAVE_FAILED', message: '', hint: '' } }),
    false,
  ],
  ['drift', 'a comparison that failed', verified(found('failed')), false],
  ['uncompared', 'a sample that agrees', verified(found('same', false)), true],
  ['uncompared', 'a comparison that finds drift', verified(found('drift')), true],
  ['uncompared', 'a table that is skipped', verified(found('skipped')), false],
  ['', 'a comparison, of what a sync reported', verified(found('same')), false],
])('"%s" and %s: whether it is over', (detail, _, findings, over) => {
  expect(findings.isOver(incident('crm.A', detail))).toBe(over);
});

test.each([
  ['full', 'succeeded', true],
  ['incremental', 'succeeded', false],
  ['full', 'failed', false],
] as const)('mode %s, status %s: whether a sync ends drift: %s', (mode, status, over) => {
  const table = { source: 'crm', table: 'A', mode, status, error: null } as TableRecord;
  const record = { sources: [], tables: [table], error: null, status: 'succeeded' } as unknown as RunRecord;
  expect(findingsOfRun(record, false).isOver(incident('crm.A', 'drift'))).toBe(over);
});

test('a repair whose state can not be saved is a failure of the run', () => {
  const error = { code: 'STATE_SAVE_FAILED', message: 'full', hint: '' } as const;
  expect(verified(found('repaired'), { error }).problems).toMatchObject([
    { kind: 'failure', name: '', detail: 'verify', code: error.code },
  ]);
  expect(verified(found('same')).isOver(incident('', 'verify'))).toBe(true);
  expect(verified(found('same')).isOver(incident('', 'sync'))).toBe(false);
});
