import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFilter } from '../../../src/sources/salesforce/plan/filter.ts';
import { understands } from '../../../src/sources/salesforce/plan/parsed-condition.ts';
import { isPlainCondition } from '../../../src/sources/salesforce/plan/plain-condition.ts';

describe('a condition is taken', () => {
  test.each([
    "StageName = 'Closed Won'",
    "StageName = 'Closed Won' AND Amount > 1000.5",
    "(StageName = 'a' OR StageName = 'b') AND NOT IsDeleted = true",
    "Name LIKE '%(;) ORDER BY -- /* LIMIT 1'",
    "Name = 'it\\'s' AND Description__c = '\\\\'",
    'Id IN (SELECT AccountId FROM Contact WHERE Email != null LIMIT 5)',
    "Tags__c INCLUDES ('a;b', 'c') AND Owner.Name = 'Ada'",
    'CreatedDate = LAST_N_DAYS:30 AND CloseDate >= 2026-01-01',
    'LastModifiedDate >= 2026-01-01T00:00:00+01:00',
    'CALENDAR_YEAR(CreatedDate) = 2026',
    'Amount > USD5000',
    "Opens__c >= 08:30:00.000Z AND Closes__c < 17:00:00Z AND Name != '08:30:00'",
    "DISTANCE(Site__c, GEOLOCATION(37.775, -122.418), 'mi') < 20",
    "toLabel(Status) = 'New' AND HOUR_IN_DAY(convertTimezone(CreatedDate)) = 5",
  ])('%s', async (condition) => {
    expect(await checkFilter(condition)).toBeNull();
  });
});

describe('a condition in the words of another language says how SOQL writes it', () => {
  test.each([
    ["Name == 'a'", 'single =', "Name = 'a'", '=='],
    ["Name === 'a'", 'single =', "Name = 'a'", '==='],
    ["Name !== 'a'", '!=', "Name != 'a'", '!=='],
    ['Name = "a"', 'single quotes', "Name = 'a'", '"a"'],
    ['Name = "O\'Brien" AND Amount > 1', 'single quotes', "Name = 'O\\'Brien' AND Amount > 1", '"O'],
    ['Name == "a"', 'single quotes', "Name == 'a'", '"a"'],
    ["Name = 'a' && Amount > 1", 'AND', "Name = 'a' AND Amount > 1", ' &&'],
    ["Name = 'a' || Amount > 1", 'OR', "Name = 'a' OR Amount > 1", ' ||'],
    ['Amount IS NOT NULL', 'IS NOT NULL', 'Amount != null', 'IS NOT'],
    ['Amount is null', 'IS NULL', 'Amount = null', 'is null'],
    ['IsActive IS true', 'no IS', 'IsActive = true', 'IS'],
    ['Amount BETWEEN 1 AND 5', 'BETWEEN', '(Amount >= 1 AND Amount <= 5)', 'Amount'],
    ["Name NOT LIKE 'a%'", 'NOT before', "(NOT Name LIKE 'a%')", 'Name'],
    ["Name ILIKE 'a%'", 'LIKE', "Name LIKE 'a%'", 'ILIKE'],
    ['CreatedDate > NOW()', 'TODAY', 'CreatedDate > TODAY', 'NOW'],
    ["StageName eq 'a == b'", 'OData', "StageName = 'a == b'", 'eq'],
    ['Amount ge 5 AND Amount lt 9', 'OData', 'Amount >= 5 AND Amount < 9', 'ge'],
  ])('%s', async (condition, message, right, place) => {
    const problem = await checkFilter(condition);
    expect(problem?.message).toContain(message);
    expect(problem?.hint).toBe(`Write: ${right}`);
    expect(condition.slice(problem?.offset)).toSatisfy((rest: string) => rest.startsWith(place));
  });
});

