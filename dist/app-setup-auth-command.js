import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openBrowser,
  openSecretStore,
  serviceAddress,
  withSetup,
  wrong
} from "./lib-clack-core.js";
import {
  interpolate,
  require_dist,
  soleReference
} from "./lib-yaml.js";
import "./runtime-masking.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import "./lib-picocolors.js";
import "./views-facts-format.js";
import {
  CALLBACK
} from "./app-setup-auth-salesforce-2.js";
import "./app-setup-auth-loopback.js";
import {
  Secret
} from "./model-secret.js";
import "./sources-salesforce-connect-oauth-errors.js";
import "./model-loopback.js";
import {
  organisationOrigin
} from "./sources-dynamics-address.js";
import "./runtime-http.js";
import "./runtime-proxy.js";
import "./model-watermark.js";
import "./model-errors.js";
import {
  __toESM
} from "./shared.js";

// src/app/setup/auth/settings.ts
var import_yaml = __toESM(require_dist(), 1);
import { readFile } from "node:fs/promises";
var NOTHING = { source: null, url: void 0, auth: {}, variables: {} };
async function readSettings(file, type, name, env) {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) {
    if (name !== null)
      throw wrong(
        `The configuration file ${file} can't be read.`,
        "Paths count from the working directory; --config names another file."
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
      throw wrong(`${file} has no source ${name} of type ${type}.`, "Leave --source out, or name one of that type.");
    return NOTHING;
  }
  if (second !== void 0)
    throw wrong(
      `${file} has several sources of type ${type}: ${fitting.map(([key]) => key).join(", ")}.`,
      "Say with --source which one."
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
    throw wrong(`${file} is no YAML that can be read.`, "`highwater validate` says what is wrong with it.");
  }
}
function mapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

// src/app/setup/auth/command.ts
var DEFAULT_SECRETS = {
  salesforce: { refresh_token: "SF_REFRESH_TOKEN", client_id: "SF_CLIENT_ID", client_secret: "SF_CLIENT_SECRET", tenant_id: "" },
  dynamics: {
    refresh_token: "AZURE_REFRESH_TOKEN",
    client_id: "AZURE_CLIENT_ID",
    client_secret: "AZURE_CLIENT_SECRET",
    tenant_id: "AZURE_TENANT_ID"
  }
};
var TEN_MINUTES = 6e5;
function authCommand(service, flags) {
  return withSetup(async (setup) => {
    const { asker, env, redactor } = setup;
    const settings = await readSettings(flags.config, service, flags.source ?? null, env);
    const secretName = flags.secret ?? settings.variables.refresh_token ?? DEFAULT_SECRETS[service].refresh_token;
    const signIn = await prepared(service, flags, settings, setup);
    const store = flags.print ? null : await openSecretStore(flags.repo ?? null);
    if (store !== null) asker.say(`The refresh token will be stored as the secret ${secretName} of ${store.repository}.`);
    const { refreshToken, at } = await signIn(contextOf(service, flags, setup));
    redactor.add(refreshToken.reveal());
    asker.say(`Signed in at ${at}.`);
    if (store === null) printOnce(refreshToken, secretName, setup);
    else await storeIn(store, secretName, refreshToken, setup);
    return EXIT.succeeded;
  });
}
async function prepared(service, flags, settings, setup) {
  const value = valueFinder(service, flags, settings, setup);
  const url = await addressOf(service, flags, settings, setup);
  const clientId = await value("client_id", flags.clientId, "--client-id");
  const secretVariable = settings.variables.client_secret ?? DEFAULT_SECRETS[service].client_secret;
  const given = setup.env[secretVariable] ?? "";
  if (given !== "") setup.redactor.add(given);
  const clientSecret = given === "" ? null : new Secret(given);
  if (service === "salesforce") {
    const { signInByBrowser: signInByBrowser2, signInByDevice: signInByDevice2 } = await import("./app-setup-auth-salesforce.js");
    const app2 = { login: settings.auth.login_url ?? url, clientId, clientSecret };
    return (context) => (flags.device ? signInByDevice2 : signInByBrowser2)(app2, context);
  }
  const tenant = await value("tenant_id", flags.tenantId, "--tenant-id");
  const authority = flags.authority ?? settings.auth.authority ?? "https://login.microsoftonline.com";
  const { signInByBrowser, signInByDevice } = await import("./app-setup-auth-dynamics.js");
  const app = { resource: organisationOrigin(url), authority, tenant, clientId, clientSecret };
  return (context) => (flags.device ? signInByDevice : signInByBrowser)(app, context);
}
var LABELS = {
  salesforce: { client_id: "the app's Consumer Key", tenant_id: "" },
  dynamics: { client_id: "Application (client) ID", tenant_id: "Directory (tenant) ID" }
};
function valueFinder(service, _flags, settings, { env, asker }) {
  return async (key, given, flag) => {
    const variable = settings.variables[key] ?? DEFAULT_SECRETS[service][key];
    const known = given ?? settings.auth[key] ?? env[variable];
    if (known !== void 0 && known !== "") return known;
    const objection = (answer) => answer === "" ? "This is needed." : null;
    return asker.text({ message: LABELS[service][key], instead: `${flag}, or the environment variable ${variable}`, objection });
  };
}
async function addressOf(service, flags, settings, { asker }) {
  const example = service === "salesforce" ? "https://mycompany.my.salesforce.com" : "https://org123.crm12.dynamics.com";
  const message = service === "salesforce" ? "The org's address (Current My Domain URL)" : "The environment's address";
  const objection = (answer) => serviceAddress(service, answer) === null ? `An address such as ${example}.` : null;
  const given = flags.url ?? settings.url ?? await asker.text({ message, instead: `--url ${example}`, example, objection });
  const address = serviceAddress(service, given);
  if (address === null) throw wrong(`${given} is no address to sign in at.`, `Give --url, such as ${example}.`);
  return address;
}
function contextOf(service, flags, { asker, redactor, signal }) {
  const port = flags.port ?? (service === "salesforce" ? String(CALLBACK.port) : "0");
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
    `Stored as the secret ${name} of ${store.repository}. The workflow hands it on with \`${name}: \${{ secrets.${name} }}\`.`
  );
}
function printOnce(token, name, { asker }) {
  asker.warn(`The refresh token follows, once. Treat it like a password: \`gh secret set ${name}\` takes it.`);
  process.stdout.write(`${token.reveal()}
`);
}
export {
  authCommand
};
