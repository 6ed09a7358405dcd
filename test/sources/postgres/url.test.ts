import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { connectionOptions, UrlProblem } from '../../../src/sources/postgres/connect/url.ts';
import type { PostgresOptions } from '../../../src/sources/postgres/options.ts';

type Ssl = PostgresOptions['ssl'];

function reached(url: string, ssl: Partial<Ssl> = {}) {
  const { auth, ...options } = connectionOptions({
    type: 'postgres',
    url: new Secret(url),
    port: 5432,
    ssl: { mode: 'prefer', ...ssl },
    tables: {},
  });
  if (auth.flow !== 'password') throw new Error('another flow');
  return { ...options, user: auth.user, password: auth.password.reveal() };
}

describe('a connection string is read as libpq reads it', () => {
  it.each([
    {
      url: 'postgres://u:p@db.example.com/sales',
      is: { host: 'db.example.com', port: 5432, database: 'sales', user: 'u', password: 'p' },
    },
    { url: 'postgresql://u:p@db:6543/sales', is: { host: 'db', port: 6543 } },
    { url: 'postgresql://u%40x:p%3A%2F%3F%23%25@db/my%20db', is: { user: 'u@x', password: 'p:/?#%', database: 'my db' } },
    { url: 'postgresql://u:p@[2001:db8::1]:5433/sales', is: { host: '2001:db8::1', port: 5433 } },
    { url: 'postgresql://u:p@db', is: { database: 'u' } },
    {
      url: 'postgresql:///sales?host=/var/run/postgresql&user=u&password=p',
      is: { host: '/var/run/postgresql', database: 'sales' },
    },
    { url: 'postgresql://u:p@%2Fvar%2Frun/sales', is: { host: '/var/run' } },
    { url: 'postgresql://u@db/sales?password=p%26q&port=5433', is: { password: 'p&q', port: 5433 } },
    { url: 'postgresql://u:p@db/s?options=-c%20search_path%3Dsales', is: { startup: '-c search_path=sales' } },
    { url: 'postgresql://u:p@db/s?pgbouncer=true&connection_limit=1&application_name=x', is: { ssl: { mode: 'prefer' } } },
    { url: 'postgresql://u:p:q@db/s', is: { password: 'p:q' } },
  ])('$url', ({ url, is }) => {
    expect(reached(url)).toMatchObject(is);
  });

  it.each([
    { query: 'sslmode=disable', ssl: {}, mode: 'disable' },
    { query: 'sslmode=require', ssl: {}, mode: 'require' },
    { query: 'ssl=true', ssl: {}, mode: 'require' },
    { query: 'sslmode=no-verify', ssl: {}, mode: 'require' },
    { query: 'sslmode=require', ssl: { mode: 'verify-full' }, mode: 'verify-full' },
    { query: 'sslmode=verify-full', ssl: { mode: 'require' }, mode: 'verify-full' },
    { query: 'sslmode=verify-ca', ssl: { ca: 'PEM' }, mode: 'verify-ca' },
    { query: 'sslrootcert=system', ssl: {}, mode: 'verify-full' },
    { query: 'sslmode=verify-ca&sslrootcert=%2Fca.pem', ssl: { ca: 'PEM' }, mode: 'verify-ca' },
    { query: '', ssl: { mode: 'verify-full' }, mode: 'verify-full' },
  ] as const)('the stricter mode holds: $query beside $ssl', ({ query, ssl, mode }) => {
    expect(reached(`postgresql://u:p@db/s?${query}`, ssl).ssl.mode).toBe(mode);
  });
});

describe('a connection string that can not be used is refused without a word of it', () => {
  it.each([
    { url: 'postgresql://u:hush@word@db/sales', is: /several @/, hint: /%40/ },
    { url: 'postgresql://u:hu/sh@db/sales', is: /not a port/, hint: /%2F/ },
    { url: 'postgresql://u:hu?sh@db/sales', is: /not a port|no value/, hint: /%3F|question mark/ },
    { url: 'postgresql://u:hu#sh@db/sales', is: /#/, hint: /%23/ },
    { url: 'postgresql://u:hush%zz@db/sales', is: /%/, hint: /%25/ },
    { url: 'postgresql://u:hush@db:54a2/sales', is: /not a port/, hint: /host:5432/ },
    { url: 'postgresql://u:hush@db1,db2/sales', is: /several servers/, hint: /one/ },
    { url: 'postgresql://u@db/sales', is: /no password/, hint: /password/ },
    { url: 'postgresql://db/sales', is: /no user/, hint: /user/ },
    { url: 'postgresql://u:hush@/sales', is: /no host/, hint: /host/ },
    { url: 'postgresql://u:hush@db/s?sslmod=verify-full', is: /parameter sslmod that/, hint: /sslmode/ },
    { url: 'postgresql://u:hush@db/s?sslmode=hush', is: /sslmode does not exist/, hint: /verify-full/ },
    { url: 'postgresql://u:hush@db/s?sslrootcert=/ca.pem', is: /TLS files/, hint: /`ssl\.ca`/ },
    { url: 'postgresql://u:hush@db/s?sslmode=verify-ca', is: /needs an authority/, hint: /ssl\.ca/ },
    { url: 'jdbc:postgresql://db/sales?user=u&password=hush', is: /another client/, hint: /postgresql:\/\// },
    { url: 'postgresql+psycopg2://u:hush@db/sales', is: /another client/, hint: /postgresql:\/\// },
    { url: 'mysql://u:hush@db/sales', is: /not PostgreSQL/, hint: /postgresql:\/\// },
    { url: 'host=db dbname=sales password=hush', is: /list of keywords/, hint: /`host`/ },
    { url: '"postgresql://u:hush@db/sales"', is: /not a connection string/, hint: /quotes/ },
  ])('$url', ({ url, is, hint }) => {
    let thrown: unknown;
    try {
      reached(url);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UrlProblem);
    const problem = thrown as UrlProblem;
    expect(problem.message).toMatch(is);
    expect(problem.hint).toMatch(hint);
    expect(`${problem.message} ${problem.hint}`).not.toMatch(/hush|hu[/?#]sh|word@d|db1|zz|54a2/);
  });
});