describe('a condition is refused at its place', () => {
  test.each([
    ['', /empty/, ''],
    ["Name = 'a') OR (Name != 'a'", /closes nothing/, ') OR'],
    ["Name = 'a' ORDER BY Name", /ORDER can't be part/, 'ORDER'],
    ["Name = 'a' LIMIT 5", /LIMIT can't be part/, 'LIMIT'],
    ["Name = 'a' ALL ROWS", /ALL can't be part/, 'ALL'],
    ["Name = 'a' FOR UPDATE", /FOR can't be part/, 'FOR'],
    ["Name = 'a'; SELECT Id FROM User", /; can't be part/, ';'],
    ["Name = 'a' -- rest", /no comments/, '--'],
    ["Name = 'a' /* rest */", /no comments/, '/*'],
    ["Name = 'a", /does not end/, "'a"],
    ["Name = 'a\\'", /does not end/, "'a"],
    ["(Name = 'a' AND (X = 1)", /never closed/, '(Name'],
    ['A = 1 AND B = 2 OR C = 3', /OR stands beside AND/, 'OR'],
    ['A = 1 AND (B = 2 OR C = 3 AND D = 4)', /AND stands beside OR/, 'AND D'],
    ['Amount >', /no SOQL condition/, 'Amount'],
    ['Amount > 5 AND Name ==', /no SOQL condition from "AND Name ==" on/, 'AND'],
    ['Amount > 5 UNION Name = 1', /no SOQL condition/, 'UNION'],
    ['Name = :name', /no SOQL condition/, 'Name'],
    ['A = 1 B = 2', /no SOQL condition from "B = 2" on/, 'B'],
    ['A = 1 AND B = 2 C = 3', /no SOQL condition from "C = 3" on/, 'C'],
    ['(A = 1) (B = 2)', /no SOQL condition from "\(B = 2\)" on/, '(B'],
    ['A = 1 OR (B = 2 C = 3)', /no SOQL condition/, 'C'],
  ])('%s', async (condition, message, place) => {
    const problem = await checkFilter(condition);
    expect(problem?.message).toMatch(message);
    expect(condition.slice(problem?.offset)).toSatisfy((rest: string) => rest.startsWith(place));
  });
});

const words = [
  '(',
  ')',
  'AND',
  'OR',
  'NOT',
  'IN',
  'LIKE',
  ',',
  '=',
  '!=',
  '<>',
  '>=',
  "'a'",
  "'it\\'s'",
  '5',
  '-1.5',
  'true',
  'NULL',
];
const others = [
  'Name',
  'Owner.Name',
  'A__c',
  'Group',
  'Order',
  'Type',
  'TODAY',
  'LAST_N_DAYS:3',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  'Max',
];

test('what passes without the parser passes with it', () => {
  const seen = { plain: 0 };
  const fields = fc.constantFrom(...others);
  const comparison = fc.tuple(
    fields,
    fc.constantFrom(...words.slice(8, 12)),
    fc.constantFrom(...words.slice(12), ...others.slice(6)),
  );
  const listed = fc.tuple(fields, fc.constantFrom('IN (', 'NOT IN ('), fc.constantFrom("'a', 'b')", '5)', 'TODAY, null)'));
  const noise = fc.array(fc.constantFrom(...words, ...others), { maxLength: 4 });
  const parts = fc.array(fc.oneof(comparison, listed, noise), { minLength: 1, maxLength: 3 });
  const check = ([all, joint]: [string[][], string]): void => {
    const condition = all.map((part) => part.join(' ')).join(` ${joint} `);
    const tokens = condition.match(/'(?:\\[\s\S]|[^'\\])*'|[\w.:+-]+|[<>!=]+|\S/g) ?? [];
    if (!isPlainCondition(tokens)) return;
    seen.plain++;
    expect(understands(condition), condition).toBe(true);
  };
  fc.assert(fc.property(fc.tuple(parts, fc.constantFrom('AND', 'OR')), check), { numRuns: 3000 });
  expect(seen.plain).toBeGreaterThan(100);
});

test.each(["Name = 'a'", "(A__c IN ('a', 'b') OR B__c > 5) AND C__c = LAST_N_DAYS:30"])('needs no parser: %s', (condition) => {
  expect(isPlainCondition(condition.match(/'[^']*'|[\w.:]+|[<>=]+|\S/g) ?? [])).toBe(true);
});
