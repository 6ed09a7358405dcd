import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { EntraSignIn } from '../../../src/sources/dynamics/connect/entra-sign-in.ts';
import { WebApiClient } from '../../../src/sources/dynamics/connect/web-api-client.ts';
import { PageScanner } from '../../../src/sources/dynamics/read/page-scanner.ts';
import { PageStaging } from '../../../src/sources/dynamics/read/page-staging.ts';
import { guid } from '../../servers/dataverse/demo.ts';
import { contextOf, optionsOf, QUICK } from '../../support/dynamics.ts';
import { closeAll, DATA, many, setup } from './setup.ts';

afterEach(closeAll);

describe('the memory of the page scanner', () => {
  test('is used again by the next feed', () => {
    const scanner = new PageScanner();
    const { bytes } = scanner.feed(Buffer.from('{"value":[{"a":"first"},'));
    const kept = bytes.toString();
    scanner.feed(Buffer.from('{"a":"other"}'));
    expect(kept).toBe('{"a":"first"}\n');
    expect(bytes.toString()).toBe('{"a":"other"}\n');
  });

  test('is not fed again while its rows are being used', async () => {
    const name = (n: number) => `${n} ${'x'.repeat(3000)}`;
    const { local } = await setup((put) => {
      for (let n = 1; n <= 400; n++) put(n, { name: name(n) });
    });
    const { url } = local.dataverse;
    const client = new WebApiClient(url, new EntraSignIn(optionsOf(local).auth, url, contextOf(), QUICK), QUICK);
    const seen: string[] = [];
    let pieces = 0;
    await client.page({
      url: `${client.base}new_things?$select=new_thingid,name&$orderby=new_thingid asc`.replaceAll(' ', '%20'),
      prefer: 'odata.maxpagesize=5000',
      subject: 'new_thing',
      signal: new AbortController().signal,
      meter: { requests: 0, bytes: 0 },
      begin: async () => ({
        rows: async ({ bytes }) => {
          pieces++;
          // As slow as a busy disk: the rows are looked at only now.
          await sleep(3);
          seen.push(bytes.toString());
        },
      }),
    });
    client.close();
    expect(pieces).toBeGreaterThan(5);
    const names = seen
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names).toEqual(Array.from({ length: 400 }, (_, i) => name(i + 1)));
  });

  test('may be written over as soon as the rows were handed to the staging file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'highwater-bytes-'));
    const path = join(directory, 'rows');
    let whole = '';
    const staged = new PageStaging(
      {
        create: async () => ({
          path,
          stream: () => {
            throw new Error('not used');
          },
          done: async () => {
            whole = await readFile(path, 'latin1');
          },
          discard: async () => {},
        }),
      },
      'rows',
    );
    const memory = Buffer.alloc(2_000_000);
    await staged.beginPage();
    for (const letter of 'abcdefgh') {
      memory.fill(letter);
      await staged.write(memory, 1, memory.length);
      memory.fill('!');
    }
    await staged.endPage();
    await staged.finish();
    expect(whole.length).toBe(16_000_000);
    expect(whole.replaceAll(/(.)\1*/g, '$1')).toBe('abcdefgh');
    await rm(directory, { recursive: true });
  });
});

describe('half of a character', () => {
  test.each([
    ['a high one', 'cut off \\ud83d'],
    ['a high one in capitals', '\\uD83D, cut off'],
    ['a low one', '\\ude00'],
    ['two in the wrong order', '\\ude00\\ud83d'],
    ['one behind an escaped backslash', '\\\\\\ud83d'],
    ['one before another character', '\\ud83d\\u00e9\\ude00'],
  ])('%s fails the table, and the error names the row and the column', async (_, text) => {
    const { sync, org } = await setup(many(25));
    org.faults.add({ url: DATA, times: 100 }, { rewrite: (body) => body.replace('"row 12"', `"${text}"`) });
    const { error } = await sync('full');
    expect(error).toMatchObject({
      code: 'VALUE_NOT_EXACT',
      message: expect.stringContaining(`new_thing: in the row with new_thingid ${guid('aa', 12)} the text of name has half`),
      hint: expect.stringContaining('columns: { exclude: [name] }'),
    });
    expect(error?.message).not.toContain('cut off \\');
  });

  test.each([
    ['a whole pair', '\\ud83d\\ude00', '😀'],
    ['pairs side by side', '\\uD83D\\uDE00\\ud83d\\ude01', '😀😁'],
    ['the letters of an escape', '\\\\ud83d', '\\ud83d'],
    ['another escape', '\\ud7ff\\ue000', '\ud7ff\ue000'],
  ])('%s is none', async (_, text, value) => {
    const { sync, org, engine } = await setup(many(25));
    org.faults.add({ url: DATA, times: 100 }, { rewrite: (body) => body.replace('"row 12"', `"${text}"`) });
    expect((await sync('full')).error).toBeNull();
    expect(await engine.query(`SELECT name FROM erp.new_thing WHERE new_thingid = '${guid('aa', 12)}'`)).toEqual([
      { name: value },
    ]);
  });
});
