import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createRedactor, maskForms } from '../../src/runtime/masking.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const serviceAccount = JSON.stringify(
  {
    type: 'service_account',
    project_id: 'acme',
    private_key_id: '0123456789abcdef',
    private_key: pem,
    client_email: 'sync@acme.iam.gserviceaccount.com',
    nested: { refresh_token: 'r3fresh-token' },
  },
  null,
  2,
);

describe('masking', () => {
  test.each([
    ['a plain word', 'hunter2', ['hunter2']],
    ['what a URL holds', 'p@ss w/rd', ['p@ss w/rd', 'p%40ss%20w%2Frd', 'p%40ss+w%2Frd']],
    ['what JSON holds', 'quo"te\\back', ['quo"te\\back', 'quo\\"te\\\\back', 'quo%22te%5Cback']],
    ['blanks around it', ' padded ', [' padded ', 'padded']],
  ])('%s', (_, secret, forms) => {
    expect(maskForms(secret)).toEqual(expect.arrayContaining(forms));
  });

  test('each line of a PEM but its armour', () => {
    const forms = maskForms(pem);
    const lines = pem.trim().split('\n').slice(1, -1);
    expect(forms).toEqual(expect.arrayContaining(lines.filter((line) => line.length >= 6)));
    expect(forms.some((form) => form.startsWith('-----BEGIN') && !form.includes('\\n') && !form.includes('%0A'))).toBe(false);
  });

  test('the secret members of a service account key, and the lines within them', () => {
    const forms = maskForms(serviceAccount);
    expect(forms).toEqual(expect.arrayContaining(['0123456789abcdef', 'r3fresh-token', pem.split('\n')[3]]));
    for (const open of ['acme', 'service_account', 'sync@acme.iam.gserviceaccount.com', '{', '}'])
      expect(forms).not.toContain(open);
  });

  test.each([['a\nb\nc'], ['{\n}'], [pem], [serviceAccount], ['x'], ['']])(
    'never a mask of one character or of several lines: %#',
    (secret) => {
      for (const form of maskForms(secret)) {
        expect(form.length).toBeGreaterThan(1);
        expect(form).not.toMatch(/[\r\n]/);
      }
    },
  );

  test('the redactor blackens every form, announces each once, and copes with forms within forms', () => {
    const announced: string[] = [];
    const redactor = createRedactor((form) => announced.push(form));
    redactor.add('hunter2');
    redactor.add('hunter2');
    redactor.add('hunter2-and-more');
    expect(announced.filter((form) => form === 'hunter2')).toHaveLength(1);
    expect(redactor.redact('postgres://u:hunter2-and-more@h hunter2')).toBe('postgres://u:***@h ***');
  });
});
