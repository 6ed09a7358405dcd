import picocolors from 'picocolors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkStores } from '../../src/app/check-stores.ts';
import type { AppSession } from '../../src/app/session.ts';
import { placeOf } from '../../src/app/state-place.ts';
import type { LoadedConfig } from '../../src/config/config.ts';
import type { CheckedStore } from '../../src/model/results.ts';
import { renderOutcome } from '../../src/views/terminal/text.ts';
import { LOCAL_STORES, type LocalStore } from '../servers/objects/local-store.ts';

let [states, lakes]: LocalStore[] = [];
beforeEach(async () => {
  [states, lakes] = await Promise.all([LOCAL_STORES.s3(), LOCAL_STORES.az()]);
});
afterEach(async () => Promise.all([states, lakes].map((store) => store?.server.close())));

async function checked(more: Readonly<Record<string, string>> = {}, state = `${states?.address}/states`) {
  const env = { ...states?.env, ...lakes?.env, ...more };
  const place = await placeOf({ state, name: 'default', key: undefined, env, workParent: '.' });
  const config = { output: { publish: { to: `${lakes?.address}/lake` } } } as unknown as LoadedConfig;
  const session = { env, signal: new AbortController().signal } as unknown as AppSession;
  return checkStores(session, config, place);
}

function shown(stores: readonly CheckedStore[]): string {
  const ok = stores.every(({ error }) => error === null);
  const options = { columns: 160, colors: picocolors.createColors(false), verbose: true, now: '2026-12-01T00:00:00Z' };
  return renderOutcome({ command: 'check', configFile: 'highwater.yml', sources: [], stores, ok }, options).join('\n');
}

test('`check` shows the stores of the state and the lake, and writes to neither', async () => {
  const text = shown(await checked());
  expect(text).toContain('state  s3://acme-data/states/default\n  ✓ can be read: no state so far');
  expect(text).toContain('lake  az://acmestate/highwater/lake\n  ✓ can be read: nothing published so far');
  expect([...(states?.server.requests ?? []), ...(lakes?.server.requests ?? [])].map(({ method }) => method)).toEqual([
    'GET',
    'GET',
  ]);
});

test('a store that refuses the sign-in fails the check, with what to do', async () => {
  const text = shown(await checked({ AWS_SECRET_ACCESS_KEY: 'wrong', AZURE_STORAGE_KEY: 'd3Jvbmc=' }));
  expect(text).toContain('SignatureDoesNotMatch');
  expect(text).toContain('the account refused the signature or token');
  expect(text).toContain('belongs to this account');
  expect(text).toContain('✗ The state and lake can’t be read. Nothing was changed.');
});

test('a state in a directory is not shown', async () => {
  expect((await checked({}, '/nowhere/at/all')).map(({ use }) => use)).toEqual(['lake']);
});
