import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  GithubCliError,
  openBrowser,
  openSecretStore,
  withSetup,
  wrong
} from "./lib-clack-prompts.js";
import {
  statePlaceOf
} from "./app-terminal-flags.js";
import "./app-terminal-terminal-session.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import "./state-segments-segment-store.js";
import {
  RESERVED_SCHEMAS,
  SOURCE_NAME,
  loadConfigText
} from "./config-explain-explain.js";
import "./config-load-syntax.js";
import {
  closeSources,
  createSources,
  listTables,
  schemaOf
} from "./engine-plan-select-columns.js";
import "./model-in-stage.js";
import {
  isGlob,
  tableMatcher
} from "./lib-picomatch.js";
import "./runtime-read-through.js";
import {
  nearest
} from "./config-explain-nearest.js";
import {
  count,
  counted,
  list
} from "./views-facts-format.js";
import "./model-table-check.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./sources-salesforce-options.js";
import "./model-state-format.js";
import "./model-secret.js";
import "./sources-postgres-options.js";
import "./lib-fastest-levenshtein.js";
import "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./config-load-tree.js";
import {
  require_dist
} from "./lib-yaml.js";
import "./config-declare-units.js";
import "./sources-dynamics-options.js";
import {
  successorOf
} from "./sources-shared-sign-in.js";
import "./config-declare-options.js";
import {
  oneOf
} from "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import "./objects-in-parallel.js";
import {
  pLimit
} from "./lib-p-limit.js";
import "./objects-store-address.js";
import "./model-loopback.js";
import {
  ConfigError,
  HighwaterError,
  VERSION,
  toHighwaterError
} from "./model-errors.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_child_process
} from "./builtins-node-child_process.js";
import {
  require_node_util
} from "./builtins-node-util.js";
import "./builtins-node-process.js";
import {
  require_node_fs
} from "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/app/setup/init/command.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);

// src/app/setup/init/credentials.ts
var import_promises = __toESM(require_promises(), 1);
function variablesOf(sources) {
  const all = sources.flatMap(credentialsOf);
  return [...new Map(all.map((credential) => [credential.variable, credential])).values()];
}
function credentialsOf({ credentials, groups }) {
  return [...credentials, ...groups.flatMap((group) => group.credentials)];
}
function withCredentials(draft, change) {
  const changed = (all) => all.map(change).filter((c) => c !== null);
  const groups = draft.groups.map((group) => ({ ...group, credentials: changed(group.credentials) }));
  return { ...draft, credentials: changed(draft.credentials), groups };
}
function withOwnVariables(draft, taken) {
  if (!credentialsOf(draft).some((c) => taken.has(c.variable))) return draft;
  const prefix = draft.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  return withCredentials(draft, (c) => ({ ...c, variable: `${prefix}_${c.variable}` }));
}
async function collectValues(credentials, setup, known = {}) {
  const { env, asker, redactor } = setup;
  const values = {};
  const missing = [];
  for (const credential of credentials) {
    const { variable, secret } = credential;
    const value = known[variable] ?? (env[variable] || await ask(credential, asker));
    if (value === void 0) missing.push(credential);
    else values[variable] = value;
    if (secret && value) redactor.add(value);
  }
  if (missing.length > 0) throw notSet(missing);
  return values;
}
async function ask({ variable, label, secret, file, optional }, asker) {
  if (!asker.canAsk) return optional ? "" : void 0;
  const question = { instead: `the environment variable ${variable}` };
  const or = optional ? " (Enter for none)" : "";
  const objection = (answer) => answer === "" && !optional ? `${variable} is needed to sign in.` : null;
  if (file) return readGiven(await asker.text({ ...question, message: `File that holds ${label}${or}`, objection }));
  if (secret)
    return asker.hidden({ ...question, message: `${variable}: ${label}${or}, used now and not written anywhere`, objection });
  return asker.text({ ...question, message: `${variable}: ${label}${or}`, objection });
}
async function readGiven(path) {
  if (path === "") return "";
  try {
    return await (0, import_promises.readFile)(path.replace(/^~(?=[\\/])/, process.env.HOME ?? "~"), "utf8");
  } catch (error) {
    const reason = error.code ?? String(error);
    throw wrong(`The file ${path} can't be read (${reason}).`, "Give a path relative to this directory.");
  }
}
function notSet(missing) {
  const names = list(missing.map((c) => c.variable));
  const message = `${names} ${missing.length === 1 ? "is" : "are"} not set, and there is no terminal to ask for ${missing.length === 1 ? "it" : "them"}.`;
  const hint = "Set them in the environment of this command. They are used to look at the source, and never written. Or use --no-connect to write the file without looking.";
  return wrong(message, hint);
}
function completed(env, values, variables) {
  const blanks = Object.fromEntries(variables.map((name) => [name, "not-set"]));
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== void 0 && value !== ""));
  return { ...blanks, ...set, ...values };
}
async function obtainRefreshToken(draft, signIn, setup) {
  const { asker, env, redactor, signal } = setup;
  const wanted = draft.credentials.find((c) => c.key === "refresh_token");
  if (wanted === void 0 || signIn === void 0 || !asker.canAsk || env[wanted.variable]) return {};
  const how = await asker.choose({
    message: `${wanted.variable} is not set yet. How do you want to get it?`,
    instead: `the environment variable ${wanted.variable}`,
    choices: [
      { value: "browser", label: "Sign in with the browser now" },
      { value: "device", label: "Sign in on another device", hint: "with a code" },
      { value: "paste", label: "I have a refresh token" }
    ]
  });
  if (how === "paste") return {};
  const others = draft.credentials.filter((c) => c !== wanted);
  const values = await collectValues(others, setup);
  const byKey = Object.fromEntries(others.map((c) => [c.key, values[c.variable]]));
  const { refreshToken } = await signIn.signIn(
    how,
    { url: String(draft.connection.url), auth: { ...draft.auth, ...byKey } },
    {
      signal,
      mask: (secret) => redactor.add(secret),
      say: (words) => asker.say(words),
      open: openBrowser,
      port: signIn.port,
      timeoutMs: 6e5,
      slowDownMs: 5e3
    }
  );
  redactor.add(refreshToken.reveal());
  return { ...values, [wanted.variable]: refreshToken.reveal() };
}

