import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  accepted,
  recordsOf,
  refusedOrGone,
  sendHalving
} from "./destinations-shared-exact-records.js";
import "./sources-shared-json-bytes.js";
import {
  EntraSignIn,
  ServiceFault,
  TUNING,
  WebApiClient,
  WebApiTransport,
  faultOf,
  headOf,
  identityOf,
  isThrottled,
  picklistOf
} from "./sources-dynamics-connect-dataverse-errors.js";
import {
  API_PATH,
  apiTwin,
  organisationOrigin
} from "./sources-dynamics-options.js";
import "./sources-shared-sign-in.js";
import "./sources-dynamics-connect-sign-in-errors.js";
import "./sources-shared-staging-file-writer.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-watermark.js";
import "./model-table.js";
import "./lib-azure-msal-common.js";
import "./lib-semver.js";
import "./builtins-crypto.js";
import "./lib-ms.js";
import "./lib-jwa.js";
import {
  ConnectionFailure
} from "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import "./runtime-proxy.js";
import "./builtins-node-https.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  ruleOf
} from "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/destinations/dynamics/connect/write-faults.ts
var RULES = [
  { code: "0x80044150", name: "SqlError (deadlock)", action: "locked", meaning: "another transaction holds the row" },
  { code: "0x80044151", name: "SqlTimeoutError", action: "locked", meaning: "the row was held for too long" },
  {
    code: "0x80072322",
    name: "ThrottlingBurstRequestLimitExceededError",
    action: "locked",
    meaning: "too many requests in five minutes"
  },
  {
    code: "0x80072321",
    name: "ThrottlingTimeExceededError",
    action: "locked",
    meaning: "too much execution time in five minutes"
  },
  { code: "0x80072326", name: "ThrottlingConcurrencyLimitExceededError", action: "locked", meaning: "too many requests at once" },
  { code: "0x80040217", name: "ObjectDoesNotExist", action: "missing", meaning: "the row is not there" },
  { code: 429, name: "Too Many Requests", action: "locked", meaning: "too many requests" },
  { code: 503, name: "Service Unavailable", action: "locked", meaning: "the service is unavailable" }
];
function outcomeOfFault(fault, operation) {
  const action = ruleOf(RULES, fault)?.action;
  const code = fault.code === "" ? `HTTP ${fault.status}` : fault.code;
  if (action === "locked") return { status: "locked", code, message: fault.message };
  if (action === "missing" && operation !== "upsert" && fault.status === 404) return { status: "missing" };
  return { status: "refused", code, message: fault.message, fields: [] };
}
function explainFault(error, table) {
  if (error instanceof ConnectionFailure)
    return new HighwaterError(
      "SOURCE_UNREACHABLE",
      `${table}: the connection to Dataverse failed: ${error.message}.`,
      "Highwater tried several times. Run again: the same rows can be sent twice without harm.",
      { cause: error }
    );
  if (!(error instanceof ServiceFault)) return error;
  const code = error.code === "" ? `status ${error.status}` : error.code;
  if (isThrottled(error))
    return new HighwaterError(
      "EXPORT_QUOTA",
      `${table}: Dataverse takes no more requests from this user for now (${code}).`,
      "Accepted rows stay; the rest is pending and goes with the next run. The limits count five minutes for each user: give exports an application user of their own.",
      { cause: error }
    );
  return new HighwaterError(
    "SOURCE_FAILED",
    `${table}: Dataverse answered ${code}.`,
    "Run again; if it happens again, look the code up at https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes.",
    { cause: error }
  );
}

