import { generateKeyPairSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import dns from 'node:dns';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { createLogin } from '../../../src/sources/postgres/connect/login.ts';
import { connectionOptions } from '../../../src/sources/postgres/connect/url.ts';
import type { PostgresOptions } from '../../../src/sources/postgres/options.ts';
import { authority, clientCertificate } from '../../support/certificates.ts';
import { freePort, startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { postgresSource, type Reach } from '../../support/postgres-source.ts';

type Mode = PostgresOptions['ssl']['mode'];

let encrypted: TestPostgres;
let plain: TestPostgres;
let tlsOnly: TestPostgres;
let plainOnly: TestPostgres;

const ANYONE = 'all all 127.0.0.1/32 scram-sha-256';

beforeAll(async () => {
  [encrypted, plain, tlsOnly, plainOnly] = await Promise.all([
    startPostgres({ tls: ['localhost'] }),
    startPostgres(),
    startPostgres({ tls: ['localhost', '127.0.0.1'], hba: ['hostssl all postgres 127.0.0.1/32 scram-sha-256'] }),
    startPostgres({ tls: ['localhost', '127.0.0.1'], hba: [`hostnossl ${ANYONE}`] }),
  ]);
});

afterAll(async () => {
  await Promise.all([encrypted, plain, plainOnly].map(async (s) => s?.stop()));
  await tlsOnly?.stop();
});

/** The encryption that was agreed on, or the code of the refusal. */
async function connect(
  server: TestPostgres,
  reach: Reach,
): Promise<{ encryption?: string; code?: string; message?: string; hint?: string }> {
  const { source } = postgresSource(server, 'postgres', reach);
  try {
    const access = await source.connect();
    return { encryption: access.facts.find(([label]) => label === 'encryption')?.[1] ?? '' };
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  } finally {
    await source.close();
  }
}

describe('libpq has six ssl modes', () => {
  const right = () => encrypted.ca;
  const wrong = () => authority('somebody else').certificate;
  const TLS = 'TLSv1.3';

  it.each([
    // A server that offers TLS, under a name that its certificate has (localhost) or has not (127.0.0.1).
    { server: 'encrypted', mode: 'disable', becomes: 'none' },
    { server: 'encrypted', mode: 'allow', becomes: 'none' },
    { server: 'encrypted', mode: 'prefer', becomes: TLS },
    { server: 'encrypted', mode: 'require', becomes: TLS },
    { server: 'encrypted', mode: 'require', ca: right, becomes: TLS },
    { server: 'encrypted', mode: 'require', ca: wrong, becomes: 'CERTIFICATE_NOT_TRUSTED' },
    { server: 'encrypted', mode: 'prefer', ca: right, becomes: TLS },
    { server: 'encrypted', mode: 'prefer', ca: wrong, becomes: 'CERTIFICATE_NOT_TRUSTED' },
    { server: 'encrypted', mode: 'allow', ca: right, becomes: TLS },
    { server: 'encrypted', mode: 'allow', ca: wrong, becomes: 'CERTIFICATE_NOT_TRUSTED' },
    { server: 'encrypted', mode: 'verify-ca', becomes: 'CERTIFICATE_NOT_TRUSTED' },
    { server: 'encrypted', mode: 'verify-ca', ca: right, becomes: TLS },
    { server: 'encrypted', mode: 'verify-ca', ca: wrong, becomes: 'CERTIFICATE_NOT_TRUSTED' },
    { server: 'encrypted', mode: 'verify-full', becomes: 'CERTIFICATE_NOT_TRUSTED' },
    { server: 'encrypted', mode: 'verify-full', ca: right, becomes: TLS },
    { server: 'encrypted', mode: 'verify-full', ca: wrong, becomes: 'CERTIFICATE_NOT_TRUSTED' },
    { server: 'encrypted', mode: 'verify-ca', ca: right, host: '127.0.0.1', becomes: TLS },
    { server: 'encrypted', mode: 'verify-full', ca: right, host: '127.0.0.1', becomes: 'CERTIFICATE_NOT_TRUSTED' },
    // A server without TLS.
    { server: 'plain', mode: 'disable', becomes: 'none' },
    { server: 'plain', mode: 'allow', becomes: 'none' },
    { server: 'plain', mode: 'prefer', becomes: 'none' },
    { server: 'plain', mode: 'allow', ca: right, becomes: 'ENCRYPTION_NOT_POSSIBLE' },
    { server: 'plain', mode: 'prefer', ca: right, becomes: 'ENCRYPTION_NOT_POSSIBLE' },
    { server: 'plain', mode: 'require', becomes: 'ENCRYPTION_NOT_POSSIBLE' },
    { server: 'plain', mode: 'verify-full', ca: right, becomes: 'ENCRYPTION_NOT_POSSIBLE' },
    // Servers that let users in one way only.
    { server: 'tlsOnly', mode: 'disable', becomes: 'SIGN_IN_REFUSED' },
    { server: 'tlsOnly', mode: 'allow', becomes: TLS },
    { server: 'plainOnly', mode: 'prefer', becomes: 'none' },
    { server: 'plainOnly', mode: 'require', becomes: 'SIGN_IN_REFUSED' },
  ] as { server: string; mode: Mode; ca?: () => string; host?: string; becomes: string }[])(
    '$mode with $server at ${host} is $becomes',
    async ({ server, mode, ca, host = 'localhost', becomes }) => {
      const servers: Record<string, TestPostgres> = { encrypted, plain, tlsOnly, plainOnly };
      const target = servers[server];
      if (target === undefined) throw new Error(server);
      const found = await connect(target, { host, ssl: { mode, ...(ca === undefined ? {} : { ca: ca() }) } });
      expect(found.encryption ?? found.code).toBe(becomes);
    },
  );

  it('an address in the certificate is as good as a name', async () => {
    const found = await connect(tlsOnly, { host: '127.0.0.1', ssl: { mode: 'verify-full', ca: tlsOnly.ca } });
    expect(found.encryption).toBe(TLS);
  });

  it('the right authority is found among several in one text', async () => {
    const ca = authority('somebody else').certificate + encrypted.ca;
    expect(await connect(encrypted, { host: 'localhost', ssl: { mode: 'verify-full', ca } })).toEqual({ encryption: TLS });
  });

  it.each([
    {
      what: 'no PEM',
      host: 'localhost',
      ca: () => 'certificate',
      says: /^`ssl\.ca` contains no PEM certificate\.$/,
      hint: /has line breaks/,
    },
    {
      what: 'no authority of its own',
      host: 'localhost',
      ca: wrong,
      says: /^The certificate of localhost:\d+ is not signed by a trusted authority/,
      hint: /into `ssl\.ca`/,
    },
    {
      what: 'another name',
      host: '127.0.0.1',
      ca: right,
      says: /^The certificate of 127\.0\.0\.1:\d+ is for another name \(DNS:localhost\)\.$/,
      hint: /Set `host` to the name in the certificate/,
    },
  ])('is told in words: $what', async ({ host, ca, says, hint }) => {
    const found = await connect(encrypted, { host, ssl: { mode: 'verify-full', ca: ca() } });
    expect(found.code).toBe('CERTIFICATE_NOT_TRUSTED');
    expect(found.message).toMatch(says);
    expect(found.hint).toMatch(hint);
  });

  it('a certificate that has expired is told in words, and trusted where nothing is checked', async () => {
    const expired = await startPostgres({ tls: ['localhost'], tlsDays: -1 });
    try {
      const found = await connect(expired, { host: 'localhost', ssl: { mode: 'verify-full', ca: expired.ca } });
      expect(found.message).toMatch(/^The certificate of localhost:\d+, or of its authority, has expired\.$/);
      expect(await connect(expired, { host: 'localhost', ssl: { mode: 'require' } })).toEqual({ encryption: TLS });
    } finally {
      await expired.stop();
    }
  });
});

describe('a server that asks for a client certificate', () => {
  const clients = authority('Clients');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const key = new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const signedBy = (issuer: typeof clients) => clientCertificate(issuer, pem, 'postgres');
  let strict: TestPostgres;

  beforeAll(async () => {
    const hba = ['hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca'];
    strict = await startPostgres({ tls: ['localhost'], clientCa: clients.certificate, hba });
  });
  afterAll(() => strict?.stop());

  it('lets the one in that it trusts', async () => {
    const ssl = { mode: 'verify-full', ca: strict.ca, cert: signedBy(clients), key } as const;
    expect(await connect(strict, { host: 'localhost', ssl })).toEqual({ encryption: 'TLSv1.3' });
  });

  it.each([
    {
      what: 'of another certificate',
      key: () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
      says: '`ssl.key` is not the private key of the certificate in `ssl.cert`.',
    },
    {
      what: 'locked with a passphrase',
      key: () => privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
      says: '`ssl.key` is protected by a passphrase.',
    },
    {
      what: 'cut off',
      key: () => '-----BEGIN PRIVATE KEY-----\nabcd\n-----END PRIVATE KEY-----',
      says: '`ssl.cert` or `ssl.key` is not a readable PEM text.',
    },
  ])('with a key that is $what is told in words', async ({ key: other, says }) => {
    const ssl = { mode: 'require', cert: signedBy(clients), key: new Secret(other().toString()) } as const;
    const found = await connect(strict, { host: 'localhost', ssl });
    expect(found).toMatchObject({ code: 'CERTIFICATE_NOT_TRUSTED', message: says });
  });

  it.each([
    { what: 'none', given: () => ({}), says: /requires a valid client certificate/ },
    {
      what: 'one of another authority',
      given: () => ({ cert: signedBy(authority('Others')), key }),
      says: /^localhost:\d+ does not trust/,
    },
  ])('with $what it is told in words', async ({ given, says }) => {
    const found = await connect(strict, { host: 'localhost', ssl: { mode: 'verify-full', ca: strict.ca, ...given() } });
    expect(found).toMatchObject({ code: 'SIGN_IN_REFUSED', hint: expect.stringContaining('`ssl.cert` and `ssl.key`') });
    expect(found.message).toMatch(says);
  });
});

describe('what goes wrong while connecting is told in words', () => {
  it.each([
    {
      what: 'an unknown host',
      reach: { host: 'no-such-host.invalid' },
      code: 'SOURCE_UNREACHABLE',
      says: /the host name in no-such-host\.invalid:?\d* can't be resolved/i,
    },
    { what: 'a wrong password', reach: { password: 'wrong' }, code: 'SIGN_IN_REFUSED', says: /refused to sign in postgres/ },
    { what: 'an unknown user', reach: { user: 'nobody' }, code: 'SIGN_IN_REFUSED', says: /refused to sign in nobody/ },
  ])('$what', async ({ reach, code, says }) => {
    const found = await connect(plain, reach);
    expect(found.code).toBe(code);
    expect(found.message).toMatch(says);
    expect(JSON.stringify(found)).not.toContain('highwater-test');
  });

  it('a port where nothing listens', async () => {
    const found = await connect(plain, { port: await freePort() });
    expect(found).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringMatching(/^Nothing accepts connections at 127\.0\.0\.1:/),
    });
  });

  it.each(['127.0.0.1', 'localhost'])('a missing database: a sentence that begins with %s keeps its spelling', async (host) => {
    const { source } = postgresSource(plain, 'sales', { host });
    await expect(source.connect()).rejects.toMatchObject({
      code: 'DATABASE_NOT_FOUND',
      message: `${host}:${plain.port} has no database sales.`,
    });
    await source.close();
  });

  it('no connection left', async () => {
    await plain.query("CREATE ROLE late LOGIN PASSWORD 'x' CONNECTION LIMIT 0");
    const found = await connect(plain, { user: 'late', password: 'x' });
    expect(found).toMatchObject({ code: 'TOO_MANY_CONNECTIONS' });
  });

  it('a server without the user in pg_hba.conf', async () => {
    await tlsOnly.query('SELECT 1').catch(() => undefined);
    const found = await connect(tlsOnly, { user: 'other', ssl: { mode: 'require' } });
    expect(found).toMatchObject({ code: 'SIGN_IN_REFUSED', hint: expect.stringContaining('pg_hba.conf') });
  });
});