// src/app/setup/init/render.ts
var import_yaml = __toESM(require_dist(), 1);
var WIDTH = 110;
var NOTIFY = [
  "# To be told when a sync fails and when it works again, remove the # of these lines (docs/notify.md).",
  "# notify:",
  "#   - github_issue: true # also add `issues: write` to the permissions in the workflow",
  "#   - slack: ${SLACK_WEBHOOK_URL} # or teams: ${TEAMS_WEBHOOK_URL}; also set it in the `env:` of the workflow"
];
function renderConfig(sources, action) {
  const schema = `https://raw.githubusercontent.com/${action.repository}/${action.ref}/schemas/highwater.schema.json`;
  return [
    `# yaml-language-server: $schema=${schema}`,
    "# Written by `highwater init`. With the line above, your editor completes all keys; docs/configuration.md explains them.",
    "version: 1",
    "",
    "sources:",
    ...sources.flatMap((source, i) => [...i === 0 ? [] : [""], ...renderSource(source)]),
    "",
    "run:",
    "  # Reads every row of a table again once a day. This finds all deletes, and changes that no cursor shows.",
    "  full_sync_every: 1d",
    "",
    ...NOTIFY,
    ""
  ].join("\n");
}
function renderSource(source) {
  const { name, type, connection, flow, auth, credentials, groups, tables } = source;
  const fields = Object.entries(connection).map(([key, value]) => `    ${key}: ${scalar(value)}`);
  const signIn = [
    ["flow", flow.flow],
    ...Object.entries(auth).map(plainField),
    ...credentials.map(reference)
  ];
  return [
    `  ${name}: # the name of the schema in DuckDB`,
    `    type: ${type}`,
    ...fields,
    `    # ${"${NAME}"} comes from the environment: the workflow's \`env:\` sets it from the repository's secrets.`,
    ...mapping("auth", signIn),
    ...groups.flatMap(
      (group) => mapping(group.key, [...Object.entries(group.fields).map(plainField), ...group.credentials.map(reference)])
    ),
    "    tables:",
    ...renderTables(tables)
  ];
}
var reference = ({ key, variable }) => [key, `"\${${variable}}"`];
var plainField = ([key, value]) => [key, scalar(value)];
function mapping(key, entries) {
  const line = `    ${key}: { ${entries.map(([k, v]) => `${k}: ${v}`).join(", ")} }`;
  if (line.length <= WIDTH) return [line];
  return [`    ${key}:`, ...entries.map(([k, v]) => `      ${k}: ${v}`)];
}
function renderTables(tables) {
  const lines = tables.map((table) => {
    const options = Object.entries(table.options).map(([key, value]) => `${key}: ${scalar(value)}`);
    return `${scalar(table.pattern)}: ${options.length === 0 ? "{}" : `{ ${options.join(", ")} }`}`;
  });
  const column = Math.min(64, Math.max(...lines.map((line) => line.length)));
  return tables.map(({ comment, off }, i) => {
    const line = `${off ? "# " : ""}${lines[i] ?? ""}`;
    return `      ${comment === "" ? line : `${line.padEnd(column)}  # ${comment}`}`;
  });
}
function scalar(value) {
  if (typeof value === "number") return String(value);
  const isPlain = /^[A-Za-z_][\w.-]*$/.test(value) || /^https?:\/\/[\w.:/-]*[\w/]$/.test(value);
  return isPlain && (0, import_yaml.parse)(value) === value ? value : JSON.stringify(value);
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
  calculatedEverySeconds: 86400,
  maxDeleteFraction: 0.5,
  extra: {},
  path: []
};
async function openSource(draft, definition, action, { env, deps }) {
  const everything = { ...draft, tables: [{ pattern: "*", options: {}, comment: "" }] };
  const config = await loadConfigText("highwater.yml", renderConfig([everything], action), env, [definition]);
  for (const secret of config.secrets) deps.mask(secret.reveal());
  const created = await createSources(config, deps, /* @__PURE__ */ new Map(), deps.signal);
  const [first] = created;
  if (first === void 0) throw new Error("a configuration without a source was loaded");
  const close = () => closeSources(created);
  try {
    const access = await first.source.connect();
    const tables = await listTables(first.source);
    return {
      access,
      tables,
      notices: first.notices,
      describe: (refs) => describeAll(definition.setup.tables, first.source, refs),
      close
    };
  } catch (error) {
    await close();
    throw toHighwaterError(error);
  }
}
async function describeAll(setup, source, refs) {
  const chosen = refs.map((ref) => ({ ref, options: DEFAULTS }));
  const access = setup.countsRows ? await source.access(chosen) : [];
  const rows = new Map(access.map((a) => [a.ref.name, a.rows]));
  const limit = pLimit(PARALLEL);
  const described = await source.describe(chosen);
  return Promise.all(described.map((one) => limit(() => draftOf(setup, source, one, rows.get(one.chosen.ref.name) ?? null))));
}
async function draftOf(setup, source, described, rows) {
  const { ref } = described.chosen;
  if (!("schema" in described)) {
    const { family, message, hint } = toHighwaterError(described.error);
    if (family === "interrupted") throw described.error;
    return switchedOff(ref, `${message} ${hint}`);
  }
  const describe = async (options) => {
    const [again] = await source.describe([{ ref, options: { ...DEFAULTS, ...options } }]);
    if (again === void 0 || !("schema" in again)) throw again?.error;
    return schemaOf(again);
  };
  const draft = await setup.suggest({ ref, schema: schemaOf(described), rows, describe });
  return { ...draft, comment: oneComment(draft.comment) };
}
function switchedOff(ref, reason) {
  const words = reason.startsWith(`${ref.name}: `) ? reason.slice(ref.name.length + 2) : reason;
  return { pattern: ref.name, options: {}, comment: oneComment(words), off: true };
}
function oneComment(text) {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}