// src/destinations/dynamics/describe/target-metadata.ts
var definitionOf = (table) => `EntityDefinitions(LogicalName='${table}')?$select=LogicalName,EntitySetName,PrimaryIdAttribute,DisplayName,Privileges`;
var CASTS = [
  ["String", "$select=LogicalName,MaxLength"],
  ["Memo", "$select=LogicalName,MaxLength"],
  ["Integer", "$select=LogicalName,MinValue,MaxValue"],
  ["Decimal", "$select=LogicalName,Precision,MinValue,MaxValue"],
  ["Double", "$select=LogicalName,Precision,MinValue,MaxValue"],
  ["Money", "$select=LogicalName,Precision,MinValue,MaxValue"],
  ["DateTime", "$select=LogicalName,DateTimeBehavior"],
  ...["Picklist", "MultiSelectPicklist", "State", "Status"].map(
    (type) => [type, "$select=LogicalName&$expand=OptionSet,GlobalOptionSet"]
  )
];
function metadataQueries(table) {
  const entity = `EntityDefinitions(LogicalName='${table}')`;
  const attributes = `${entity}/Attributes`;
  return [
    `${attributes}?$select=LogicalName,AttributeType,AttributeTypeName,AttributeOf,DisplayName,IsValidForCreate,IsValidForUpdate`,
    `${entity}/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus`,
    `${entity}/ManyToOneRelationships?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName`,
    ...CASTS.map(([type, properties]) => `${attributes}/Microsoft.Dynamics.CRM.${type}AttributeMetadata?${properties}`)
  ];
}
function targetMetadata(entity, answers) {
  const [attributes = [], keys = [], relationships = [], ...limits] = answers.map((a) => a.value);
  return {
    entity,
    attributes,
    keys,
    relationships,
    limits: new Map(limits.flat().map((l) => [l.LogicalName, l]))
  };
}

// src/destinations/dynamics/describe/languages.ts
var WITHOUT_ACCENTS = /* @__PURE__ */ new Set([
  1025,
  1026,
  1027,
  1028,
  1029,
  1030,
  1031,
  1032,
  1033,
  1036,
  1037,
  1038,
  1040,
  1041,
  1042,
  1043,
  1044,
  1045,
  1046,
  1049,
  1055,
  2052,
  2070,
  3076,
  3082,
  3084,
  3098,
  4108
]);
var collationOf = (base) => ({ accents: !WITHOUT_ACCENTS.has(base) });

