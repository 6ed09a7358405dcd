import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  isGlob
} from "./lib-picomatch.js";
import {
  SSL_MODES,
  canonicalName,
  postgresSource,
  serviceAddress,
  targetOf
} from "./sources-postgres-options.js";
import {
  Secret
} from "./model-secret.js";
import {
  dynamicsSource,
  organisationOrigin
} from "./sources-dynamics-options.js";
import {
  absent,
  build_default,
  commonSourceOptions,
  flag,
  group,
  list,
  secret,
  serviceUrl,
  tableOptions,
  tag,
  text,
  variants
} from "./lib-typebox.js";
import {
  HighwaterError
} from "./model-errors.js";

// src/model/source-setup.ts
function plainValue(key, variable, label) {
  return { key, variable, label, secret: false };
}
function secretValue(key, variable, label) {
  return { key, variable, label, secret: true };
}
function secretFile(key, variable, label, file) {
  return { key, variable, label, secret: true, file };
}
function optionalValue(credential) {
  return { ...credential, optional: true };
}

// src/sources/dynamics/setup.ts
var USUAL = ["account", "contact", "lead", "opportunity", "incident", "systemuser", "transactioncurrency"];
var TENANT = plainValue("tenant_id", "AZURE_TENANT_ID", "Directory (tenant) ID");
var CLIENT = plainValue("client_id", "AZURE_CLIENT_ID", "Application (client) ID");
var CLIENT_SECRET = secretValue("client_secret", "AZURE_CLIENT_SECRET", "the client secret's Value");
var address = {
  message: "The environment's address (its Environment URL in the Power Platform admin center)",
  example: "https://org123.crm12.dynamics.com",
  parse: (pasted) => serviceAddress(pasted)?.origin ?? null
};
var setup = {
  label: "Microsoft Dynamics 365 / Dataverse",
  hint: "Sales, Customer Service, Power Apps",
  usualName: "erp",
  options: [
    { name: "url", value: "address", description: "the Dataverse environment" },
    { name: "authority", value: "address", description: "Dynamics: where to sign in, in national clouds" }
  ],
  flows: [
    {
      flow: "client_secret",
      title: "Client secret",
      hint: "an app registration with an application user",
      credentials: [TENANT, CLIENT, CLIENT_SECRET],
      here: true
    },
    {
      flow: "github_oidc",
      title: "GitHub's own token (federated credential)",
      hint: "no secret at all; works in the workflow only",
      credentials: [TENANT, CLIENT],
      here: false,
      needsIdToken: true
    },
    {
      flow: "certificate",
      title: "Certificate",
      hint: "instead of a secret",
      credentials: [TENANT, CLIENT, secretFile("certificate", "AZURE_CERTIFICATE", "certificate and private key (PEM)", "pem")],
      here: true
    },
    {
      flow: "refresh_token",
      title: "Sign in with the browser, once",
      hint: "you sign in as yourself; the refresh token does it from then on",
      credentials: [
        TENANT,
        CLIENT,
        optionalValue(CLIENT_SECRET),
        secretValue("refresh_token", "AZURE_REFRESH_TOKEN", "the refresh token")
      ],
      here: true
    }
  ],
  async ask(_flow, interview) {
    const objection = (answer) => address.parse(answer) === null ? `An address such as ${address.example}.` : null;
    const given = await interview.text({ ...address, option: "url", objection });
    const url = address.parse(given) ?? given;
    const authority = interview.given("authority") ?? nationalAuthority(url);
    return { connection: { url }, auth: authority === null ? {} : { authority }, groups: [] };
  },
  tables: {
    usual: USUAL,
    example: USUAL.slice(0, 3).join(", "),
    patterns: () => [],
    keepsGlobs: true,
    countsRows: false,
    suggest
  },
  signIn: {
    description: "Signs in to Microsoft Entra for a Dataverse environment.",
    help: `
The app registration needs the redirect URI http://localhost of the platform "Mobile and desktop applications" and the API permission
Dynamics CRM > user_impersonation; for --device also "Allow public client flows".`,
    options: [
      { name: "tenant-id", value: "id", description: "the Directory (tenant) ID" },
      { name: "authority", value: "address", description: "where to sign in, in national clouds" }
    ],
    address: { ...address, message: "The environment's address" },
    port: 0,
    async signIn(how, { url, auth: auth2 }, context) {
      const { signInByBrowser, signInByDevice } = await import("./sources-dynamics-connect-browser-sign-in.js");
      const app = {
        resource: organisationOrigin(url),
        authority: auth2.authority ?? "https://login.microsoftonline.com",
        tenant: auth2.tenant_id ?? "",
        clientId: auth2.client_id ?? "",
        clientSecret: auth2.client_secret ? new Secret(auth2.client_secret) : null
      };
      return (how === "device" ? signInByDevice : signInByBrowser)(app, context);
    }
  }
};
function nationalAuthority(url) {
  const { hostname } = new URL(url);
  if (/\.(microsoftdynamics|appsplatform)\.us$/.test(hostname)) return "https://login.microsoftonline.us";
  if (/\.dynamics\.cn$/.test(hostname)) return "https://login.partner.microsoftonline.cn";
  return null;
}
async function suggest(table2) {
  const { ref, schema } = table2;
  const label = ref.label === ref.name ? "" : ref.label;
  const [options, words] = schema.cursor === null ? [{}, "no cursor: read whole in each run"] : await isTracked(table2) ? [{ deletes_by: "change_tracking" }, "deletes are seen in every run"] : [{}, ""];
  return { pattern: ref.name, options, comment: [label, words].filter((part) => part !== "").join("; ") };
}
async function isTracked({ describe }) {
  try {
    await describe({ deletesBy: "change_tracking" });
    return true;
  } catch (error) {
    if (error instanceof HighwaterError && error.code === "CHANGE_TRACKING_OFF") return false;
    throw error;
  }
}