describe('a connection that is not encrypted', () => {
  let far: TestPostgres;
  beforeAll(async () => {
    // Another address of this machine stands for another machine.
    far = await startPostgres({ tls: ['localhost'], settings: { listen_addresses: '127.0.0.1,127.0.0.2' } });
  });
  afterAll(() => far?.stop());

  it.each([
    { mode: 'disable', host: '127.0.0.2', told: true },
    { mode: 'allow', host: '127.0.0.2', told: true },
    { mode: 'prefer', host: '127.0.0.2', told: false },
    { mode: 'disable', host: '127.0.0.1', told: false },
    { mode: 'disable', host: 'localhost', told: false },
  ] as const)('is told, where it leaves the machine: $mode at $host', async ({ mode, host, told }) => {
    const { source, notices } = postgresSource(far, 'postgres', { host, ssl: { mode } });
    await source.connect();
    await source.close();
    expect(notices).toEqual(told ? [expect.stringContaining(`The connection to ${host}:${far.port} is not encrypted`)] : []);
  });
});

it.skipIf(process.platform === 'win32')('a host that is a folder stands for the socket in it, whatever the mode', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'highwater-socket-'));
  await chmod(folder, 0o777);
  const hba = ['local all all scram-sha-256', ANYONE.replace('all', 'host all')];
  const local = await startPostgres({ settings: { unix_socket_directories: folder }, hba });
  for (const mode of ['prefer', 'require'] as const) {
    const { source, notices } = postgresSource(local, 'postgres', { host: folder, ssl: { mode } });
    expect((await source.connect()).server).toContain(folder);
    await source.close();
    expect(notices).toEqual([]);
  }
  await local.stop();
  await rm(folder, { recursive: true });
});

