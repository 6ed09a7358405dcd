import { describe, expect, test } from 'vitest';
import { loadConfigText } from '../../../src/config/load/load.ts';
import { SOURCES } from '../../../src/sources/registry.ts';

const problem = async (url: string): Promise<{ message: string; hint: string } | null> => {
  const text = `version: 1
sources:
  erp:
    type: dynamics
    url: ${url}
    auth: { flow: github_oidc, tenant_id: a, client_id: b }
    tables: { account: {} }
`;
  const error: unknown = await loadConfigText('highwater.yml', text, {}, SOURCES).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error === null ? null : (error as { message: string; hint: string });
};

describe('the address of an environment', () => {
  test.each([
    'https://org123.crm.dynamics.com',
    'https://org123.crm12.dynamics.com/',
    'https://ORG123.api.crm4.dynamics.com/api/data/v9.2/',
    'https://org123.crm4.dynamics.com/main.aspx',
    'https://org123.crm9.dynamics.com',
    'https://org123.crm.microsoftdynamics.us',
    'https://org123.crm.appsplatform.us',
    'https://org123.crm.dynamics.cn',
    'http://127.0.0.1:8080',
  ])('%s is accepted', async (url) => {
    expect(await problem(url)).toBeNull();
  });

  test.each([
    ['https://make.powerapps.com/environments/Default-1/home', 'used or administered'],
    ['https://make.powerapps.com', 'used or administered'],
    ['https://apps.powerapps.com', 'used or administered'],
    ['https://make.gov.powerapps.us', 'used or administered'],
    ['https://admin.powerplatform.microsoft.com/environments', 'used or administered'],
    ['https://make.powerautomate.com', 'used or administered'],
    ['https://login.microsoftonline.com', 'sign-in address'],
    ['https://dynamics.com', 'ORG.crmN.dynamics.com'],
    ['https://www.dynamics.com/org123', 'ORG.crmN.dynamics.com'],
    ['https://dynamics.com/org123', 'ORG.crmN.dynamics.com'],
    ['https://crm4.dynamics.com', 'ORG.crmN.dynamics.com'],
    ['https://org123.dynamics.com', 'ORG.crmN.dynamics.com'],
    ['https://home.dynamics.com', 'ORG.crmN.dynamics.com'],
    ['https://businesscentral.dynamics.com/tenant', 'Business Central'],
    ['https://org123.operations.dynamics.com', 'Finance and Operations'],
    ['https://org123.sandbox.operations.dynamics.com', 'Finance and Operations'],
    ['https://globaldisco.crm.dynamics.com', 'for all organisations'],
  ])('%s is refused before anything is sent there', async (url, message) => {
    expect(await problem(url)).toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringContaining('Environment URL'),
    });
  });
});
