import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  isLoopbackHost,
  nationalAuthority,
  openBrowser,
  openSecretStore,
  serviceAddress,
  withSetup,
  wrong
} from "./lib-clack-core.js";
import {
  SOURCE_NAME,
  TAKEN,
  loadConfigText
} from "./lib-ajv.js";
import {
  require_dist
} from "./lib-yaml.js";
import {
  closeSources,
  createSources
} from "./engine-plan-select.js";
import {
  checkFilter,
  isGlob,
  nearest,
  tableMatcher
} from "./lib-picomatch.js";
import "./runtime-masking.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import "./lib-picocolors.js";
import {
  count,
  counted,
  list
} from "./views-facts-format.js";
import {
  CALLBACK
} from "./app-setup-auth-salesforce-2.js";
import "./app-setup-auth-loopback.js";
import {
  Secret
} from "./model-secret.js";
import {
  SSL_MODES,
  canonicalName,
  oneOf
} from "./lib-typebox.js";
import "./model-table.js";
import "./sources-salesforce-connect-oauth-errors.js";
import "./model-loopback.js";
import "./lib-fastest-levenshtein.js";
import {
  organisationOrigin
} from "./sources-dynamics-address.js";
import "./runtime-http.js";
import "./runtime-proxy.js";
import {
  pLimit
} from "./lib-p-limit.js";
import "./model-watermark.js";
import {
  ConfigError,
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  __toESM
} from "./shared.js";

// src/app/setup/init/command.ts
import { randomBytes } from "node:crypto";
import { join as join2, relative as relative2 } from "node:path";

// src/app/setup/init/credentials.ts
import { readFile } from "node:fs/promises";
async function collectValues(credentials, setup, known = {}) {
  const { env, asker, redactor } = setup;
  const values = {};
  const missing = [];
  for (const credential of credentials) {
    const { variable, secret: secret2 } = credential;
    const value2 = known[variable] ?? (env[variable] || await ask(credential, asker));
    if (value2 === void 0) missing.push(credential);
    else values[variable] = value2;
    if (secret2 && value2) redactor.add(value2);
  }
  if (missing.length > 0) throw notSet(missing);
  return values;
}
async function ask({ variable, label, secret: secret2, file: file2, optional: optional2 }, asker) {
  if (!asker.canAsk) return optional2 ? "" : void 0;
  const question = { instead: `the environment variable ${variable}` };
  const or = optional2 ? " (Enter for none)" : "";
  const objection = (answer) => answer === "" && !optional2 ? `${variable} is needed to sign in.` : null;
  if (file2) return readGiven(await asker.text({ ...question, message: `File that holds ${label}${or}`, objection }));
  if (secret2)
    return asker.hidden({ ...question, message: `${variable}: ${label}${or}, used now and not written anywhere`, objection });
  return asker.text({ ...question, message: `${variable}: ${label}${or}`, objection });
}
async function readGiven(path) {
  if (path === "") return "";
  try {
    return await readFile(path.replace(/^~(?=[\\/])/, process.env.HOME ?? "~"), "utf8");
  } catch (error) {
    const reason = error.code ?? String(error);
    throw wrong(`The file ${path} can't be read (${reason}).`, "Give the path of the file as seen from this directory.");
  }
}
function notSet(missing) {
  const names = list(missing.map((c) => c.variable));
  const message = `${names} ${missing.length === 1 ? "is" : "are"} not set, and there is no terminal to ask on.`;
  const hint = "Set them in the environment for this command: they are used to look at the source and never written. Or give --no-connect to write the file without looking.";
  return wrong(message, hint);
}
function completed(env, values, variables) {
  const blanks = Object.fromEntries(variables.map((name) => [name, "not-set"]));
  const set = Object.fromEntries(Object.entries(env).filter(([, value2]) => value2 !== void 0 && value2 !== ""));
  return { ...blanks, ...set, ...values };
}

// src/app/setup/init/draft.ts
function variablesOf(sources) {
  const all = sources.flatMap((source) => [...source.credentials, ...source.ssl?.ca ? [source.ssl.ca] : []]);
  return [...new Map(all.map((credential) => [credential.variable, credential])).values()];
}

