import { describe, expect, test } from 'vitest';
import { normalizeCron, parseDuration, parseMemory, parsePercentage, serviceUrlFault } from '../../src/config/declare/units.ts';

describe('durations', () => {
  test.each([
    ['90s', 90],
    ['10m', 600],
    ['5h', 18_000],
    ['1h30m', 5_400],
    ['2d', 172_800],
    ['0s', 0],
    ['3650d', 315_360_000],
    ['3651d', null],
    ['10', null],
    ['m', null],
    ['1.5h', null],
    ['-1m', null],
    ['10 m', null],
    ['10M', null],
    ['', null],
  ])('%s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
});

describe('sizes of memory', () => {
  test.each([
    ['512MiB', 512],
    ['2GiB', 2048],
    ['1.5GiB', 1536],
    ['1TiB', 1_048_576],
    ['2GB', null],
    ['2 GiB', null],
    ['2', null],
    ['-1GiB', null],
  ])('%s', (text, mib) => {
    expect(parseMemory(text)).toBe(mib);
  });
});

describe('percentages', () => {
  test.each([
    ['50%', 0.5],
    ['100%', 1],
    ['0.5%', 0.005],
    ['0%', null],
    ['101%', null],
    ['50', null],
    ['%', null],
  ])('%s', (text, share) => {
    expect(parsePercentage(text)).toBe(share);
  });
});

describe('cron lines', () => {
  test.each([
    ['0 2 * * *', '0 2 * * *'],
    ['  0  2 * *\t* ', '0 2 * * *'],
    ['*/15 0-6,22 1,15 JAN-dec MON', '*/15 0-6,22 1,15 1-12 1'],
    ['00 02 01 01 *', '0 2 1 1 *'],
    ['0 2 * *', null],
    ['0 2 * * * *', null],
    ['60 2 * * *', null],
    ['0 24 * * *', null],
    ['0 2 0 * *', null],
    ['0 2 * 13 *', null],
    ['0 2 * * 7', null],
    ['0 6-2 * * *', null],
    ['*/0 2 * * *', null],
    ['@daily', null],
    ['a b c d e', null],
    ['0 2 , * *', null],
  ])('%s', (text, normal) => {
    expect(normalizeCron(text)).toBe(normal);
  });
});

describe('addresses', () => {
  test.each([
    'https://acme.my.salesforce.com',
    'https://org.crm4.dynamics.com/',
    'http://localhost:8080',
    'http://127.0.0.1:1',
    'http://127.8.9.1/tenant',
    'http://[::1]:8080/',
  ])('%s is accepted', (url) => {
    expect(serviceUrlFault(url)).toBeNull();
  });

  test.each([
    'http://acme.my.salesforce.com',
    'http://localhost.evil.com',
    'http://127.0.0.1.evil.com',
    'http://128.0.0.1',
    'http://[::2]',
    'http://0.0.0.0',
    'ftp://localhost',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'acme.my.salesforce.com',
    'https://user:pw@acme.com',
    'https://acme.com/?x=1',
    'https://acme.com/#x',
    '',
  ])('%s is refused', (url) => {
    expect(serviceUrlFault(url)).not.toBeNull();
  });
});