// src/destinations/dynamics/describe/target-table.ts
var KINDS = {
  String: "text",
  Memo: "text",
  Integer: "integer",
  BigInt: "integer",
  Decimal: "decimal",
  Money: "decimal",
  Double: "double",
  Boolean: "boolean",
  Picklist: "picklist",
  State: "picklist",
  Status: "picklist",
  MultiSelectPicklist: "multipicklist",
  Lookup: "id",
  Customer: "id",
  Owner: "id",
  Uniqueidentifier: "id"
};
var NUMBERS = /* @__PURE__ */ new Set(["Integer", "BigInt", "Decimal", "Money", "Double", "Picklist", "State", "Status"]);
var LOOKUPS = /* @__PURE__ */ new Set(["Lookup", "Customer", "Owner"]);
var IN_ADDRESS = [{ pattern: "[/<>*%&:\\\\?+]", why: "Dataverse takes none of / < > * % & : \\ ? + in a key" }];
var typeOfAttribute = (a) => a.AttributeTypeName?.Value.replace(/Type$/, "") ?? a.AttributeType;
function relationshipOf({ relationships }, name) {
  const found = relationships.filter(
    (r) => r.ReferencingEntityNavigationPropertyName === name || r.ReferencingAttribute === name
  );
  const owner = found.find((r) => r.ReferencedEntity === "systemuser" && r.ReferencingAttribute === "ownerid");
  return found.length === 1 ? found[0] ?? null : owner ?? null;
}
function targetTable(metadata, columns, parents, rights, language) {
  const { entity, attributes } = metadata;
  const fields = /* @__PURE__ */ new Map();
  const wires = /* @__PURE__ */ new Map();
  for (const column of columns) {
    const made = fieldOf(metadata, column, parents, language);
    if (made === null) continue;
    fields.set(column, made.field);
    for (const one of [made, ...made.parts ?? []]) wires.set(one.field.name, one.wire);
  }
  const own = attributes.filter((a) => a.AttributeOf === null);
  const writable = own.filter((a) => a.IsValidForCreate || a.IsValidForUpdate);
  const detail = { set: entity.EntitySetName ?? entity.LogicalName, wires };
  return {
    name: entity.LogicalName,
    label: entity.DisplayName?.UserLocalizedLabel?.Label ?? entity.LogicalName,
    createable: rights.create,
    updateable: rights.write,
    deletable: rights.delete,
    idField: entity.PrimaryIdAttribute ?? `${entity.LogicalName}id`,
    fields,
    names: [
      ...writable.map((a) => a.LogicalName),
      ...metadata.relationships.map((r) => r.ReferencingEntityNavigationPropertyName)
    ],
    writable: { fields: writable.length, of: own.length },
    // The Web API enforces no "business required" column, and fills in the system's own.
    required: [],
    detail
  };
}
function fieldOf(metadata, column, parents, language) {
  const [name = "", key, more] = column.split(".");
  if (more !== void 0) return null;
  const attribute = metadata.attributes.find((a) => a.LogicalName === name.toLowerCase() && a.AttributeOf === null);
  const isPlain = attribute !== void 0 && !LOOKUPS.has(typeOfAttribute(attribute));
  if (isPlain && key === void 0) return plainField(metadata, attribute, language);
  const alternate = key === void 0 ? metadata.keys.find((k) => k.LogicalName === name.toLowerCase()) : void 0;
  if (alternate !== void 0) return alternateKey(metadata, alternate, parents, language);
  const relationship = relationshipOf(metadata, name) ?? relationshipOf(metadata, name.toLowerCase());
  const lookup = metadata.attributes.find((a) => a.LogicalName === relationship?.ReferencingAttribute);
  if (relationship === null || lookup === void 0) return null;
  return key === void 0 ? lookupField(relationship, lookup, parents) : parentField(relationship, lookup, key, parents, language);
}
function plainField(metadata, attribute, language) {
  const name = attribute.LogicalName;
  const type = typeOfAttribute(attribute);
  const limits = metadata.limits.get(name);
  const behavior = limits?.DateTimeBehavior?.Value;
  const kind = type === "DateTime" ? momentKind(behavior) : KINDS[type] ?? "other";
  const options = limits?.OptionSet ?? limits?.GlobalOptionSet ?? null;
  const isChoice = kind === "picklist" || kind === "multipicklist";
  const field = {
    name,
    label: attribute.DisplayName?.UserLocalizedLabel?.Label ?? name,
    nativeType: type,
    kind,
    createable: attribute.IsValidForCreate,
    updateable: attribute.IsValidForUpdate,
    nillable: kind !== "boolean" && type !== "State" && type !== "Status",
    ...keyFacts(metadata, name),
    caseSensitive: false,
    ...kind === "text" ? { collation: collationOf(language.base) } : {},
    length: kind === "text" ? limits?.MaxLength ?? null : null,
    precision: null,
    scale: kind === "decimal" ? limits?.Precision ?? null : null,
    ...limits?.MinValue === void 0 || limits.MaxValue === void 0 ? {} : { range: { least: String(limits.MinValue), greatest: String(limits.MaxValue) } },
    ...isChoice && options !== null ? { values: picklistOf(options, language.labels), restricted: true, acceptsLabels: true } : {},
    ...kind === "multipicklist" ? { separator: "," } : {},
    ...kind === "text" && isKeyColumn(metadata, name) ? { unsendable: IN_ADDRESS } : {}
  };
  return { field, wire: { property: name, isNumber: NUMBERS.has(type), isWallClock: kind === "local datetime" } };
}
var momentKind = (behavior) => behavior === "DateOnly" ? "date" : behavior === "TimeZoneIndependent" ? "local datetime" : "datetime";
var keysOf = ({ keys }, name) => keys.filter((k) => k.KeyAttributes.length === 1 && k.KeyAttributes[0] === name);
var isKeyColumn = (metadata, name) => keysOf(metadata, name).length > 0;
function keyFacts(metadata, name) {
  const isId = name === metadata.entity.PrimaryIdAttribute;
  const keys = keysOf(metadata, name);
  const isActive = keys.some((k) => k.EntityKeyIndexStatus === "Active");
  if (isId || isActive) return { externalId: true, unique: true };
  const [pending] = keys;
  if (pending !== void 0)
    return {
      externalId: false,
      unique: false,
      keyProblem: `its alternate key is not active yet (${pending.EntityKeyIndexStatus})`
    };
  const isPart = metadata.keys.some((k) => k.KeyAttributes.includes(name));
  return {
    externalId: false,
    unique: false,
    ...isPart ? { keyProblem: "its alternate key has other columns as well: write the name of that key under `key`" } : {}
  };
}
var KEY_KINDS = /* @__PURE__ */ new Set(["text", "integer", "picklist", "id", "date"]);
function alternateKey(metadata, key, parents, language) {
  const made = key.KeyAttributes.map((name) => fieldOf(metadata, name, parents, language));
  const parts = made.filter((part2) => part2 !== null);
  if (parts.length < made.length || parts.length === 0) return null;
  const fields = parts.map(({ field: field2 }) => field2.kind === "text" ? { ...field2, unsendable: IN_ADDRESS } : field2);
  const other = fields.find(({ kind }) => !KEY_KINDS.has(kind));
  const isActive = key.EntityKeyIndexStatus === "Active";
  const keyProblem = other !== void 0 ? `its column ${other.name} (${other.nativeType}) can't stand in a key's address` : isActive ? void 0 : `it is not active yet (${key.EntityKeyIndexStatus})`;
  const field = {
    name: key.LogicalName,
    label: key.LogicalName,
    nativeType: "alternate key",
    kind: "text",
    createable: true,
    updateable: false,
    nillable: false,
    externalId: keyProblem === void 0,
    unique: keyProblem === void 0,
    ...keyProblem === void 0 ? {} : { keyProblem },
    caseSensitive: false,
    collation: collationOf(language.base),
    length: null,
    precision: null,
    scale: null,
    parts: fields
  };
  return { field, wire: { property: key.LogicalName, isNumber: false, isWallClock: false }, parts };
}
function lookupField(relationship, lookup, parents) {
  const {
    ReferencingAttribute: attribute,
    ReferencedEntity: target,
    ReferencingEntityNavigationPropertyName: navigation
  } = relationship;
  const bind = bindOf(relationship, parents);
  if (bind === null) return null;
  const isOnly = typeOfAttribute(lookup) === "Lookup";
  const field = {
    name: isOnly ? attribute : navigation,
    label: lookup.DisplayName?.UserLocalizedLabel?.Label ?? attribute,
    nativeType: typeOfAttribute(lookup),
    kind: "id",
    createable: lookup.IsValidForCreate,
    updateable: lookup.IsValidForUpdate,
    nillable: typeOfAttribute(lookup) !== "Owner",
    externalId: false,
    unique: false,
    caseSensitive: false,
    length: null,
    precision: null,
    scale: null,
    references: [target]
  };
  return { field, wire: { property: `_${attribute}_value`, isNumber: false, isWallClock: false, bind } };
}
function bindOf({
  ReferencedEntity: target,
  ReferencingAttribute: attribute,
  ReferencingEntityNavigationPropertyName: navigation
}, parents) {
  const parent = parents.get(target)?.entity;
  if (parent?.EntitySetName == null || parent.PrimaryIdAttribute === null) return null;
  return { navigation, set: parent.EntitySetName, attribute, target, targetId: parent.PrimaryIdAttribute };
}
function parentField(relationship, lookup, keyName, parents, language) {
  const parent = parents.get(relationship.ReferencedEntity);
  const made = lookupField(relationship, lookup, parents);
  const attribute = parent?.attributes.find((a) => a.LogicalName === keyName.toLowerCase() && a.AttributeOf === null);
  if (parent === void 0 || made === null || attribute === void 0) return null;
  const key = plainField(parent, attribute, language);
  if (!key.field.externalId) return null;
  const { createable, updateable, nillable, label, references = [] } = made.field;
  const field = {
    ...key.field,
    name: `${made.field.name}.${attribute.LogicalName}`,
    label,
    createable,
    updateable,
    nillable,
    references,
    parent: { object: relationship.ReferencedEntity, key: attribute.LogicalName, lookup: made.field.name }
  };
  return { field, wire: { ...made.wire, isNumber: key.wire.isNumber } };
}

