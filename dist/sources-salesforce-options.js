import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  commonSourceOptions,
  tableOptions
} from "./config-declare-options.js";
import {
  choice,
  flag,
  group,
  list,
  secret,
  serviceUrl,
  tag,
  text,
  variants
} from "./config-declare-fields.js";
import {
  build_default
} from "./lib-typebox.js";

// src/sources/salesforce/options.ts
var clientId = text("The app's consumer key (client id).", { examples: ["${SF_CLIENT_ID}"] });
var loginUrl = build_default.Optional(
  serviceUrl(
    "The address to sign in at, if it is not `url`: https://login.salesforce.com, or https://test.salesforce.com for a sandbox.",
    { examples: ["https://test.salesforce.com"] }
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
        username: text("The user to sign in as.", { examples: ["integration@mycompany.com"] }),
        private_key: secret("The private key of the app's certificate, as PEM text.", { lines: true }),
        login_url: loginUrl,
        audience: build_default.Optional(
          text("The assertion's audience, if it is not the sign-in address.", { examples: ["https://login.salesforce.com"] })
        )
      },
      { title: "JWT bearer" }
    ),
    group(
      {
        flow: tag("password", "User name and password, with the security token if the org asks for it."),
        client_id: clientId,
        client_secret: secret("The app's consumer secret."),
        username: text("The user to sign in as.", { examples: ["integration@mycompany.com"] }),
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
var salesforceConnection = {
  type: tag("salesforce", "Salesforce."),
  url: serviceUrl("The org's My Domain address.", { examples: ["https://mycompany.my.salesforce.com"], refuses: NO_ORG }),
  auth,
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
var connection = {
  ...salesforceConnection,
  cursor: build_default.Optional(
    text("The default cursor of all tables whose object has that field. Default: SystemModstamp.", {
      examples: ["LastModifiedDate"]
    })
  )
};
var table = tableOptions({
  feeds: build_default.Optional(flag("On Case: adds the tables CaseFeed and FeedComment of the cases that are synced.")),
  files: build_default.Optional(flag("Adds the tables ContentDocumentLink and ContentDocument of the table's records (not the bytes).")),
  deletes_by: build_default.Optional(
    choice(
      "How to find rows that left or came without a trace, such as hard deletes. `counts` (default): each run compares the number of rows of each period. `full`: only full syncs find them.",
      ["counts", "full"]
    )
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
var objects = (kind, examples) => build_default.Optional(list(`${kind} objects to sync with default options: names or globs.`, "object names or globs", { examples }));
var salesforceSource = group(
  {
    ...connection,
    ...commonSourceOptions,
    tables: build_default.Optional(
      build_default.Unsafe({
        type: "object",
        description: 'The objects to sync, by name or glob (such as "*__c"). An exact name wins over a glob.',
        additionalProperties: table,
        minProperties: 1,
        expected: "a mapping of object names to their options",
        examples: [{ Account: {}, Opportunity: { where: "Amount > 0" } }]
      })
    ),
    standard_objects: objects("Standard", [["Account", "Opportunity"]]),
    custom_objects: objects("Custom", [["*"]])
  },
  {
    title: "Salesforce",
    anyOf: [{ required: ["tables"] }, { required: ["standard_objects"] }, { required: ["custom_objects"] }]
  }
);
var loaded = build_default.Object(connection);
function organisationAddress({ url }) {
  return new URL(url).origin;
}

export {
  salesforceConnection,
  salesforceSource,
  organisationAddress
};
