import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  describeEach
} from "./sources-shared-describe-each.js";
import {
  EntraSignIn,
  LIST,
  NotReadable,
  PageSize,
  TUNING,
  WebApiClient,
  codeSql,
  columnQueries,
  columnsOf,
  identityOf,
  isElastic,
  isVirtual,
  labelIn,
  openImport,
  privilegesQuery,
  readPrivilegeOf,
  selectImport,
  tableAccess,
  tableInfo,
  typeOf,
  whyTokenExpired
} from "./sources-dynamics-connect-dataverse-errors.js";
import {
  ChangeTrackingOff,
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
import "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import "./lib-p-limit.js";
import "./runtime-proxy.js";
import "./builtins-node-https.js";
import {
  HighwaterError
} from "./model-errors.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";

// src/sources/dynamics/describe/table-schema.ts
var CURRENCY = "transactioncurrencyid";
var PARTITION = "partitionid";
function describeTable(input) {
  const { info, ref, options } = input;
  const attributes = info.attributes.filter((a) => a.AttributeOf === null && a.IsValidForRead);
  const readable = attributes.filter((a) => a.IsValidODataAttribute !== false);
  const plain = readable.flatMap((a) => columnsOf(a, info, input.language));
  const columns = withCalculated(unique(withPartition(withCurrency(plain, input.currencies), info.entity)), readable);
  const held = new Set(columns.map((c) => c.name));
  const notes = [
    ...skippedNote(
      "they hold no plain value",
      readable.filter((a) => !held.has(a.LogicalName))
    ),
    ...skippedNote(
      "the Web API does not return them",
      attributes.filter((a) => !readable.includes(a))
    ),
    ...securedNotes(readable.filter((a) => a.IsSecured && held.has(a.LogicalName)).map((a) => a.LogicalName)),
    ...currencyNote(columns, input.currencies),
    ...kindNote(info.entity),
    ...bodyNote(ref, columns, options)
  ];
  const own = keyOf(info.entity, held);
  const key = options.key ?? own;
  for (const name2 of key) if (!held.has(name2)) throw noColumn(ref, name2, "key");
  if (options.deletesBy === "change_tracking") checkTracking(ref, info.entity, key);
  const name = options.name ?? info.entity.PrimaryNameAttribute;
  return {
    ref,
    columns,
    key,
    ...own.length === 0 || isSame(own, key) ? {} : { identity: own },
    cursor: cursorOf(input, columns),
    nameColumn: name !== null && held.has(name) ? name : null,
    notes
  };
}
var isSame = (a, b) => a.length === b.length && a.every((name) => b.includes(name));
function keyOf(entity, held) {
  const id = entity.PrimaryIdAttribute;
  if (id === null || !held.has(id)) return [];
  return isElastic(entity) && held.has(PARTITION) ? [id, PARTITION] : [id];
}
function withCalculated(columns, attributes) {
  const own = attributes.filter((a) => (a.SourceType ?? 0) > 0).map((a) => a.LogicalName);
  const computed = new Set(own.flatMap((name) => [name, `${name}_date`, `${name}_state`, `${name}_base`]));
  return columns.map((c) => computed.has(c.select ?? c.name) || computed.has(c.name) ? { ...c, calculated: true } : c);
}
function withPartition(columns, entity) {
  if (!isElastic(entity)) return [...columns];
  return columns.map(
    (c) => c.name === PARTITION && c.load !== null ? { ...c, load: { ...c.load, expression: "coalesce($, '')" } } : c
  );
}
function withCurrency(columns, currencies) {
  if (!columns.some((c) => c.nativeType === "Money")) return [...columns];
  return columns.flatMap((c) => {
    if (c.name !== CURRENCY) return [c];
    const lookup = { ...c, always: true };
    return currencies === null ? [lookup] : [lookup, codeColumn(c, currencies)];
  });
}
function codeColumn(lookup, currencies) {
  return {
    name: `${CURRENCY}_code`,
    label: `${lookup.label} (ISO code)`,
    nativeType: "CurrencyCode",
    semanticType: "string",
    allowedTypes: ["string", "picklist"],
    duckdbType: "VARCHAR",
    load: null,
    derived: codeSql(CURRENCY, currencies),
    always: true
  };
}
function unique(columns) {
  const own = new Set(columns.filter((c) => !isCompanion(c)).map((c) => c.name));
  return columns.filter((c) => !isCompanion(c) || !own.has(c.name));
}
var isCompanion = (column) => ["Label", "CurrencyCode"].includes(column.nativeType) || (column.load?.wire.includes("@") ?? false);
function cursorOf({ ref, info, options }, columns) {
  const kind = options.deletesBy === "change_tracking" ? "token" : "timestamp";
  const column = options.cursor ?? "modifiedon";
  const found = columns.find((c) => c.name === column);
  if (options.cursor === void 0) return found === void 0 || isVirtual(info.entity) ? null : { column, kind };
  if (found === void 0) throw noColumn(ref, column, "cursor");
  if (found.duckdbType !== "TIMESTAMPTZ")
    throw new HighwaterError(
      "CURSOR_NOT_POSSIBLE",
      `${ref.name}: ${column} (${found.nativeType}, ${found.duckdbType}) can't be the cursor.`,
      'A cursor is a date and time column of behavior "User local". Leave `cursor` out to use modifiedon.'
    );
  return { column, kind };
}
function checkTracking(ref, entity, key) {
  if (!entity.ChangeTrackingEnabled)
    throw new ChangeTrackingOff(
      `${ref.name}: \`deletes_by: change_tracking\` needs change tracking, which is off for this table.`,
      'In Power Apps open the table > Properties > Advanced options and switch on "Track changes"; or set `deletes_by: keys`.'
    );
  const id = entity.PrimaryIdAttribute;
  if (key.length === 1 && key[0] === id) return;
  throw new ChangeTrackingOff(
    `${ref.name}: \`deletes_by: change_tracking\` can't find deleted rows by the key ${key.join(", ")}: Dataverse names them by ${id} only.`,
    isElastic(entity) ? "Set `deletes_by: keys`: a row of an elastic table is known by its id and its partition together." : `Leave \`key\` out, so that it is ${id}; or set \`deletes_by: keys\`.`
  );
}
function noColumn(ref, name, what) {
  return new HighwaterError(
    "COLUMN_NOT_FOUND",
    `${ref.name}: \`${what}\` names the column ${name}, which does not exist or which this user can't read.`,
    "`highwater discover` lists all columns that can be read."
  );
}
function skippedNote(why, skipped) {
  if (skipped.length === 0) return [];
  const names = skipped.map((a) => `${a.LogicalName} (${typeOf(a)})`);
  return [{ kind: "schema", message: `not read because ${why}: ${names.join(", ")}` }];
}
function securedNotes(secured) {
  return secured.map((column) => ({
    kind: "access",
    column,
    message: `column security protects ${column}: Dataverse gives null, or a masked text, instead of its values unless a column security profile lets the application user read it (unmasked, where it has a masking rule)`
  }));
}
function currencyNote(columns, currencies) {
  if (currencies !== null || !columns.some((c) => c.nativeType === "Money")) return [];
  return [
    {
      kind: "access",
      message: "this user may not read the currencies (table transactioncurrency), so amounts have no currency code"
    }
  ];
}
var BODIES = {
  annotation: "documentbody",
  activitymimeattachment: "body",
  attachment: "body"
};
function bodyNote(ref, columns, options) {
  const column = BODIES[ref.name];
  if (column === void 0 || !columns.some((c) => c.name === column)) return [];
  const { include, exclude } = options.columns ?? {};
  if (exclude?.includes(column) || include !== void 0 && !include.includes(column)) return [];
  return [
    {
      kind: "data",
      column,
      message: `${column} holds whole files (base64 text, a third larger than the file): they make the table, the state and each full sync as large; leave them out with columns: { exclude: [${column}] }`
    }
  ];
}
function kindNote(entity) {
  if (isVirtual(entity))
    return [
      {
        kind: "plan",
        message: "virtual table: another system supplies its rows and decides which ones; every run reads the whole table"
      }
    ];
  return [];
}

// src/sources/dynamics/source.ts
var BUSY_AT_ONCE = 4;
var DynamicsSource = class {
  name;
  address;
  #options;
  #context;
  #tuning;
  #client;
  #entities = /* @__PURE__ */ new Map();
  /** The list of tables, requested while signing in; null where it is to be requested. */
  #listed = null;
  #language = 1033;
  #privileges = null;
  #currencies = null;
  constructor(options, context, tuning = TUNING) {
    this.name = context.name;
    this.address = organisationOrigin(options.url);
    this.#options = options;
    this.#context = context;
    this.#tuning = tuning;
    this.#client = new WebApiClient(this.address, new EntraSignIn(options.auth, this.address, context, tuning), tuning);
  }
  async connect() {
    const { access, language, privileges } = await identityOf(this.#client, this.#context.signal, () => this.#listAhead());
    this.#privileges = privileges;
    this.#language = this.#options.label_language ?? language;
    const { lastDate } = this.#client;
    return lastDate === null ? access : { ...access, clock: new Date(lastDate).toISOString() };
  }
  async tables(choose) {
    const refs = await this.#list();
    choose(refs);
    return { refs, implied: [], hidden: /* @__PURE__ */ new Map() };
  }
  /** The list is the largest answer of a run with few changes: it comes while others do. Whoever needs it gets its error. */
  #listAhead() {
    this.#listed = this.#requestList();
    this.#listed.catch(() => void 0);
  }
  async #requestList() {
    return this.#client.json(LIST, "the list of tables", this.#context.signal);
  }
  async #list() {
    const asked = this.#listed ?? this.#requestList();
    this.#listed = null;
    const { value } = await asked;
    const inApi = value.filter((e) => e.EntitySetName !== null && e.EntitySetName !== "" && e.PrimaryIdAttribute !== null);
    for (const entity of inApi) this.#entities.set(entity.LogicalName, entity);
    return inApi.map((entity) => this.#refOf(entity)).sort((a, b) => a.name < b.name ? -1 : 1);
  }
  async describe(tables) {
    return describeEach(tables, this.#context.parallel, async (chosen) => ({
      chosen: { ...chosen, options: withMaskInAnyCase(chosen.options) },
      schema: await this.#describe(chosen.ref, chosen.options)
    }));
  }
  async #describe(ref, options) {
    const entity = await this.#entity(ref.name);
    const { signal } = this.#context;
    const queries = [privilegesQuery(ref.name), ...columnQueries(ref.name)];
    const [own, ...answers] = await this.#client.batch(queries, ref.name, signal);
    const info = tableInfo(entity, answers);
    const hasMoney = info.attributes.some((a) => a.AttributeType === "Money");
    const currencies = hasMoney ? await this.#readCurrencies() : null;
    const visibility = await this.#privileges?.visibility(readPrivilegeOf(own), ref.name, signal) ?? null;
    const schema = describeTable({ ref, info, options, language: this.#language, currencies });
    return visibility === null ? schema : { ...schema, visibility };
  }
  /** Why an incremental import can't continue from its change-tracking token. */
  async #cannotContinue(plan) {
    if (plan.mode !== "incremental" || plan.schema.cursor?.kind !== "token") return null;
    const token = plan.since?.token;
    if (token === void 0) return "there is no change-tracking token yet";
    const { signal } = this.#context;
    const request = {
      client: this.#client,
      size: new PageSize(this.#tuning),
      subject: plan.ref.name,
      signal,
      meter: { requests: 0, bytes: 0 }
    };
    return whyTokenExpired(request, token);
  }
  async access(tables) {
    return tableAccess(this.#client, tables, {
      signal: this.#context.signal,
      entity: async (name) => this.#entity(name),
      describe: async (table) => this.#describe(table.ref, table.options)
    });
  }
  /** Nothing is fetched ahead. */
  async open() {
    return { begin: async (plan, resume) => this.#begin(plan, resume), select: async (plan) => this.#select(plan) };
  }
  async #begin(plan, resume) {
    const { parallel, signal } = this.#context;
    const cannotContinue = await this.#cannotContinue(plan);
    if (cannotContinue !== null) return { cannotContinue };
    const entity = await this.#entity(plan.ref.name);
    return openImport({ plan, resume, entity, client: this.#client, tuning: this.#tuning, parallel, signal });
  }
  async #select(plan) {
    const { parallel, signal } = this.#context;
    const entity = await this.#entity(plan.ref.name);
    return selectImport({ plan, resume: null, entity, client: this.#client, tuning: this.#tuning, parallel, signal });
  }
  usage() {
    return this.#client.usage();
  }
  jobsAtOnce() {
    return Math.floor(BUSY_AT_ONCE / this.#context.parallel);
  }
  async close() {
    this.#client.close();
  }
  #refOf(entity) {
    const name = entity.LogicalName;
    return { name, target: name, label: labelIn(entity.DisplayName, this.#language) ?? name, kind: kindOf(entity) };
  }
  async #entity(name) {
    if (this.#entities.size === 0) await this.#list();
    const entity = this.#entities.get(name);
    if (entity !== void 0) return entity;
    throw new HighwaterError(
      "TABLE_NOT_FOUND",
      `${name}: ${this.#client.host} has no such table.`,
      "Use the table's logical name, such as account or new_project; `highwater discover` lists all of them."
    );
  }
  /** Asked for once; null where the user may not read them. */
  async #readCurrencies() {
    const path = "transactioncurrencies?$select=transactioncurrencyid,isocurrencycode";
    this.#currencies ??= this.#client.json(
      path,
      "transactioncurrency",
      this.#context.signal
    ).then(
      ({ value }) => value.flatMap((c) => c.isocurrencycode === null ? [] : [{ id: c.transactioncurrencyid, code: c.isocurrencycode }])
    ).catch((error) => {
      if (error instanceof NotReadable) return null;
      this.#currencies = null;
      throw error;
    });
    return this.#currencies;
  }
};
function kindOf(entity) {
  if (isElastic(entity)) return "elastic table";
  if (isVirtual(entity)) return "virtual table";
  if (entity.IsIntersect) return "intersect table";
  return entity.IsActivity ? "activity table" : "table";
}
function withMaskInAnyCase(options) {
  const { mask } = options;
  if (mask === void 0) return options;
  return { ...options, mask: { ...mask, rules: mask.rules.map(([name, rule]) => [name.toLowerCase(), rule]) } };
}
export {
  DynamicsSource
};
