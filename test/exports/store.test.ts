import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeOf } from '../../src/app/state-place.ts';
import type { StateStore } from '../../src/state/store.ts';
import { BUCKET } from '../servers/s3/names.ts';
import { startS3 } from '../servers/s3/server.ts';
import { field, MemoryService, memoryDefinition } from './memory-destination.ts';
import { World } from './world.ts';

// The ledger in an object store, and in a directory under a name of its own.

const FIELDS = [
  field('Key__c', { externalId: true, unique: true }),
  field('Score__c', { kind: 'decimal', precision: 10, scale: 2, length: null }),
];
const EXPORT = `scores:
  to: crm_write
  object: Account
  key: Key__c
  max_fraction: 1
  query: SELECT 'k' || i AS Key__c, i AS Score__c FROM db.scores`;

test.each(['an object store', 'a directory, by a state name'])(
  'the ledger lives in %s: pending before anything is sent, settled after it',
  async (kind) => {
    const s3 = await startS3();
    const service = new MemoryService(FIELDS);
    const world = await World.make([memoryDefinition(service)]);
    try {
      const state = kind === 'an object store' ? `s3://${BUCKET}/exports` : join(world.directory, 'states');
      const open = async (name: string) =>
        (await placeOf({ state, name, key: undefined, env: s3.env, workParent: world.directory })).store;
      world.place = await open('one');
      await world.sync({ 'db.scores': 'SELECT i FROM range(1, 6) t(i)' });
      service.mishaps.loseAnswers = 1;
      expect((await world.run(EXPORT)).exports).toMatchObject([{ sent: 0, pending: 5 }]);
      expect(await world.state((c) => c.count('_highwater_state."pending__scores"'))).toBe(5);
      expect((await world.run(EXPORT)).exports).toMatchObject([{ sent: 5, updated: 5, created: 0 }]);
      const unchanged = await world.run(EXPORT);
      expect(unchanged.exports).toMatchObject([{ unchanged: 5, sent: 0 }]);
      expect(unchanged.state.saved).toBeNull();
      // Another name is another ledger: the rows go once more, to the same records.
      world.place = await open('two');
      await world.sync({ 'db.scores': 'SELECT i FROM range(1, 6) t(i)' });
      expect((await world.run(EXPORT)).exports).toMatchObject([{ new: 5, sent: 5, updated: 5 }]);
      expect(service.records.size).toBe(5);
    } finally {
      await world.remove();
      await s3.close();
    }
  },
);

test('a run that lost the race for the state sends nothing', async () => {
  const s3 = await startS3();
  const service = new MemoryService(FIELDS);
  const world = await World.make([memoryDefinition(service)]);
  try {
    const { store } = await placeOf({
      state: `s3://${BUCKET}/race`,
      name: 'one',
      key: undefined,
      env: s3.env,
      workParent: world.directory,
    });
    world.place = store;
    await world.sync({ 'db.scores': 'SELECT i FROM range(1, 6) t(i)' });
    const raced: StateStore = {
      newest: async () => store.newest(),
      restore: async (into) => store.restore(into),
      describe: () => store.describe(),
      identity: store.identity,
      // Between this run's restore and its first save another one saves.
      save: async (file, generation, options) => {
        world.place = store;
        await world.state((c) => c.run('CREATE TABLE another (i INTEGER)'));
        return store.save(file, generation, options);
      },
    };
    world.place = raced;
    await expect(world.run(EXPORT)).rejects.toMatchObject({ code: 'STATE_MOVED' });
    expect(service.writes).toBe(0);
  } finally {
    await world.remove();
    await s3.close();
  }
});
