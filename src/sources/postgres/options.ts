import type { Static } from 'typebox';
import Type from 'typebox';
import { absent, choice, duration, group, integer, secret, tag, text, variants } from '../../config/declare/fields.ts';
import { commonSourceOptions, tableOptions } from '../../config/declare/options.ts';
import { parseDuration } from '../../config/declare/units.ts';
import { parseName, targetName, writtenName } from './describe/names.ts';

/** libpq's modes, with libpq's meanings: https://www.postgresql.org/docs/current/libpq-ssl.html */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

const auth = variants(
  'flow',
  [
    group(
      {
        flow: tag('password', 'User and password.'),
        user: text('The user to sign in as.', { examples: ['${PGUSER}'] }),
        password: secret("The user's password."),
      },
      { title: 'User and password' },
    ),
    group(
      {
        flow: tag('cloudsql_service_account', 'Google Cloud SQL, with a service account.'),
        instance: text('The connection name of the Cloud SQL instance: project:region:name.', {
          pattern: '^([^:\\s]+:)?[^:\\s]+:[^:\\s]+:[^:\\s]+$',
          expected: "the instance's connection name, project:region:name",
          examples: ['my-project:europe-west1:sales'],
        }),
        credentials: secret("The service account's key, as JSON.", { lines: true }),
        ip_type: choice('The address of the instance to use.', ['public', 'private', 'psc'], { default: 'public' }),
        user: Type.Optional(
          text('A database user, with `password`. Default: the service account itself (IAM login).', {
            examples: ['${PGUSER}'],
          }),
        ),
        password: Type.Optional(secret("The database user's password. Without it: IAM login.")),
      },
      { title: 'Cloud SQL by service account', dependencies: { password: ['user'] } },
    ),
  ],
  { description: 'How to sign in.' },
);

const authority = text("The certificate authority that must have signed the server's certificate, as PEM text.", {
  examples: ['${PG_CA}'],
});

