import { type Field, NAME, OWNER, type SObject, SYSTEM_FIELDS, sobject } from './schema.ts';

/** Files, currencies, campaigns, objects that lack what others have, and a custom object. */

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

export const CONTENT_DOCUMENT = sobject('ContentDocument', '069', [
  { ...text('Title'), nameField: true },
  pick('FileType', 'PDF', 'PNG', 'WORD_X'),
  text('FileExtension', 40),
  { name: 'ContentSize', type: 'int' },
  long('Description'),
  { name: 'OwnerId', type: 'reference', length: 18, referenceTo: ['User'], relationshipName: 'Owner' },
  lookup('LatestPublishedVersionId', 'ContentVersion'),
]);
export const CONTENT_VERSION = sobject('ContentVersion', '068', [
  { ...text('Title'), nameField: true },
  lookup('ContentDocumentId', 'ContentDocument'),
  { name: 'VersionData', type: 'base64' },
]);
export const CONTENT_DOCUMENT_LINK: SObject = {
  name: 'ContentDocumentLink',
  label: 'Content Document Link',
  keyPrefix: '06A',
  fields: [
    { name: 'Id', type: 'id', length: 18, nillable: false },
    {
      name: 'LinkedEntityId',
      type: 'reference',
      length: 18,
      referenceTo: ['Account', 'Case', 'Contact', 'Opportunity', 'User'],
      relationshipName: 'LinkedEntity',
    },
    {
      name: 'ContentDocumentId',
      type: 'reference',
      length: 18,
      referenceTo: ['ContentDocument'],
      relationshipName: 'ContentDocument',
    },
    { name: 'IsDeleted', type: 'boolean', nillable: false },
    { name: 'SystemModstamp', type: 'datetime', nillable: false },
    pick('ShareType', 'V', 'C', 'I'),
    pick('Visibility', 'AllUsers', 'InternalUsers'),
  ],
};
export const CURRENCY_TYPE = sobject(
  'CurrencyType',
  '01L',
  [
    { ...text('IsoCode', 3) },
    { name: 'ConversionRate', type: 'double', precision: 18, scale: 6 },
    { name: 'DecimalPlaces', type: 'int' },
    { name: 'IsActive', type: 'boolean' },
    { name: 'IsCorporate', type: 'boolean' },
  ].map((f) => f as Field),
);
export const CAMPAIGN = sobject('Campaign', '701', [
  NAME,
  pick('Type', 'Webinar', 'Fair'),
  pick('Status', 'Planned', 'Done'),
  { name: 'IsActive', type: 'boolean' },
  long('Description'),
  OWNER,
  CURRENCY,
]);
export const CAMPAIGN_MEMBER = sobject(
  'CampaignMember',
  '00v',
  [lookup('CampaignId', 'Campaign'), lookup('ContactId', 'Contact'), pick('Status', 'Sent', 'Responded')],
  { deletesHard: true },
);

/** Only CreatedDate: what a history object offers. */
export const OPPORTUNITY_HISTORY: SObject = {
  name: 'OpportunityHistory',
  label: 'Opportunity History',
  keyPrefix: '008',
  bulkRefusal: { errorCode: 'INVALIDENTITY', message: "Entity 'OpportunityHistory' is not supported by the Bulk API." },
  fields: [
    { name: 'Id', type: 'id', length: 18, nillable: false },
    lookup('OpportunityId', 'Opportunity'),
    pick('StageName', 'Prospecting', 'Proposal', 'Closed Won', 'Closed Lost'),
    ...SYSTEM_FIELDS.filter((f) => /^(IsDeleted|Created)/.test(f.name)),
  ],
};
/** No cursor at all. */
export const APP_DEFINITION: SObject = {
  name: 'AppDefinition',
  label: 'App Definition',
  keyPrefix: '06m',
  fields: [{ name: 'Id', type: 'id', length: 18 }, text('DurableId'), { ...text('Label'), nameField: true }],
};
export const NOT_QUERYABLE: SObject = { ...sobject('ActivityHistory', '00h', [text('Subject')]), queryable: false };

export const PROJECT = sobject('Project__c', 'a00', [
  { ...NAME, label: 'Project Name' },
  money('Budget__c'),
  { name: 'Progress__c', type: 'percent', precision: 18, scale: 2 },
  { name: 'Starts__c', type: 'date' },
  lookup('Account__c', 'Account'),
  long('Notes__c'),
  { name: 'Site__Latitude__s', type: 'double', precision: 18, scale: 15, compoundFieldName: 'Site__c' },
  { name: 'Site__Longitude__s', type: 'double', precision: 18, scale: 15, compoundFieldName: 'Site__c' },
  { name: 'Site__c', type: 'location', filterable: false },
  OWNER,
  CURRENCY,
]);
export const PROJECT_SHARE: SObject = {
  name: 'Project__Share',
  label: 'Project Share',
  keyPrefix: 'a0S',
  fields: [
    { name: 'Id', type: 'id', length: 18 },
    lookup('ParentId', 'Project__c'),
    pick('AccessLevel', 'Read', 'Edit'),
    ...SYSTEM_FIELDS.filter((f) => /^(IsDeleted|LastModified)/.test(f.name)),
  ],
};