// src/app/setup/init/tables.ts
async function chooseTables(definition, open, flags, asker) {
  if (open === null)
    return (await typedNames(definition, flags, asker)).map((pattern) => ({ pattern, options: {}, comment: "" }));
  const shown = open.tables.filter((t) => t.exactOnly !== true);
  if (shown.length === 0) {
    const hint = "Allow the user to read tables. `highwater check` says what is missing for each table.";
    throw new HighwaterError("TABLE_NOT_FOUND", "This user can read no table.", hint);
  }
  for (; ; ) {
    const names = await namesFor(definition, shown, flags, asker);
    const { globs, refs } = resolved(definition, names, open.tables);
    const drafts = [...await open.describe(refs), ...globs.map(asGlob)];
    if (!drafts.every((draft) => draft.off)) return drafts;
    const reasons = drafts.map((draft) => `${draft.pattern}: ${draft.comment}`).join("\n");
    if (!asker.canAsk || flags.tables !== void 0)
      throw new HighwaterError("TABLE_NOT_READABLE", reasons, "Choose other tables, or allow this user to read these.");
    asker.warn(`None of these can be read.
${reasons}`);
  }
}
function asGlob(pattern) {
  return { pattern, options: {}, comment: "tables created later, too" };
}
async function typedNames(definition, flags, asker) {
  const { example } = definition.setup.tables;
  const objection = (answer) => listed(answer).length === 0 ? "Name at least one." : null;
  const message = "Tables, separated by commas (globs such as * work too)";
  return listed(flags.tables ?? await asker.text({ message, instead: `--tables "${example}"`, example, objection }));
}
async function namesFor(definition, tables, flags, asker) {
  if (flags.tables !== void 0) return listed(flags.tables);
  const { setup } = definition;
  const usual = setup.tables.usual.filter((name) => tables.some((t) => t.name === name));
  if (flags.yes) return usual.length > 0 ? usual : ["*"];
  return asker.pick({
    message: `Which of the ${count(tables.length)} tables?`,
    instead: "--tables, or --yes for the suggested ones",
    choices: [...setup.tables.patterns(tables), ...sorted(tables, usual).map(choiceOf)],
    picked: usual
  });
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
function resolved(definition, names, tables) {
  const refs = /* @__PURE__ */ new Set();
  const globs = [];
  for (const written of names) {
    const name = definition.naming.canonical(written);
    const found2 = tables.filter((t) => t.name === name || isGlob(name) && t.exactOnly !== true && tableMatcher(name)(t.name));
    if (found2.length === 0) throw notFound(name, tables);
    if (isGlob(name) && definition.setup.tables.keepsGlobs) globs.push(name);
    else for (const ref of found2) refs.add(ref);
  }
  return { globs, refs: [...refs] };
}
function notFound(name, tables) {
  const all = tables.filter((t) => t.exactOnly !== true).map((t) => t.name);
  const near = nearest(name, all);
  return wrong(
    `--tables ${name}: this table does not exist, or this user can't see it.`,
    `${near === void 0 ? "" : `Did you mean ${near}? `}Tables: ${all.slice(0, 20).join(", ")}${all.length > 20 ? "…" : ""}.`
  );
}

// src/app/setup/init/draft-source.ts
function interviewOf(flags, asker, env) {
  const asks = asker.canAsk && !flags.yes;
  const given = (option) => flags.ofSource[option];
  return {
    env,
    given,
    async text({ option, message, example, objection, usual }) {
      const flag = `--${option}`;
      const instead = `${flag} ${example}`;
      const hint = usual === void 0 ? { example } : { initial: usual };
      const asked = () => asker.text({ message, instead, ...hint, objection });
      const answer = given(option) ?? (usual === void 0 || asks ? await asked() : usual);
      return checked(flag, answer, objection);
    },
    async choose({ option, values, message, choices, usual }) {
      const flag = `--${option}`;
      const words = given(option);
      if (words !== void 0) return oneOfThese(flag, words, values);
      return asks ? asker.choose({ message, instead: flag, choices }) : usual;
    }
  };
}
async function askType(flags, asker, definitions) {
  const types = definitions.map((d) => d.type);
  const choices = definitions.map(({ type: type2, setup: { label, hint } }) => ({ value: type2, label, hint }));
  const type = flags.type ?? await asker.choose({ message: "What do you want to sync?", instead: `--type (${oneOf(types)})`, choices });
  oneOfThese("--type", type, types);
  return found(definitions, (d) => d.type === type);
}
async function askName(flags, asker, usual, taken) {
  const objection = (name) => {
    if (!new RegExp(SOURCE_NAME).test(name)) return "Use letters, digits, _ and -, and start with a letter.";
    if (RESERVED_SCHEMAS.has(name.toLowerCase())) return "DuckDB uses this name itself. Choose another.";
    const isTaken = taken.some((other) => other.toLowerCase() === name.toLowerCase());
    return isTaken ? `The source ${name} already exists.` : null;
  };
  const free = taken.includes(usual) ? `${usual}${taken.length + 1}` : usual;
  if (flags.source !== void 0) return checked("--source", flags.source, objection);
  if (!asker.canAsk || flags.yes) return free;
  const message = "A short name (it becomes the schema in DuckDB)";
  return asker.text({ message, instead: "--source crm", initial: free, objection });
}
async function askFlow(flags, asker, { flows }) {
  const names = flows.map((f) => f.flow);
  const asked = async () => asker.canAsk && !flags.yes ? asker.choose({
    message: "How does Highwater sign in?",
    instead: `--flow (${oneOf(names)})`,
    choices: flows.map((f) => ({ value: f.flow, label: f.title, hint: f.hint }))
  }) : flows[0].flow;
  const chosen = oneOfThese("--flow", flags.flow ?? await asked(), names);
  return found(flows, (f) => f.flow === chosen);
}
function found(all, wanted) {
  const one = all.find(wanted);
  if (one === void 0) throw new Error("an answer was accepted that was not offered");
  return one;
}
function oneOfThese(flag, given, values) {
  if (!values.includes(given)) throw wrong(`${flag} ${given}: expected ${oneOf(values)}.`, `Use one of these for ${flag}.`);
  return given;
}
function checked(flag, given, objection) {
  const words = objection(given);
  if (words !== null) throw wrong(`${flag} ${given}: this value is not valid.`, words);
  return given;
}
async function draftSource(flags, before, action, setup) {
  const { asker } = setup;
  const definition = await askType(flags, asker, setup.definitions);
  const taken = before.map((s) => s.name);
  const name = await askName(flags, asker, definition.setup.usualName, taken);
  for (; ; ) {
    const bare = await askHow(flags, definition, name, before, setup);
    const looked = await look(flags, bare, definition, action, setup);
    if (looked === "again") continue;
    const { open, values } = looked;
    try {
      const tables = await chooseTables(definition, open, flags, asker);
      for (const notice of open?.notices ?? []) asker.warn(notice);
      return { source: { ...looked.source, tables }, values };
    } finally {
      await open?.close();
    }
  }
}
async function askHow(flags, { type, setup }, name, before, { asker, env }) {
  const flow = await askFlow(flags, asker, setup);
  const answers = await setup.ask(flow, interviewOf(flags, asker, env));
  const taken = new Set(variablesOf(before).map((c) => c.variable));
  return withOwnVariables({ ...answers, name, type, flow, credentials: flow.credentials, tables: [] }, taken);
}
async function look(flags, draft, definition, action, setup) {
  const { asker, env, deps } = setup;
  const blind = () => ({ source: withoutUnset(draft, env), open: null, values: {} });
  if (!flags.connect) return blind();
  if (!draft.flow.here) {
    asker.warn(`${draft.flow.title} works only in the workflow, so init can't look at the source from here.`);
    return blind();
  }
  for (; ; ) {
    try {
      const token = await obtainRefreshToken(draft, definition.setup.signIn, setup);
      const values = await collectValues(credentialsOf(draft), setup, token);
      const source = withoutUnset(draft, values);
      asker.say(`Signing in to ${place(draft)} …`);
      const open = await openSource(source, definition, action, { env: completed(env, values, []), deps });
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
  if (!(error instanceof HighwaterError) || error.family === "interrupted") throw error;
  if (!asker.canAsk) {
    if (error instanceof ConfigError) throw error;
    const hint = `${error.hint}
Nothing was written. Use --no-connect to write the files without looking at the source.`;
    throw new HighwaterError(error.code, error.message, hint, { cause: error });
  }
  asker.warn(`${error.message}
→ ${error.hint}`);
  const choice = await asker.choose({
    message: "What now?",
    instead: "--no-connect",
    choices: [
      { value: "retry", label: "Try again", hint: "same address; asks for the credentials again" },
      { value: "change", label: "Change the answers" },
      { value: "blind", label: "Write the file anyway", hint: "you type the names of the tables" },
      { value: "stop", label: "Stop here", hint: "nothing is written" }
    ]
  });
  if (choice === "stop")
    throw new HighwaterError("INTERRUPTED", "Stopped.", "Nothing was written. Run the command again to start over.");
  return choice;
}
function withoutUnset(draft, values) {
  return withCredentials(draft, (c) => !c.optional || (values[c.variable] ?? "") !== "" ? c : null);
}
function place({ connection, auth }) {
  return String(connection.url ?? connection.host ?? auth.instance ?? "the source");
}

// src/app/setup/init/flags.ts
function initFlags(given, definitions) {
  const names = definitions.flatMap(({ setup }) => setup.options.map((option) => option.name));
  const ofSource = names.map((name) => {
    const value = given[name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase())];
    return [name, typeof value === "string" ? value : void 0];
  });
  return { ...given, ofSource: Object.fromEntries(ofSource) };
}

// src/app/setup/init/replaced-tokens.ts
var STATE = ".highwater";
var ReplacedTokens = class {
  #kept = /* @__PURE__ */ new Map();
  of(source) {
    return {
      where: "the memory of this command",
      renew: async (work) => {
        const { result, keep } = await work(this.#kept.get(source) ?? null);
        if (keep !== null) this.#kept.set(source, keep);
        return result;
      }
    };
  }
  /** The values that sign in from now on: what is to be stored as secrets. */
  newest(values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.#successor(value) ?? value]));
  }
  /** A token that was not stored as a secret is kept for `sync` on this machine; without a key for it, the user has to know. */
  async keepOthers(values, stored, { asker, env }) {
    const others = Object.entries(values).filter(([name, value]) => this.#successor(value) !== null && !stored.includes(name));
    if (others.length === 0) return;
    const { vaults } = await statePlaceOf({ state: STATE }, { state: null }, env);
    const names = others.map(([name]) => name).join(", ");
    if (vaults === null) {
      asker.warn(
        `The service has replaced the refresh token in ${names}, so it does not sign in any more. Authorise again (\`highwater auth\`) and store the new one, or run init with HIGHWATER_STATE_ENCRYPTION_KEY set: then the new token is kept.`
      );
      return;
    }
    for (const [source, keep] of this.#kept) await vaults.of(source).renew(async () => ({ result: null, keep }));
    asker.say(
      `The service has replaced the refresh token in ${names}. The new one is kept in ${STATE}, for runs on this machine.`
    );
  }
  #successor(value) {
    for (const kept of this.#kept.values()) {
      const token = successorOf(kept, value);
      if (token !== null) return token;
    }
    return null;
  }
};

// src/app/setup/init/repository.ts
var import_node_child_process = __toESM(require_node_child_process(), 1);
var import_node_fs = __toESM(require_node_fs(), 1);
var import_promises2 = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var import_node_util = __toESM(require_node_util(), 1);
var run = (0, import_node_util.promisify)(import_node_child_process.execFile);
function repositoryRoot(directory) {
  for (let at = (0, import_node_path.resolve)(directory); ; at = (0, import_node_path.dirname)(at)) {
    if ((0, import_node_fs.existsSync)((0, import_node_path.join)(at, ".git"))) return at;
    if (at === (0, import_node_path.dirname)(at)) return (0, import_node_path.resolve)(directory);
  }
}
function pathInRepository(root, file) {
  return (0, import_node_path.relative)(root, (0, import_node_path.resolve)(file)).replaceAll("\\", "/");
}
function parseActionRef(text) {
  const match = /^([\w.-]+\/[\w.-]+)@([\w./-]+)$/.exec(text);
  return match?.[1] === void 0 || match[2] === void 0 ? null : { repository: match[1], ref: match[2] };
}
async function ownActionRef(program) {
  const git = async (...args) => (await run("git", ["-C", program, ...args])).stdout.trim();
  try {
    const root = await git("rev-parse", "--show-toplevel");
    if (!(0, import_node_fs.existsSync)((0, import_node_path.join)(root, "action.yml"))) return null;
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
async function releasedActionRef(program) {
  const text = await (0, import_promises2.readFile)((0, import_node_path.join)(program, "..", "package.json"), "utf8").catch(() => "{}");
  const { repository } = JSON.parse(text);
  const name = /^git\+https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(repository?.url ?? "")?.[1];
  return name === void 0 ? null : { repository: name, ref: `v${VERSION}` };
}
async function mayWrite(files, flags, asker) {
  const existing = files.filter((file) => (0, import_node_fs.existsSync)(file));
  if (flags.force || existing.length === 0) return true;
  if (!asker.canAsk) throw new ConfigError(existing.map(existsAlready), "INPUT_INVALID");
  const message = `${list(existing)} already exists. Overwrite it? Its current content will be lost.`;
  return asker.confirm({ message, instead: "--force", initial: false });
}
function existsAlready(file) {
  return {
    code: "INPUT_INVALID",
    message: `${file} already exists. Nothing was written.`,
    hint: "Use --force to overwrite it, --config to write another file, or --no-workflow to leave the workflow alone."
  };
}
async function writeWhole(file, text) {
  await (0, import_promises2.mkdir)((0, import_node_path.dirname)(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  try {
    await (0, import_promises2.writeFile)(fresh, text, { flag: "wx" });
    await (0, import_promises2.rename)(fresh, file);
  } finally {
    await (0, import_promises2.rm)(fresh, { force: true });
  }
}

// src/app/setup/init/workflow.ts
var KEY_SECRET = "HIGHWATER_KEY";
var UPLOAD = `      # Artifacts use your plan's storage, so this uploads only if
      # - rows changed,
      # - a table was read in full (once a day with \`full_sync_every: 1d\`, so there is always a fresh artifact), or
      # - something failed (the other tables are good, and the report says what failed).
      - name: Keep the result
        if: \${{ !cancelled() && steps.sync.outputs.manifest != '' && (failure() || steps.sync.outputs.changed == 'true' || steps.sync.outputs.mode != 'incremental') }}
        uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with:
          name: warehouse
          path: highwater-output
          if-no-files-found: error
          # At most 13 uploads a day, kept for 3 days, are 39 copies: the Free plan's 500 MB hold them if the output is below 12 MB.
          retention-days: 3
          # If you rerun the job, it replaces its earlier upload.
          overwrite: true
          # DuckDB and Parquet files are already compressed.
          compression-level: 0
`;
function renderWorkflow({ action, variables, config, oidc }) {
  const secret = (name) => `${name}: \${{ secrets.${name} }}`;
  const pinned = /^[0-9a-f]{40}$/.test(action.ref);
  return `# Written by \`highwater init\`. Syncs every two hours, and whenever you start it by hand.
name: Sync

on:
  schedule:
    # In UTC. GitHub starts runs late when many are waiting, most of all on the hour: choose an odd minute.
    # \`run.full_sync_every\` in ${config} decides which runs read a table in full, even if GitHub delays or drops some runs.
    - cron: "17 */2 * * *"
  workflow_dispatch:
    inputs:
      mode:
        description: What to sync
        type: choice
        options: [auto, incremental, full, check, plan]
        default: auto
      allow-deletes:
        description: Allow more deletes than max_delete_fraction (only if the rows are really gone from the source)
        type: boolean
        default: false

# One run at a time. A second run waits for the first; a third replaces the second. No changes are lost.
concurrency:
  group: highwater-\${{ github.ref }}
  cancel-in-progress: false

permissions:
  contents: read
  # Lets Highwater delete older states of this branch from the Actions cache; it keeps two.
  actions: write
${oidc ? "  # GitHub's own token, with which the job signs in to Entra.\n  id-token: write\n" : ""}
jobs:
  sync:
    runs-on: ubuntu-24.04
    # Longer than \`run.timeout\` in ${config}, so that the run has time to stop and save its state.
    timeout-minutes: 350
    steps:
      # Pin actions to a commit: a tag can be moved to other code. Dependabot keeps pins and comments up to date.
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2

${pinned ? "" : `      # Pin this one too: \`gh api repos/${action.repository}/commits/${action.ref} --jq .sha\` prints the commit to use instead of ${action.ref}.
`}      - name: Sync
        id: sync
        uses: ${action.repository}@${action.ref}
        with:
${config === "highwater.yml" ? "" : `          config: ${config}
`}          # Empty in scheduled runs, which means \`auto\`.
          mode: \${{ inputs.mode }}
          allow-deletes: \${{ inputs.allow-deletes }}
          # Required in a public repository, recommended in any other: everyone who can open a pull request can read its caches.
          state-encryption-key: \${{ secrets.${KEY_SECRET} }}
        env:
          # Every variable that ${config} names as \${NAME}.
${variables.map((name) => `          ${secret(name)}`).join("\n")}

${UPLOAD}`;
}

// src/app/setup/init/command.ts
function initCommand(given, definitions) {
  const flags = initFlags(given, definitions);
  return withSetup(definitions, async (setup) => {
    const { asker } = setup;
    const root = repositoryRoot(process.cwd());
    const workflow = (0, import_node_path2.relative)("", (0, import_node_path2.join)(root, ".github", "workflows", "highwater.yml"));
    const atOnce = asker.canAsk || flags.workflow === false ? [flags.config] : [flags.config, workflow];
    if (!await mayWrite(atOnce, flags, asker)) {
      asker.say("Nothing was written.");
      return EXIT.succeeded;
    }
    const action = await actionOf(flags);
    const replaced = new ReplacedTokens();
    const looking = { ...setup, deps: { ...setup.deps, vaults: replaced } };
    const { sources, values } = await draftSources(flags, action, looking);
    await writeConfig(flags.config, sources, values, action, setup);
    const written = await wantsWorkflow(flags, workflow, setup) ? workflow : null;
    if (written !== null) await writeWorkflow(written, pathInRepository(root, flags.config), sources, action, setup);
    const stored = await storeSecrets(replaced.newest(values), setup);
    await replaced.keepOthers(values, stored, setup);
    const credentials = variablesOf(sources);
    const { platform } = process;
    asker.commands("Next:", nextSteps({ credentials, stored, config: flags.config, workflow: written, action, platform }));
    return EXIT.succeeded;
  });
}
async function writeConfig(file, sources, values, action, { asker, env, definitions }) {
  const text = renderConfig(sources, action);
  const variables = variablesOf(sources).map((c) => c.variable);
  await loadConfigText(file, text, completed(env, values, variables), definitions);
  await writeWhole(file, text);
  asker.say(`Wrote ${file}.`);
}
async function writeWorkflow(file, config, sources, action, { asker }) {
  const variables = variablesOf(sources).map((c) => c.variable);
  const oidc = sources.some((s) => s.flow.needsIdToken === true);
  await writeWhole(file, renderWorkflow({ action, variables, config, oidc }));
  asker.say(`Wrote ${file}.`);
}
async function wantsWorkflow(flags, file, { asker }) {
  if (!asker.canAsk) return flags.workflow ?? true;
  const message = `Write the workflow too (${file}: a sync every two hours, a full sync every night)?`;
  const instead = "--workflow or --no-workflow";
  const wanted = flags.workflow ?? (flags.yes || await asker.confirm({ message, instead, initial: true }));
  return wanted && mayWrite([file], flags, asker);
}
async function actionOf(flags) {
  if (flags.action === void 0)
    return await ownActionRef(import.meta.dirname) ?? await releasedActionRef(import.meta.dirname) ?? { repository: "OWNER/highwater", ref: "v1" };
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
    if (!await asker.confirm({ message: "Another source?", instead: "one source per command", initial: false })) break;
    const { config, connect } = flags;
    given = { config, connect, ofSource: {} };
  }
  return { sources, values };
}
async function storeSecrets(values, { asker }) {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  if (!asker.canAsk || given.length === 0) return [];
  const stored = [];
  try {
    const store = await openSecretStore(null);
    const hasKey = (await store.names()).includes(KEY_SECRET);
    const key = [KEY_SECRET, (0, import_node_crypto.randomBytes)(32).toString("base64")];
    const secrets = hasKey ? given : [...given, key];
    const names = secrets.map(([name]) => name).join(", ");
    const made = hasKey ? "" : ` (${KEY_SECRET} is created now; it encrypts the saved state)`;
    const message = `Store ${names} as secrets of ${store.repository} now?${made}`;
    if (hasKey) stored.push(KEY_SECRET);
    if (!await asker.confirm({ message, instead: "", initial: true })) return stored;
    for (const [name, value] of secrets) {
      await store.set(name, value);
      stored.push(name);
    }
    asker.say(`Stored ${names}.`);
  } catch (error) {
    if (!(error instanceof GithubCliError)) throw error;
    asker.warn(
      `${error.message} In the browser, set secrets in the repository under Settings > Secrets and variables > Actions.`
    );
  }
  return stored;
}
function nextSteps({ credentials, stored, config, workflow, action, platform }) {
  const missing = credentials.filter((c) => !stored.includes(c.variable)).map(secretCommand);
  const key = stored.includes(KEY_SECRET) ? [] : [keyCommand(platform)];
  const secrets = [...missing, ...key];
  const unknownOwner = action.repository.startsWith("OWNER/");
  return [
    ...secrets.length === 0 ? [] : ["# set the secrets of the repository (each command asks for the value)", ...secrets, ""],
    ...unknownOwner && workflow !== null ? [`# in ${workflow}: replace OWNER with the owner of the action's repository`, ""] : [],
    "# commit, push, check that the workflow can sign in, and run it",
    `git add ${[config, ...workflow === null ? [] : [workflow]].join(" ")}`,
    'git commit -m "Sync with Highwater"',
    "git push -u origin HEAD",
    ...workflow === null ? [] : ["gh workflow run highwater.yml -f mode=check", "gh run watch", "gh workflow run highwater.yml"]
  ];
}
function secretCommand({ variable, key, file }) {
  return file ? `gh secret set ${variable} < ${key}.${file}` : `gh secret set ${variable}`;
}
function keyCommand(platform) {
  const random = platform === "win32" ? `node -p "crypto.randomBytes(32).toString('base64')"` : "openssl rand -base64 32";
  return `${random} | gh secret set ${KEY_SECRET}`;
}
export {
  initCommand,
  nextSteps
};