const ssl = group(
  {
    mode: choice("How to encrypt the connection and check the server's certificate. The modes are libpq's.", SSL_MODES, {
      default: 'prefer',
    }),
    ca: Type.Optional(authority),
    server_name: Type.Optional(
      text("The name in the server's certificate, if it is not `host`: behind a tunnel, whose end is 127.0.0.1.", {
        pattern: '^[^\\s/@:]+$',
        expected: 'a host name, without a port',
        examples: ['db.internal.example.com'],
      }),
    ),
    cert: Type.Optional(text("The client's certificate, as PEM text; with `key`.", { examples: ['${PG_CERT}'] })),
    key: Type.Optional(secret("The client's private key, as PEM text; with `cert`.", { lines: true })),
  },
  {
    description: 'Encryption of the connection.',
    default: {},
    expected: 'a mapping with `mode`',
    fix: 'Write `ssl: { mode: verify-full }`, for example. Modes: disable, allow, prefer, require, verify-ca, verify-full.',
    dependencies: { cert: ['key'], key: ['cert'] },
    if: { required: ['mode'], properties: { mode: { const: 'verify-ca' } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: {
      required: ['ca'],
      properties: { ca: { ...authority, expected: 'a PEM text, because verify-ca trusts no authority by itself' } },
    },
  },
);

const host = text('Host name or address of the server.', {
  pattern: '^[^\\s/@:]+$|^[0-9A-Fa-f:.]+$|^/',
  expected: 'a host name or address, without a port or a user',
  examples: ['db.example.com'],
});

const database = text('The database to read.', { examples: ['sales'] });

const connection = {
  type: tag('postgres', 'PostgreSQL.'),
  host: Type.Optional(host),
  port: integer('Port of the server.', 1, 65535, { default: 5432 }),
  database,
  auth,
  ssl,
  snapshot: Type.Optional(
    choice(
      'What is read as of one moment: each `table` (default), or all tables of a `run`, so that no row points at one that is not there. For `run`, the database keeps old row versions until the last table is read.',
      ['table', 'run'],
    ),
  ),
  give_way_after: Type.Optional(
    duration(
      'How long another session (ALTER TABLE, TRUNCATE, a migration) may wait for a table that is being read. Then Highwater stops reading, lets that session go first, and reads the table again. Default: until the table is read.',
    ),
  ),
};

const url = secret(
  'A connection string that replaces `host`, `port`, `database` and `auth`: postgresql://user:password@host:5432/database?sslmode=verify-full.',
);

const table = tableOptions({
  name: Type.Optional(text('The column that names a record for people.', { expected: "a column's name", examples: ['title'] })),
  deletes_by: Type.Optional(
    choice(
      'How to find deletes: by `full` syncs only (default); by comparing all `keys` in each run; or by `counts`: the database counts and hashes the keys of each range, and only those of ranges that differ are read.',
      ['full', 'keys', 'counts'],
    ),
  ),
});

const unlessCloudSql = (name: string) =>
  absent(
    `no \`${name}\` with flow cloudsql_service_account`,
    'The Cloud SQL connector finds the instance by its name and makes its own encrypted connection: remove this line.',
  );

const unlessUrl = (name: string) =>
  absent(`no \`${name}\` beside \`url\``, 'The connection string says it already: remove this line, or `url`.');

const CLOUD_SQL = {
  if: {
    required: ['auth'],
    properties: { auth: { type: 'object', required: ['flow'], properties: { flow: { const: 'cloudsql_service_account' } } } },
  },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
  then: { properties: { host: unlessCloudSql('host'), port: unlessCloudSql('port'), ssl: unlessCloudSql('ssl') } },
  else: { required: ['host'], properties: { host } },
};

/** The whole entry of a PostgreSQL source in the file. */
export const postgresSource = group(
  {
    ...connection,
    ...commonSourceOptions,
    url: Type.Optional(url),
    database: Type.Optional(database),
    auth: Type.Optional(auth),
    tables: Type.Unsafe<Record<string, Static<typeof table>>>({
      type: 'object',
      description:
        'The tables to sync, by name or glob. A name without a schema is in schema public. An exact name wins over a glob.',
      additionalProperties: table,
      minProperties: 1,
      expected: 'a mapping of table names to their options',
      examples: [{ deals: { cursor: 'updated_at' }, 'audit.*': {} }],
    }),
  },
  {
    title: 'PostgreSQL',
    if: { required: ['url'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: {
      properties: { host: unlessUrl('host'), port: unlessUrl('port'), database: unlessUrl('database'), auth: unlessUrl('auth') },
    },
    // `auth` is judged above; here it is only looked for.
    else: {
      required: ['database', 'auth'],
      properties: { database, auth: { expected: 'a mapping with `flow`', description: 'How to sign in.' } },
      ...CLOUD_SQL,
    },
  },
);

const loaded = Type.Object(connection);

/**
 * How to reach a PostgreSQL server, as loaded: defaults filled in, secrets wrapped. `host` is absent only with
 * `auth.flow: cloudsql_service_account`.
 */
export type PostgresOptions = Static<typeof loaded> & {
  /** Settings for the server in libpq's form (`-c search_path=sales`), from the `options` of a `url`. */
  readonly startup?: string;
};

/** The table as the source calls it: `public.deals` is `deals`. Globs likewise: `public.*` is `*`. */
export function canonicalName(written: string): string {
  const name = parseName(written);
  return name === null ? written : writtenName(name);
}

/** The table's name in DuckDB: `audit.events` is `audit_events`. */
export function targetOf(written: string): string {
  const name = parseName(written);
  return name === null ? written : targetName(name);
}

/** Null: others wait until the table is read. */
export function giveWaySeconds({ give_way_after }: PostgresOptions): number | null {
  return give_way_after === undefined ? null : parseDuration(give_way_after);
}

/** Host and port, or the name of the Cloud SQL instance. */
export function serverAddress({ auth, host = '', port }: Pick<PostgresOptions, 'auth' | 'host' | 'port'>): string {
  return auth.flow === 'password' ? `${host}:${port}` : auth.instance;
}

export function databaseAddress(options: Pick<PostgresOptions, 'auth' | 'host' | 'port' | 'database'>): string {
  return `${serverAddress(options)}/${options.database}`;
}
