import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  parseDuration
} from "./config-declare-units.js";
import {
  commonSourceOptions,
  tableOptions
} from "./config-declare-options.js";
import {
  absent,
  choice,
  duration,
  group,
  integer,
  secret,
  tag,
  text,
  variants
} from "./config-declare-fields.js";
import {
  build_default
} from "./lib-typebox.js";

// src/sources/postgres/describe/names.ts
function id(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
function text2(value) {
  return `'${value.replaceAll("'", "''")}'`;
}
function qualified({ schema, table: table2 }) {
  return `${id(schema)}.${id(table2)}`;
}
function writtenName({ schema, table: table2 }) {
  return schema === "public" ? writtenPart(table2) : `${writtenPart(schema)}.${writtenPart(table2)}`;
}
function writtenPart(part) {
  return /[."]/.test(part) ? id(part) : part;
}
function parseName(written) {
  const part = '("(?:[^"]|"")+"|[^."]+)';
  const match = new RegExp(`^(?:${part}\\.)?${part}$`, "s").exec(written);
  if (match?.[2] === void 0) return null;
  return { schema: match[1] === void 0 ? "public" : plainPart(match[1]), table: plainPart(match[2]) };
}
function plainPart(part) {
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
}
function targetName({ schema, table: table2 }) {
  return schema === "public" ? table2 : `${schema}_${table2}`;
}
var RESERVED = new Set(
  [
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently",
    "constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default",
    "deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner",
    "intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order",
    "outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample then",
    "to trailing true union unique user using variadic verbose when where window with"
  ].flatMap((words) => words.split(" "))
);
var PLAIN = /^[a-z_][a-z0-9_]*$/;
function grantName(relation) {
  const { schema, table: table2 } = relation;
  const plain = PLAIN.test(schema) && PLAIN.test(table2) && !RESERVED.has(schema);
  return plain ? `${schema}.${table2}` : qualified(relation);
}

// src/sources/postgres/options.ts
var SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
var auth = variants(
  "flow",
  [
    group(
      {
        flow: tag("password", "User and password."),
        user: text("The user to sign in as.", { examples: ["${PGUSER}"] }),
        password: secret("The user's password.")
      },
      { title: "User and password" }
    ),
    group(
      {
        flow: tag("cloudsql_service_account", "Google Cloud SQL, with a service account."),
        instance: text("The connection name of the Cloud SQL instance: project:region:name.", {
          pattern: "^([^:\\s]+:)?[^:\\s]+:[^:\\s]+:[^:\\s]+$",
          expected: "the instance's connection name, project:region:name",
          examples: ["my-project:europe-west1:sales"]
        }),
        credentials: secret("The service account's key, as JSON.", { lines: true }),
        ip_type: choice("The address of the instance to use.", ["public", "private", "psc"], { default: "public" }),
        user: build_default.Optional(
          text("A database user, with `password`. Default: the service account itself (IAM login).", {
            examples: ["${PGUSER}"]
          })
        ),
        password: build_default.Optional(secret("The database user's password. Without it: IAM login."))
      },
      { title: "Cloud SQL by service account", dependencies: { password: ["user"] } }
    )
  ],
  { description: "How to sign in." }
);
var authority = text("The certificate authority that must have signed the server's certificate, as PEM text.", {
  examples: ["${PG_CA}"]
});
var ssl = group(
  {
    mode: choice("How to encrypt the connection and check the server's certificate. The modes are libpq's.", SSL_MODES, {
      default: "prefer"
    }),
    ca: build_default.Optional(authority),
    server_name: build_default.Optional(
      text("The name in the server's certificate, if it is not `host`: behind a tunnel, whose end is 127.0.0.1.", {
        pattern: "^[^\\s/@:]+$",
        expected: "a host name, without a port",
        examples: ["db.internal.example.com"]
      })
    ),
    cert: build_default.Optional(text("The client's certificate, as PEM text; with `key`.", { examples: ["${PG_CERT}"] })),
    key: build_default.Optional(secret("The client's private key, as PEM text; with `cert`.", { lines: true }))
  },
  {
    description: "Encryption of the connection.",
    default: {},
    expected: "a mapping with `mode`",
    fix: "Write `ssl: { mode: verify-full }`, for example. Modes: disable, allow, prefer, require, verify-ca, verify-full.",
    dependencies: { cert: ["key"], key: ["cert"] },
    if: { required: ["mode"], properties: { mode: { const: "verify-ca" } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: {
      required: ["ca"],
      properties: { ca: { ...authority, expected: "a PEM text, because verify-ca trusts no authority by itself" } }
    }
  }
);
var host = text("Host name or address of the server.", {
  pattern: "^[^\\s/@:]+$|^[0-9A-Fa-f:.]+$|^/",
  expected: "a host name or address, without a port or a user",
  examples: ["db.example.com"]
});
var database = text("The database to read.", { examples: ["sales"] });
var connection = {
  type: tag("postgres", "PostgreSQL."),
  host: build_default.Optional(host),
  port: integer("Port of the server.", 1, 65535, { default: 5432 }),
  database,
  auth,
  ssl,
  snapshot: build_default.Optional(
    choice(
      "What is read as of one moment: each `table` (default), or all tables of a `run`, so that no row points at one that is not there. For `run`, the database keeps old row versions until the last table is read.",
      ["table", "run"]
    )
  ),
  give_way_after: build_default.Optional(
    duration(
      "How long another session (ALTER TABLE, TRUNCATE, a migration) may wait for a table that is being read. Then Highwater stops reading, lets that session go first, and reads the table again. Default: until the table is read."
    )
  )
};
var url = secret(
  "A connection string that replaces `host`, `port`, `database` and `auth`: postgresql://user:password@host:5432/database?sslmode=verify-full."
);
var table = tableOptions({
  name: build_default.Optional(text("The column that names a record for people.", { expected: "a column's name", examples: ["title"] })),
  deletes_by: build_default.Optional(
    choice(
      "How to find deletes: by `full` syncs only (default); by comparing all `keys` in each run; or by `counts`: the database counts and hashes the keys of each range, and only those of ranges that differ are read.",
      ["full", "keys", "counts"]
    )
  )
});
var unlessCloudSql = (name) => absent(
  `no \`${name}\` with flow cloudsql_service_account`,
  "The Cloud SQL connector finds the instance by its name and makes its own encrypted connection: remove this line."
);
var unlessUrl = (name) => absent(`no \`${name}\` beside \`url\``, "The connection string says it already: remove this line, or `url`.");
var CLOUD_SQL = {
  if: {
    required: ["auth"],
    properties: { auth: { type: "object", required: ["flow"], properties: { flow: { const: "cloudsql_service_account" } } } }
  },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
  then: { properties: { host: unlessCloudSql("host"), port: unlessCloudSql("port"), ssl: unlessCloudSql("ssl") } },
  else: { required: ["host"], properties: { host } }
};
var postgresSource = group(
  {
    ...connection,
    ...commonSourceOptions,
    url: build_default.Optional(url),
    database: build_default.Optional(database),
    auth: build_default.Optional(auth),
    tables: build_default.Unsafe({
      type: "object",
      description: "The tables to sync, by name or glob. A name without a schema is in schema public. An exact name wins over a glob.",
      additionalProperties: table,
      minProperties: 1,
      expected: "a mapping of table names to their options",
      examples: [{ deals: { cursor: "updated_at" }, "audit.*": {} }]
    })
  },
  {
    title: "PostgreSQL",
    if: { required: ["url"] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: {
      properties: { host: unlessUrl("host"), port: unlessUrl("port"), database: unlessUrl("database"), auth: unlessUrl("auth") }
    },
    // `auth` is judged above; here it is only looked for.
    else: {
      required: ["database", "auth"],
      properties: { database, auth: { expected: "a mapping with `flow`", description: "How to sign in." } },
      ...CLOUD_SQL
    }
  }
);
var loaded = build_default.Object(connection);
function canonicalName(written) {
  const name = parseName(written);
  return name === null ? written : writtenName(name);
}
function targetOf(written) {
  const name = parseName(written);
  return name === null ? written : targetName(name);
}
function giveWaySeconds({ give_way_after }) {
  return give_way_after === void 0 ? null : parseDuration(give_way_after);
}
function serverAddress({ auth: auth2, host: host2 = "", port }) {
  return auth2.flow === "password" ? `${host2}:${port}` : auth2.instance;
}
function databaseAddress(options) {
  return `${serverAddress(options)}/${options.database}`;
}

export {
  id,
  text2 as text,
  qualified,
  writtenName,
  parseName,
  targetName,
  grantName,
  SSL_MODES,
  postgresSource,
  canonicalName,
  targetOf,
  giveWaySeconds,
  serverAddress,
  databaseAddress
};