describe('check', () => {
  it('says who, where and how', async () => {
    const { source } = postgresSource(plain, 'postgres');
    const access = await source.connect();
    await source.close();
    expect(access).toMatchObject({
      identity: 'postgres',
      server: expect.stringMatching(/^PostgreSQL 18\.\d+ at 127\.0\.0\.1:\d+$/),
    });
    expect(Object.fromEntries(access.facts)).toMatchObject({
      database: 'postgres',
      encryption: 'none',
      'server is': 'a primary',
      superuser: expect.any(String),
    });
    expect(source.address).toBe(`127.0.0.1:${plain.port}/postgres`);
  });
});

describe('a name that has IPv6 addresses only', () => {
  it('is called that where this machine does not find it for want of IPv6', async () => {
    // One answer to every question: an AAAA record. https://www.rfc-editor.org/rfc/rfc1035#section-4
    const names = createSocket('udp4', (question, from) => {
      const head = Buffer.concat([question.subarray(0, 2), Buffer.from('81800001000100000000', 'hex')]);
      const asked = question.subarray(12, question.indexOf(0, 12) + 5);
      const record = Buffer.from('c00c001c00010000003c001020010db8000000000000000000000001', 'hex');
      names.send(Buffer.concat([head, asked, record]), from.port, from.address);
    });
    await new Promise<void>((resolve) => names.bind(0, '127.0.0.1', resolve));
    const before = dns.getServers();
    dns.setServers([`127.0.0.1:${names.address().port}`]);
    const found = await connect(plain, { host: 'db.abcdefgh.invalid' });
    dns.setServers(before);
    names.close();
    expect(found).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringMatching(/has only an IPv6 address/),
      hint: expect.stringMatching(/IPv4/),
    });
    expect(await connect(plain, { host: 'db.abcdefgh.invalid' })).toMatchObject({
      message: expect.stringMatching(/can't be resolved/i),
    });
  });
});

