import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWebhooks, WEBHOOK_FAULTS, type WebhookFault, type WebhookServer } from '../servers/webhooks.ts';
import { Random } from '../support/random.ts';
import { channelOf, endOfRun, failing, memoryFile, sees } from './told-runs.ts';

/** `HIGHWATER_NOTIFY_HISTORIES=1-20000` runs more of them; one that failed runs again by its number. */
const [first = 1, last = 1000] = (process.env.HIGHWATER_NOTIFY_HISTORIES ?? '1-1000').split('-').map(Number);
const TABLES = ['db.a', 'db.b', 'crm.C'];
const QUICK_FAULTS = WEBHOOK_FAULTS.filter((fault) => fault !== 'slow');
const CHANNELS = ['hook', 'other'];

let server: WebhookServer;
const faults = new Map<string, WebhookFault | null>();

beforeAll(async () => {
  server = await startWebhooks();
  server.fault = (path) => faults.get(path) ?? null;
});
afterAll(async () => server.close());

interface SeenRun {
  readonly failing: readonly string[];
  readonly looked: readonly string[];
  /** By channel. */
  readonly fault: Readonly<Record<string, WebhookFault | null>>;
  /** By channel, what the service got. */
  readonly got: Readonly<Record<string, readonly { readonly event: string; readonly names: readonly string[] }[]>>;
}

async function history(seed: number): Promise<SeenRun[]> {
  const random = new Random(seed);
  const place = memoryFile();
  const paths = CHANNELS.map((name) => `/${name}-${seed}`);
  const channels = paths.map((path) => channelOf('webhook', `${server.url}${path}`));
  const runs: SeenRun[] = [];
  let down: readonly string[] = [];
  const count = random.int(3, 6);
  for (let i = 0; i < count + 2; i++) {
    const calm = i >= count;
    if (calm) down = [];
    else if (random.chance(0.6)) down = random.some(TABLES, random.int(0, 3));
    const looked = calm || random.chance(0.7) ? TABLES : random.some(TABLES, random.int(1, 2));
    // A slow answer costs the test its time: it is slow at all channels at once, and seldom.
    const slow = !calm && random.chance(0.02);
    const pick = () => (calm || random.chance(0.5) ? null : random.pick(QUICK_FAULTS));
    const fault = Object.fromEntries(paths.map((p) => [p, slow ? ('slow' as const) : pick()]));
    for (const path of paths) faults.set(path, fault[path] ?? null);
    const before = paths.map((path) => messagesAt(path).length);
    const found = down.filter((name) => looked.includes(name));
    const over = looked.filter((name) => !found.includes(name));
    await endOfRun({
      channels,
      findings: sees(
        found.map((name) => failing(name)),
        over,
      ),
      places: [place],
      at: i * 120,
      ...(slow ? { answerTimeoutMs: 300 } : {}),
    });
    const got = Object.fromEntries(paths.map((path, n) => [path, messagesAt(path).slice(before[n])]));
    runs.push({ failing: found, looked, fault, got });
  }
  return runs;
}

function messagesAt(path: string) {
  return server.deliveredTo(path).map(({ text }) => {
    const [event = '', ...names] = text.split(' ');
    return { event, names };
  });
}

/** Each time that a table fails, from the run that first saw it to the one before it was seen to work. */
function incidentsOf(runs: readonly SeenRun[], table: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let open: number | null = null;
  runs.forEach((run, i) => {
    if (!run.looked.includes(table)) return;
    if (run.failing.includes(table)) open ??= i;
    else if (open !== null) {
      found.push({ start: open, end: i });
      open = null;
    }
  });
  return found;
}

/** What is wrong with what one channel got, for people. */
function faultsOf(runs: readonly SeenRun[], path: string, table: string): string[] {
  const wrong: string[] = [];
  const named = (i: number, event: string) =>
    (runs[i]?.got[path] ?? []).filter((m) => m.event === event && m.names.includes(table)).length;
  const sum = (from: number, to: number, event: string) =>
    Array.from({ length: Math.max(0, to - from) }, (_, n) => named(from + n, event)).reduce((a, b) => a + b, 0);
  // Sent, as far as anybody knows, and it may not have arrived.
  const isUnsure = (i: number) => ['cut', 'slow'].includes(runs[i]?.fault[path] ?? '');
  let told = 0;
  let owed = false;
  const incidents = incidentsOf(runs, table);
  incidents.forEach(({ start, end }, n) => {
    const next = incidents[n + 1]?.start ?? runs.length;
    const failures = sum(start, end, 'failure');
    const recoveries = sum(end, next, 'recovery');
    if (failures > 1) wrong.push(`${failures} messages of the incident that began in run ${start}`);
    if (recoveries > 1) wrong.push(`${recoveries} messages of the end in run ${end}`);
    const runsWith = (from: number, to: number, is: (i: number) => boolean) =>
      Array.from({ length: to - from }, (_, k) => from + k).some(is);
    const couldBeTold = runsWith(start, end, (i) => runs[i]?.fault[path] === null) && !runsWith(start, end, isUnsure);
    // Who still waits for the end of the last incident takes this one for it.
    if (couldBeTold && failures === 0 && !owed) wrong.push(`no message of the incident that began in run ${start}`);
    // A message that was cut off may have arrived, so its end is told as well.
    told += failures > 0 || runsWith(start, end, isUnsure) ? 1 : 0;
    const knows = failures > 0 || owed || runsWith(start, end, isUnsure);
    const ends = runsWith(end, next, (i) => runs[i]?.fault[path] === null) && !runsWith(end, next, isUnsure);
    if (knows && ends && recoveries === 0) wrong.push(`no message of the end in run ${end}`);
    owed = knows && recoveries === 0 && !runsWith(end, next, isUnsure);
  });
  if (sum(0, runs.length, 'recovery') > told) wrong.push('more ends than incidents');
  return wrong.map((text) => `${table} at ${path}: ${text}`);
}

test(`each channel gets one message for an incident and one for its end, in ${last - first + 1} random histories`, async () => {
  const wrong: string[] = [];
  const seeds = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  let messages = 0;
  const next = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const runs = await history(seed);
      for (const path of CHANNELS.map((name) => `/${name}-${seed}`)) {
        messages += messagesAt(path).length;
        wrong.push(...TABLES.flatMap((table) => faultsOf(runs, path, table)));
      }
    }
  };
  await Promise.all(Array.from({ length: 24 }, next));
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(messages).toBeGreaterThan(last - first);
}, 300_000);