// src/app/setup/init/workflow.ts
var KEY_SECRET = "HIGHWATER_KEY";
function renderWorkflow({ action, variables, config, oidc }) {
  const secret2 = (name) => `${name}: \${{ secrets.${name} }}`;
  const pinned = /^[0-9a-f]{40}$/.test(action.ref);
  return `# Written by \`highwater init\`. A sync every two hours, and one by hand whenever you like.
name: Sync

on:
  schedule:
    # Cron is UTC and only as punctual as GitHub's queue; at odd minutes it is shorter. Which of these runs read a table in full is
    # decided by \`run.full_sync_every\` in ${config}, whatever GitHub delays or drops.
    - cron: "17 */2 * * *"
  workflow_dispatch:
    inputs:
      mode:
        description: What to sync
        type: choice
        options: [auto, incremental, full, check, plan]
        default: auto
      allow-deletes:
        description: Delete more than max_delete_fraction (only after a source really was emptied)
        type: boolean
        default: false

# One run at a time, and none is cut off: a second one waits. (A third replaces the second: nothing is lost by that.)
concurrency:
  group: highwater-\${{ github.ref }}
  cancel-in-progress: false

permissions:
  contents: read
${oidc ? "  # For GitHub's own token, with which Entra lets the job in.\n  id-token: write\n" : ""}
jobs:
  sync:
    runs-on: ubuntu-24.04
    # Longer than \`run.timeout\` in ${config}, so that the run stops by itself and saves.
    timeout-minutes: 350
    steps:
      # Actions are pinned to a commit, because a tag can be moved to other code. Dependabot keeps pins and comments up to date.
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2

${pinned ? "" : `      # Pin this one too: \`gh api repos/${action.repository}/commits/${action.ref} --jq .sha\` says the commit to write in place of ${action.ref}.
`}      - name: Sync
        id: sync
        uses: ${action.repository}@${action.ref}
        with:
${config === "highwater.yml" ? "" : `          config: ${config}
`}          # Empty in a run that the schedule started; that counts as \`auto\`.
          mode: \${{ inputs.mode }}
          allow-deletes: \${{ inputs.allow-deletes }}
          # Required in a public repository, wise in every other: whoever can open a pull request can read its caches.
          state-encryption-key: \${{ secrets.${KEY_SECRET} }}
        env:
          # Everything that ${config} names as \${NAME}.
${variables.map((name) => `          ${secret2(name)}`).join("\n")}

      # Only when there is something new: rows changed, tables were read in full (once a day, so that there is always a fresh artifact), or
      # something failed (the other tables are as good as ever, and the report says what failed). Artifacts take up the plan's storage.
      - name: Keep the result
        if: \${{ !cancelled() && steps.sync.outputs.manifest != '' && (failure() || steps.sync.outputs.changed == 'true' || steps.sync.outputs.mode != 'incremental') }}
        uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with:
          name: warehouse
          path: highwater-output
          if-no-files-found: error
          # At most 13 uploads a day, kept 3 days, are 39 copies: 500 MB (the Free plan's storage) hold an output of 12 MB.
          retention-days: 3
          # A run that is started again replaces what it uploaded before.
          overwrite: true
          # DuckDB and Parquet files are compressed already.
          compression-level: 0
`;
}

// src/app/setup/init/next.ts
function nextSteps({ credentials, stored, config, workflow, action, platform }) {
  const missing = credentials.filter((c) => !stored.includes(c.variable)).map(secretCommand);
  const key = stored.includes(KEY_SECRET) ? [] : [keyCommand(platform)];
  const secrets = [...missing, ...key];
  const unknownOwner = action.repository.startsWith("OWNER/");
  return [
    ...secrets.length === 0 ? [] : ["# the secrets of the repository (each asks for its value)", ...secrets, ""],
    ...unknownOwner && workflow !== null ? [`# in ${workflow}: replace OWNER by the owner of the action's repository`, ""] : [],
    "# commit, push, and look whether the workflow gets in; then run it",
    `git add ${[config, ...workflow === null ? [] : [workflow]].join(" ")}`,
    'git commit -m "Sync with Highwater"',
    "git push -u origin HEAD",
    ...workflow === null ? [] : ["gh workflow run highwater.yml -f mode=check", "gh run watch", "gh workflow run highwater.yml"]
  ];
}
function secretCommand({ variable, key, file: file2 }) {
  return file2 ? `gh secret set ${variable} < ${key}.${key === "credentials" ? "json" : "pem"}` : `gh secret set ${variable}`;
}
function keyCommand(platform) {
  const random = platform === "win32" ? `node -p "crypto.randomBytes(32).toString('base64')"` : "openssl rand -base64 32";
  return `${random} | gh secret set ${KEY_SECRET}`;
}

// src/app/setup/init/render.ts
var import_yaml = __toESM(require_dist(), 1);
var WIDTH = 110;
function renderConfig(sources, action) {
  const schema = `https://raw.githubusercontent.com/${action.repository}/${action.ref}/schemas/highwater.schema.json`;
  return [
    `# yaml-language-server: $schema=${schema}`,
    "# Written by `highwater init`. Your editor shows all keys by the line above; docs/configuration.md explains them.",
    "version: 1",
    "",
    "sources:",
    ...sources.flatMap((source, i) => [...i === 0 ? [] : [""], ...renderSource(source)]),
    "",
    "run:",
    "  # Once a day every row of a table is read again: that finds all deletes, and changes that no cursor shows.",
    "  full_sync_every: 1d",
    ""
  ].join("\n");
}
function renderSource(source) {
  const { name, type, connection, flow, auth, credentials, ssl, tables } = source;
  const fields = Object.entries(connection).map(([key, value2]) => `    ${key}: ${scalar(value2)}`);
  const signIn2 = [
    ["flow", flow.flow],
    ...Object.entries(auth).map(([key, value2]) => [key, scalar(value2)]),
    ...credentials.map(({ key, variable }) => [key, `"\${${variable}}"`])
  ];
  return [
    `  ${name}: # also the name of the schema in DuckDB`,
    `    type: ${type}`,
    ...fields,
    `    # ${"${NAME}"} comes from the environment: from the secrets of the repository, by the workflow's \`env:\`.`,
    ...mapping("auth", signIn2),
    ...ssl === null ? [] : mapping("ssl", [["mode", ssl.mode], ...ssl.ca ? [caOf(ssl.ca.variable)] : []]),
    "    tables:",
    ...renderTables(tables)
  ];
}
var caOf = (variable) => ["ca", `"\${${variable}}"`];
function mapping(key, entries) {
  const line = `    ${key}: { ${entries.map(([k, v]) => `${k}: ${v}`).join(", ")} }`;
  if (line.length <= WIDTH) return [line];
  return [`    ${key}:`, ...entries.map(([k, v]) => `      ${k}: ${v}`)];
}
function renderTables(tables) {
  const lines = tables.map((table) => {
    const options = Object.entries(table.options).map(([key, value2]) => `${key}: ${scalar(value2)}`);
    return `${scalar(table.pattern)}: ${options.length === 0 ? "{}" : `{ ${options.join(", ")} }`}`;
  });
  const column = Math.min(64, Math.max(...lines.map((line) => line.length)));
  return tables.map(({ comment, off }, i) => {
    const line = `${off ? "# " : ""}${lines[i] ?? ""}`;
    return `      ${comment === "" ? line : `${line.padEnd(column)}  # ${comment}`}`;
  });
}
function scalar(value2) {
  if (typeof value2 === "number") return String(value2);
  const isPlain = /^[A-Za-z_][\w.-]*$/.test(value2) || /^https?:\/\/[\w.:/-]*[\w/]$/.test(value2);
  return isPlain && (0, import_yaml.parse)(value2) === value2 ? value2 : JSON.stringify(value2);
}

