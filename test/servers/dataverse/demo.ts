import { iso } from './clock.ts';
import { CURRENCY, column, table } from './columns.ts';
import type { TableDef } from './model.ts';
import { DEMO_USER, Org } from './org.ts';

const CURRENCIES = [
  { id: guid('c1', 1), code: 'EUR', name: 'Euro' },
  { id: guid('c1', 2), code: 'USD', name: 'US Dollar' },
  { id: guid('c1', 3), code: 'CHF', name: 'Swiss Franc' },
] as const;
const USERS = ['Ada Berg', 'Bruno Costa', 'Chiara Dumont', 'David Engel'].map((name, i) => ({ name, id: guid('05', i + 1) }));
const INDUSTRIES = ['Accounting', 'Consulting', 'Retail; Wholesale', 'Software', 'Transport'].map((label, i) => ({
  value: 100 + i,
  label,
}));
const CHANNELS = ['Web', 'Partner', 'Event', 'Referral', 'Phone; Fax'].map((label, i) => ({ value: i + 1, label }));
const STAGES = ['Qualify', 'Develop', 'Propose', 'Close'].map((label, i) => ({
  value: i,
  label: { 1033: label, 1036: `${label} (fr)` },
}));
const COMPANIES = ['Nordwind', 'Bellevue', 'Kantara', 'Lumen', 'Oakfield', 'Rivage', 'Sonnen', 'Taiga', 'Umbria', 'Vesta'];
const KINDS = ['Logistics', 'Foods', 'Systems', 'Energy', 'Textiles', 'Health', 'Media'];
const FIRST = ['Alma', 'Boris', 'Chloé', 'Dario', 'Eva', 'Félix', 'Greta', 'Hugo', 'Inès', 'Jürgen', 'Łucja', '美咲'];
const LAST = ['Almeida', 'Brandt', "O'Connor", 'Durand', 'Eriksson', 'Ferrari', 'Großmann', 'Horvat', 'Ivanov', 'Jansen'];

export const ACCOUNT: TableDef = table('account', 'accounts', [
  column.text('name', 'Account Name'),
  column.text('accountnumber', 'Account Number'),
  column.text('emailaddress1', 'Email'),
  column.memo('description', 'Description'),
  column.choice('industrycode', INDUSTRIES, 'Industry'),
  column.integer('numberofemployees', 'Employees'),
  ...column.money('revenue', 'Annual Revenue'),
  CURRENCY,
  { name: 'exchangerate', type: 'Decimal', label: 'Exchange Rate', precision: 10 },
  column.boolean('donotemail', 'Do not allow Emails'),
  column.lookup('primarycontactid', ['contact'], 'Primary Contact'),
  { name: 'primarycontactidname', type: 'String', attributeOf: 'primarycontactid' },
]);
export const CONTACT: TableDef = table(
  'contact',
  'contacts',
  [
    column.text('fullname', 'Full Name'),
    column.text('emailaddress1', 'Email'),
    column.day('birthdate', 'Birthday'),
    column.customer('parentcustomerid', 'Company Name'),
    column.choices('new_channels', CHANNELS, 'Channels'),
  ],
  { nameColumn: 'fullname' },
);
export const OPPORTUNITY: TableDef = table(
  'opportunity',
  'opportunities',
  [
    column.text('name', 'Topic'),
    ...column.money('estimatedvalue', 'Est. Revenue'),
    CURRENCY,
    column.choice('salesstage', STAGES, 'Sales Stage'),
    column.double('closeprobability', 'Probability'),
    column.day('estimatedclosedate', 'Est. Close Date'),
    column.wallClock('new_kickoff', 'Kick-off (local time)'),
    column.customer('customerid', 'Potential Customer'),
  ],
  { label: 'Opportunity' },
);
export const PHONECALL: TableDef = table(
  'phonecall',
  'phonecalls',
  [
    column.text('subject', 'Subject'),
    column.lookup('regardingobjectid', ['account', 'contact', 'opportunity'], 'Regarding'),
    column.boolean('directioncode', 'Direction'),
    column.instant('actualend', 'Actual End'),
  ],
  { key: 'activityid', nameColumn: 'subject', kind: 'Activity', label: 'Phone Call' },
);
const SYSTEM: readonly TableDef[] = [
  table(
    'systemuser',
    'systemusers',
    [column.text('fullname'), column.text('domainname'), column.text('internalemailaddress'), column.id('applicationid')],
    { nameColumn: 'fullname', label: 'User' },
  ),
  table('organization', 'organizations', [column.text('name'), column.integer('languagecode')], { label: 'Organization' }),
  table(
    'transactioncurrency',
    'transactioncurrencies',
    [column.text('currencyname'), column.text('isocurrencycode'), column.integer('currencyprecision')],
    { nameColumn: 'currencyname', label: 'Currency' },
  ),
];
/** An intersect table: no modifiedon, and a set name that no rule gives. */
const ACCOUNT_LEADS: TableDef = {
  name: 'accountleads',
  set: 'accountleadscollection',
  key: 'accountleadid',
  nameColumn: null,
  label: 'Account Lead',
  intersect: true,
  columns: [column.id('accountleadid'), column.id('accountid'), column.id('leadid')],
};

