import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOCAL_STORES, type LocalStore } from '../servers/objects/local-store.ts';
import { useShop } from './use-shop.ts';

/** The packaged program with its state in one cloud's store and its lake in another's. */
const { shop, project } = useShop({ tables: ['deals', 'orders'] });
let states: LocalStore;
let lake: LocalStore;
beforeAll(async () => {
  [states, lake] = await Promise.all([LOCAL_STORES.az(), LOCAL_STORES.gs()]);
});
afterAll(async () => Promise.all([states, lake].map((store) => store.server.close())));

const writes = (store: LocalStore): number =>
  store.server.requests.filter(({ method }) => method === 'PUT' || method === 'POST').length;

test('a sync begins from the state in Azure, saves there what changed, and publishes to Google', async () => {
  project.env = { ...project.env, ...states.env, ...lake.env, HIGHWATER_STATE_ENCRYPTION_KEY: 'a key that is long enough' };
  await project.write(`${project.text}output: { publish: { to: "${lake.address}/lake" } }\n`);
  const args = ['--state', `${states.address}/states`, '--state-name', 'shop'];
  const first = await project.succeed(args);
  expect(first.tables.map((t) => t.mode)).toEqual(['full', 'full']);
  expect(first.state.saved?.key).toContain(`${states.address}/states/shop/generations/0000000001-`);
  expect([...states.stored.keys()].every((key) => key.startsWith('states/shop/'))).toBe(true);
  expect([...lake.stored.keys()]).toEqual(
    expect.arrayContaining(['lake/manifest.json', 'lake/db/deals/_delta_log/00000000000000000000.json']),
  );

  const [before, published] = [writes(states), writes(lake)];
  const idle = await project.succeed(args);
  expect(idle.tables.map((t) => t.mode)).toEqual(['incremental', 'incremental']);
  expect([writes(states), writes(lake)]).toEqual([before, published]);

  await shop.edit();
  await project.succeed(args);
  expect(await shop.differences(project)).toEqual([]);
  expect(writes(states)).toBeGreaterThan(before);
  expect(lake.stored.has('lake/db/deals/_delta_log/00000000000000000001.json')).toBe(true);
});