// src/app/setup/init/repository.ts
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
var run = promisify(execFile);
function repositoryRoot(directory) {
  for (let at = resolve(directory); ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at)) return resolve(directory);
  }
}
function pathInRepository(root, file2) {
  return relative(root, resolve(file2)).replaceAll("\\", "/");
}
function parseActionRef(text) {
  const match = /^([\w.-]+\/[\w.-]+)@([\w./-]+)$/.exec(text);
  return match?.[1] === void 0 || match[2] === void 0 ? null : { repository: match[1], ref: match[2] };
}
async function ownActionRef(program) {
  const git = async (...args) => (await run("git", ["-C", program, ...args])).stdout.trim();
  try {
    const root = await git("rev-parse", "--show-toplevel");
    if (!existsSync(join(root, "action.yml"))) return null;
    const repository = /^(?:https:\/\/(?:[^@/]+@)?|ssh:\/\/git@|git@)github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(
      await git("remote", "get-url", "origin")
    )?.[1];
    const commit = await git("rev-parse", "HEAD");
    const known = await git("branch", "--remotes", "--contains", commit);
    return repository === void 0 || known === "" ? null : { repository, ref: commit };
  } catch {
    return null;
  }
}

// src/app/setup/init/flows.ts
var value = (key, variable, label) => ({ key, variable, label, secret: false });
var secret = (key, variable, label) => ({ key, variable, label, secret: true });
var file = (key, variable, label) => ({ ...secret(key, variable, label), file: true });
var optional = (credential) => ({ ...credential, optional: true });
var CONSUMER_KEY = value("client_id", "SF_CLIENT_ID", "the app's Consumer Key");
var CONSUMER_SECRET = secret("client_secret", "SF_CLIENT_SECRET", "the app's Consumer Secret");
var TENANT = value("tenant_id", "AZURE_TENANT_ID", "Directory (tenant) ID");
var CLIENT = value("client_id", "AZURE_CLIENT_ID", "Application (client) ID");
var CLIENT_SECRET = secret("client_secret", "AZURE_CLIENT_SECRET", "the client secret's Value");
var TYPES = [
  { value: "salesforce", label: "Salesforce", hint: "Sales Cloud, Service Cloud, custom objects" },
  { value: "dynamics", label: "Microsoft Dynamics 365 / Dataverse", hint: "Sales, Customer Service, Power Apps" },
  { value: "postgres", label: "PostgreSQL", hint: "also Cloud SQL, RDS, Supabase, Neon…" }
];
var FLOWS = {
  postgres: [
    {
      flow: "password",
      title: "User and password",
      hint: "a user with SELECT alone is enough",
      credentials: [value("user", "PGUSER", "user"), secret("password", "PGPASSWORD", "password")],
      here: true
    },
    {
      flow: "cloudsql_service_account",
      title: "Google Cloud SQL with a service account",
      hint: "no open port needed",
      credentials: [file("credentials", "GCP_SA_KEY", "the service account's key")],
      here: true
    }
  ],
  salesforce: [
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
        value("username", "SF_USERNAME", "user name to sign in as"),
        file("private_key", "SF_PRIVATE_KEY", "the private key (PEM)")
      ],
      here: true
    },
    {
      flow: "refresh_token",
      title: "Sign in with the browser, once",
      hint: "you sign in as yourself; the refresh token does it from then on",
      credentials: [CONSUMER_KEY, optional(CONSUMER_SECRET), secret("refresh_token", "SF_REFRESH_TOKEN", "the refresh token")],
      here: true
    }
  ],
  dynamics: [
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
      here: false
    },
    {
      flow: "certificate",
      title: "Certificate",
      hint: "instead of a secret",
      credentials: [TENANT, CLIENT, file("certificate", "AZURE_CERTIFICATE", "certificate and private key (PEM)")],
      here: true
    },
    {
      flow: "refresh_token",
      title: "Sign in with the browser, once",
      hint: "you sign in as yourself; the refresh token does it from then on",
      credentials: [TENANT, CLIENT, optional(CLIENT_SECRET), secret("refresh_token", "AZURE_REFRESH_TOKEN", "the refresh token")],
      here: true
    }
  ]
};
var SSL_CA = { ...file("ca", "PG_CA", "the certificate authority's certificate (PEM)"), optional: true };
function named(credentials, source, taken) {
  const clashes = credentials.some((c) => taken.has(c.variable));
  if (!clashes) return [...credentials];
  const prefix = source.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  return credentials.map((c) => ({ ...c, variable: `${prefix}_${c.variable}` }));
}

