import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  commonSourceOptions,
  tableOptions
} from "./config-declare-options.js";
import {
  choice,
  group,
  integer,
  secret,
  serviceUrl,
  tag,
  text,
  variants
} from "./config-declare-fields.js";
import {
  build_default
} from "./lib-typebox.js";
import {
  HighwaterError
} from "./model-errors.js";

// src/sources/dynamics/options.ts
var common = {
  tenant_id: text("The directory (tenant) id of the organisation's Microsoft Entra ID.", { examples: ["${AZURE_TENANT_ID}"] }),
  client_id: text("The application (client) id of the app registration.", { examples: ["${AZURE_CLIENT_ID}"] }),
  authority: serviceUrl("The address to sign in at. Other clouds have their own.", {
    default: "https://login.microsoftonline.com",
    examples: ["https://login.microsoftonline.us"]
  })
};
var auth = variants(
  "flow",
  [
    group(
      {
        flow: tag("client_secret", "A client secret of the app registration."),
        ...common,
        client_secret: secret("The client secret (its value, not its id).")
      },
      { title: "Client secret" }
    ),
    group(
      {
        flow: tag("certificate", "A certificate of the app registration."),
        ...common,
        certificate: secret("The certificate as PEM text; it may hold the private key too.", { lines: true }),
        private_key: build_default.Optional(secret("The private key as PEM text, if `certificate` does not hold it.", { lines: true }))
      },
      { title: "Certificate" }
    ),
    group(
      {
        flow: tag(
          "github_oidc",
          "GitHub's own token as a federated credential, without any secret. The job needs `permissions: id-token: write`."
        ),
        ...common,
        audience: text("The token's audience, as in the federated credential.", { default: "api://AzureADTokenExchange" })
      },
      { title: "GitHub OIDC" }
    ),
    group(
      {
        flow: tag("refresh_token", "A user signs in once, and Highwater uses their refresh token from then on."),
        ...common,
        client_secret: build_default.Optional(secret("The client secret, if the app registration is a confidential client.")),
        refresh_token: secret("The refresh token.")
      },
      { title: "Refresh token" }
    )
  ],
  { description: "How to sign in to Microsoft Entra ID." }
);
var ENVIRONMENT_URL = "Write the environment's own address, such as https://org123.crm4.dynamics.com: Power Platform admin center > Manage > Environments > the environment > Environment URL.";
var NO_ENVIRONMENT = [
  {
    pattern: "^https://([^/]*[.])?(powerapps|powerautomate|powerplatform|powerbi|(flow|powerplatform|office|azure)[.]microsoft)[.](com|us|cn)\\b",
    is: "the address of a site where environments are used or administered, not of an environment",
    hint: ENVIRONMENT_URL
  },
  {
    pattern: "^https://(login|sts)[.]",
    is: "the sign-in address of Microsoft Entra, not of an environment",
    hint: ENVIRONMENT_URL
  },
  {
    pattern: "^https://([^/]*[.])?(businesscentral|operations|cloudax|sandbox[.]operations)([.][^/]*)?[.]dynamics[.]com\\b",
    is: "the address of Business Central or of Finance and Operations, which is not Dataverse",
    hint: `Highwater reads Dataverse. ${ENVIRONMENT_URL}`
  },
  {
    pattern: "^https://(?![^./]+[.](api[.])?crm\\d*[.]dynamics[.]com(:\\d+)?(/|$))([^/]*[.])?dynamics[.]com\\b",
    is: "not the address of an environment: that has the form ORG.crmN.dynamics.com",
    hint: ENVIRONMENT_URL
  },
  {
    pattern: "^https://(globaldisco|disco|port|www|home|api)[.](api[.])?crm\\d*[.]dynamics[.]com\\b",
    is: "the address of a service for all organisations, not of an environment",
    hint: ENVIRONMENT_URL
  }
];
var dynamicsConnection = {
  type: tag("dynamics", "Microsoft Dynamics 365 / Dataverse."),
  url: serviceUrl("The environment's address.", {
    examples: ["https://org123.crm12.dynamics.com"],
    refuses: NO_ENVIRONMENT
  }),
  auth,
  label_language: build_default.Optional(
    integer(
      "The language of picklist labels, as a Windows language id (1033 English, 1036 French…). Default: the organisation's base language.",
      1,
      65535,
      {
        expected: "a language id such as 1033 (English) or 1036 (French)",
        examples: [1033, 1036]
      }
    )
  )
};
var table = tableOptions({
  deletes_by: build_default.Optional(
    choice(
      "How to find deletes: by `full` syncs only (default), by `change_tracking` (must be enabled for the table), or by comparing all `keys` in each run.",
      ["full", "change_tracking", "keys"]
    )
  )
});
var dynamicsSource = group(
  {
    ...dynamicsConnection,
    ...commonSourceOptions,
    tables: build_default.Unsafe({
      type: "object",
      description: "The tables to sync, by logical name or glob. An exact name wins over a glob.",
      additionalProperties: table,
      minProperties: 1,
      expected: "a mapping of table names to their options",
      examples: [{ account: { where: "statecode eq 0" }, opportunity: {} }]
    })
  },
  { title: "Microsoft Dynamics 365 / Dataverse" }
);
var loaded = build_default.Object(dynamicsConnection);
var API_PATH = "/api/data/v9.2/";
function organisationOrigin(url) {
  const { protocol, host, hostname } = new URL(url);
  const labels = host.split(".");
  const isApi = labels[1] === "api" && isNamed(hostname);
  return `${protocol}//${(isApi ? [labels[0], ...labels.slice(2)] : labels).join(".")}`;
}
function apiTwin(origin) {
  const { protocol, host, hostname } = new URL(origin);
  if (!isNamed(hostname)) return null;
  const [first, ...rest] = host.split(".");
  return `${protocol}//${[first, "api", ...rest].join(".")}`;
}
function isNamed(hostname) {
  return hostname.includes(".") && !/^[\d.]+$/.test(hostname) && !hostname.startsWith("[");
}
var ChangeTrackingOff = class extends HighwaterError {
  constructor(message, hint) {
    super("CHANGE_TRACKING_OFF", message, hint);
  }
};

export {
  dynamicsConnection,
  dynamicsSource,
  API_PATH,
  organisationOrigin,
  apiTwin,
  ChangeTrackingOff
};
