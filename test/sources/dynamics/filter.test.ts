import { describe, expect, test } from 'vitest';
import { checkFilter } from '../../../src/sources/dynamics/plan/odata-filter.ts';

describe('a condition is accepted', () => {
  test.each([
    'statecode eq 0',
    "name eq 'O''Connor' and (revenue gt 1000.50 or not (donotemail eq true))",
    'modifiedon ge 2026-01-01T00:00:00Z and createdon lt 2026-01-01',
    '_ownerid_value eq 7e57da7a-0001-4000-8000-000000000001',
    "contains(name,'x') or startswith(name,'(') and endswith(name,') or (')",
    'industrycode in (1,2,3)',
    'industrycode eq null',
    "Microsoft.Dynamics.CRM.In(PropertyName='accountnumber',PropertyValues=['a','b'])",
    "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7)",
    "contact_customer_accounts/any(c:c/firstname eq 'x')",
    'primarycontactid/statecode eq 0',
    '((revenue add 5) mul 2) ge 10',
    'not not (statecode eq 0)',
    'closeprobability lt -1.5e3',
  ])('%s', async (condition) => {
    expect(await checkFilter(condition)).toBeNull();
  });
});

describe('anything else is refused, at its place', () => {
  test.each([
    ['', 0, 'empty'],
    ['statecode', 9, 'alone is not a condition'],
    ['statecode eq', 12, 'is incomplete'],
    ['statecode eq 0) or (statecode eq 1', 14, 'has no opening one'],
    ['(statecode eq 0', 15, ') is missing'],
    ['statecode eq 0 statecode eq 1', 15, 'ends before'],
    ['statecode = 0', 10, 'compares with words'],
    ['revenue >= 5', 8, 'compares with words'],
    ['statecode EQ 0', 10, 'lower case'],
    ["name like 'x%'", 5, 'no like'],
    ['name eq "x"', 8, 'single quotes'],
    ["name eq 'x", 8, 'not closed'],
    ['statecode eq 0&$top=1', 14, 'not a whole query'],
    ['$filter=statecode eq 0', 0, 'not a whole query'],
    ['statecode eq 0;drop', 14, 'no ;'],
    ['statecode eq 0 and', 18, 'is incomplete'],
    ['and statecode eq 0', 0, 'value is missing'],
    ['statecode eq 0 || 1 eq 1', 15, 'joins conditions with words'],
    ['() or statecode eq 0', 1, 'value is missing'],
  ])('%s', async (condition, offset, message) => {
    const problem = await checkFilter(condition);
    expect(problem).toMatchObject({ offset, message: expect.stringContaining(message) });
    expect(problem?.hint).not.toBe('');
  });
});

describe('a condition in the words of another language comes with its right form', () => {
  test.each([
    ['statecode == 0', 'statecode eq 0'],
    ['statecode = 0', 'statecode eq 0'],
    ['name eq "Miller\'s"', "name eq 'Miller''s'"],
    ['name = "x" AND revenue >= 1000', "name eq 'x' and revenue ge 1000"],
    ['statecode != 1 && statuscode <> 2 || revenue < 5', 'statecode ne 1 and statuscode ne 2 or revenue lt 5'],
    ['WHERE statecode EQ 0', 'statecode eq 0'],
    ['industrycode IS NOT NULL and parentid is null', 'industrycode ne null and parentid eq null'],
    ["industrycode IN (1,2) and name = 'a == b'", "industrycode in (1,2) and name eq 'a == b'"],
    ["name like '%x%' or name LIKE 'y%'", "contains(name,'x') or startswith(name,'y')"],
    ['donotemail = TRUE', 'donotemail eq true'],
  ])('%s', async (condition, right) => {
    expect((await checkFilter(condition))?.hint).toBe(`In OData this is written: ${right}`);
  });
});