// src/app/setup/init/suggest.ts
var USUAL = {
  salesforce: ["Account", "Contact", "Lead", "Opportunity", "OpportunityLineItem", "Campaign", "Case", "Task", "Event", "User"],
  dynamics: ["account", "contact", "lead", "opportunity", "incident", "systemuser", "transactioncurrency"],
  postgres: []
};
var FEW_ROWS = 2e5;
var CHANGED = /^(updated|modified|changed|last_?(updated|modified|changed|update|change))(_?(at|on|date|time|timestamp))?$|^(system_?modstamp|write_date|mtime)$/i;
function suggest(type, table) {
  const { ref, schema, tracked } = table;
  if (type === "postgres") return suggestForPostgres(table);
  const label = ref.label === ref.name ? "" : ref.label;
  if (type === "dynamics" && tracked && schema.cursor !== null)
    return {
      pattern: ref.name,
      options: { deletes_by: "change_tracking" },
      comment: joined(label, "deletes are seen in every run")
    };
  return {
    pattern: ref.name,
    options: {},
    comment: joined(label, schema.cursor === null ? "no cursor: read whole in each run" : "")
  };
}
function suggestForPostgres({ ref, schema, rows }) {
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
    comment: joined(by, `every write must set ${cursor}; else \`cursor: xmin\``)
  };
}
function switchedOff(ref, reason) {
  const words = reason.startsWith(`${ref.name}: `) ? reason.slice(ref.name.length + 2) : reason;
  return { pattern: ref.name, options: {}, comment: oneComment(words), off: true };
}
function joined(...parts) {
  return oneComment(parts.filter((part) => part !== "").join("; "));
}
function oneComment(text) {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}

// src/app/setup/init/look.ts
var PARALLEL = 4;
var DEFAULTS = {
  types: {},
  sync: "incremental",
  deletes: "remove",
  deletesBy: "full",
  lookbackSeconds: 600,
  fullSyncEverySeconds: 604800,
  maxDeleteFraction: 0.5,
  extra: {},
  path: []
};
async function openSource(draft, action, env, deps) {
  const everything = { ...draft, tables: [{ pattern: "*", options: {}, comment: "" }] };
  const config = await loadConfigText("highwater.yml", renderConfig([everything], action), env, checkFilter);
  for (const secret2 of config.secrets) deps.mask(secret2.reveal());
  const created = await createSources(config, deps, /* @__PURE__ */ new Map(), deps.signal);
  const [first] = created;
  if (first === void 0) throw new Error("a configuration without a source was loaded");
  const close = () => closeSources(created);
  try {
    const access = await first.source.connect();
    const tables = await first.source.list();
    return { access, tables, notices: first.notices, describe: (refs) => describeAll(draft, first.source, refs), close };
  } catch (error) {
    await close();
    throw toHighwaterError(error);
  }
}
async function describeAll(draft, source, refs) {
  const limit = pLimit(PARALLEL);
  const access = draft.type === "postgres" ? await source.access(refs.map((ref) => ({ ref, options: DEFAULTS }))) : [];
  const rows = new Map(access.map((a) => [a.ref.name, a.rows]));
  return Promise.all(refs.map((ref) => limit(() => describeOne(draft, source, ref, rows.get(ref.name) ?? null))));
}
async function describeOne(draft, source, ref, rows) {
  try {
    const schema = await source.describe(ref, DEFAULTS);
    const tracked = draft.type === "dynamics" && await isTracked(source, ref);
    return suggest(draft.type, { ref, schema, rows, tracked });
  } catch (error) {
    const { code, message, hint } = toHighwaterError(error);
    if (code === "INTERRUPTED") throw error;
    return switchedOff(ref, `${message} ${hint}`);
  }
}
async function isTracked(source, ref) {
  try {
    await source.describe(ref, { ...DEFAULTS, deletesBy: "change_tracking" });
    return true;
  } catch (error) {
    if (error instanceof HighwaterError && error.code === "CHANGE_TRACKING_OFF") return false;
    throw error;
  }
}

