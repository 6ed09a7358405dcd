import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfigText } from '../../src/config/load/load.ts';
import { sync } from '../../src/engine/run.ts';
import type { RunDeps } from '../../src/engine/run-context.ts';
import { type VerifyRequest, verify } from '../../src/engine/verify/verify-run.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { agrees } from '../../src/model/verification.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { directoryStore } from '../../src/state/directory/directory-store.ts';
import { driftErrors, renderVerifySummary } from '../../src/views/summary/verify-summary.ts';
import { renderVerification } from '../../src/views/terminal/text-verify.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { sobject } from '../servers/salesforce/schema.ts';
import { stamp } from '../servers/salesforce/values.ts';

/** Whole runs over a state in a directory: `run.verify` within a sync, and `verify` by itself. */
let server: SalesforceServer;
let directory: string;
let ids: string[];
let clock: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-verify-'));
  server = await startSalesforce();
  clock = Date.now();
  server.clock.freeze(new Date(clock).toISOString());
  server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }]));
  ids = Array.from({ length: 40 }, (_, i) =>
    server.org.insert('Thing__c', { Name: `secret ${i}` }, { at: stamp(clock - (50 - i) * 86_400_000) }),
  );
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

function deps(): RunDeps {
  const now = () => new Date(clock);
  return {
    workDirectory: join(directory, 'work'),
    signal: new AbortController().signal,
    observe: () => undefined,
    mask: () => undefined,
    redact: (text) => text,
    now,
    vaults: null,
    version: '0.0.0',
    store: directoryStore({ directory: join(directory, 'state'), encryption: null, clock: now, pid: process.pid }),
    encrypted: false,
  };
}

async function request(run: string, table: string) {
  const text = `version: 1
sources:
  crm: { type: salesforce, url: "${server.url}", auth: { flow: client_credentials, client_id: consumer-key, client_secret: "\${S}" }, tables: { Thing__c: ${table} } }
run: ${run}
`;
  const config = await loadConfigText(join(directory, 'highwater.yml'), text, { S: 'consumer-secret' }, SOURCES);
  const output = join(directory, 'output');
  return {
    config,
    mode: 'incremental',
    why: 'a test',
    tables: [],
    output,
    onUnreadableState: 'fail',
    allowDeletes: false,
  } as const;
}

async function later(): Promise<void> {
  clock += 3_600_000;
  server.clock.advance(3600);
}

async function synced(run = '{}', table = '{ history: true }'): Promise<RunRecord> {
  await later();
  const record = await sync(await request(run, table), deps());
  expect(record).toMatchObject({ status: 'succeeded', error: null });
  return record;
}

async function verified(more: Partial<VerifyRequest> = {}, table = '{ history: true }') {
  await later();
  return verify({ ...(await request('{}', table)), sample: 'all', repair: false, ...more }, deps());
}

const silently = (n: number) => server.org.fix('Thing__c', ids[n] ?? '', { Name: `secret silent ${n}` });
const things = (record: RunRecord | null) => record?.tables.find((t) => t.table === 'Thing__c');

describe('run.verify', () => {
  test('proves all shares in turn, mends what differs, and says when the table was proven', async () => {
    await synced();
    silently(3);
    silently(25);
    const runs: RunRecord[] = [];
    for (let n = 0; n < 4; n++) runs.push(await synced('{ verify: 25% }'));
    expect(runs.map((r) => things(r)?.updated)).toEqual([1, 0, 1, 0]);
    expect(
      things(runs[0] ?? null)
        ?.notes.map((n) => n.message)
        .join(),
    ).toMatch(
      /run\.verify compared 25% of the rows: those that differed \(1 altered\) were mended; their keys are in verify\/crm\.Thing__c\.csv/,
    );
    expect(runs.map((r) => things(r)?.provenAt ?? null)).toEqual([
      null,
      null,
      null,
      runs[0]?.stages.find((s) => s.name === 'verify')?.startedAt,
    ]);
    expect((await verified()).result.tables).toMatchObject([{ status: 'same', whole: true }]);
  });
});

describe('verify', () => {
  test('says what differs, changes nothing; with repair it publishes, and keeps histories', async () => {
    await synced();
    const before = await readFile(join(directory, 'output', 'manifest.json'), 'utf8');
    silently(7);
    server.org.purge('Thing__c', ids[9] ?? '');
    const found = await verified({}, '{ history: true, deletes_by: full }');
    expect(found.record).toBeNull();
    expect(agrees(found.result)).toBe(false);
    const counts = { there: 39, here: 40, missing: 0, extra: 1, altered: 1, doubled: 0, explained: 0 };
    expect(found.result.version).toBe(1);
    expect(found.result.tables).toMatchObject([
      { source: 'crm', table: 'Thing__c', status: 'drift', ...counts, file: 'verify/crm.Thing__c.csv' },
    ]);
    expect(await readFile(join(directory, 'output', 'manifest.json'), 'utf8')).toBe(before);
    const mended = await verified({ repair: true }, '{ history: true, deletes_by: full }');
    expect(agrees(mended.result)).toBe(true);
    expect(things(mended.record)).toMatchObject({ status: 'succeeded', updated: 1, deleted: 1, rows: 39 });
    expect(mended.record?.tables.find((t) => t.name === 'Thing__c__history')).toMatchObject({ status: 'succeeded' });
    const manifest = JSON.parse(await readFile(join(directory, 'output', 'manifest.json'), 'utf8')) as RunRecord;
    expect(things(manifest)).toMatchObject({ rows: 39 });
    const again = await verified();
    expect(again.result.tables).toMatchObject([{ status: 'same' }]);
    expect(server.journal.writes).toEqual([]);
  });

  test('is reported by its code, without keys', async () => {
    await synced();
    silently(7);
    const { result } = await verified();
    expect(driftErrors(result)).toMatchObject([{ code: 'ROWS_DIFFER', title: 'crm.Thing__c: ROWS_DIFFER while verifying' }]);
    const shown = [
      renderVerifySummary(result, false),
      renderVerification(result).join('\n'),
      JSON.stringify([result, driftErrors(result)]),
    ];
    for (const text of shown) {
      expect(text).toMatch(/altered/);
      expect(text).not.toContain(ids[7]);
      expect(text).not.toContain('secret');
    }
    expect(await readFile(join(directory, 'output', 'verify', 'crm.Thing__c.csv'), 'utf8')).toContain(ids[7]);
  });

  test('a table that no run has read is skipped, one that can not be described fails', async () => {
    await synced();
    await later();
    const { config, ...rest } = await request('{}', '{ columns: [NoSuchField] }');
    const { result } = await verify({ ...rest, config, sample: 10, repair: false }, deps());
    expect(result.tables).toMatchObject([{ status: 'failed', error: { code: 'COLUMN_NOT_FOUND' } }]);
  });
});
