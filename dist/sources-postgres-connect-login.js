import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_node_dns
} from "./builtins-node-dns.js";
import {
  ReceiveSocket,
  attempts,
  identity,
  isWithoutTls,
  openClient,
  worthAnotherWay
} from "./lib-pg.js";
import {
  serverAddress
} from "./sources-postgres-options.js";
import "./builtins-node-tls.js";
import "./builtins-node-net.js";
import "./config-declare-units.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./model-loopback.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  __toESM
} from "./shared.js";

// src/sources/postgres/connect/login.ts
var import_node_dns = __toESM(require_node_dns(), 1);
function createLogin(options, mask, cloudSql = {}) {
  const { auth } = options;
  return auth.flow === "password" ? passwordLogin(options, auth) : cloudSqlLogin(options, auth, mask, cloudSql);
}
function passwordLogin(options, auth) {
  const { host = "", port, database, ssl, startup } = options;
  let ways = null;
  return {
    server: serverAddress(options),
    user: () => auth.user,
    local: host.startsWith("/") || ["localhost", "127.0.0.1", "::1"].includes(host),
    connect: async () => {
      ways ??= attempts(ssl, host);
      const to = ssl.server_name === void 0 || host.startsWith("/") ? host : (await import_node_dns.default.promises.lookup(host)).address;
      const made = await firstOf(
        ways,
        async (way) => openClient({
          ...identity(auth.user, auth.password),
          host: to,
          port,
          database,
          ...startup === void 0 ? {} : { options: startup },
          ...way === false ? { ssl: false, stream: () => new ReceiveSocket() } : { ssl: { ...way } }
        })
      );
      ways = [made.way];
      return made.client;
    },
    close: () => void 0
  };
}
async function firstOf(ways, open) {
  const errors = [];
  for (const way of ways) {
    try {
      return { way, client: await open(way) };
    } catch (error) {
      errors.push(error);
      if (!worthAnotherWay(error)) throw await withFamily(error);
    }
  }
  throw errors.find((error) => !isWithoutTls(error)) ?? errors[0];
}
async function withFamily(error) {
  const { code, hostname } = error;
  if (code !== "ENOTFOUND" && code !== "EAI_AGAIN" || hostname === void 0) return error;
  const resolver = new import_node_dns.default.promises.Resolver({ timeout: 2e3, tries: 1 });
  resolver.setServers(import_node_dns.default.getServers());
  const addresses = await resolver.resolve6(hostname).catch(() => []);
  return addresses.length === 0 ? error : Object.assign(new Error(`${hostname} has IPv6 addresses only`), { code: "IPV6_ONLY" });
}
var SCOPES = ["https://www.googleapis.com/auth/sqlservice.admin", "https://www.googleapis.com/auth/sqlservice.login"];
function cloudSqlLogin(options, auth, mask, overrides) {
  const account = auth.credentials.reveal();
  const iam = auth.password === void 0;
  const user = () => auth.user ?? iamUser(account);
  let connector = null;
  let established = null;
  return {
    server: serverAddress(options),
    user,
    local: true,
    connect: async () => {
      connector ??= createConnector(account, mask, overrides);
      const google = await connector;
      const { stream } = await google.getOptions({
        instanceConnectionName: auth.instance,
        ipType: auth.ip_type.toUpperCase(),
        authType: iam ? "IAM" : "PASSWORD"
      }).catch((error) => {
        throw explained(error, auth.instance);
      });
      established = google;
      return openClient({
        ...identity(user(), auth.password),
        host: auth.instance,
        database: options.database,
        ssl: false,
        stream
      });
    },
    // One that never got its instance has nothing to close, and would end the process by an unhandled rejection (1.10.0).
    close: () => established?.close()
  };
}
async function createConnector(account, mask, overrides) {
  const credentials = parsed(account);
  const [{ Connector }, { GoogleAuth }] = await Promise.all([
    import("./lib-google-cloud-cloud-sql-connector.js"),
    import("./lib-google-auth-library.js")
  ]);
  const auth = new GoogleAuth({ credentials, scopes: SCOPES });
  try {
    const client = await auth.getClient();
    client.on("tokens", ({ access_token: token }) => {
      if (typeof token === "string") mask(token);
    });
  } catch {
  }
  return new Connector({ auth, ...overrides });
}
function iamUser(account) {
  return (parsed(account).client_email ?? "").replace(/\.gserviceaccount\.com$/, "");
}
function parsed(account) {
  try {
    const value = JSON.parse(account);
    if (typeof value === "object" && value !== null) return value;
  } catch {
  }
  throw new HighwaterError(
    "SIGN_IN_REFUSED",
    "The Cloud SQL `credentials` are not JSON.",
    "Store the whole key file of the service account (IAM & Admin > Service Accounts > Keys > JSON) in the secret."
  );
}
function explained(error, instance) {
  const { code, status, message = "" } = error;
  const found = GOOGLE_FAULTS.find((fault) => fault.when.test(`${status ?? ""} ${code ?? ""} ${message}`));
  return found === void 0 ? error : new HighwaterError(found.code, found.says(instance), found.hint, { cause: error });
}
var GOOGLE_FAULTS = [
  {
    when: /\b401\b|invalid_grant|invalid_client|Invalid JWT|DECODER|unsupported/i,
    code: "SIGN_IN_REFUSED",
    says: () => "Google rejected the service account's key.",
    hint: "The key was deleted, disabled or truncated. Create a new one (IAM & Admin > Service Accounts > Keys) and store the JSON file in the secret."
  },
  {
    when: /\b403\b/,
    code: "SIGN_IN_REFUSED",
    says: (instance) => `The service account may not connect to the Cloud SQL instance ${instance}, or the Cloud SQL Admin API is off in its project.`,
    hint: "Give it the role Cloud SQL Client (roles/cloudsql.client) and, for IAM login, Cloud SQL Instance User (roles/cloudsql.instanceUser); turn on sqladmin.googleapis.com."
  },
  {
    when: /\b404\b|ENOSQLADMIN\b|EBADSQLADMINREGION|EBADCONNECTIONNAME/,
    code: "SOURCE_UNREACHABLE",
    says: (instance) => `There is no Cloud SQL instance ${instance}.`,
    hint: "Copy the connection name (project:region:name) from the instance's overview page to `auth.instance`."
  },
  {
    when: /SQLADMINIPADDRESS/,
    code: "SOURCE_UNREACHABLE",
    says: (instance) => `The Cloud SQL instance ${instance} has no address of the chosen type.`,
    hint: "Set `auth.ip_type` to public, private or psc, as the instance's Connections page shows."
  }
];
export {
  cloudSqlLogin,
  createLogin
};