describe('through a tunnel, whose near end has another name than the server', () => {
  let inner: TestPostgres;
  beforeAll(async () => {
    inner = await startPostgres({ tls: ['db.internal.example.com'] });
  });
  afterAll(async () => inner?.stop());

  it.each([
    { host: '127.0.0.1', server_name: 'db.internal.example.com', is: { encryption: 'TLSv1.3' } },
    { host: 'localhost', server_name: 'db.internal.example.com', is: { encryption: 'TLSv1.3' } },
    { host: '127.0.0.1', server_name: 'localhost', is: { code: 'CERTIFICATE_NOT_TRUSTED' } },
    {
      host: 'localhost',
      server_name: undefined,
      is: { code: 'CERTIFICATE_NOT_TRUSTED', hint: expect.stringMatching(/ssl\.server_name/) },
    },
  ])('the certificate must bear `ssl.server_name`: $host as $server_name', async ({ host, server_name, is }) => {
    const ssl = { mode: 'verify-full' as const, ca: inner.ca, ...(server_name === undefined ? {} : { server_name }) };
    expect(await connect(inner, { host, ssl })).toMatchObject(is);
  });

  it('the TLS greeting bears it too, for proxies that find the server by it', async () => {
    const named: string[] = [];
    const proxy = createServer((socket) => {
      socket.once('data', () => {
        socket.write('S');
        const secure = new TLSSocket(socket, {
          isServer: true,
          SNICallback: (name, done) => {
            named.push(name);
            done(new Error('no such server'));
          },
        });
        secure.on('error', () => socket.destroy());
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    for (const host of ['127.0.0.1', 'localhost']) {
      await connect(inner, { host, port, ssl: { mode: 'require', server_name: 'db.internal.example.com' } });
    }
    proxy.close();
    expect(named).toEqual(['db.internal.example.com', 'db.internal.example.com']);
  });
});

describe('a connection string', () => {
  const login = (url: string) =>
    createLogin(
      connectionOptions({ type: 'postgres', url: new Secret(url), port: 5432, ssl: { mode: 'prefer' }, tables: {} }),
      () => undefined,
    );

  it('signs in with what it says, and passes its options on', async () => {
    await plain.query('CREATE ROLE "p@ul" LOGIN PASSWORD \'a/b:c?d#e%f@g\'');
    const { port } = plain;
    const client = await login(
      `postgresql://p%40ul:a%2Fb%3Ac%3Fd%23e%25f%40g@127.0.0.1:${port}/postgres?options=-c%20search_path%3Dsales`,
    ).connect();
    const { rows } = await client.query("SELECT current_user AS who, current_setting('search_path') AS path");
    await client.end();
    expect(rows).toEqual([{ who: 'p@ul', path: 'sales' }]);
  });

  it("means by sslmode what libpq means, not node-postgres' verify-full", async () => {
    const { user, password, port } = encrypted;
    const client = await login(`postgresql://${user}:${password}@127.0.0.1:${port}/postgres?sslmode=require`).connect();
    await client.end();
    const strict = login(`postgresql://${user}:${password}@127.0.0.1:${port}/postgres?sslmode=verify-full`);
    await expect(strict.connect()).rejects.toThrow(/certificate/);
  });
});