/** Any number's GUID of one kind. */
export function guid(kind: string, n: number): string {
  return `7e57da7a-${kind.padStart(4, '0')}-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** The tables that every organisation has: users, organisation, currencies. */
export function bareOrg(): Org {
  const org = new Org();
  for (const def of SYSTEM) org.add(def);
  org.clock.set('2026-11-20T09:00:00Z');
  org.table('organization').insert({ organizationid: org.organizationId, name: 'Nordwind Trading', languagecode: '1033' });
  org.table('systemuser').insert({
    systemuserid: DEMO_USER.systemUserId,
    fullname: '# Highwater reader',
    domainname: 'highwater@nordwind.example',
    applicationid: DEMO_USER.clientId,
  });
  for (const { id, name } of USERS)
    org
      .table('systemuser')
      .insert({ systemuserid: id, fullname: name, domainname: `${name.toLowerCase().replace(' ', '.')}@nordwind.example` });
  for (const { id, code, name } of CURRENCIES)
    org
      .table('transactioncurrency')
      .insert({ transactioncurrencyid: id, isocurrencycode: code, currencyname: name, currencyprecision: '2' });
  return org;
}

/** A small sales organisation, the same each time. */
export function demoOrg(accounts = 300): Org {
  const org = bareOrg();
  for (const def of [ACCOUNT, CONTACT, OPPORTUNITY, PHONECALL, ACCOUNT_LEADS]) org.add(def);
  const end = Date.parse('2026-11-20T08:00:00Z') / 1000;
  for (let i = 0; i < accounts; i++) {
    const modified = end - ((i * 7919) % (400 * 86_400));
    addAccount(org, i, modified);
    for (let c = 0; c < 1 + (i % 4); c++) addContact(org, i, i * 4 + c, modified - c * 60);
    for (let o = 0; o < i % 3; o++) addOpportunity(org, i, i * 3 + o, modified - o * 3600);
    org.table('phonecall').insert({
      ...standard(i, modified),
      activityid: guid('04', i),
      subject: `Call ${i}`,
      regardingobjectid: i % 2 === 0 ? { table: 'account', id: guid('01', i) } : { table: 'contact', id: guid('02', i * 4) },
      directioncode: i % 3 === 0,
      actualend: iso(modified - 90),
    });
    if (i % 5 === 0)
      org.table('accountleads').insert({ accountleadid: guid('06', i), accountid: guid('01', i), leadid: guid('07', i) });
  }
  return org;
}

function standard(i: number, modified: number): Record<string, string | boolean | null | { table: string; id: string }> {
  const owner = pick(USERS, i).id;
  return {
    createdon: iso(modified - 86_400 * (1 + (i % 90))),
    modifiedon: iso(modified),
    ownerid: i % 11 === 0 ? { table: 'team', id: guid('08', 1) } : { table: 'systemuser', id: owner },
    modifiedby: { table: 'systemuser', id: owner },
    statecode: i % 9 === 0 ? '1' : '0',
    statuscode: i % 9 === 0 ? '2' : '1',
  };
}

function addAccount(org: Org, i: number, modified: number): void {
  const name = `${pick(COMPANIES, i)} ${pick(KINDS, Math.floor(i / 3))} ${i}`;
  const cents = 1_000_000 + ((i * 104_729) % 90_000_000);
  org.table('account').insert({
    ...standard(i, modified),
    accountid: guid('01', i),
    name,
    accountnumber: `A-${String(i).padStart(5, '0')}`,
    emailaddress1: `office@${name.toLowerCase().replaceAll(' ', '-')}.example`,
    description: i % 7 === 0 ? `Long standing customer; "${name}"\nneeds care ☕` : null,
    industrycode: i % 13 === 0 ? null : String(pick(INDUSTRIES, i).value),
    numberofemployees: String(5 + ((i * 31) % 4000)),
    revenue: money(cents, 4),
    revenue_base: money(cents * 11_000, 8).slice(0, -4),
    transactioncurrencyid: { table: 'transactioncurrency', id: pick(CURRENCIES, i).id },
    exchangerate: '1.1000000000',
    donotemail: i % 6 === 0,
    primarycontactid: { table: 'contact', id: guid('02', i * 4) },
  });
}

function addContact(org: Org, account: number, i: number, modified: number): void {
  const fullname = `${pick(FIRST, i)} ${pick(LAST, Math.floor(i / 2))}`;
  org.table('contact').insert({
    ...standard(i, modified),
    contactid: guid('02', i),
    fullname,
    emailaddress1: `contact${i}@nordwind.example`,
    birthdate: `${1950 + (i % 50)}-0${1 + (i % 9)}-1${i % 9}`,
    parentcustomerid: { table: 'account', id: guid('01', account) },
    new_channels: i % 4 === 0 ? null : [1 + (i % 2), 3 + (i % 3)].join(','),
  });
}

function addOpportunity(org: Org, account: number, i: number, modified: number): void {
  const cents = 250_000 + ((i * 7907) % 5_000_000);
  org.table('opportunity').insert({
    ...standard(i, modified),
    opportunityid: guid('03', i),
    name: `${pick(KINDS, i)} renewal ${2026 + (i % 2)}`,
    estimatedvalue: money(cents, 4),
    estimatedvalue_base: money(cents, 4),
    transactioncurrencyid: { table: 'transactioncurrency', id: pick(CURRENCIES, i).id },
    salesstage: String(i % 4),
    closeprobability: String((i % 20) * 5),
    estimatedclosedate: iso(modified + 86_400 * 30).slice(0, 10),
    new_kickoff: `${iso(modified + 86_400 * 40).slice(0, 10)}T09:30:00Z`,
    customerid: { table: 'account', id: guid('01', account) },
  });
}

function money(cents: number, scale: number): string {
  const text = String(cents).padStart(scale + 1, '0');
  return `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

function pick<T>(list: readonly T[], i: number): T {
  const item = list[i % list.length];
  if (item === undefined) throw new RangeError('empty list');
  return item;
}