// src/app/setup/init/questions.ts
var USUAL_NAMES = { salesforce: "crm", dynamics: "erp", postgres: "db" };
async function askType(flags, asker) {
  const types = TYPES.map((t) => t.value);
  if (flags.type !== void 0) return oneOfThese("--type", flags.type, types);
  return asker.choose({ message: "What is to be synced?", instead: `--type (${oneOf(types)})`, choices: TYPES });
}
async function askName(flags, asker, type, taken) {
  const objection = (name) => {
    if (!new RegExp(SOURCE_NAME).test(name)) return "A name of letters, digits, _ and -, that starts with a letter.";
    if (TAKEN.has(name.toLowerCase())) return "DuckDB uses this name itself; choose another.";
    const isTaken = taken.some((other) => other.toLowerCase() === name.toLowerCase());
    return isTaken ? `There is a source ${name} already.` : null;
  };
  const usual = USUAL_NAMES[type];
  const free = taken.includes(usual) ? `${usual}${taken.length + 1}` : usual;
  if (flags.source !== void 0) return checked("--source", flags.source, objection);
  if (!asker.canAsk || flags.yes) return free;
  const message = "A short name for it (it becomes the schema in DuckDB)";
  return asker.text({ message, instead: "--source crm", initial: free, objection });
}
async function askConnection(flags, asker, type, flow) {
  if (type !== "postgres") return { url: await askUrl(flags, asker, type) };
  const needed = (answer) => answer === "" ? "This is needed." : null;
  const database = async () => flags.database ?? asker.text({ message: "Database", instead: "--database sales", objection: needed });
  if (flow.flow === "cloudsql_service_account") return { database: await database() };
  const noHost = (answer) => /^[^\s/@:]+$|^[0-9A-Fa-f:.]+$|^\//.test(answer) ? null : "A host name or address, without a port or a user.";
  const host = checked(
    "--host",
    flags.host ?? await asker.text({ message: "Host", instead: "--host db.example.com", example: "db.example.com", objection: noHost }),
    noHost
  );
  const noPort = (answer) => /^\d{1,5}$/.test(answer) && Number(answer) > 0 && Number(answer) < 65536 ? null : "A number from 1 to 65535.";
  const asked = async () => asker.canAsk && !flags.yes ? asker.text({ message: "Port", instead: "--port 5432", initial: "5432", objection: noPort }) : "5432";
  const port = Number(checked("--port", flags.port ?? await asked(), noPort));
  return { host, ...port === 5432 ? {} : { port }, database: await database() };
}
async function askUrl(flags, asker, type) {
  const [message, example] = type === "salesforce" ? [`The org's address ("Current My Domain URL" of Setup > My Domain)`, "https://mycompany.my.salesforce.com"] : [
    "The environment's address (its Environment URL in the Power Platform admin center)",
    "https://org123.crm12.dynamics.com"
  ];
  const objection = (answer) => serviceAddress(type, answer) === null ? `An address such as ${example}.` : null;
  const given = flags.url ?? await asker.text({ message, instead: `--url ${example}`, example, objection });
  return serviceAddress(type, checked("--url", given, objection)) ?? given;
}
async function askFlow(flags, asker, type) {
  const flows = FLOWS[type];
  const names = flows.map((f) => f.flow);
  const asked = async () => asker.canAsk && !flags.yes ? asker.choose({
    message: "How does Highwater sign in?",
    instead: `--flow (${oneOf(names)})`,
    choices: flows.map((f) => ({ value: f.flow, label: f.title, hint: f.hint }))
  }) : names[0];
  const chosen = oneOfThese("--flow", flags.flow ?? await asked() ?? "", names);
  const flow = flows.find((f) => f.flow === chosen);
  if (flow === void 0) throw new Error(`no flow ${chosen}`);
  return flow;
}
async function askAuth(flags, asker, flow, url) {
  if (flow.flow === "cloudsql_service_account") {
    const shape = (answer) => /^[^\s:]+(:[^\s:]+){2,3}$/.test(answer) ? null : "Written as project:region:name.";
    const message = "The instance's connection name (Cloud SQL > the instance > Overview)";
    const instead = "--instance project:region:name";
    return {
      instance: checked("--instance", flags.instance ?? await asker.text({ message, instead, objection: shape }), shape)
    };
  }
  const authority = flags.authority ?? (url === null ? null : nationalAuthority(url));
  return authority === null ? {} : { authority };
}
async function askSsl(flags, asker, env, host) {
  if (host === null) return null;
  const given = flags.sslMode === void 0 ? null : oneOfThese("--ssl-mode", flags.sslMode, SSL_MODES);
  const hasCa = (env[SSL_CA.variable] ?? "") !== "";
  const withCa = (mode, wanted) => ({ mode, ca: wanted ? SSL_CA : null });
  if (given !== null) return withCa(given, hasCa && given.startsWith("verify-"));
  if (isLoopbackHost(host)) return null;
  if (!asker.canAsk || flags.yes) return withCa("verify-full", hasCa);
  const chosen = await asker.choose({
    message: "How is the connection encrypted?",
    instead: "--ssl-mode",
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
  return chosen === "ca" ? withCa("verify-full", true) : withCa(chosen, false);
}
function oneOfThese(flag, given, values) {
  const found = values.find((value2) => value2 === given);
  if (found === void 0) throw wrong(`${flag} ${given}: expected ${oneOf(values)}.`, `Give ${flag} as one of these.`);
  return found;
}
function checked(flag, given, objection) {
  const words = objection(given);
  if (words !== null) throw wrong(`${flag} ${given}: this will not do.`, words);
  return given;
}

// src/app/setup/init/refresh-token.ts
async function obtainRefreshToken(draft, setup) {
  const { asker, env, redactor } = setup;
  const wanted = draft.credentials.find((c) => c.key === "refresh_token");
  if (wanted === void 0 || !asker.canAsk || env[wanted.variable]) return {};
  const how = await asker.choose({
    message: `There is no ${wanted.variable} yet`,
    instead: `the environment variable ${wanted.variable}`,
    choices: [
      { value: "browser", label: "Sign in with the browser now" },
      { value: "device", label: "Sign in on another device", hint: "with a code" },
      { value: "paste", label: "I have a refresh token" }
    ]
  });
  if (how === "paste") return {};
  const values = await collectValues(
    draft.credentials.filter((c) => c !== wanted),
    setup
  );
  const { refreshToken } = await signIn(draft, values, how, setup);
  redactor.add(refreshToken.reveal());
  return { ...values, [wanted.variable]: refreshToken.reveal() };
}
async function signIn(draft, values, how, setup) {
  const value2 = (key) => values[draft.credentials.find((c) => c.key === key)?.variable ?? ""] ?? "";
  const clientSecret = value2("client_secret") === "" ? null : new Secret(value2("client_secret"));
  const clientId = value2("client_id");
  const url = String(draft.connection.url);
  const context = {
    signal: setup.signal,
    mask: (secret2) => setup.redactor.add(secret2),
    say: (words) => setup.asker.say(words),
    open: openBrowser,
    port: draft.type === "salesforce" ? CALLBACK.port : 0,
    timeoutMs: 6e5,
    slowDownMs: 5e3
  };
  if (draft.type === "salesforce") {
    const { signInByBrowser: signInByBrowser2, signInByDevice: signInByDevice2 } = await import("./app-setup-auth-salesforce.js");
    return (how === "device" ? signInByDevice2 : signInByBrowser2)({ login: url, clientId, clientSecret }, context);
  }
  const { signInByBrowser, signInByDevice } = await import("./app-setup-auth-dynamics.js");
  const authority = draft.auth.authority ?? "https://login.microsoftonline.com";
  const app = { resource: organisationOrigin(url), authority, tenant: value2("tenant_id"), clientId, clientSecret };
  return (how === "device" ? signInByDevice : signInByBrowser)(app, context);
}

// src/app/setup/init/tables.ts
async function chooseTables(type, open, flags, asker) {
  if (open === null) return (await typedNames(type, flags, asker)).map((pattern) => ({ pattern, options: {}, comment: "" }));
  const shown = open.tables.filter((t) => t.exactOnly !== true);
  if (shown.length === 0) {
    const hint = "Give the user the right to read tables; `highwater check` names what is missing for a table.";
    throw new HighwaterError("TABLE_NOT_FOUND", "There is no table that this user may read.", hint);
  }
  for (; ; ) {
    const names = await namesFor(type, shown, flags, asker);
    const { globs, refs } = resolved(type, names, open.tables);
    const drafts = [...await open.describe(refs), ...globs.map(asGlob)];
    if (!drafts.every((draft) => draft.off)) return drafts;
    const reasons = drafts.map((draft) => `${draft.pattern}: ${draft.comment}`).join("\n");
    if (!asker.canAsk || flags.tables !== void 0)
      throw new HighwaterError("TABLE_NOT_READABLE", reasons, "Choose other tables, or give this user the right to read these.");
    asker.warn(`None of these can be read.
${reasons}`);
  }
}
function asGlob(pattern) {
  return { pattern, options: {}, comment: "also those that will be made later" };
}
async function typedNames(type, flags, asker) {
  const example = type === "postgres" ? "deals, accounts" : USUAL[type].slice(0, 3).join(", ");
  const objection = (answer) => listed(answer).length === 0 ? "At least one." : null;
  const message = "Tables, with commas between them (globs such as * are taken too)";
  return listed(flags.tables ?? await asker.text({ message, instead: `--tables "${example}"`, example, objection }));
}
async function namesFor(type, tables, flags, asker) {
  if (flags.tables !== void 0) return listed(flags.tables);
  const usual = USUAL[type].filter((name) => tables.some((t) => t.name === name));
  if (flags.yes) return usual.length > 0 ? usual : ["*"];
  return asker.pick({
    message: `Which of the ${count(tables.length)} tables?`,
    instead: "--tables, or --yes for the usual ones",
    choices: [...wholes(type, tables), ...sorted(tables, usual).map(choiceOf)],
    picked: usual
  });
}
function wholes(type, tables) {
  if (type === "postgres") return [{ value: "*", label: "all tables of the schema public" }];
  const custom = tables.some((t) => t.name.endsWith("__c"));
  return custom ? [{ value: "*__c", label: "all custom objects (*__c)", hint: "also those that will be made later" }] : [];
}
function sorted(tables, usual) {
  const rank = ({ name }) => usual.includes(name) ? usual.indexOf(name) : usual.length;
  return [...tables].sort((a, b) => rank(a) - rank(b));
}
function choiceOf({ name, label, kind }) {
  return { value: name, label: label === name ? name : `${name}  ${label}`, hint: kind };
}
function listed(text) {
  const names = text.split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}
function resolved(type, names, tables) {
  const refs = /* @__PURE__ */ new Set();
  const globs = [];
  for (const written of names) {
    const name = type === "postgres" ? canonicalName(written) : written;
    const found = tables.filter((t) => t.name === name || isGlob(name) && t.exactOnly !== true && tableMatcher(name)(t.name));
    if (found.length === 0) throw notFound(name, tables);
    if (isGlob(name) && type !== "postgres") globs.push(name);
    else for (const ref of found) refs.add(ref);
  }
  return { globs, refs: [...refs] };
}
function notFound(name, tables) {
  const all = tables.filter((t) => t.exactOnly !== true).map((t) => t.name);
  const near = nearest(name, all);
  return wrong(
    `--tables ${name}: there is no such table, or this user may not see it.`,
    `${near === void 0 ? "" : `Did you mean ${near}? `}There are: ${all.slice(0, 20).join(", ")}${all.length > 20 ? "…" : ""}.`
  );
}

// src/app/setup/init/source.ts
async function draftSource(flags, before, action, setup) {
  const { asker } = setup;
  const type = await askType(flags, asker);
  const taken = before.map((s) => s.name);
  const name = await askName(flags, asker, type, taken);
  for (; ; ) {
    const bare = await askHow(flags, type, name, before, setup);
    const looked = await look(flags, bare, action, setup);
    if (looked === "again") continue;
    const { open, values } = looked;
    try {
      const tables = await chooseTables(type, open, flags, asker);
      for (const notice of open?.notices ?? []) asker.warn(notice);
      return { source: { ...looked.source, tables }, values };
    } finally {
      await open?.close();
    }
  }
}
async function askHow(flags, type, name, before, { asker, env }) {
  const flow = await askFlow(flags, asker, type);
  const connection = await askConnection(flags, asker, type, flow);
  const url = typeof connection.url === "string" ? connection.url : null;
  const auth = await askAuth(flags, asker, flow, url);
  const ssl = await askSsl(flags, asker, env, typeof connection.host === "string" ? connection.host : null);
  const taken = new Set(before.flatMap((s) => [...s.credentials, ...s.ssl?.ca ? [s.ssl.ca] : []].map((c) => c.variable)));
  const all = named([...flow.credentials, ...ssl?.ca ? [ssl.ca] : []], name, taken);
  const ca = all.find((c) => c.key === "ca") ?? null;
  return {
    name,
    type,
    connection,
    flow,
    auth,
    credentials: all.filter((c) => c !== ca),
    ssl: ssl === null ? null : { ...ssl, ca },
    tables: []
  };
}
async function look(flags, draft, action, setup) {
  const { asker, env, deps } = setup;
  const blind = () => ({ source: withoutUnset(draft, env), open: null, values: {} });
  if (!flags.connect) return blind();
  if (!draft.flow.here) {
    asker.warn(`${draft.flow.title} works in the workflow only, so the source can't be looked at from here.`);
    return blind();
  }
  for (; ; ) {
    try {
      const all = [...draft.credentials, ...draft.ssl?.ca ? [draft.ssl.ca] : []];
      const token = await obtainRefreshToken(draft, setup);
      const values = await collectValues(all, setup, token);
      const source = withoutUnset(draft, values);
      asker.say(`Signing in to ${place(draft)} …`);
      const open = await openSource(source, action, completed(env, values, []), deps);
      asker.say(
        `Signed in as ${open.access.identity} (${open.access.server}): ${counted(open.tables.filter((t) => t.exactOnly !== true).length, "table")}.`
      );
      return { source, open, values };
    } catch (error) {
      const choice = await afterFailure(error, setup);
      if (choice === "change") return "again";
      if (choice === "blind") return blind();
    }
  }
}
async function afterFailure(error, { asker }) {
  if (!(error instanceof HighwaterError) || error.code === "INTERRUPTED") throw error;
  if (!asker.canAsk) {
    if (error.code === "INPUT_INVALID") throw error;
    const hint = `${error.hint}
Nothing was written. --no-connect writes the files without looking at the source.`;
    throw new HighwaterError(error.code, error.message, hint, { cause: error });
  }
  asker.warn(`${error.message}
→ ${error.hint}`);
  const choice = await asker.choose({
    message: "What now?",
    instead: "--no-connect",
    choices: [
      { value: "retry", label: "Try again", hint: "with the same address; asks for the credentials again" },
      { value: "change", label: "Change the answers" },
      { value: "blind", label: "Write the file anyway", hint: "you type the names of the tables" },
      { value: "stop", label: "Stop here", hint: "nothing is written" }
    ]
  });
  if (choice === "stop")
    throw new HighwaterError("INTERRUPTED", "Stopped.", "Nothing was written; start again whenever you like.");
  return choice;
}
function withoutUnset(draft, values) {
  const keeps = (c) => !c.optional || (values[c.variable] ?? "") !== "";
  const ssl = draft.ssl === null ? null : { ...draft.ssl, ca: draft.ssl.ca !== null && keeps(draft.ssl.ca) ? draft.ssl.ca : null };
  return { ...draft, credentials: draft.credentials.filter(keeps), ssl };
}
function place({ connection, auth }) {
  return String(connection.url ?? connection.host ?? auth.instance ?? "the source");
}

// src/app/setup/init/write.ts
import { existsSync as existsSync2 } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname as dirname2 } from "node:path";
async function mayWrite(files, flags, asker) {
  const existing = files.filter((file2) => existsSync2(file2));
  if (flags.force || existing.length === 0) return true;
  if (!asker.canAsk) throw new ConfigError(existing.map(existsAlready), "INPUT_INVALID");
  const message = `${list(existing)} exists already. Write it anew? What is in it now will be lost.`;
  return asker.confirm({ message, instead: "--force", initial: false });
}
function existsAlready(file2) {
  return {
    code: "INPUT_INVALID",
    message: `${file2} exists already. Nothing was written.`,
    hint: "--force writes it anew; --config names another file; --no-workflow leaves the workflow alone."
  };
}
async function writeWhole(file2, text) {
  await mkdir(dirname2(file2), { recursive: true });
  const fresh = `${file2}.${process.pid}.new`;
  try {
    await writeFile(fresh, text, { flag: "wx" });
    await rename(fresh, file2);
  } finally {
    await rm(fresh, { force: true });
  }
}

// src/app/setup/init/command.ts
function initCommand(flags) {
  return withSetup(async (setup) => {
    const { asker } = setup;
    const root = repositoryRoot(process.cwd());
    const workflow = relative2("", join2(root, ".github", "workflows", "highwater.yml"));
    const atOnce = asker.canAsk || flags.workflow === false ? [flags.config] : [flags.config, workflow];
    if (!await mayWrite(atOnce, flags, asker)) {
      asker.say("Nothing was written.");
      return EXIT.succeeded;
    }
    const action = await actionOf(flags);
    const { sources, values } = await draftSources(flags, action, setup);
    await writeConfig(flags.config, sources, values, action, setup);
    const written = await wantsWorkflow(flags, workflow, setup) ? workflow : null;
    if (written !== null) await writeWorkflow(written, pathInRepository(root, flags.config), sources, action, setup);
    const stored = await storeSecrets(values, setup);
    const credentials = variablesOf(sources);
    const { platform } = process;
    asker.commands("Next:", nextSteps({ credentials, stored, config: flags.config, workflow: written, action, platform }));
    return EXIT.succeeded;
  });
}
async function writeConfig(file2, sources, values, action, { asker, env }) {
  const text = renderConfig(sources, action);
  const variables = variablesOf(sources).map((c) => c.variable);
  await loadConfigText(file2, text, completed(env, values, variables), checkFilter);
  await writeWhole(file2, text);
  asker.say(`Wrote ${file2}.`);
}
async function writeWorkflow(file2, config, sources, action, { asker }) {
  const variables = variablesOf(sources).map((c) => c.variable);
  const oidc = sources.some((s) => s.flow.flow === "github_oidc");
  await writeWhole(file2, renderWorkflow({ action, variables, config, oidc }));
  asker.say(`Wrote ${file2}.`);
}
async function wantsWorkflow(flags, file2, { asker }) {
  if (!asker.canAsk) return flags.workflow ?? true;
  const message = `Write the workflow too (${file2}: a sync every two hours, a full one every night)?`;
  const instead = "--workflow or --no-workflow";
  const wanted = flags.workflow ?? (flags.yes || await asker.confirm({ message, instead, initial: true }));
  return wanted && mayWrite([file2], flags, asker);
}
async function actionOf(flags) {
  if (flags.action === void 0)
    return await ownActionRef(import.meta.dirname) ?? { repository: "OWNER/highwater", ref: "v1" };
  const given = parseActionRef(flags.action);
  if (given === null)
    throw wrong(`--action ${flags.action}: expected OWNER/NAME@REF.`, "For example --action acme/highwater@v1.");
  return given;
}
async function draftSources(flags, action, setup) {
  const { asker } = setup;
  const sources = [];
  let values = {};
  let given = flags;
  for (; ; ) {
    const drafted = await draftSource(given, sources, action, setup);
    sources.push(drafted.source);
    values = { ...values, ...drafted.values };
    if (!asker.canAsk || flags.yes) break;
    if (!await asker.confirm({ message: "Another source?", instead: "one source a command", initial: false })) break;
    const { config, connect } = flags;
    given = { config, connect };
  }
  return { sources, values };
}
async function storeSecrets(values, { asker }) {
  const given = Object.entries(values).filter(([, value2]) => value2 !== "");
  if (!asker.canAsk || given.length === 0) return [];
  const stored = [];
  try {
    const store = await openSecretStore(null);
    const hasKey = (await store.names()).includes(KEY_SECRET);
    const key = [KEY_SECRET, randomBytes(32).toString("base64")];
    const secrets = hasKey ? given : [...given, key];
    const names = secrets.map(([name]) => name).join(", ");
    const made = hasKey ? "" : ` (${KEY_SECRET} is made now; it encrypts the saved state)`;
    const message = `Store ${names} as secrets of ${store.repository} now?${made}`;
    if (hasKey) stored.push(KEY_SECRET);
    if (!await asker.confirm({ message, instead: "", initial: true })) return stored;
    for (const [name, value2] of secrets) {
      await store.set(name, value2);
      stored.push(name);
    }
    asker.say(`Stored ${names}.`);
  } catch (error) {
    if (!(error instanceof HighwaterError) || error.code !== "GITHUB_CLI_FAILED") throw error;
    asker.warn(
      `${error.message} In the browser, secrets are set under Settings > Secrets and variables > Actions of the repository.`
    );
  }
  return stored;
}
export {
  initCommand
};
