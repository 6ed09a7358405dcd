import { describe, expect, test } from 'vitest';
import { loadConfigText } from '../../../src/config/load/load.ts';
import { SOURCES } from '../../../src/sources/registry.ts';

const problem = async (url: string): Promise<{ message: string; hint: string } | null> => {
  const text = `version: 1
sources:
  crm:
    type: salesforce
    url: ${url}
    auth: { flow: client_credentials, client_id: a, client_secret: "\${SECRET}" }
    tables: { Account: {} }
`;
  return loadConfigText('highwater.yml', text, { SECRET: 'x' }, SOURCES).then(
    () => null,
    (thrown: { message: string; hint: string }) => thrown,
  );
};

describe('the address of an org', () => {
  test.each([
    'https://mycompany.my.salesforce.com',
    'https://mycompany.my.salesforce.com/',
    'https://mycompany--dev.sandbox.my.salesforce.com',
    'https://mycompany-dev-ed.develop.my.salesforce.com',
    'https://eu42.salesforce.com',
    'https://mycompany.my.salesforce.mil',
    'https://mycompany.my.sfcrmproducts.cn',
    'http://127.0.0.1:8080',
  ])('%s is accepted', async (url) => {
    expect(await problem(url)).toBeNull();
  });

  test.each([
    ['https://mycompany.lightning.force.com', 'web pages'],
    ['https://mycompany.lightning.force.com/lightning/o/Account/list', 'web pages'],
    ['https://mycompany--dev.sandbox.lightning.force.com', 'web pages'],
    ['https://login.salesforce.com', 'sign-in address'],
    ['https://test.salesforce.com', 'sign-in address'],
    ['https://mycompany.my.salesforce-setup.com', 'Setup pages'],
    ['https://www.salesforce.com', 'own sites'],
  ])('%s is refused before anything is sent there', async (url, message) => {
    expect(await problem(url)).toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringContaining('Current My Domain URL'),
    });
  });
});
