import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openBrowser,
  openSecretStore,
  withSetup,
  wrong
} from "./lib-clack-prompts.js";
import "./app-terminal-terminal-session.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import "./config-explain-explain.js";
import {
  interpolate,
  soleReference
} from "./config-load-syntax.js";
import "./lib-picomatch.js";
import "./config-explain-nearest.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./sources-salesforce-options.js";
import "./model-secret.js";
import "./sources-postgres-options.js";
import "./lib-fastest-levenshtein.js";
import "./config-load-tree.js";
import {
  require_dist
} from "./lib-yaml.js";
import "./config-declare-units.js";
import "./sources-dynamics-options.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./model-loopback.js";
import "./model-errors.js";
import "./builtins-node-crypto.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-process.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/app/setup/auth/settings.ts
var import_promises = __toESM(require_promises(), 1);
var import_yaml = __toESM(require_dist(), 1);
var NOTHING = { source: null, url: void 0, auth: {}, variables: {} };
async function readSettings(file, type, name, env) {
  const text = await (0, import_promises.readFile)(file, "utf8").catch(() => null);
  if (text === null) {
    if (name !== null)
      throw wrong(
        `Can't read the configuration file ${file}.`,
        "Paths are relative to the working directory. Use --config for another file."
      );
    return NOTHING;
  }
  const sources = Object.entries(mapping(mapping(parsed(file, text)).sources)).map(
    ([key, entry]) => [key, mapping(entry)]
  );
  const fitting = sources.filter(([key, entry]) => entry.type === type && (name === null || key === name));
  const [first, second] = fitting;
  if (first === void 0) {
    if (name !== null)
      throw wrong(`${file} has no source ${name} of type ${type}.`, "Leave --source out, or name a source of that type.");
    return NOTHING;
  }
  if (second !== void 0)
    throw wrong(
      `${file} has several sources of type ${type}: ${fitting.map(([key]) => key).join(", ")}.`,
      "Choose one with --source."
    );
  return settingsOf(first[0], first[1], env);
}
function settingsOf(source, entry, env) {
  const auth = {};
  const variables = {};
  for (const [key, value] of Object.entries(mapping(entry.auth))) {
    if (typeof value !== "string") continue;
    const filled = filledIn(value, env);
    const variable = soleReference(value);
    if (filled !== void 0) auth[key] = filled;
    if (variable !== null) variables[key] = variable;
  }
  const url = typeof entry.url === "string" ? filledIn(entry.url, env) : void 0;
  return { source, url, auth, variables };
}
function filledIn(text, env) {
  const result = interpolate(text, env);
  return result.faults.length > 0 || result.text === "" ? void 0 : result.text;
}
function parsed(file, text) {
  try {
    return (0, import_yaml.parse)(text, { logLevel: "silent" });
  } catch {
    throw wrong(`${file} is not valid YAML.`, "`highwater validate` shows what is wrong.");
  }
}
function mapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

// src/app/setup/auth/command.ts
var TEN_MINUTES = 6e5;
function authCommand({ type, setup: source }, signIn, flags) {
  return withSetup([], async (setup) => {
    const { asker, env, redactor } = setup;
    const settings = await readSettings(flags.config, type, flags.source ?? null, env);
    const credentials = credentialsOf(source);
    const token = credentials.find((c) => c.key === "refresh_token");
    const secretName = flags.secret ?? settings.variables.refresh_token ?? token?.variable ?? "REFRESH_TOKEN";
    const app = await appOf(signIn, credentials, { flags, settings, setup });
    const store = flags.print ? null : await openSecretStore(flags.repo ?? null);
    if (store !== null) asker.say(`The refresh token will be stored as the secret ${secretName} of ${store.repository}.`);
    const how = flags.device ? "device" : "browser";
    const { refreshToken, at } = await signIn.signIn(how, app, contextOf(signIn, flags, setup));
    redactor.add(refreshToken.reveal());
    asker.say(`Signed in at ${at}.`);
    if (store === null) printOnce(refreshToken, secretName, setup);
    else await storeIn(store, secretName, refreshToken, setup);
    return EXIT.succeeded;
  });
}
function credentialsOf({ flows }) {
  return flows.find((f) => f.credentials.some((c) => c.key === "refresh_token"))?.credentials ?? [];
}
async function appOf(signIn, credentials, given) {
  const { flags, settings, setup } = given;
  const auth = { ...settings.auth };
  for (const { name } of signIn.options) {
    const key = name.replaceAll("-", "_");
    auth[key] = flagOf(flags, key) ?? auth[key];
  }
  const url = await addressOf(signIn, given);
  for (const credential of credentials) {
    const { key, secret } = credential;
    if (key === "refresh_token") continue;
    auth[key] = secret ? secretOf(credential, given) : await settingOf(credential, auth[key], given);
    if (secret && auth[key]) setup.redactor.add(auth[key]);
  }
  return { url, auth };
}
function secretOf({ key, variable }, { settings, setup }) {
  return setup.env[settings.variables[key] ?? variable];
}
async function settingOf({ key, variable, label }, known, given) {
  const { flags, settings, setup } = given;
  const name = settings.variables[key] ?? variable;
  const value = flagOf(flags, key) ?? known ?? setup.env[name];
  if (value !== void 0 && value !== "") return value;
  const objection = (answer) => answer === "" ? "This is required." : null;
  const instead = `--${key.replaceAll("_", "-")}, or the environment variable ${name}`;
  return setup.asker.text({ message: label, instead, objection });
}
function flagOf(flags, key) {
  const value = flags[key.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase())];
  return typeof value === "string" ? value : void 0;
}
async function addressOf({ address }, { flags, settings, setup }) {
  const { message, example } = address;
  const objection = (answer) => address.parse(answer) === null ? `An address such as ${example}.` : null;
  const given = flags.url ?? settings.url ?? await setup.asker.text({ message, instead: `--url ${example}`, example, objection });
  const parsed2 = address.parse(given);
  if (parsed2 === null) throw wrong(`${given} is not an address to sign in at.`, `Give --url, such as ${example}.`);
  return parsed2;
}
function contextOf(signIn, flags, { asker, redactor, signal }) {
  const port = flags.port ?? String(signIn.port);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw wrong(`--port ${port}: expected a number up to 65535.`, "Leave it out.");
  return {
    signal,
    mask: (secret) => redactor.add(secret),
    say: (words) => asker.say(words),
    open: flags.browser ? openBrowser : () => void 0,
    port: Number(port),
    timeoutMs: TEN_MINUTES,
    slowDownMs: 5e3
  };
}
async function storeIn(store, name, token, { asker }) {
  await store.set(name, token.reveal());
  asker.say(
    `Stored as the secret ${name} of ${store.repository}. In the workflow, pass it on with \`${name}: \${{ secrets.${name} }}\`.`
  );
}
function printOnce(token, name, { asker }) {
  asker.warn(
    `Here is the refresh token. It is shown only once. Treat it like a password, and store it with \`gh secret set ${name}\`.`
  );
  process.stdout.write(`${token.reveal()}
`);
}
export {
  authCommand
};
