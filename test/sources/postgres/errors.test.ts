import { describe, expect, it } from 'vitest';
import { HighwaterError } from '../../../src/model/errors.ts';
import { translate } from '../../../src/sources/postgres/connect/sign-in-errors.ts';

const SIGNING_IN = { server: 'db.example.com:5432', database: 'sales', user: 'Reader' };
const READING = { ...SIGNING_IN, table: 'deals' };

/** What a server says only under circumstances that no test brings about: other versions, other languages, poolers. */
const RARE = [
  { code: '08006', says: 'server conn crashed?', scene: READING, is: 'SOURCE_FAILED', hint: /user mapping/, again: true },
  { code: '08001', says: 'could not connect to server "far"', scene: READING, is: 'SOURCE_FAILED', hint: /user mapping/ },
  {
    code: '08006',
    says: 'failed to connect to remote server',
    scene: SIGNING_IN,
    is: 'SOURCE_UNREACHABLE',
    hint: /proxy/,
    again: true,
  },
  { code: '08P01', says: 'query_wait_timeout', scene: READING, is: 'SOURCE_UNREACHABLE', hint: /pooler/, again: true },
  {
    code: '42501',
    says: 'keine Berechtigung für Tabelle kunden',
    scene: READING,
    is: 'TABLE_NOT_READABLE',
    hint: /^Grant Reader what the message names/,
  },
  {
    code: '42501',
    says: 'permission denied for schema "S 1"',
    scene: READING,
    is: 'TABLE_NOT_READABLE',
    hint: /\nGRANT USAGE ON SCHEMA "S 1" TO "Reader";$/,
  },
  {
    code: '42704',
    says: 'user mapping not found for "Reader"',
    scene: READING,
    is: 'TABLE_NOT_READABLE',
    hint: /SERVER … OPTIONS/,
  },
  { code: '42704', says: 'type "mood" does not exist', scene: READING, is: 'QUERY_REFUSED', hint: /highwater plan/ },
  {
    code: '55000',
    says: 'materialized view "m" has not been populated',
    scene: READING,
    is: 'QUERY_REFUSED',
    hint: /REFRESH MATERIALIZED VIEW/,
  },
  { code: '55000', says: 'cannot do that now', scene: READING, is: 'QUERY_REFUSED', hint: /highwater plan/ },
  { code: '0A000', says: 'cannot do this at all', scene: READING, is: 'QUERY_REFUSED', hint: /highwater plan/ },
  { code: '40001', says: 'could not serialize access', scene: READING, is: 'READ_CANCELLED', hint: /standby/, again: true },
  {
    code: '57P01',
    says: 'terminating connection due to administrator command',
    scene: READING,
    is: 'READ_CANCELLED',
    hint: /read again/,
    again: true,
  },
  {
    code: '57P03',
    says: 'the database system is starting up',
    scene: SIGNING_IN,
    is: 'SOURCE_UNREACHABLE',
    hint: /starting/,
    again: true,
  },
  { code: '53200', says: 'out of memory', scene: READING, is: 'SOURCE_FAILED', hint: /log/ },
  { code: 'HV00N', says: 'unable to establish connection', scene: READING, is: 'SOURCE_FAILED', hint: /log/ },
  { code: 'XX001', says: 'invalid page in block 7', scene: READING, is: 'SOURCE_FAILED', hint: /log/ },
  { code: 'YY123', says: 'of an extension', scene: READING, is: 'QUERY_REFUSED', hint: /highwater plan/ },
];

describe('what PostgreSQL says is translated', () => {
  it.each(RARE)('$code $says', ({ code, says, scene, is, hint, again = false }) => {
    const found = translate(Object.assign(new Error(says), { code }), scene);
    expect(found).toBeInstanceOf(HighwaterError);
    expect(found).toMatchObject({ code: is, family: again ? 'restart' : 'fatal', hint: expect.stringMatching(hint) });
    const [table, server] = 'table' in scene ? ['deals', undefined] : [undefined, 'db.example.com:5432'];
    expect((found as Error).message).toContain(table ?? server);
  });

  it('what nobody knows keeps its own words', () => {
    const unknown = new Error('something else');
    expect(translate(unknown, READING)).toBe(unknown);
  });
});

describe('an address that this machine has no way to', () => {
  const unreachable = (code: string, address: string) =>
    Object.assign(new Error(`connect ${code} ${address}:5432 - Local (:::0)`), { code, address, port: 5432 });

  it.each(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'])(
    'of IPv6 is called that, not a firewall (%s)',
    (code) => {
      const found = translate(unreachable(code, '2a05:d018::1'), SIGNING_IN);
      expect(found).toMatchObject({
        code: 'SOURCE_UNREACHABLE',
        message: expect.stringMatching(/^db\.example\.com:5432 has only an IPv6 address, and this machine has no IPv6/),
        hint: expect.stringMatching(/Session pooler.*IPv4 add-on/),
      });
    },
  );

  it('of IPv4, alone or beside one of IPv6, may be behind a firewall', () => {
    const [six, four] = [unreachable('ENETUNREACH', '2a05:d018::1'), unreachable('ETIMEDOUT', '192.0.2.1')];
    for (const thrown of [four, new AggregateError([six, four])]) {
      expect(translate(thrown, SIGNING_IN)).toMatchObject({ hint: expect.stringMatching(/firewall/) });
    }
    expect(translate(new AggregateError([six, six]), SIGNING_IN)).toMatchObject({ hint: expect.stringMatching(/IPv4/) });
  });
});
