import { DynamicsDestination } from '../../../src/destinations/dynamics/destination.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Connected, TargetSubject } from '../../conformance/destinations/harness.ts';
import { column, table } from '../../servers/dataverse/columns.ts';
import { type Fault, failing, lostAfter, lostBefore, tooMany } from '../../servers/dataverse/faults.ts';
import type { Row, TableDef, Value } from '../../servers/dataverse/model.ts';
import { Org, WRITING_USER } from '../../servers/dataverse/org.ts';
import { type LocalDynamics, startDynamics, WRITER_SECRET } from '../../servers/dataverse/start.ts';
import { pluginError } from '../../servers/dataverse/write/rules.ts';
import { contextOf, optionsOf, QUICK } from '../../support/dynamics.ts';

/** A table that exports write to, with one column of each kind. */
export const SCORE: TableDef = table(
  'new_score',
  'new_scores',
  [
    { ...column.text('name'), maxLength: 100 },
    { ...column.text('new_key'), maxLength: 80 },
    { ...column.text('new_pending'), maxLength: 80 },
    column.memo('new_text'),
    ...column.money('new_exact').map((c) => ({ ...c, precision: 2 })),
    column.boolean('new_flag'),
    column.integer('new_count'),
    column.instant('new_seen'),
    column.wallClock('new_local'),
    column.day('new_day'),
    column.choice('new_segment', [
      { value: 1, label: 'Gold' },
      { value: 2, label: 'Silver' },
    ]),
    column.choices('new_tags', [
      { value: 1, label: 'Red' },
      { value: 2, label: 'Blue' },
    ]),
    { ...column.lookup('new_parentid', ['new_score']), navigation: 'new_ParentId' },
    column.customer('new_customerid'),
    { ...column.text('new_formula'), validForCreate: false, validForUpdate: false },
  ],
  {
    keys: [
      { name: 'new_scorekey', columns: ['new_key'], status: 'Active' },
      { name: 'new_pendingkey', columns: ['new_pending'], status: 'Pending' },
      { name: 'new_linekey', columns: ['new_parentid', 'new_count', 'name'], status: 'Active' },
    ],
  },
);
export const ACCOUNT: TableDef = table(
  'account',
  'accounts',
  [{ ...column.text('name') }, { ...column.text('accountnumber'), maxLength: 20 }],
  {
    keys: [{ name: 'accountnumberkey', columns: ['accountnumber'], status: 'Active' }],
  },
);
const CONTACT: TableDef = table('contact', 'contacts', [column.text('name')]);

export function dynamicsTarget(local: LocalDynamics): Connected & { readonly destination: DynamicsDestination } {
  const stop = new AbortController();
  const options = optionsOf(local);
  const auth = {
    ...options.auth,
    client_id: WRITING_USER.clientId,
    client_secret: new Secret(WRITER_SECRET),
  } as typeof options.auth;
  return {
    destination: new DynamicsDestination({ ...options, auth }, contextOf({ name: 'erp_write', signal: stop.signal }), QUICK),
    stop,
  };
}

export const LOSSES: readonly (readonly [name: string, fault: Fault])[] = [
  ['never reached the service', lostBefore],
  ['answer lost after the commit', lostAfter],
  ['cut in mid-upload', { cutUploadAfter: 20 }],
  ['answer cut in its middle', { cutAt: 0.5 }],
  ['an answer that breaks off without a word', { truncateAt: 0.7 }],
  ['a token that has expired', failing(401, '', 'expired')],
  ['a proxy page', { reply: { status: 502, body: '<html><h1>Bad Gateway</h1></html>', type: 'text/html' } }],
  ['too many requests', tooMany('requests')],
  ['too much time, with Retry-After', tooMany('seconds', 0)],
];

const text = (value: Value): string | null => (value === null ? null : typeof value === 'object' ? value.id : String(value));

export async function dynamicsSubject(): Promise<TargetSubject & { readonly local: LocalDynamics; readonly org: Org }> {
  const org = new Org();
  for (const def of [
    SCORE,
    ACCOUNT,
    CONTACT,
    table('systemuser', 'systemusers', [column.text('name')]),
    table('transactioncurrency', 'transactioncurrencies', [column.text('isocurrencycode')]),
    table('organization', 'organizations', [column.text('name'), column.integer('languagecode')]),
  ])
    org.add(def);
  const local = await startDynamics(org);
  const scores = org.table('new_score');
  let count = 0;
  const batches = { method: 'POST', url: /\$batch$/ };
  return {
    local,
    org,
    object: 'new_score',
    key: 'new_key',
    columns: { text: 'new_text', exact: 'new_exact', flag: 'new_flag', parent: 'new_parentid.new_key' },
    exactValue: '912345678901234.57',
    lookup: 'new_parentid',
    readOnly: 'new_formula',
    connect: async () => {
      const connected = dynamicsTarget(local);
      await connected.destination.connect();
      return connected;
    },
    stored: () =>
      [...scores.all()].map((row) => ({
        id: String(row.new_scoreid),
        values: Object.fromEntries(
          Object.entries(row)
            .filter(([name]) => !/^(modifiedon|versionnumber)$/.test(name))
            .map(([name, value]) => [name, text(value)]),
        ),
      })),
    put: ({ new_flag = 'false', ...values }) => {
      const empty: Row = Object.fromEntries(SCORE.columns.map((c) => [c.name, null]));
      const id = `7e57da7a-5555-4000-8000-${String(++count).padStart(12, '0')}`;
      const {
        modifiedon: _,
        versionnumber: __,
        ...row
      }: Record<string, Value> = { ...empty, new_scoreid: id, new_flag: new_flag === 'true', ...values };
      return scores.insert(row);
    },
    refuse: (one) => {
      org.rules.plugins.set('new_score', (_, after) => {
        if (after.new_text === one) throw pluginError(`the text ${one} is not allowed`);
        return null;
      });
      return { code: '0x80040265' };
    },
    lock: (id, isHeld) => void (isHeld ? org.rules.held.add(id) : org.rules.held.delete(id)),
    faults: LOSSES.map(([name, fault]) => ({ name, arm: () => org.faults.add(batches, fault) })),
    hold: () => ({
      reached: new Promise<void>((done) =>
        org.faults.add(batches, { before: done, delayMs: 0, waitFor: new Promise((later) => setTimeout(later, 1500)) }),
      ),
    }),
    calls: () => org.journal.requests.filter((e) => e.status !== 0).length,
    writes: () => org.journal.requests.filter((e) => e.writes).length,
    close: async () => local.close(),
  };
}
