import { earlier } from '../../../src/model/watermark.ts';
import type { Harness, Row, Subject } from '../../conformance/harness.ts';
import { describeConformance } from '../../conformance/suite.ts';
import { column, table } from '../../servers/dataverse/columns.ts';
import { bareOrg, guid } from '../../servers/dataverse/demo.ts';
import { type Fault, tooMany, type When } from '../../servers/dataverse/faults.ts';
import type { ColumnDef, TableDef } from '../../servers/dataverse/model.ts';
import { startDynamics } from '../../servers/dataverse/start.ts';
import { sourceOf } from '../../support/dynamics.ts';

const THING = table('new_thing', 'new_things', [column.text('name'), column.integer('new_number')]);
const PAGE: When = { method: 'GET', url: /new_things\?\$select=new_thingid/ };

const FAULTS: readonly { readonly name: string; readonly fault: Fault }[] = [
  { name: 'a reset connection', fault: { reset: true } },
  { name: 'a connection cut in mid-page', fault: { cutAt: 0.5 } },
  { name: 'JSON that breaks off', fault: { truncateAt: 0.7 } },
  { name: 'too many requests', fault: tooMany('requests', 0) },
  { name: 'too much execution time, without Retry-After', fault: tooMany('seconds') },
  {
    name: 'a gateway that answers with HTML',
    fault: { reply: { status: 502, type: 'text/html', body: '<html>Bad Gateway</html>' } },
  },
];

async function create(): Promise<Subject> {
  const org = bareOrg();
  org.clock.freeze('2026-11-20T10:00:00Z');
  const things = org.add(THING);
  const local = await startDynamics(org);
  const alter = (change: (def: TableDef) => TableDef, name: string, value: string | null) => {
    things.alter(change);
    for (const row of [...things.all()])
      things.update(things.identity(row), { modifiedon: row.modifiedon ?? null, [name]: value });
  };
  const withColumn = (def: TableDef, added: ColumnDef): TableDef => ({
    ...def,
    columns: [...def.columns.filter((c) => c.name !== added.name), added],
  });
  return {
    table: 'new_thing',
    sql: { id: 'new_number', text: 'name', stamp: 'modifiedon' },
    moves: true,
    identifies: true,
    source: () => sourceOf(local, { tuning: { pageRows: 10 } }),
    now: async () => `${org.clock.second().slice(0, -1)}.000000Z`,
    pass: async () => org.clock.advance(2),
    put: async ({ id, text, stamp }): Promise<Row> => {
      const modifiedon = stamp === undefined ? org.clock.second() : stamp === null ? null : `${stamp.slice(0, 19)}Z`;
      const row = { new_thingid: guid('aa', id), new_number: String(id), name: text, modifiedon };
      if (things.find(guid('aa', id)) === null) things.insert({ statecode: '0', ...row });
      else things.update(guid('aa', id), row);
      return { id, text, stamp: modifiedon === null ? null : earlier(modifiedon, 0) };
    },
    remove: async (id) => things.remove(guid('aa', id)),
    close: async () => local.close(),
    where: (ids) => ids.map((id) => `new_number eq ${id}`).join(' or '),
    sharedKey: { key: ['name'] },
    deletesBy: ['keys', 'change_tracking'],
    faults: FAULTS.flatMap(({ name, fault }) =>
      [1, 2, 3].map((nth) => ({ name: `${name} on page ${nth}`, arm: async () => org.faults.add({ ...PAGE, nth }, fault) })),
    ),
    stall: async () => {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      org.faults.add(PAGE, { before: () => reached.resolve(), waitFor: released.promise });
      return { reached: reached.promise, release: async () => released.resolve() };
    },
    columns: {
      add: async (name, value) => {
        alter((def) => withColumn(def, column.text(name)), name, value);
        return `"${name}"`;
      },
      drop: async (name) => things.alter((def) => ({ ...def, columns: def.columns.filter((c) => c.name !== name) })),
      retype: async (name, value) => alter((def) => withColumn(def, column.integer(name)), name, String(value)),
    },
  };
}

const harness: Harness = {
  can: new Set(['stamps', 'null cursors', 'empty text', 'where', 'shared key', 'deletes', 'faults', 'stall', 'columns']),
  create,
};

describeConformance('Dynamics', harness);