// src/destinations/dynamics/connect/web-api-batch.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var HEADERS = { Accept: "application/json", "OData-Version": "4.0", "OData-MaxVersion": "4.0" };
var CLOSING = Buffer.from("--\r\n");
async function sendBatch(transport, base, requests, signal) {
  const boundary = `batch_${(0, import_node_crypto.randomUUID)()}`;
  const meter = { requests: 0, bytes: 0 };
  const request = {
    method: "POST",
    url: `${base}$batch`,
    headers: { ...HEADERS, "Content-Type": `multipart/mixed; boundary=${boundary}`, Prefer: "odata.continue-on-error" },
    body: `${requests.map((r) => part(boundary, r)).join("")}--${boundary}--\r
`
  };
  const answers = await transport.send(request, signal, meter, async (answer) => {
    const parts = partsIn(answer.headers["content-type"] ?? "", await answer.bytes());
    if (parts.length !== requests.length) throw new ConnectionFailure("the answer does not hold an answer to each request");
    return parts;
  });
  return { answers, isAgain: meter.requests > 1 };
}
function part(boundary, { method, path, headers = {}, body }) {
  const all = { ...HEADERS, ...body === void 0 ? {} : { "Content-Type": "application/json" }, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r
`);
  return `--${boundary}\r
Content-Type: application/http\r
Content-Transfer-Encoding: binary\r
\r
${method} ${API_PATH}${path} HTTP/1.1\r
${lines.join("")}\r
${body ?? ""}\r
`;
}
function partsIn(contentType, bytes) {
  const boundary = Buffer.from(`--${/boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? ""}`);
  if (boundary.length === 2) throw new ConnectionFailure("the answer is no batch");
  const parts = [];
  for (let at = bytes.indexOf(boundary); at !== -1; ) {
    const from = at + boundary.length;
    if (bytes.subarray(from, from + 2).equals(CLOSING.subarray(0, 2))) return parts;
    const next = bytes.indexOf(boundary, from);
    if (next === -1) break;
    const piece = bytes.subarray(from, next);
    const head = headOf(piece);
    if (head === null) break;
    parts.push({ status: head.status, body: piece.subarray(head.length) });
    at = next;
  }
  throw new ConnectionFailure("the answer broke off");
}

// src/destinations/dynamics/send/row-request.ts
var NUMBER = /^(-?)0*(\d+)(\.\d+)?([eE][+-]?\d+)?$/;
var detailOf = ({ detail }) => detail;
function rowRequest({ object, operation, key, options }, row) {
  const { set } = detailOf(object);
  if (operation === "delete") return { method: "DELETE", path: `${set}(${row.id})` };
  const address = operation === "update" || key === null ? `${row.id}` : keyOf(object, key, row.key ?? "");
  return {
    method: "PATCH",
    // With the row's representation the answer says whether it was created, and its id.
    path: `${set}(${address})?$select=${object.idField}`,
    headers: {
      Prefer: "return=representation",
      "MSCRM.SuppressDuplicateDetection": options.duplicateRules === "allow" ? "true" : "false",
      ...operation === "update" ? { "If-Match": "*" } : {}
    },
    body: bodyOf(object, row, operation === "upsert" ? key : null)
  };
}
function keyOf(object, key, value) {
  if (key.name === object.idField) return value;
  if (key.parts === void 0) return `${key.name}=${literal(value, key.kind === "text")}`;
  const { wires } = detailOf(object);
  const values = JSON.parse(value);
  return key.parts.map(({ name, kind }, i) => `${wires.get(name)?.property ?? name}=${literal(values[i] ?? "", kind === "text")}`).join(",");
}
var literal = (value, isText) => isText ? `'${encodeURIComponent(value.replaceAll("'", "''"))}'` : value;
function bodyOf(object, row, key) {
  const { wires } = detailOf(object);
  const fields = new Map([...object.fields.values()].map((f) => [f.name, f]));
  const sent = Object.entries(row.values).filter(([name]) => name !== key?.name);
  const members = sent.map(([name, value]) => {
    const [field, wire] = [fields.get(name), wires.get(name)];
    if (field === void 0 || wire === void 0) throw new Error(`${object.name} was not asked for its field ${name}`);
    return wire.bind === void 0 ? `${JSON.stringify(name)}:${json(field, wire, value)}` : bound(field, wire.bind, value);
  });
  return `{${members.join(",")}}`;
}
function bound({ parent, kind }, { navigation, set }, value) {
  if (value === null) return `${JSON.stringify(`${navigation}@odata.bind`)}:null`;
  const address = parent === void 0 ? value : `${parent.key}=${kind === "text" ? `'${value.replaceAll("'", "''")}'` : value}`;
  return `${JSON.stringify(`${navigation}@odata.bind`)}:${JSON.stringify(`/${set}(${address})`)}`;
}
function json({ name, kind }, { isNumber, isWallClock }, value) {
  if (value === null) return "null";
  if (kind === "boolean") return value === "true" ? "true" : "false";
  if (isWallClock) return JSON.stringify(`${value.replace(/Z$/, "")}Z`);
  if (!isNumber) return JSON.stringify(value);
  const [, sign = "", whole, fraction = "", exponent = ""] = NUMBER.exec(value) ?? [];
  if (whole === void 0) throw new Error(`a value of ${name} is no number`);
  return `${sign}${whole}${fraction}${exponent}`;
}

// src/destinations/dynamics/find/find-rows.ts
var KEYS_A_BATCH = 1e3;
var KEYS_A_QUERY = 250;
var CONDITIONS_A_QUERY = 100;
var QUERY_LENGTH = 3e4;
async function findRows(asking, { object, by, keys, fields }) {
  const { set, wires } = detailOf(object);
  const property = (name) => wires.get(name)?.property ?? name;
  const parts = [...object.fields.values()].find(({ name }) => name === by)?.parts;
  const select = [...new Set([object.idField, ...parts?.map(({ name }) => name) ?? [by], ...fields].map(property))];
  const conditions = parts === void 0 ? isOneOf(property(by), keys) : haveParts(parts, property, keys);
  const records = await ask(asking, set, select, conditions);
  const keyOf2 = (record) => parts === void 0 ? record.get(property(by)) ?? "" : JSON.stringify(parts.map(({ name, kind }) => ownText(kind, record.get(property(name)) ?? "")));
  const parents = await parentKeys(asking, object, fields, records);
  return records.map((record) => ({
    id: record.get(object.idField) ?? "",
    key: keyOf2(record),
    values: Object.fromEntries(
      fields.map((name) => {
        const value = record.get(property(name)) ?? null;
        return [
          name,
          value === null ? null : parents.get(name)?.get(value.toLowerCase()) ?? (parents.has(name) ? null : value)
        ];
      })
    )
  }));
}
async function parentKeys(asking, object, fields, records) {
  const { wires } = detailOf(object);
  const all = /* @__PURE__ */ new Map();
  for (const field of object.fields.values()) {
    const [wire, { parent }] = [wires.get(field.name), field];
    if (parent === void 0 || wire?.bind === void 0 || !fields.includes(field.name)) continue;
    const ids = [...new Set(records.map((r) => r.get(wire.property) ?? null).filter((id) => id !== null))];
    const { set, targetId } = wire.bind;
    const found = await ask(asking, set, [targetId, parent.key], isOneOf(targetId, ids));
    all.set(field.name, new Map(found.map((r) => [(r.get(targetId) ?? "").toLowerCase(), r.get(parent.key) ?? null])));
  }
  return all;
}
async function ask({ transport, base, signal }, set, select, conditions) {
  const paths = conditions.map((one) => `${set}?$select=${select.join(",")}&$filter=${encodeURIComponent(one)}`);
  if (paths.length === 0) return [];
  const { answers } = await sendBatch(
    transport,
    base,
    paths.map((path) => ({ method: "GET", path })),
    signal
  );
  return answers.flatMap(({ status, body }) => {
    if (status !== 200) throw faultOf(status, body.toString().trimEnd(), {}, void 0);
    return recordsOf(body, "value", "@odata.nextLink").records;
  });
}
var quoted = (text) => `'${text.replaceAll("'", "''")}'`;
function isOneOf(property, keys) {
  return groups(keys.map(quoted), KEYS_A_QUERY).map(
    (group) => `Microsoft.Dynamics.CRM.In(PropertyName='${property}',PropertyValues=[${group.join(",")}])`
  );
}
function haveParts(parts, property, keys) {
  const one = (key) => {
    const values = JSON.parse(key);
    const equal = parts.map(
      ({ name, kind }, i) => `${property(name)} eq ${kind === "text" ? quoted(values[i] ?? "") : values[i]}`
    );
    return `(${equal.join(" and ")})`;
  };
  return groups(keys.map(one), Math.max(1, Math.floor(CONDITIONS_A_QUERY / parts.length))).map((group) => group.join(" or "));
}
function ownText(kind, text) {
  return kind === "date" ? text.slice(0, 10) : text;
}
function groups(texts, most) {
  const all = [];
  let length = 0;
  for (const text of texts) {
    const size = encodeURIComponent(text).length + 12;
    const last = all.at(-1);
    if (last === void 0 || last.length >= most || length + size > QUERY_LENGTH) {
      all.push([text]);
      length = size;
    } else {
      last.push(text);
      length += size;
    }
  }
  return all;
}

// src/destinations/dynamics/send/batches.ts
var ROWS_A_BATCH = 100;
async function sendRowsByBatch(transport, base, batch, signal) {
  const send = async (part2) => {
    const requests = part2.rows.map((row) => rowRequest(part2, row));
    const { answers, isAgain } = await sendBatch(transport, base, requests, signal);
    return part2.rows.map((row, i) => outcome(part2, row, answers[i], isAgain));
  };
  return sendHalving(batch, send, (error) => {
    signal.throwIfAborted();
    if (!(error instanceof ServiceFault) || error.status !== 400) throw explainFault(error, batch.object.name);
    return outcomeOfFault(error, batch.operation);
  });
}
function outcome({ object, operation }, row, { status, body }, isAgain) {
  if (status >= 200 && status < 300) {
    const id = row.id ?? (status === 204 ? null : JSON.parse(body.toString())[object.idField]) ?? null;
    return accepted(operation, id, status === 201, isAgain);
  }
  const refused = outcomeOfFault(faultOf(status, body.toString().trimEnd(), {}, void 0), operation);
  return refusedOrGone(operation, row, refused, isAgain);
}

// src/destinations/dynamics/destination.ts
var DynamicsDestination = class {
  name;
  address;
  findLimit = KEYS_A_BATCH;
  sendLimit = ROWS_A_BATCH;
  #options;
  #signal;
  #transport;
  #client;
  #languages = { base: 1033, labels: 1033 };
  #userId = "";
  constructor(options, context, tuning = TUNING) {
    this.name = context.name;
    this.address = organisationOrigin(options.url);
    this.#options = options;
    this.#signal = context.signal;
    const signIn = new EntraSignIn(options.auth, this.address, context, tuning);
    const twin = apiTwin(this.address);
    this.#transport = new WebApiTransport(twin === null ? [this.address] : [this.address, twin], signIn, tuning);
    this.#client = new WebApiClient(this.address, signIn, tuning, this.#transport);
  }
  async connect() {
    const { access, language, userId } = await identityOf(this.#client, this.#signal);
    this.#userId = userId;
    this.#languages = { base: language, labels: this.#options.label_language ?? language };
    return access;
  }
  async describe(object, columns) {
    const entity = await this.#entity(object.toLowerCase());
    if (entity === null) return null;
    const metadata = await this.#metadata(entity);
    const parents = /* @__PURE__ */ new Map([[entity.LogicalName, metadata]]);
    const named = columns.flatMap(
      (column) => metadata.keys.find((k) => k.LogicalName === column.toLowerCase())?.KeyAttributes ?? [column]
    );
    for (const column of named) {
      const [name = ""] = column.split(".");
      const target = (relationshipOf(metadata, name) ?? relationshipOf(metadata, name.toLowerCase()))?.ReferencedEntity;
      const parent = target === void 0 || parents.has(target) ? null : await this.#entity(target);
      if (parent !== null && target !== void 0) parents.set(target, await this.#metadata(parent));
    }
    return targetTable(metadata, columns, parents, await this.#rights(entity), this.#languages);
  }
  async find(request) {
    try {
      return await findRows({ transport: this.#transport, base: this.#client.base, signal: this.#signal }, request);
    } catch (error) {
      this.#signal.throwIfAborted();
      throw explainFault(error, request.object.name);
    }
  }
  /** Exact up to 50,000 rows; above, the service does not count. */
  async countFilled(object, key) {
    const { set, wires } = detailOf(object);
    const count = (condition) => `${set}?$apply=${encodeURIComponent(`${condition}aggregate($count as n)`)}`;
    const filled = (key.parts ?? [key]).map(({ name }) => `${wires.get(name)?.property ?? name} ne null`).join(" and ");
    const paths = [count(""), count(`filter(${filled})/`)];
    const answers = await this.#client.batch(paths, object.name, this.#signal, { lenient: true });
    const [records, full] = answers.map((a) => a.value?.[0]?.n);
    return records === void 0 || full === void 0 ? null : { records, filled: full };
  }
  async send(batch) {
    return sendRowsByBatch(this.#transport, this.#client.base, batch, this.#signal);
  }
  /** `UpsertMultiple` answers for all rows at once and names none. */
  bulk() {
    return null;
  }
  usage() {
    return this.#client.usage();
  }
  async close() {
    this.#client.close();
  }
  async #entity(table) {
    if (!/^\w+$/.test(table)) return null;
    const [answer] = await this.#client.batch([definitionOf(table)], table, this.#signal, { lenient: true });
    if (!(answer instanceof ServiceFault))
      return answer.EntitySetName === null ? null : answer;
    if (answer.status === 404) return null;
    throw this.#client.explain(answer, table);
  }
  async #metadata(entity) {
    return targetMetadata(
      entity,
      await this.#client.batch(metadataQueries(entity.LogicalName), entity.LogicalName, this.#signal)
    );
  }
  /** What the user's roles let it do to the table; where the service does not say, that shows when rows are sent. */
  async #rights({ LogicalName: table, Privileges: all }) {
    const nameOf = (type) => all.find((p) => p.PrivilegeType === type)?.Name ?? "";
    const names = encodeURIComponent(JSON.stringify(["Create", "Write", "Delete"].map(nameOf)));
    const path = `systemusers(${this.#userId})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@p)?@p=${names}`;
    const [answer] = await this.#client.batch([path], table, this.#signal, { lenient: true });
    if (answer instanceof ServiceFault) return { create: true, write: true, delete: true };
    const held = new Set(answer.RolePrivileges.map((p) => p.PrivilegeName));
    return { create: held.has(nameOf("Create")), write: held.has(nameOf("Write")), delete: held.has(nameOf("Delete")) };
  }
};
export {
  DynamicsDestination
};