// src/sources/dynamics/index.ts
var dynamics = {
  type: "dynamics",
  schema: dynamicsSource,
  naming: {
    canonical: (written) => written,
    target: (name) => name,
    ignoresCase: true,
    lists: [],
    computed: () => []
  },
  connection: ({ tables: _, exclude: __, ...options }) => ({ options }),
  checkFilter: async (condition) => (await import("./sources-dynamics-plan-odata-filter.js")).checkFilter(condition),
  warnings: () => [],
  setup,
  create: async (options, context) => new (await import("./sources-dynamics-source.js")).DynamicsSource(options, context)
};

// src/sources/postgres/connect/url.ts
function parseUrl(text2) {
  const [, scheme, rest = ""] = /^([A-Za-z][A-Za-z0-9+.:-]*):\/\/([\s\S]*)$/.exec(text2) ?? [];
  if (scheme === void 0) throw notUrl(text2);
  if (scheme !== "postgres" && scheme !== "postgresql") throw otherScheme(scheme);
  if (/[\s#]/.test(rest)) throw new UrlProblem("it holds a blank, a line break or a #", URL_ENCODING);
  const [, before = "", query = ""] = /^([^?]*)(?:\?([\s\S]*))?$/.exec(rest) ?? [];
  const [, user = "", password, server = "", database = ""] = /^(?:([^:@/]*)(?::([^@/]*))?@)?([^/]*)(?:\/([\s\S]*))?$/.exec(before) ?? [];
  const { host, port } = hostOf(server);
  const { overrides, ...parameters } = urlParameters(query);
  const decodedPassword = overrides.password ?? (password === void 0 ? null : decoded(password));
  const parts = {
    ...parameters,
    host: overrides.host ?? decoded(host),
    port: overrides.port ?? port,
    database: overrides.dbname ?? (decoded(database) || overrides.user || decoded(user)),
    user: overrides.user ?? decoded(user),
    password: decodedPassword === "" ? null : decodedPassword,
    secrets: [password, decodedPassword, overrides.password].filter((s) => typeof s === "string" && s !== "")
  };
  if (parts.user === "") throw new UrlProblem("it names no user", `Write ${URL_FORM}.`);
  if (parts.host === "") throw new UrlProblem("it names no host", `Write ${URL_FORM}.`);
  return parts;
}
function hostOf(server) {
  if (server.includes("@")) throw new UrlProblem("there are several @ in it", URL_ENCODING);
  if (server.includes(",")) {
    throw new UrlProblem("it names several servers", "Give one: a run must read one and the same server.");
  }
  const [, six, host = "", port = ""] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(server) ?? [];
  return { host: six ?? host, port: portOf(port) };
}
function notUrl(text2) {
  if (/^\s*\w+\s*=/.test(text2)) {
    return new UrlProblem(
      "it is a list of keywords (host=… dbname=…), not a URL",
      `Write ${URL_FORM}, or \`host\`, \`port\`, \`database\` and \`auth\` in place of \`url\`.`
    );
  }
  return new UrlProblem("it is no connection string", `It has the form ${URL_FORM}, without quotes around it.`);
}
function otherScheme(scheme) {
  const form = /^(jdbc:)?postgres(ql)?(\+\w+)?$/.test(scheme) ? "is the form of another client" : "is not PostgreSQL";
  return new UrlProblem(`it begins with ${scheme}://, which ${form}`, `Write ${URL_FORM}.`);
}
var UrlProblem = class extends Error {
  hint;
  constructor(message, hint) {
    super(message);
    this.name = "UrlProblem";
    this.hint = hint;
  }
};
var PASSED_OVER = new Set(
  [
    "application_name fallback_application_name connect_timeout client_encoding keepalives keepalives_idle keepalives_interval keepalives_count",
    "tcp_user_timeout gssencmode gsslib krbsrvname sslcompression sslsni channel_binding target_session_attrs load_balance_hosts",
    // Prisma, Rails, Django, SQLAlchemy, node-postgres, Supabase and Vercel
    "pgbouncer connection_limit pool_timeout pool socket_timeout schema statement_cache_size prepared_statements sslaccept",
    "uselibpqcompat statement_timeout query_timeout idle_in_transaction_session_timeout lock_timeout encoding supa workaround max_connections pool_max_conns"
  ].flatMap((names) => names.split(" "))
);
var FILES = { sslrootcert: "ca", sslcert: "cert", sslkey: "key" };
var OTHER_MODES = { "no-verify": "require" };
function urlParameters(query) {
  const overrides = {};
  let sslMode = null;
  let startup = null;
  const files = [];
  for (const pair of query.split("&").filter((p) => p !== "")) {
    const [name, value] = nameAndValue(pair);
    if (name === "sslmode") sslMode = modeOf(value);
    else if (name === "ssl") sslMode ??= value === "true" || value === "1" ? "require" : null;
    else if (name === "options") startup = value;
    else if (name === "sslrootcert" && value === "system") sslMode = "verify-full";
    else if (isFile(name)) files.push(FILES[name]);
    else if (!override(overrides, name, value) && !PASSED_OVER.has(name)) throw unknownParameter(name);
  }
  return { sslMode, startup, files, overrides };
}
function nameAndValue(pair) {
  const [, name = "", value] = /^([^=]*)(?:=([\s\S]*))?$/.exec(pair) ?? [];
  if (value === void 0)
    throw new UrlProblem("a parameter in it has no value", "Parameters follow a question mark: ?sslmode=verify-full&options=…");
  return [decoded(name), decoded(value)];
}
function isFile(name) {
  return Object.hasOwn(FILES, name);
}
function override(overrides, name, value) {
  if (name === "port") overrides.port = portOf(value);
  else if (name === "host" || name === "dbname" || name === "user" || name === "password") overrides[name] = value;
  else return false;
  return true;
}
function modeOf(value) {
  const mode = SSL_MODES.find((m) => m === value) ?? OTHER_MODES[value];
  if (mode !== void 0) return mode;
  throw new UrlProblem("its sslmode is none of PostgreSQL", `Modes: ${SSL_MODES.join(", ")}.`);
}
function unknownParameter(name) {
  const shown = /^[a-z][a-z_]{2,30}$/.test(name) ? ` ${name}` : "";
  return new UrlProblem(
    `it holds a parameter${shown} that PostgreSQL does not have`,
    "Remove it, or check its spelling. Used are sslmode, sslrootcert=system, options, host, port, dbname, user and password."
  );
}
var URL_ENCODING = "In user and password write these characters percent-encoded: @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25.";
var URL_FORM = "postgresql://user:password@host:5432/database";
function portOf(text2) {
  if (text2 === "") return 5432;
  const port = Number(text2);
  if (/^\d+$/.test(text2) && port >= 1 && port <= 65535) return port;
  throw new UrlProblem("what follows the host and a colon is no port", `Write ${URL_FORM}. ${URL_ENCODING}`);
}
function decoded(text2) {
  try {
    return decodeURIComponent(text2);
  } catch {
    throw new UrlProblem("a % in it does not begin an encoded character", URL_ENCODING);
  }
}
function connectionOptions(entry) {
  const { tables: _, url, ...options } = entry;
  if (url === void 0) {
    const { database = "", auth: auth2 } = options;
    if (auth2 === void 0) throw new Error("the configuration was built before it was checked");
    return { ...options, database, auth: auth2 };
  }
  const parts = parseUrl(url.reveal());
  if (parts.password === null && options.ssl.cert === void 0) {
    throw new UrlProblem(
      "it holds no password",
      "Add it: postgresql://user:password@host:5432/database. PGPASSWORD and ~/.pgpass are not read."
    );
  }
  return {
    ...options,
    host: parts.host,
    port: parts.port,
    database: parts.database,
    auth: { flow: "password", user: parts.user, password: new Secret(parts.password ?? "") },
    ssl: withMode(options.ssl, parts),
    ...parts.startup === null ? {} : { startup: parts.startup }
  };
}
function secretsIn(url) {
  const { secrets, user, password } = parseUrl(url);
  const both = password === null ? [] : [`${user}:${password}`];
  return [...secrets, ...both].map((text2) => new Secret(text2));
}
function withMode(ssl, { sslMode, files }) {
  const missing = files.filter((name) => ssl[name] === void 0);
  if (missing.length > 0) {
    const names = missing.map((name) => `\`ssl.${name}\``).join(", ");
    throw new UrlProblem(
      "it names files for TLS, which are not read",
      `Remove them from it and put the PEM texts into ${names}.`
    );
  }
  if (sslMode === null) return ssl;
  const stricter = SSL_MODES.indexOf(ssl.mode) > SSL_MODES.indexOf(sslMode);
  const mode = ssl.mode !== "prefer" && stricter ? ssl.mode : sslMode;
  if (mode === "verify-ca" && ssl.ca === void 0) {
    throw new UrlProblem(
      "its sslmode verify-ca needs an authority",
      "Put its PEM text into `ssl.ca`; or use sslmode=verify-full, which knows the public authorities."
    );
  }
  return { ...ssl, mode };
}

// src/sources/postgres/setup.ts
var FEW_ROWS = 2e5;
var CHANGED = /^(updated|modified|changed|last_?(updated|modified|changed|update|change))(_?(at|on|date|time|timestamp))?$|^(system_?modstamp|write_date|mtime)$/i;
var SSL_CA = optionalValue(secretFile("ca", "PG_CA", "the certificate authority's certificate (PEM)", "pem"));
var setup2 = {
  label: "PostgreSQL",
  hint: "also Cloud SQL, RDS, Supabase, Neon…",
  usualName: "db",
  options: [
    { name: "host", value: "host", description: "PostgreSQL" },
    { name: "port", value: "port", description: "PostgreSQL (default: 5432)" },
    { name: "database", value: "name", description: "PostgreSQL" },
    { name: "ssl-mode", value: "mode", description: "PostgreSQL: libpq's modes (default: verify-full)" },
    { name: "instance", value: "name", description: "Cloud SQL: project:region:name" }
  ],
  flows: [
    {
      flow: "password",
      title: "User and password",
      hint: "a user with SELECT alone is enough",
      credentials: [plainValue("user", "PGUSER", "user"), secretValue("password", "PGPASSWORD", "password")],
      here: true
    },
    {
      flow: "cloudsql_service_account",
      title: "Google Cloud SQL with a service account",
      hint: "no open port needed",
      credentials: [secretFile("credentials", "GCP_SA_KEY", "the service account's key", "json")],
      here: true
    }
  ],
  ask: ({ flow }, interview) => flow === "cloudsql_service_account" ? askCloudSql(interview) : askServer(interview),
  tables: {
    usual: [],
    example: "deals, accounts",
    patterns: () => [{ value: "*", label: "all tables of the schema public" }],
    // Each table has its own cursor.
    keepsGlobs: false,
    countsRows: true,
    suggest: async (table2) => suggest2(table2)
  }
};
async function askCloudSql(interview) {
  const database = await askDatabase(interview);
  const instance = await interview.text({
    option: "instance",
    message: "The instance's connection name (Cloud SQL > the instance > Overview)",
    example: "project:region:name",
    objection: (answer) => /^[^\s:]+(:[^\s:]+){2,3}$/.test(answer) ? null : "Written as project:region:name."
  });
  return { connection: { database }, auth: { instance }, groups: [] };
}
async function askServer(interview) {
  const host = await interview.text({
    option: "host",
    message: "Host",
    example: "db.example.com",
    objection: (answer) => /^[^\s/@:]+$|^[0-9A-Fa-f:.]+$|^\//.test(answer) ? null : "A host name or address, without a port or a user."
  });
  const written = await interview.text({
    option: "port",
    message: "Port",
    example: "5432",
    usual: "5432",
    objection: (answer) => /^\d{1,5}$/.test(answer) && Number(answer) > 0 && Number(answer) < 65536 ? null : "A number from 1 to 65535."
  });
  const port = Number(written);
  const database = await askDatabase(interview);
  const ssl = await askSsl(interview, host);
  return {
    connection: { host, ...port === 5432 ? {} : { port }, database },
    auth: {},
    groups: ssl === null ? [] : [ssl]
  };
}
function askDatabase(interview) {
  const objection = (answer) => answer === "" ? "This is needed." : null;
  return interview.text({ option: "database", message: "Database", example: "sales", objection });
}
async function askSsl(interview, host) {
  const given = interview.given("ssl-mode");
  if (given === void 0 && isLoopbackHost(host)) return null;
  const hasCa = (interview.env[SSL_CA.variable] ?? "") !== "";
  const chosen = await interview.choose({
    option: "ssl-mode",
    values: SSL_MODES,
    message: "How is the connection encrypted?",
    usual: hasCa ? "ca" : "verify-full",
    choices: [
      { value: "verify-full", label: "verify-full", hint: "recommended: the server's certificate is checked" },
      {
        value: "ca",
        label: "verify-full, with a certificate authority of your own",
        hint: "RDS, Azure, your own; asks for its file"
      },
      { value: "require", label: "require", hint: "encrypted, but anyone could pose as the server" },
      { value: "disable", label: "disable", hint: "not encrypted" }
    ]
  });
  const mode = chosen === "ca" ? "verify-full" : chosen;
  const wantsCa = chosen === "ca" || given !== void 0 && hasCa && mode.startsWith("verify-");
  return { key: "ssl", fields: { mode }, credentials: wantsCa ? [SSL_CA] : [] };
}
function isLoopbackHost(host) {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}
function suggest2({ ref, schema, rows }) {
  const { key } = schema;
  const pattern = ref.name;
  if (key.length === 0)
    return {
      pattern,
      options: {},
      comment: `${ref.kind === "table" ? "no primary key" : ref.kind}: read whole in each run; \`key: …\` names the columns that identify a row`
    };
  const cursor = schema.columns.find((c) => CHANGED.test(c.name) && c.nativeType === "timestamp with time zone")?.name;
  const deletes = rows !== null && rows <= FEW_ROWS ? { deletes_by: "keys" } : {};
  const by = `key ${key.join(", ")}`;
  if (cursor === void 0) return { pattern, options: { cursor: "xmin", ...deletes }, comment: by };
  return {
    pattern,
    options: { cursor, ...deletes },
    comment: `${by}; every write must set ${cursor}; else \`cursor: xmin\``
  };
}

// src/sources/postgres/index.ts
var postgres = {
  type: "postgres",
  schema: postgresSource,
  naming: {
    canonical: canonicalName,
    target: targetOf,
    // `Deals` and `deals` are two tables.
    ignoresCase: false,
    lists: [],
    computed: () => []
  },
  connection,
  // Only where there is a condition: the parser takes its time to load.
  checkFilter: async (condition) => (await import("./sources-postgres-plan-filter.js")).checkFilter(condition),
  warnings,
  setup: setup2,
  create: async (options, context) => {
    const [{ PostgresSource }, { createLogin }] = await Promise.all([import("./sources-postgres-source.js"), import("./sources-postgres-connect-login.js")]);
    return new PostgresSource(options, context, createLogin(options, context.mask));
  }
};
function connection(entry) {
  try {
    const secrets = entry.url === void 0 ? [] : secretsIn(entry.url.reveal());
    return { options: connectionOptions(entry), secrets };
  } catch (error) {
    if (!(error instanceof UrlProblem)) throw error;
    return { problem: { path: ["url"], message: `the connection string can't be used: ${error.message}.`, hint: error.hint } };
  }
}
function warnings({ ssl, host }) {
  const socket = host?.startsWith("/") === true;
  if (ssl.ca === void 0 || !socket && ssl.mode !== "disable") return [];
  const why = socket ? "a socket of this machine is not encrypted" : "mode disable asks for no encryption";
  return [{ path: ["ssl", "ca"], message: `${why}, so \`ca\` has no effect.${socket ? "" : " Use verify-full."}` }];
}

// src/sources/salesforce/options.ts
var clientId = text("The app's consumer key (client id).");
var loginUrl = build_default.Optional(
  serviceUrl(
    "The address to sign in at, if it is not `url`: https://login.salesforce.com, or https://test.salesforce.com for a sandbox."
  )
);
var auth = variants(
  "flow",
  [
    group(
      {
        flow: tag("client_credentials", "The app itself signs in, as its run-as user. `url` must be the org's My Domain."),
        client_id: clientId,
        client_secret: secret("The app's consumer secret.")
      },
      { title: "Client credentials" }
    ),
    group(
      {
        flow: tag("refresh_token", "A user authorises the app once, and Highwater uses the refresh token from then on."),
        client_id: clientId,
        client_secret: build_default.Optional(secret("The app's consumer secret, if the app requires one.")),
        refresh_token: secret("The refresh token."),
        login_url: loginUrl
      },
      { title: "Refresh token" }
    ),
    group(
      {
        flow: tag("jwt_bearer", "The app signs in as a pre-authorised user with a signed assertion."),
        client_id: clientId,
        username: text("The user to sign in as."),
        private_key: secret("The private key of the app's certificate, as PEM text.", { lines: true }),
        login_url: loginUrl,
        audience: build_default.Optional(text("The assertion's audience, if it is not the sign-in address."))
      },
      { title: "JWT bearer" }
    ),
    group(
      {
        flow: tag("password", "User name and password, with the security token if the org asks for it."),
        client_id: clientId,
        client_secret: secret("The app's consumer secret."),
        username: text("The user to sign in as."),
        password: secret("The user's password."),
        security_token: build_default.Optional(secret("The user's security token.")),
        login_url: loginUrl
      },
      { title: "User name and password" }
    )
  ],
  { description: "How to sign in." }
);
var MY_DOMAIN = "Write the org's own address, such as https://mycompany.my.salesforce.com: Setup > My Domain > Current My Domain URL.";
var NO_ORG = [
  {
    pattern: "^https://[^/]*[.]lightning[.](force|pc-rnd[.]force|crmforce)[.](com|mil)\\b",
    is: "the address of Salesforce's web pages, not of its API",
    hint: `${MY_DOMAIN} It is the same name with .my.salesforce.com in place of .lightning.force.com.`
  },
  {
    pattern: "^https://(login|test|welcome)[.]salesforce[.]com\\b",
    is: "the sign-in address of all orgs, not the address of your org",
    hint: `${MY_DOMAIN} If a user must sign in at login.salesforce.com, write that as auth.login_url.`
  },
  {
    pattern: "^https://[^/]*[.](salesforce-setup|salesforce-sites|visualforce|vf[.]force|documentforce|content[.]force|my[.]site)[.]com\\b",
    is: "the address of Setup pages, sites or files, not of the API",
    hint: MY_DOMAIN
  },
  {
    pattern: "^https://([^/]*[.])?(trailhead|help|developer|www|appexchange|status)[.]salesforce[.]com\\b|^https://salesforce[.]com\\b",
    is: "one of Salesforce's own sites, not an org",
    hint: MY_DOMAIN
  }
];
var connection2 = {
  type: tag("salesforce", "Salesforce."),
  url: serviceUrl("The org's My Domain address.", { examples: ["https://mycompany.my.salesforce.com"], refuses: NO_ORG }),
  auth,
  cursor: build_default.Optional(
    text("The default cursor of all tables whose object has that field. Default: SystemModstamp.", {
      examples: ["LastModifiedDate"]
    })
  ),
  api_version: build_default.Optional(
    build_default.String({
      description: 'The API version to use, such as "62.0". Default: the newest that the org has.',
      pattern: "^v?\\d{2,3}(\\.0)?$",
      expected: 'an API version such as "62.0"',
      examples: ["62.0"],
      shown: true,
      // 62.0 without quotes is a number to YAML, which would lose its ".0".
      asWritten: true
    })
  )
};
var table = tableOptions({
  feeds: build_default.Optional(flag("On Case: adds the tables CaseFeed and FeedComment of the cases that are synced.")),
  files: build_default.Optional(flag("Adds the tables ContentDocumentLink and ContentDocument of the table's records (not the bytes).")),
  deletes_by: build_default.Optional(
    absent("no `deletes_by` for Salesforce", "Salesforce itself shows what was deleted, in every run: remove this line.")
  ),
  related: build_default.Optional(
    list("Adds fields of related records, such as Owner_Name and Owner_Email for Owner.", "relationship names", {
      expected: "a list of relationship names, such as [Owner, CreatedBy]",
      examples: [["Owner", "CreatedBy"]]
    })
  ),
  documents: build_default.Optional(flag("Adds a row for each record to the table `documents`, for search indexes and assistants.")),
  content: build_default.Optional(
    list("The fields that make up a document's content; with `documents: true`.", "field names", {
      examples: [["Description", "Website"]]
    })
  )
});
var objects = (kind) => build_default.Optional(list(`${kind} objects to sync with default options: names or globs.`, "object names or globs"));
var salesforceSource = group(
  {
    ...connection2,
    ...commonSourceOptions,
    tables: build_default.Optional(
      build_default.Unsafe({
        type: "object",
        description: 'The objects to sync, by name or glob (such as "*__c"). An exact name wins over a glob.',
        additionalProperties: table,
        minProperties: 1,
        expected: "a mapping of object names to their options"
      })
    ),
    standard_objects: objects("Standard"),
    custom_objects: objects("Custom")
  },
  {
    title: "Salesforce",
    anyOf: [{ required: ["tables"] }, { required: ["standard_objects"] }, { required: ["custom_objects"] }]
  }
);
var loaded = build_default.Object(connection2);

// src/sources/salesforce/setup.ts
var USUAL2 = ["Account", "Contact", "Lead", "Opportunity", "OpportunityLineItem", "Campaign", "Case", "Task", "Event", "User"];
var CONSUMER_KEY = plainValue("client_id", "SF_CLIENT_ID", "the app's Consumer Key");
var CONSUMER_SECRET = secretValue("client_secret", "SF_CLIENT_SECRET", "the app's Consumer Secret");
var address2 = {
  message: `The org's address ("Current My Domain URL" of Setup > My Domain)`,
  example: "https://mycompany.my.salesforce.com",
  parse(pasted) {
    const url = serviceAddress(pasted);
    return url === null ? null : `${url.protocol}//${myDomain(url.host)}`;
  }
};
var setup3 = {
  label: "Salesforce",
  hint: "Sales Cloud, Service Cloud, custom objects",
  usualName: "crm",
  options: [{ name: "url", value: "address", description: "Salesforce's My Domain" }],
  flows: [
    {
      flow: "client_credentials",
      title: "Client credentials",
      hint: "the app signs in as its run-as user; recommended",
      credentials: [CONSUMER_KEY, CONSUMER_SECRET],
      here: true
    },
    {
      flow: "jwt_bearer",
      title: "JWT bearer",
      hint: "a certificate instead of a secret",
      credentials: [
        CONSUMER_KEY,
        plainValue("username", "SF_USERNAME", "user name to sign in as"),
        secretFile("private_key", "SF_PRIVATE_KEY", "the private key (PEM)", "pem")
      ],
      here: true
    },
    {
      flow: "refresh_token",
      title: "Sign in with the browser, once",
      hint: "you sign in as yourself; the refresh token does it from then on",
      credentials: [
        CONSUMER_KEY,
        optionalValue(CONSUMER_SECRET),
        secretValue("refresh_token", "SF_REFRESH_TOKEN", "the refresh token")
      ],
      here: true
    }
  ],
  async ask(_flow, interview) {
    const objection = (answer) => address2.parse(answer) === null ? `An address such as ${address2.example}.` : null;
    const given = await interview.text({ ...address2, option: "url", objection });
    return { connection: { url: address2.parse(given) ?? given }, auth: {}, groups: [] };
  },
  tables: {
    usual: USUAL2,
    example: USUAL2.slice(0, 3).join(", "),
    patterns: customObjects,
    keepsGlobs: true,
    countsRows: false,
    suggest: async (table2) => suggest3(table2)
  },
  signIn: {
    description: "Signs in to Salesforce.",
    help: `
The app (Setup > External Client App Manager) needs the Callback URL http://localhost:1717/OauthRedirect and the OAuth scopes "Manage user
data via APIs (api)" and "Perform requests at any time (refresh_token, offline_access)". With "Refresh Token Rotation" the runs need a
state-encryption-key, to keep the newest token with. If the app
requires its secret, set SF_CLIENT_SECRET for this command.`,
    options: [],
    address: { ...address2, message: "The org's address (Current My Domain URL)" },
    // Salesforce takes a callback address only as it stands in the app; see CALLBACK_PATH in connect/browser-sign-in.ts.
    port: 1717,
    async signIn(how, { url, auth: auth2 }, context) {
      const { signInByBrowser, signInByDevice } = await import("./sources-salesforce-connect-browser-sign-in.js");
      const clientSecret = auth2.client_secret ? new Secret(auth2.client_secret) : null;
      const app = { login: auth2.login_url ?? url, clientId: auth2.client_id ?? "", clientSecret };
      return (how === "device" ? signInByDevice : signInByBrowser)(app, context);
    }
  }
};
function myDomain(host) {
  return host.replace(/\.lightning\.force\.com$/, ".my.salesforce.com").replace(/\.my\.salesforce-setup\.com$/, ".my.salesforce.com");
}
function customObjects(tables) {
  const custom = tables.some((t) => t.name.endsWith("__c"));
  return custom ? [{ value: "*__c", label: "all custom objects (*__c)", hint: "also those that will be made later" }] : [];
}
function suggest3({ ref, schema }) {
  const label = ref.label === ref.name ? "" : ref.label;
  const cursor = schema.cursor === null ? "no cursor: read whole in each run" : "";
  return { pattern: ref.name, options: {}, comment: [label, cursor].filter((part) => part !== "").join("; ") };
}

// src/sources/salesforce/index.ts
var salesforce = {
  type: "salesforce",
  schema: salesforceSource,
  naming: {
    canonical: (written) => written,
    target: (name) => name,
    ignoresCase: true,
    lists: [
      { field: "standard_objects", category: "Standard Objects" },
      { field: "custom_objects", category: "Custom Objects" }
    ],
    computed: ({ documents }) => documents === true ? [{ target: "documents", words: "the table that `documents: true` fills" }] : []
  },
  connection: ({ tables: _, standard_objects: __, custom_objects: ___, exclude: ____, ...options }) => ({ options }),
  // Only where there is a condition: making the parser takes a tenth of a second.
  checkFilter: async (condition) => (await import("./sources-salesforce-plan-filter.js")).checkFilter(condition),
  warnings: warnings2,
  setup: setup3,
  create: async (options, context) => {
    const [{ SalesforceSource }, { TUNING }] = await Promise.all([import("./sources-salesforce-source.js"), import("./sources-salesforce-connect-tuning.js")]);
    return new SalesforceSource(options, context, TUNING);
  }
};
function warnings2({ tables = {} }) {
  return Object.entries(tables).flatMap(([written, options]) => {
    const { content, documents, feeds } = options ?? {};
    return [
      ...content !== void 0 && documents !== true ? [{ path: ["tables", written, "content"], message: "`content` has no effect without `documents: true`." }] : [],
      ...feeds === true && !isGlob(written) && written !== "Case" ? [{ path: ["tables", written, "feeds"], message: "`feeds` is known for Case only and has no effect here." }] : []
    ];
  });
}

// src/sources/registry.ts
var SOURCES = [salesforce, dynamics, postgres];

export {
  SOURCES
};
