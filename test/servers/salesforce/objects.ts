import {
  APP_DEFINITION,
  CAMPAIGN,
  CAMPAIGN_MEMBER,
  CONTENT_DOCUMENT,
  CONTENT_DOCUMENT_LINK,
  CONTENT_VERSION,
  CURRENCY_TYPE,
  NOT_QUERYABLE,
  OPPORTUNITY_HISTORY,
  PROJECT,
  PROJECT_SHARE,
} from './more-objects.ts';
import { type Field, NAME, OWNER, type SObject, SYSTEM_FIELDS, sobject } from './schema.ts';

/** The standard objects of the demo organisation, as far as Highwater reads them, and one custom object. */

const text = (name: string, length = 255): Field => ({ name, type: 'string', length });
const long = (name: string): Field => ({ name, type: 'textarea', length: 32_000 });
const pick = (name: string, ...values: string[]): Field => ({ name, type: 'picklist', length: 255, picklist: values });
const money = (name: string): Field => ({ name, type: 'currency', precision: 18, scale: 2 });
const lookup = (name: string, to: string): Field => ({
  name,
  type: 'reference',
  length: 18,
  referenceTo: [to],
  relationshipName: name.replace(/Id$/, '').replace(/__c$/, '__r'),
});
const CURRENCY: Field = pick('CurrencyIsoCode', 'EUR', 'USD', 'CHF');

function address(prefix: string): Field[] {
  const part = (name: string): Field => ({ ...text(`${prefix}${name}`), compoundFieldName: `${prefix}Address` });
  const coordinate = (name: string): Field => ({
    name: `${prefix}${name}`,
    type: 'double',
    precision: 18,
    scale: 15,
    compoundFieldName: `${prefix}Address`,
  });
  return [
    part('Street'),
    part('City'),
    part('State'),
    part('PostalCode'),
    part('Country'),
    coordinate('Latitude'),
    coordinate('Longitude'),
    { name: `${prefix}Address`, type: 'address', filterable: false },
  ];
}

const links = (name: string): SObject['children'] => [
  { relationshipName: 'ContentDocumentLinks', childSObject: 'ContentDocumentLink', field: 'LinkedEntityId' },
  ...(name === 'Account' ? [{ relationshipName: 'Contacts', childSObject: 'Contact', field: 'AccountId' }] : []),
];

export const ACCOUNT = sobject(
  'Account',
  '001',
  [
    NAME,
    pick('Type', 'Prospect', 'Customer', 'Partner'),
    pick('Industry', 'Energy', 'Retail', 'Software'),
    money('AnnualRevenue'),
    { name: 'NumberOfEmployees', type: 'int' },
    { name: 'Phone', type: 'phone', length: 40 },
    { name: 'Website', type: 'url', length: 255 },
    long('Description'),
    OWNER,
    CURRENCY,
    lookup('ParentId', 'Account'),
    ...address('Billing'),
  ],
  { children: links('Account') ?? [] },
);

export const CONTACT = sobject(
  'Contact',
  '003',
  [
    NAME,
    text('FirstName', 40),
    text('LastName', 80),
    { name: 'Email', type: 'email', length: 80 },
    { name: 'Phone', type: 'phone', length: 40 },
    text('Title', 128),
    { name: 'Birthdate', type: 'date' },
    long('Description'),
    lookup('AccountId', 'Account'),
    OWNER,
    CURRENCY,
  ],
  { children: links('Contact') ?? [] },
);

export const OPPORTUNITY = sobject(
  'Opportunity',
  '006',
  [
    NAME,
    pick('StageName', 'Prospecting', 'Proposal', 'Closed Won', 'Closed Lost'),
    money('Amount'),
    { name: 'Probability', type: 'percent', precision: 3, scale: 0 },
    {
      name: 'ExpectedRevenue',
      type: 'currency',
      precision: 18,
      scale: 2,
      formula: (r) => (typeof r.Amount === 'number' ? Math.round(r.Amount * Number(r.Probability ?? 0)) / 100 : null),
    },
    { name: 'CloseDate', type: 'date', nillable: false },
    { name: 'IsClosed', type: 'boolean', nillable: false },
    { name: 'Discount__c', type: 'double', precision: 5, scale: 2, label: 'Discount' },
    long('Description'),
    lookup('AccountId', 'Account'),
    OWNER,
    CURRENCY,
  ],
  { children: links('Opportunity') ?? [] },
);

export const CASE = sobject(
  'Case',
  '500',
  [
    { ...text('CaseNumber', 30), nameField: true },
    text('Subject'),
    long('Description'),
    {
      ...pick('Status'),
      picklist: [
        'New',
        'Working',
        { value: 'Closed', label: 'Résolu', active: true },
        { value: 'Old', label: 'Old', active: false },
      ],
    },
    { name: 'IsClosed', type: 'boolean', nillable: false },
    { name: 'Tags__c', type: 'multipicklist', length: 4099, picklist: ['Billing', 'Login', 'Bug'] },
    { name: 'PreferredTime__c', type: 'time' },
    lookup('ContactId', 'Contact'),
    lookup('AccountId', 'Account'),
    OWNER,
    CURRENCY,
  ],
  { children: [...(links('Case') ?? []), { relationshipName: 'Feeds', childSObject: 'CaseFeed', field: 'ParentId' }] },
);

export const CASE_FEED = sobject('CaseFeed', '0D5', [
  lookup('ParentId', 'Case'),
  pick('Type', 'TextPost', 'EmailMessageEvent'),
  long('Body'),
  text('Title'),
  { name: 'CommentCount', type: 'int' },
]);
export const FEED_COMMENT: SObject = {
  name: 'FeedComment',
  label: 'Feed Comment',
  keyPrefix: '0D7',
  fields: [
    { name: 'Id', type: 'id', length: 18, nillable: false },
    { name: 'FeedItemId', type: 'reference', length: 18, referenceTo: ['CaseFeed'], relationshipName: 'FeedItem' },
    { name: 'ParentId', type: 'reference', length: 18, referenceTo: ['Case'], relationshipName: 'Parent' },
    long('CommentBody'),
    ...SYSTEM_FIELDS.filter((f) => !f.name.startsWith('LastModified')),
  ],
};
export const USER: SObject = sobject(
  'User',
  '005',
  [
    NAME,
    text('Username', 80),
    { name: 'Email', type: 'email', length: 128 },
    text('FirstName', 40),
    text('LastName', 80),
    text('Title', 80),
    text('Department', 80),
    { name: 'IsActive', type: 'boolean', nillable: false },
  ].map((f) => f as Field),
);
export const GROUP = sobject('Group', '00G', [NAME, pick('Type', 'Queue', 'Regular')]);

export const DEMO_OBJECTS: readonly SObject[] = [
  ACCOUNT,
  CONTACT,
  OPPORTUNITY,
  CASE,
  CASE_FEED,
  FEED_COMMENT,
  USER,
  GROUP,
  CONTENT_DOCUMENT,
  CONTENT_VERSION,
  CONTENT_DOCUMENT_LINK,
  CURRENCY_TYPE,
  CAMPAIGN,
  CAMPAIGN_MEMBER,
  OPPORTUNITY_HISTORY,
  APP_DEFINITION,
  NOT_QUERYABLE,
  PROJECT,
  PROJECT_SHARE,
];
