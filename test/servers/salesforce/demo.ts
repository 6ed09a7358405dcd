import { random } from '../../support/random.ts';
import { makeId } from './ids.ts';
import { DEMO_OBJECTS } from './objects.ts';
import type { Org } from './org.ts';
import { stamp, type Value } from './values.ts';

export interface DemoSize {
  readonly accounts?: number;
  readonly seed?: number;
  /** History goes back so many days from the server's now. */
  readonly days?: number;
}

const COMPANIES = [
  'Northwind',
  'Ébène',
  'Meridian',
  'Quai Nord',
  'Harbor & Pine',
  'Söhne',
  'Atlas',
  'Linden',
  'Kestrel',
  'Orchard',
];
const KINDS = ['Logistics', 'Software', 'Énergie', 'Foods', 'Partners', 'Retail'];
const FIRST = ['Ada', 'Noé', 'Zoë', 'Ravi', 'Mei', 'Oskar', 'Inès', 'Tomás'];
const LAST = ['Lindqvist', "O'Hara", 'Nguyễn', 'Okafor', 'Müller', 'Rossi', 'Žižek', 'Hall'];
const CITIES = ['Lyon', 'Zürich', 'Austin', 'Oslo', '東京'];

/** Fills an organisation with the objects of objects.ts and a believable sales and support history. */
export function fillDemo(org: Org, { accounts = 120, seed = 7, days = 400 }: DemoSize = {}): void {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const now = org.clock.now();
  const past = (): string => stamp(now - Math.floor(next() * days * 86_400_000) - 60_000);
  org.define(...DEMO_OBJECTS);
  const owners = FIRST.map((first, i) => {
    const last = LAST[i] ?? '';
    const email = `${first}.${last}`
      .normalize('NFD')
      .replaceAll(/[^A-Za-z.]/g, '')
      .toLowerCase();
    const values = {
      Id: makeId('005', i + 1),
      Name: `${first} ${last}`,
      FirstName: first,
      LastName: last,
      Email: `${email}@acme.example`,
      Username: `${email}@acme.example`,
      IsActive: i !== 7,
      Title: 'Account Executive',
    };
    return org.insert('User', values, { at: past() });
  });
  const queue = org.insert('Group', { Name: 'Support Queue', Type: 'Queue' }, { at: past() });
  for (const [code, rate] of [
    ['EUR', 1],
    ['USD', 1.0864],
    ['CHF', 0.955],
  ] as const) {
    org.insert(
      'CurrencyType',
      { IsoCode: code, ConversionRate: rate, DecimalPlaces: 2, IsActive: true, IsCorporate: code === 'EUR' },
      { at: past() },
    );
  }
  const campaign = org.insert(
    'Campaign',
    { Name: 'Spring Fair', Type: 'Fair', Status: 'Done', IsActive: true, OwnerId: pick(owners), CurrencyIsoCode: 'EUR' },
    { at: past() },
  );
  for (const label of ['Sales', 'Service'])
    org.insert('AppDefinition', { DurableId: `app-${label}`, Label: label, Id: makeId('06m', label.length) });
  for (let i = 0; i < accounts; i++) {
    const account = insertAccount(i);
    const contacts = [...Array(1 + Math.floor(next() * 2)).keys()].map(() => insertContact(account));
    for (let n = Math.floor(next() * 4); n > 0; n--) insertDeal(account, n);
    if (next() < 0.5) insertCase(account, pick(contacts), i);
    if (next() < 0.3)
      org.insert('CampaignMember', { CampaignId: campaign, ContactId: pick(contacts), Status: 'Sent' }, { at: past() });
    if (next() < 0.25) insertProject(account, i);
  }

  function insertAccount(i: number): string {
    const values: Record<string, Value> = {
      Name: `${pick(COMPANIES)} ${pick(KINDS)} ${i + 1}`,
      Type: pick(['Prospect', 'Customer', 'Partner']),
      Industry: pick(['Energy', 'Retail', 'Software', null]),
      AnnualRevenue: Math.round(next() * 4e9) / 100,
      NumberOfEmployees: Math.floor(next() * 5000),
      Phone: '+33 4 72 00 00 00',
      Website: `https://www.company${i + 1}.example`,
      Description: next() < 0.3 ? `Met at the fair, "${pick(LAST)}" decides.\r\nCall back; budget open.` : null,
      OwnerId: pick(owners),
      CurrencyIsoCode: pick(['EUR', 'USD', 'CHF']),
      BillingStreet: `${i + 1} Quai Neuf`,
      BillingCity: pick(CITIES),
      BillingCountry: 'FR',
      BillingLatitude: Math.round(next() * 9e7) / 1e6,
      BillingLongitude: Math.round(next() * 18e7) / 1e6,
    };
    const id = org.insert('Account', values, { at: past() });
    if (next() < 0.3) insertFile(id, 'Contract');
    return id;
  }
  function insertContact(AccountId: string): string {
    const [FirstName, LastName] = [pick(FIRST), pick(LAST)];
    return org.insert(
      'Contact',
      {
        FirstName,
        LastName,
        Name: `${FirstName} ${LastName}`,
        Email: `c${Math.floor(next() * 1e6)}@customer.example`,
        Title: pick(['CFO', 'Buyer', null]),
        Birthdate: pick(['1980-02-29', null]),
        AccountId,
        OwnerId: pick(owners),
        CurrencyIsoCode: 'EUR',
      },
      { at: past() },
    );
  }
  function insertDeal(AccountId: string, n: number): void {
    const StageName = pick(['Prospecting', 'Proposal', 'Closed Won', 'Closed Lost']);
    const values = {
      Name: `Renewal ${n}`,
      StageName,
      Amount: Math.round(next() * 2e7) / 100,
      Probability: Math.floor(next() * 101),
      CloseDate: past().slice(0, 10),
      IsClosed: StageName.startsWith('Closed'),
      Discount__c: Math.round(next() * 3000) / 100,
      AccountId,
      OwnerId: pick(owners),
      CurrencyIsoCode: pick(['EUR', 'USD']),
    };
    const id = org.insert('Opportunity', values, { at: past() });
    org.insert('OpportunityHistory', { OpportunityId: id, StageName }, { at: past() });
  }
  function insertCase(AccountId: string, ContactId: string, i: number): void {
    const at = past();
    const id = org.insert(
      'Case',
      {
        CaseNumber: String(1000 + i).padStart(8, '0'),
        Subject: pick(['Cannot log in', 'Invoice wrong', 'Crash on save']),
        Description: 'Since this morning.',
        Status: pick(['New', 'Working', 'Closed']),
        IsClosed: false,
        Tags__c: pick(['Billing', 'Login;Bug', null]),
        PreferredTime__c: '09:30:00.000Z',
        AccountId,
        ContactId,
        OwnerId: next() < 0.4 ? queue : pick(owners),
        CurrencyIsoCode: 'EUR',
      },
      { at },
    );
    const feed = org.insert(
      'CaseFeed',
      { ParentId: id, Type: 'TextPost', Body: '<p>Called the customer.</p>', CommentCount: 1 },
      { at },
    );
    org.insert('FeedComment', { FeedItemId: feed, ParentId: id, CommentBody: 'They will send the log.' }, { at });
    if (next() < 0.4) insertFile(id, 'Screenshot');
  }
  function insertFile(LinkedEntityId: string, title: string): void {
    const at = past();
    const document = org.insert(
      'ContentDocument',
      { Title: title, FileType: 'PDF', FileExtension: 'pdf', ContentSize: Math.floor(next() * 1e6), OwnerId: pick(owners) },
      { at },
    );
    org.insert('ContentDocumentLink', {
      LinkedEntityId,
      ContentDocumentId: document,
      ShareType: 'V',
      Visibility: 'AllUsers',
      SystemModstamp: at,
    });
  }
  function insertProject(Account__c: string, i: number): void {
    const id = org.insert(
      'Project__c',
      {
        Name: `P-${i + 1}`,
        Budget__c: Math.round(next() * 1e8) / 100,
        Progress__c: Math.round(next() * 10_000) / 100,
        Starts__c: past().slice(0, 10),
        Account__c,
        Notes__c: null,
        Site__Latitude__s: 45.75,
        Site__Longitude__s: 4.85,
        OwnerId: pick(owners),
        CurrencyIsoCode: 'EUR',
      },
      { at: past() },
    );
    org.insert('Project__Share', { ParentId: id, AccessLevel: 'Read' }, { at: past() });
  }
}
