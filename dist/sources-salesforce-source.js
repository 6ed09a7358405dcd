import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  organisationAddress
} from "./sources-salesforce-options.js";
import {
  Client,
  MetadataCache,
  QUERIES_A_CALL,
  SalesforceSignIn,
  ServiceFailure,
  accessOf,
  chooseVersion,
  composite,
  compositeOnce,
  dailyLimits,
  explain,
  failureFrom,
  isBulkRefusal,
  isExpiredLocator,
  isJobLimit,
  isLimit,
  isMalformed,
  isNotFound,
  isQueryRefusal,
  isRestriction,
  isSchemaError,
  isTimeout,
  isTooLong,
  noSuchVersion,
  recordCounts,
  refusesFilter,
  userName,
  worthRetrying
} from "./sources-salesforce-connect-auth.js";
import "./sources-salesforce-connect-sign-in-errors.js";
import {
  NOTHING_COUNTED
} from "./model-counts.js";
import {
  require_mod
} from "./lib-fastest-levenshtein.js";
import {
  describeEach
} from "./sources-shared-describe-each.js";
import {
  eachElement,
  eachMember,
  skipValue
} from "./sources-shared-json-bytes.js";
import "./sources-shared-sign-in.js";
import {
  STAGING_FILE_BYTES,
  StagingFileWriter
} from "./sources-shared-staging-file-writer.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import {
  earlier,
  fromMicros,
  toMicros
} from "./model-watermark.js";
import "./model-table.js";
import {
  ConnectionFailure
} from "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import {
  pLimit
} from "./lib-p-limit.js";
import "./model-loopback.js";
import "./runtime-proxy.js";
import "./builtins-node-https.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import "./lib-p-retry.js";
import {
  require_promises
} from "./builtins-node-timers-promises.js";
import {
  require_node_zlib
} from "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/sources/salesforce/plan/soql.ts
var EVERYTHING = { low: null, high: null, nulls: true };
function selectParents({ object, conditions: all }) {
  return `SELECT Id FROM ${object}${all.length === 0 ? "" : ` WHERE ${all.join(" AND ")}`}`;
}
function semiJoin(parent) {
  return childrenIn(parent, selectParents(parent));
}
function withIds(parent, ids) {
  return childrenIn(parent, ids.map((id2) => `'${id2}'`).join(","));
}
function childrenIn({ path, more }, parents) {
  return `${path} IN (${parents})${more === void 0 ? "" : ` AND ${more}`}`;
}
function isNested({ conditions: all }) {
  return all.some((c) => /\(\s*SELECT\b/i.test(c.replaceAll(/'(?:\\[\s\S]|[^'\\])*'/g, "")));
}
function literal(iso2) {
  return `${iso2.slice(0, 19)}Z`;
}
function conditions(tableQuery, stream, window) {
  const { cursor, cursorMayBeNull } = tableQuery;
  const own = stream.condition === null ? [] : [`(${stream.condition})`];
  if (cursor === null || stream.outsideWindow) return own;
  const edges = [
    ...window.low === null ? [] : [`${cursor} >= ${literal(window.low)}`],
    ...window.high === null ? [] : [`${cursor} < ${literal(window.high)}`],
    ...tableQuery.changedSince === null || window.low === null ? [] : [`SystemModstamp >= ${tableQuery.changedSince}`]
  ];
  if (cursorMayBeNull && window.nulls && edges.length > 0)
    return [...own, `(${edges.length === 1 ? edges[0] : `(${edges.join(" AND ")})`} OR ${cursor} = null)`];
  return [...own, ...edges];
}
function selectRows(tableQuery, stream, window, fields = tableQuery.fields, more = []) {
  const live = tableQuery.liveOnly && fields === tableQuery.fields ? [`${tableQuery.prefix}IsDeleted = false`] : [];
  const all = [...conditions(tableQuery, stream, window), ...live, ...more];
  return `SELECT ${fields.join(", ")} FROM ${tableQuery.object}${all.length === 0 ? "" : ` WHERE ${all.join(" AND ")}`}`;
}
function wiresOf(plan) {
  const { columns, deletedFlag } = plan.schema;
  const flag = deletedFlag === void 0 ? [] : [deletedFlag.wire];
  const loaded = columns.flatMap((c) => c.load === null ? [] : [c.load.wire]);
  return [.../* @__PURE__ */ new Set([...loaded, ...flag])];
}
function queryPath(base, operation, soql) {
  return `${base}/${operation}/?q=${encodeURIComponent(soql)}`;
}

// src/sources/salesforce/read/records.ts
var [QUOTE, OPEN, LIST, NULL] = [34, 123, 91, 110];
function readPage(bytes) {
  let total = 0;
  let next = null;
  let rows = 0;
  const out = new Output(bytes);
  eachMember(bytes, 0, (name, from) => {
    if (name === "records") {
      return eachElement(bytes, from, (element) => {
        rows++;
        return out.record(element);
      });
    }
    const to = skipValue(bytes, from);
    if (name === "totalSize") total = Number(bytes.toString("utf8", from, to));
    if (name === "nextRecordsUrl" && bytes[from] === QUOTE) next = JSON.parse(bytes.toString("utf8", from, to));
    return to;
  });
  return { total, next, rows, records: out.bytes };
}
var Output = class {
  #source;
  #target;
  #length = 0;
  #first = true;
  constructor(source) {
    this.#source = source;
    this.#target = Buffer.allocUnsafe(source.length + 1024);
  }
  get bytes() {
    return this.#target.subarray(0, this.#length);
  }
  /** Returns the place behind the record that begins at `from`. */
  record(from) {
    this.#text("{");
    this.#first = true;
    const to = this.#members(from, "");
    this.#text("}\n");
    return to;
  }
  #members(from, prefix) {
    return eachMember(
      this.#source,
      from,
      (name, at) => name === "attributes" ? skipValue(this.#source, at) : this.#member(prefix + name, at)
    );
  }
  #member(name, from) {
    const byte = this.#source[from] ?? 0;
    if (byte === OPEN) return this.#members(from, `${name}.`);
    const to = skipValue(this.#source, from);
    if (byte === NULL || byte === LIST) return to;
    this.#text(`${this.#first ? "" : ","}"${name}":`);
    this.#first = false;
    if (byte !== QUOTE) this.#text('"');
    this.#copy(from, to);
    if (byte !== QUOTE) this.#text('"');
    return to;
  }
  #text(text2) {
    this.#reserve(text2.length);
    this.#length += this.#target.write(text2, this.#length, "latin1");
  }
  #copy(from, to) {
    this.#reserve(to - from);
    this.#length += this.#source.copy(this.#target, this.#length, from, to);
  }
  #reserve(more) {
    if (this.#length + more <= this.#target.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#target.length * 2, this.#length + more));
    this.#target.copy(larger, 0, 0, this.#length);
    this.#target = larger;
  }
};
function recordsOf(page, fields) {
  const lines = page.records.toString().split("\n").slice(0, -1);
  return lines.map((line) => {
    const record2 = JSON.parse(line);
    return Object.fromEntries(fields.map((f) => [f, record2[f] ?? ""]));
  });
}

// src/sources/salesforce/read/rest-pages.ts
var NDJSON = { kind: "json", records: "", compression: "none" };
var PAGE_HINT = { "Sforce-Query-Options": "batchSize=2000" };
var WINDOW_ATTEMPTS = 3;
async function firstPage({ client, meter, signal }, { operation, soql }) {
  const path = queryPath(client.base, operation, soql);
  if (await client.fits(path)) return readPage((await client.bytes({ path, headers: PAGE_HINT, meter, signal })).body);
  return client.retrying(signal, async () => {
    const [answer] = await compositeOnce(client, [{ path }], meter, signal);
    if (answer === void 0 || answer.status !== 200) throw failureFrom(answer?.status ?? 0, answer?.body.toString() ?? "");
    return readPage(answer.body);
  });
}
async function* pagesFrom(reader, first) {
  let page = first;
  yield page;
  while (page.next !== null) {
    const { client, meter, signal } = reader;
    page = readPage((await client.bytes({ path: page.next, headers: PAGE_HINT, meter, signal })).body);
    yield page;
  }
}
async function askRecords({ client, meter, signal }, soql) {
  const path = queryPath(client.base, "query", soql);
  if (!await client.fits(path)) throw failureFrom(414, "");
  const answer = await client.json({ path, meter, signal });
  return answer.records;
}
async function readByPages(reader, staging, query, first, onPage) {
  return fromItsStart(reader, async (attempt) => readOnce(reader, staging, query, attempt === 1 ? first : null, onPage));
}
async function collect(reader, query, first, of) {
  return fromItsStart(reader, async (attempt) => {
    const begin = (attempt === 1 ? first : null) ?? await firstPage(reader, query);
    const all = [];
    let rows = 0;
    for await (const page of pagesFrom(reader, begin)) {
      rows += page.rows;
      for (const one of of(page)) all.push(one);
    }
    checkCount(begin, rows);
    return all;
  });
}
async function fromItsStart({ signal }, read) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read(attempt);
    } catch (error) {
      signal.throwIfAborted();
      const again = isExpiredLocator(error) || error instanceof RecordsMissing;
      if (!again || attempt === WINDOW_ATTEMPTS) throw error;
    }
  }
}
var RecordsMissing = class extends HighwaterError {
};
function checkCount({ total }, rows) {
  if (rows === total || total < 0) return;
  throw new RecordsMissing(
    "COUNT_MISMATCH",
    `Salesforce announced ${total} records and gave ${rows}.`,
    "The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line.",
    { family: "restart" }
  );
}
async function readOnce(reader, staging, query, known, onPage) {
  const first = known ?? await firstPage(reader, query);
  if (first.total === 0 && first.rows === 0) return { rows: 0, bytes: 0 };
  return writeFile(staging, "rows", async (file) => {
    for await (const page of pagesFrom(reader, first)) {
      onPage(page);
      await file.append(page.records, page.rows);
    }
    checkCount(first, file.rows);
  });
}
async function writeFile(staging, content, fill) {
  const file = await StagingFileWriter.create(staging, content, NDJSON);
  try {
    await fill(file);
    await file.finish();
    return { rows: file.rows, bytes: file.bytes };
  } catch (error) {
    await file.discard();
    throw error;
  }
}
async function writeDeletedKeys(staging, records) {
  if (records.length === 0) return { rows: 0, bytes: 0 };
  return writeFile(
    staging,
    "deleted",
    async (file) => file.append(Buffer.from(records.map((r) => `${JSON.stringify(r)}
`).join("")), records.length)
  );
}

// src/sources/salesforce/describe/visibility.ts
var ObjectPermissions = class {
  #client;
  #memory;
  #trustMs;
  #signal;
  #meter = { requests: 0 };
  #userId;
  #fresh = null;
  constructor(client, memory, { trustMs, signal, userId }) {
    this.#client = client;
    this.#memory = memory;
    this.#trustMs = trustMs;
    this.#signal = signal;
    this.#userId = userId;
  }
  /** As remembered for a day, like describes: one call for all objects. */
  async of(object) {
    const kept = this.#fresh === null ? this.#memory.seen : null;
    const known = kept !== null && Math.abs(this.#client.clock - kept.readAt) < this.#trustMs;
    if (known) return visibilityOf(kept.value, object);
    const seen = await this.#now().catch(() => null);
    this.#signal.throwIfAborted();
    return visibilityOf(seen, object);
  }
  /** For whoever takes rows that are not shown for deleted, and so must know how much is seen now. Throws SCHEMA_CHANGED where that is less than planned. */
  async confirm({ ref, schema }) {
    const planned = schema.visibility;
    if (planned === void 0 || !seesAll(planned)) return;
    const now = visibilityOf(await this.#now(), ref.name);
    if (now === void 0 || now.rank >= planned.rank) return;
    throw new HighwaterError(
      "SCHEMA_CHANGED",
      `${ref.name}: Highwater's user sees less of it than before (${now.words} now, ${planned.words} before).`,
      "The table keeps its previous rows. Run again."
    );
  }
  async #now() {
    this.#fresh ??= this.#ask().catch((error) => {
      this.#signal.throwIfAborted();
      if (isLimit(error)) {
        this.#fresh = null;
        throw error;
      }
      return null;
    });
    const value = await this.#fresh;
    this.#memory.seen = { value, lastModified: "", readAt: this.#client.clock };
    return value;
  }
  async #ask() {
    const reader = { client: this.#client, meter: this.#meter, signal: this.#signal };
    const sets = `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${await this.#userId()}'`;
    const rows = await askRecords(
      reader,
      `SELECT SobjectType, PermissionsViewAllRecords FROM ObjectPermissions WHERE PermissionsRead = true AND ParentId IN (${sets})`
    );
    const seen = {};
    for (const row of rows) {
      const name = String(row.SobjectType);
      seen[name] = seen[name] === true || String(row.PermissionsViewAllRecords) === "true";
    }
    return rows.length === 0 ? null : seen;
  }
};
function visibilityOf(seen, object) {
  const all = seen?.[object];
  return all === void 0 ? void 0 : all ? ALL : SHARED;
}
var ALL_ROWS = 2;
var ALL = { rank: ALL_ROWS, words: "View All Records" };
var SHARED = { rank: 1, words: "records shared with the user" };
var seesAll = (visibility) => visibility === void 0 || visibility.rank >= ALL_ROWS;
function hiddenRowsNote(visibility, seen, counted) {
  if (seesAll(visibility) || seen === null || counted === null || seen >= counted) return [];
  const number2 = (n) => n.toLocaleString("en-US");
  const message = `rows are hidden: without "View All Records" the user sees ${number2(seen)} of the ${number2(counted)} records that Salesforce counts (its count may be some hours old); grant it under Setup > Permission Sets > the set of that user > Object Settings > the object`;
  return [{ kind: "access", message }];
}

// src/sources/salesforce/describe/access.ts
async function hiddenFields(client, objects, meter, signal) {
  const hidden = /* @__PURE__ */ new Map();
  for (let at = 0; at < objects.length; at += QUERIES_A_CALL) {
    const group = objects.slice(at, at + QUERIES_A_CALL);
    const parts = group.map((o) => ({
      path: queryPath(
        client.base,
        "query",
        `SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '${o.name}'`
      )
    }));
    try {
      const answers = await composite(client, parts, meter, signal);
      group.forEach((object, i) => {
        const answer = answers[i];
        if (answer?.status === 200) hidden.set(object.name, missing(object, answer.body));
      });
    } catch (error) {
      signal.throwIfAborted();
      if (isLimit(error)) throw error;
    }
  }
  return hidden;
}
async function existsHidden(client, name, meter, signal) {
  if (!/^\w+$/.test(name)) return false;
  const path = queryPath(
    client.base,
    "query",
    `SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = '${name}'`
  );
  try {
    return (await client.json({ path, meter, signal })).totalSize > 0;
  } catch (error) {
    signal.throwIfAborted();
    if (isLimit(error)) throw error;
    return false;
  }
}
function missing(object, body) {
  const { records } = JSON.parse(body.toString());
  const visible = new Set(object.fields.map((f) => f.name.toLowerCase()));
  return records.map((r) => r.QualifiedApiName).filter((name) => !visible.has(name.toLowerCase())).sort();
}
async function visibleCounts(client, objects, meter, signal) {
  const counts = /* @__PURE__ */ new Map();
  for (let at = 0; at < objects.length; at += QUERIES_A_CALL) {
    const group = objects.slice(at, at + QUERIES_A_CALL);
    const parts = group.map((name) => ({ path: queryPath(client.base, "query", `SELECT COUNT() FROM ${name}`) }));
    try {
      const answers = await composite(client, parts, meter, signal);
      group.forEach((name, i) => {
        const answer = answers[i];
        if (answer?.status === 200) counts.set(name, JSON.parse(answer.body.toString()).totalSize);
      });
    } catch (error) {
      signal.throwIfAborted();
      if (isLimit(error)) throw error;
    }
  }
  return counts;
}
function tableAccess({ table, schema, counted, seen, hidden, error }) {
  const notes = hiddenRowsNote(schema?.visibility, seen, counted);
  const problem = error === null ? null : toHighwaterError(error);
  return {
    ref: table.ref,
    readable: schema !== null,
    rows: seen ?? counted,
    cursor: schema?.cursor?.column ?? null,
    key: schema?.key ?? [],
    hidden,
    ...notes.length === 0 ? {} : { notes },
    ...problem === null ? {} : { problem: { message: problem.message, hint: problem.hint } }
  };
}

// src/sources/salesforce/describe/columns.ts
var NUMBERS = ["number", "amount", "percentage"];
var TEXTS = ["string", "picklist", "user"];
var KINDS = {
  id: { semantic: "object", allowed: ["object", "string"] },
  int: { semantic: "number", allowed: NUMBERS },
  long: { semantic: "number", allowed: NUMBERS },
  double: { semantic: "number", allowed: NUMBERS },
  percent: { semantic: "percentage", allowed: NUMBERS },
  currency: { semantic: "amount", allowed: NUMBERS },
  picklist: { semantic: "picklist", allowed: ["picklist", "string"] },
  multipicklist: { semantic: "multipicklist", allowed: ["multipicklist"] },
  boolean: { semantic: "bool", allowed: ["bool"] },
  date: { semantic: "date", allowed: ["date"] },
  datetime: { semantic: "date", allowed: ["date"] },
  reference: { semantic: "object", allowed: ["object", "user", "string"] },
  time: { semantic: "", allowed: [] }
};
var TEXT = { semantic: "string", allowed: TEXTS };
var NOT_READ = /* @__PURE__ */ new Set([
  "address",
  "location",
  "complexvalue",
  "junctionIdList",
  "JunctionIdList",
  "base64"
]);
function kindOf(field) {
  const kind = KINDS[field.type] ?? TEXT;
  return field.type === "reference" && field.referenceTo?.length === 1 && field.referenceTo[0] === "User" ? { ...kind, semantic: "user" } : kind;
}
var fractionDigits = "length(rtrim(split_part(split_part($, 'E', 1), '.', 2), '0')) - CAST(split_part($, 'E', 2) AS INTEGER)";
function exactly(type, fraction, usual, plain) {
  return `CASE WHEN ${usual} THEN CAST($ AS ${type}) WHEN ${plain} WHEN ${fractionDigits} <= ${fraction} THEN CAST($ AS ${type}) ELSE CAST($ || '?' AS ${type}) END`;
}
function decimal(precision, scale) {
  const type = `DECIMAL(${precision},${scale})`;
  const usual = `strlen($) - instr($, '.') <= ${scale} AND NOT contains($, 'E') AND NOT contains($, 'e')`;
  return {
    type,
    expression: exactly(type, scale, usual, `regexp_full_match($, '-?[0-9]+(\\.[0-9]{0,${scale}}0*)?') THEN CAST($ AS ${type})`)
  };
}
function integer(type) {
  return {
    type,
    expression: exactly(
      type,
      0,
      `CAST(TRY_CAST($ AS ${type}) AS VARCHAR) = $`,
      `regexp_full_match($, '-?[0-9]+(\\.0*)?') THEN CAST(split_part($, '.', 1) AS ${type})`
    )
  };
}
var DOUBLE = { type: "DOUBLE", expression: "CAST($ AS DOUBLE)" };
function number({ type, precision = 0, scale = 0 }, width) {
  const digits = precision > 0 ? Math.max(precision, scale) : type === "double" ? 0 : 18;
  const whole = digits - scale;
  if (digits === 0 || digits > 38 || width === 2) return DOUBLE;
  return width === 0 ? decimal(digits, scale) : decimal(38, 38 - whole);
}
function storage(field, width) {
  switch (field.type) {
    case "int":
      return integer("INTEGER");
    case "long":
      return integer("BIGINT");
    case "double":
    case "currency":
    case "percent":
      return number(field, width);
    case "boolean":
      return { type: "BOOLEAN", expression: "CAST($ AS BOOLEAN)" };
    case "date":
      return { type: "DATE", expression: "CAST($ AS DATE)" };
    case "datetime":
      return { type: "TIMESTAMPTZ", expression: "CAST($ AS TIMESTAMPTZ)" };
    case "time":
      return { type: "TIME", expression: "CAST(rtrim($, 'Z') AS TIME)" };
    case "multipicklist":
      return { type: "VARCHAR[]", expression: "string_split($, ';')" };
    default:
      return { type: "VARCHAR", expression: "$" };
  }
}
function loadOf(wire, expression) {
  return { wire, read: "VARCHAR", expression };
}
function columnOf(field, wire, width) {
  const { type, expression } = storage(field, width);
  const { semantic, allowed } = kindOf(field);
  const picklist = field.picklist?.map(([value, label, active]) => ({ value, label, active }));
  return {
    name: field.name,
    label: field.label,
    nativeType: field.type,
    semanticType: semantic,
    allowedTypes: allowed,
    duckdbType: type,
    load: loadOf(wire, expression),
    ...picklist === void 0 ? {} : { picklist },
    ...field.referenceTo === void 0 ? {} : { references: field.referenceTo },
    ...wire === field.name ? {} : { select: wire },
    ...field.name === "CurrencyIsoCode" ? { always: true } : {},
    ...field.calculated ? { calculated: true } : {}
  };
}
var RELATED_FIELDS = ["Id", "Name", "Email", "Username", "Title", "Type"];
var NAME_OBJECT = new Set(RELATED_FIELDS);
function relatedNames(options) {
  const { related } = options.extra;
  return Array.isArray(related) ? related.filter((r) => typeof r === "string") : [];
}
function relationship(object, name) {
  const field = object.fields.find((f) => f.relationshipName?.toLowerCase() === name.toLowerCase());
  if (field !== void 0) return field;
  const known = object.fields.flatMap((f) => f.relationshipName ?? []);
  throw new HighwaterError(
    "COLUMN_NOT_FOUND",
    `${object.name} has no relationship ${name}.`,
    known.length === 0 ? "Leave `related` out." : `Its relationships are: ${known.join(", ")}. A custom lookup Thing__c is written Thing__r.`
  );
}
function relatedColumns(name, field, target) {
  const relation = field.relationshipName ?? name;
  return RELATED_FIELDS.map((wanted) => {
    const known = target === null ? nameField(wanted) : target.fields.find((f) => f.name === wanted);
    const label = `${relation}: ${wanted}`;
    if (known === void 0) return absent(`${relation}_${wanted}`, label);
    const wire = `${relation}.${wanted}`;
    const column = columnOf({ ...known, label }, wire, 0);
    const semanticType = wanted === "Id" && field.referenceTo?.length === 1 && field.referenceTo[0] === "User" ? "user" : column.semanticType;
    return {
      ...column,
      name: `${relation}_${wanted}`,
      semanticType,
      duckdbType: "VARCHAR",
      load: loadOf(wire, "$"),
      asked: true,
      // Another record's: it changes there.
      ...wanted === "Id" ? {} : { calculated: true }
    };
  });
}
function nameField(wanted) {
  return NAME_OBJECT.has(wanted) ? { name: wanted, label: wanted, type: wanted === "Id" ? "id" : "string" } : void 0;
}
function absent(name, label) {
  return {
    name,
    label,
    nativeType: "",
    semanticType: "string",
    allowedTypes: ["string"],
    duckdbType: "VARCHAR",
    load: null,
    asked: true,
    derived: "CAST(NULL AS VARCHAR)"
  };
}

// src/sources/salesforce/describe/dependence.ts
var KEY = "dependence";
function dependenceOf(options) {
  return options.extra[KEY] ?? null;
}
function childStreams({ parents, path }) {
  return parents.map(
    ({ object, where }) => childrenOf(object, { object, path, conditions: where === null ? [] : [`(${where})`] })
  );
}
function childrenOf(id2, parent) {
  return { id: id2, condition: semiJoin(parent), parent };
}
function enteredStreams({ parents, path, over }, low) {
  return parents.flatMap(({ object, where, cursor }) => {
    const own = where === null ? [] : [`(${where})`];
    const changed = { object, path, conditions: [...own, `${cursor} >= ${low}`] };
    const linked = { object, path, conditions: own, more: `SystemModstamp >= ${low}` };
    return [
      ...where === null || cursor === null ? [] : [childrenOf(`${object}, parents`, changed)],
      ...over === void 0 ? [] : [childrenOf(`${object}, links`, linked)]
    ].map((stream) => ({ ...stream, outsideWindow: true }));
  });
}
function impliedTable(ref, parents, dependence) {
  const options = parents[0]?.table.options;
  const children = dependence === void 0 ? null : {
    ...dependence,
    parents: parents.map(({ table: { ref: parent, options: own }, cursor }) => ({
      object: parent.name,
      where: own.where ?? null,
      cursor,
      ...own.cursor === void 0 ? {} : { chosen: own.cursor }
    }))
  };
  const shown = children === null ? [] : childStreams(children).map((s) => s.condition);
  return {
    ref,
    options: {
      types: {},
      sync: "incremental",
      deletes: options?.deletes ?? "remove",
      deletesBy: "full",
      lookbackSeconds: Math.max(0, ...parents.map((p) => p.table.options.lookbackSeconds)),
      fullSyncEverySeconds: soonest(parents.map((p) => p.table.options.fullSyncEverySeconds)),
      calculatedEverySeconds: options?.calculatedEverySeconds ?? null,
      maxDeleteFraction: options?.maxDeleteFraction ?? 0.5,
      path: options?.path ?? [],
      extra: children === null ? {} : { [KEY]: children },
      // Shown to people, and part of what starts the table afresh when a parent's filter changes.
      ...shown.length === 0 ? {} : { where: shown.join(" OR ") }
    }
  };
}
function soonest(intervals) {
  const known = intervals.filter((seconds) => seconds !== null);
  return known.length === 0 ? null : Math.min(...known);
}

// src/sources/salesforce/describe/documents.ts
var CONTENT = {
  Account: ["Description", "Website", "Type", "BillingAddress"],
  Opportunity: ["Description", "StageName"],
  Contact: ["Description", "Email", "Phone", "Title"],
  Lead: ["Description", "Company", "Email", "Phone", "Status"],
  Campaign: ["Description", "Type", "Status", "IsActive"],
  Case: ["Description", "CaseNumber", "Status", "IsClosed"]
};
var TIMES = ["LastModifiedDate", "SystemModstamp", "CreatedDate"];
var FEED_COLUMNS = ["Body", "ParentId"];
var ADDRESS = ["Street", "City", "State", "PostalCode", "Country"];
var CUSTOM_PARTS = ["Street", "City", "StateCode", "PostalCode", "CountryCode", "Latitude", "Longitude"];
var TYPES = [
  ["id", "VARCHAR", "object"],
  ["table", "VARCHAR", "string"],
  ["category", "VARCHAR[]", "multipicklist"],
  ["path", "VARCHAR", "string"],
  ["title", "VARCHAR", "string"],
  ["url", "VARCHAR", "string"],
  ["content", "VARCHAR", "string"],
  ["owner", "VARCHAR", "user"],
  ["created_at", "TIMESTAMPTZ", "date"],
  ["updated_at", "TIMESTAMPTZ", "date"],
  ["metadata", "JSON", ""]
];
var COLUMNS = TYPES.map(([name, duckdbType, semanticType]) => ({
  name,
  label: name,
  nativeType: "",
  semanticType,
  allowedTypes: semanticType === "" ? [] : [semanticType],
  duckdbType,
  load: null
}));
var id = (name) => `"${name.replaceAll('"', '""')}"`;
var text = (value) => `'${value.replaceAll("'", "''")}'`;
var has = (plan, name) => plan.schema.columns.some((c) => c.name === name);
var qualified = (plan) => `${id(plan.target.schema)}.${id(plan.target.name)}`;
function wantsDocuments(extra) {
  return extra.documents === true;
}
function wantsFeedBodies(table, extra) {
  return table === "Case" && wantsDocuments(extra) && extra.content === void 0;
}
function contentNames(extra) {
  return Array.isArray(extra.content) ? extra.content.filter((c) => typeof c === "string") : null;
}
function documentColumns(table, extra, columns, nameColumn) {
  if (!wantsDocuments(extra)) return [];
  return [...contentColumns(table, extra, columns).flat(), ...TIMES, "OwnerId", ...nameColumn === null ? [] : [nameColumn]];
}
function documentsLack(plans) {
  const wanted = plans.filter((p) => wantsDocuments(p.options.extra));
  const spoken = wanted.some((p) => wantsFeedBodies(p.ref.name, p.options.extra));
  const owned = wanted.some((p) => has(p, "OwnerId"));
  const without = (table, columns, what) => {
    const plan = plans.find((p) => p.ref.name === table);
    const missing2 = plan === void 0 ? void 0 : columns.find((c) => !has(plan, c));
    return missing2 === void 0 ? [] : [`documents: ${table} is synced without ${missing2}, so ${what}. Add it to \`columns\` of ${table}.`];
  };
  return [
    ...spoken ? without("CaseFeed", FEED_COLUMNS, "the content of cases lacks the bodies of their feed") : [],
    ...owned ? without("User", ["Name"], "owners are shown by their Id") : []
  ];
}
function documentsTable(plans, instanceUrl) {
  const wanted = plans.filter((p) => wantsDocuments(p.options.extra));
  if (wanted.length === 0) return null;
  const feed = plans.find((p) => p.ref.name === "CaseFeed" && FEED_COLUMNS.every((c) => has(p, c))) ?? null;
  const users = plans.find((p) => p.ref.name === "User" && has(p, "Name")) ?? null;
  const used = new Set(wanted);
  for (const helper of [feed, users]) if (helper !== null) used.add(helper);
  return {
    name: "documents",
    columns: COLUMNS,
    sql: wanted.map((plan) => rowsOf(plan, feed, users, instanceUrl)).join("\nUNION ALL\n"),
    from: [...used].map((p) => p.target.name)
  };
}
function rowsOf(plan, feed, users, instanceUrl) {
  const { ref, schema, target } = plan;
  const hasName = schema.nameColumn !== null && has(plan, schema.nameColumn);
  const key = id(schema.key[0] ?? "Id");
  const title = `coalesce(t.${id(hasName ? schema.nameColumn ?? "" : schema.key[0] ?? "Id")}, t.${key})`;
  const category = [ref.category ?? target.schema, ref.name];
  const content = [
    ...contentColumns(ref.name, plan.options.extra, schema.columns).map((parts) => contentValue(parts, schema.columns)),
    ...feed !== null && wantsFeedBodies(ref.name, plan.options.extra) ? [feedBodies(feed)] : []
  ];
  const time = (...names) => {
    const found2 = names.find((name) => has(plan, name));
    return found2 === void 0 ? "CAST(NULL AS TIMESTAMPTZ)" : `t.${id(found2)}`;
  };
  const values = [
    `t.${key}`,
    text(ref.name),
    `[${category.map(text).join(", ")}]`,
    `${text(`${category.join("/")}/`)} || ${title}`,
    title,
    `${text(`${instanceUrl}/lightning/r/${ref.name}/`)} || t.${key} || '/view'`,
    content.length === 0 ? "''" : `concat_ws(chr(10), ${content.join(", ")})`,
    ownerOf(plan, users),
    time("CreatedDate"),
    time(...TIMES),
    metadataOf(plan)
  ];
  const live = plan.options.deletes === "mark" ? ' WHERE t."_deleted_at" IS NULL' : "";
  return `SELECT ${values.map((v, i) => `${v} AS ${id(TYPES[i]?.[0] ?? "")}`).join(", ")} FROM ${qualified(plan)} t${live}`;
}
function contentColumns(table, extra, columns) {
  const named = contentNames(extra) ?? CONTENT[table] ?? columns.filter((c) => c.name === "Description" || c.nativeType.startsWith("textarea")).map((c) => c.name);
  return named.map((name) => {
    if (columns.some((c) => c.name === name)) return [name];
    return partsOf(name).filter((part) => columns.some((c) => c.name === part));
  }).filter((parts) => parts.length > 0);
}
function partsOf(name) {
  if (name.endsWith("__c")) return CUSTOM_PARTS.map((part) => `${name.slice(0, -"__c".length)}__${part}__s`);
  const prefix = name.replace(/Address$/, "");
  return ADDRESS.map((part) => prefix + part);
}
function contentValue(parts, columns) {
  const texts = parts.map(
    (name) => columns.find((c) => c.name === name)?.duckdbType === "VARCHAR[]" ? `array_to_string(t.${id(name)}, ', ')` : `CAST(t.${id(name)} AS VARCHAR)`
  );
  const [only] = texts;
  return texts.length === 1 && only !== void 0 ? `nullif(${only}, '')` : `nullif(concat_ws(', ', ${texts.join(", ")}), '')`;
}
function feedBodies(feed) {
  const live = feed.options.deletes === "mark" ? ' AND f."_deleted_at" IS NULL' : "";
  const order = feed.schema.columns.some((c) => c.name === "CreatedDate") ? 'f."CreatedDate", f."Id"' : 'f."Id"';
  return `(SELECT string_agg(f."Body", chr(10) ORDER BY ${order}) FROM ${qualified(feed)} f WHERE f."ParentId" = t."Id"${live})`;
}
function ownerOf(plan, users) {
  const known = [
    ...has(plan, "Owner_Name") ? ['t."Owner_Name"'] : [],
    ...has(plan, "OwnerId") && users !== null ? [`(SELECT any_value(u."Name") FROM ${qualified(users)} u WHERE u."Id" = t."OwnerId")`] : [],
    ...has(plan, "OwnerId") ? ['t."OwnerId"'] : []
  ];
  return known.length === 0 ? "CAST(NULL AS VARCHAR)" : `coalesce(${known.join(", ")})`;
}
function metadataOf(plan) {
  const { schema, ref } = plan;
  const kept = schema.columns.filter((c) => /^(OwnerId|CurrencyIsoCode|RecordTypeId)$/.test(c.name) || c.semanticType === "picklist").map((c) => c.name);
  const members = [
    `'object', ${text(ref.name)}`,
    `'label', ${text(ref.label)}`,
    ...kept.map((name) => `${text(name)}, t.${id(name)}`)
  ];
  return `json_object(${members.join(", ")})`;
}

// src/sources/salesforce/describe/schema.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
var CURSORS = ["SystemModstamp", "LastModifiedDate", "CreatedDate", "LoginTime"];
var FORMER = "LastModifiedDate";
function schemaOf({ ref, object, options, entries, related, instanceUrl, preferred, width }) {
  const dependence = dependenceOf(options);
  const prefix = dependence?.over === void 0 ? "" : `${ref.name}.`;
  const read = object.fields.filter((f) => !NOT_READ.has(f.type));
  const columns = read.flatMap((f) => [columnOf(f, prefix + f.name, width(f.name)), ...typeColumn(f, entries)]);
  const links = ref.name === "ContentDocument" ? [linkColumn(instanceUrl)] : [];
  const isDeleted = read.some((f) => f.name === "IsDeleted");
  const nameColumn = options.name ?? read.find((f) => f.nameField)?.name ?? null;
  const cursor = cursorOf(object, options, dependence === null ? preferred : void 0);
  const all = [...columns, ...related, ...links];
  const asked = new Set(documentColumns(ref.name, options.extra, all, nameColumn));
  return {
    ref,
    columns: all.map((c) => asked.has(c.name) ? { ...c, asked: true } : c),
    key: options.key ?? keyOf(read),
    ...options.key === void 0 ? {} : { identity: keyOf(read) },
    cursor,
    ...options.cursor === void 0 && preferred !== cursor?.column ? formerCursors(object, cursor) : {},
    nameColumn,
    detail: {
      archives: read.some((f) => f.name === "IsArchived"),
      stamped: usableCursors(object).includes("SystemModstamp"),
      dated: usableCursors(object).includes("CreatedDate")
    },
    ...isDeleted ? { deletedFlag: loadOf(`${prefix}IsDeleted`, "CAST($ AS BOOLEAN)") } : {},
    notes: [...notesOf(object), ...dependence === null ? cursorNote(object, options, preferred, cursor) : []]
  };
}
function keyOf(fields) {
  const name = ["DurableId", "Id"].find((n) => fields.some((f) => f.name === n));
  return name === void 0 ? [] : [name];
}
function usableCursors(object) {
  return object.fields.filter((f) => f.type === "datetime" && !f.notFilterable).map((f) => f.name);
}
function cursorOver(object, column) {
  const mayBeNull = object.fields.some((f) => f.name === column && f.mayBeNull);
  return { column, kind: "timestamp", ...mayBeNull ? { mayBeNull } : {} };
}
function formerCursors(object, cursor) {
  const former = cursor !== null && cursor.column !== FORMER && usableCursors(object).includes(FORMER);
  return former ? { formerCursors: [cursorOver(object, FORMER)] } : {};
}
function cursorNote(object, options, preferred, cursor) {
  if (preferred === void 0 || options.cursor !== void 0 || cursor?.column === preferred) return [];
  const instead = cursor === null ? "so the table is read in full each run" : `so ${cursor.column} is the cursor`;
  return [{ kind: "plan", message: `${object.name} has no ${preferred} that can be filtered, ${instead}` }];
}
function cursorOf(object, options, preferred) {
  const usable = usableCursors(object);
  const { cursor } = options;
  if (cursor === void 0) {
    const column = [...preferred === void 0 ? [] : [preferred], ...CURSORS].find((name) => usable.includes(name));
    return column === void 0 ? null : cursorOver(object, column);
  }
  const meant = usable.find((name) => name.toLowerCase() === cursor.toLowerCase());
  if (meant !== void 0) return cursorOver(object, meant);
  const why = object.fields.some((f) => f.name === cursor) ? "is not a date/time field that can be filtered" : "does not exist or is hidden from this user";
  throw new HighwaterError(
    "CURSOR_NOT_POSSIBLE",
    `${object.name}: the field ${cursor} ${why}, so it can't be the cursor.`,
    usable.length === 0 ? "Leave `cursor` out: this object is read in full each run." : `Leave \`cursor\` out, or choose one of: ${usable.join(", ")}.`
  );
}
function typeColumn(field, entries) {
  const targets = field.referenceTo ?? [];
  if (field.type !== "reference" || targets.length < 2) return [];
  const known = entries.filter((e) => e.keyPrefix !== null && targets.includes(e.name));
  if (known.length === 0) return [];
  const cases = known.map((e) => `WHEN '${e.keyPrefix}' THEN '${e.name}'`).join(" ");
  return [
    {
      name: `${field.name}_type`,
      label: `${field.label}: object`,
      nativeType: "reference",
      semanticType: "string",
      allowedTypes: ["string", "picklist"],
      duckdbType: "VARCHAR",
      load: null,
      comesWith: [field.name],
      derived: `CASE left("${field.name}", 3) ${cases} END`
    }
  ];
}
function linkColumn(instanceUrl) {
  return {
    name: "Url",
    label: "URL",
    nativeType: "url",
    semanticType: "string",
    allowedTypes: ["string"],
    duckdbType: "VARCHAR",
    load: null,
    derived: `'${instanceUrl}/lightning/r/ContentDocument/' || "Id" || '/view'`
  };
}
function notesOf(object) {
  const binary = object.fields.filter((f) => f.type === "base64").map((f) => f.name);
  if (binary.length === 0) return [];
  return [{ kind: "schema", message: `${binary.join(", ")}: binary content is not synced` }];
}
function unknownNames(schema, options) {
  const known = new Set(schema.columns.map((c) => c.name));
  const given = [
    ...options.columns?.include ?? [],
    ...options.columns?.exclude ?? [],
    ...Object.keys(options.types),
    ...options.key ?? [],
    ...options.name === void 0 ? [] : [options.name]
  ];
  return [...new Set(given)].filter((name) => !known.has(name));
}
function unknownColumn(object, name, hidden) {
  const field = object.fields.find((f) => f.name === name);
  const parts = object.fields.filter((f) => f.name.startsWith(name.replace(/(Address|__c)$/, "")) && f.name !== name && !NOT_READ.has(f.type)).map((f) => f.name);
  if (field !== void 0) {
    return new HighwaterError(
      "COLUMN_NOT_FOUND",
      `${object.name}: ${name} is ${field.type === "base64" ? "binary content" : "a compound field"}, which is no column.`,
      parts.length === 0 ? "Leave it out." : `Name its parts: ${parts.join(", ")}.`
    );
  }
  if (hidden) {
    return new HighwaterError(
      "COLUMN_NOT_FOUND",
      `${object.name}: the field ${name} exists, but Highwater's user can't read it.`,
      'Grant it: Setup > Permission Sets > the set of that user > Object Settings > the object > Field Permissions > "Read Access".'
    );
  }
  const place = `Setup > Object Manager > ${object.label} > Fields & Relationships`;
  const nearest = [...object.fields].sort((a, b) => far(a.name, name) - far(b.name, name))[0]?.name;
  if (hidden === null) {
    const guess = nearest !== void 0 && far(nearest, name) <= 2 ? `The nearest name is ${nearest}. ` : "";
    return new HighwaterError(
      "COLUMN_NOT_FOUND",
      `${object.name} has no field ${name} that this user may read: it is misspelt, or hidden from Highwater's user.`,
      `${guess}Look for it under ${place}. If it is there, grant it: Setup > Permission Sets > the set of that user > Object Settings > the object > Field Permissions > "Read Access".`
    );
  }
  return new HighwaterError(
    "COLUMN_NOT_FOUND",
    `${object.name} has no field ${name}.`,
    nearest === void 0 ? "Leave it out." : `The nearest name is ${nearest}. Compare with "Field Name" in ${place}.`
  );
}
var far = (a, b) => (0, import_fastest_levenshtein.distance)(a.toLowerCase(), b.toLowerCase());

// src/sources/salesforce/describe/describe-table.ts
async function describeTable(describing, ref, options) {
  const { describes, memory, instanceUrl, preferred } = describing;
  const entries = await describes.entries();
  if (entries.find((e) => e.name === ref.name)?.queryable === false)
    throw explain(new ServiceFailure(400, "INVALID_TYPE_FOR_OPERATION", ""), ref.name);
  for (const parent of dependenceOf(options)?.parents ?? []) await refuseWithout(describes, parent);
  const object = asProven(memory, await describes.object(ref.name));
  const related = await relatedOf(describes, object, options);
  const schema = schemaOf({
    ref,
    object,
    options,
    entries,
    related,
    instanceUrl,
    preferred,
    width: (field) => memory.width(ref.name, field)
  });
  const [unknown] = [...unknownNames(schema, options), ...unknownContent(object, options)];
  if (unknown !== void 0) throw unknownColumn(object, unknown, await isHidden(describing, object, unknown));
  const visibility = await describing.permissions.of(ref.name);
  return visibility === void 0 ? schema : { ...schema, visibility };
}
function asProven(memory, object) {
  const fields = object.fields.map(
    (f) => memory.isUnfilterable(object.name, f.name) ? { ...f, notFilterable: true } : f
  );
  return { ...object, fields };
}
async function refuseWithout(describes, { object, chosen }) {
  cursorOf(await describes.object(object), chosen === void 0 ? {} : { cursor: chosen });
}
async function relatedOf(describes, object, options) {
  const columns = [];
  for (const name of relatedNames(options)) {
    const field = relationship(object, name);
    const [only, ...others] = field.referenceTo ?? [];
    const target = only === void 0 || others.length > 0 ? null : await describes.object(only);
    columns.push(...relatedColumns(name, field, target));
  }
  return columns;
}
function unknownContent(object, options) {
  const known = new Set(object.fields.map((f) => f.name));
  return (contentNames(options.extra) ?? []).filter((name) => !known.has(name));
}
async function isHidden({ client, meter, context }, object, name) {
  const hidden = (await hiddenFields(client, [object], meter, context.signal)).get(object.name);
  if (hidden?.some((field) => field.toLowerCase() === name.toLowerCase())) return true;
  return hidden === void 0 || hidden.length === 0 ? null : false;
}
function spellOptions(object, options) {
  const relations = object.fields.flatMap((f) => f.relationshipName ?? []);
  const known = [
    ...object.fields.flatMap((f) => [f.name, `${f.name}_type`, `${f.name}_label`]),
    ...relations.flatMap((r) => RELATED_FIELDS.map((field) => `${r}_${field}`))
  ];
  const name = speller(known);
  const relation = speller(relations);
  const { columns, key, cursor, types, mask, extra } = options;
  const all = (names) => names?.map(name);
  const columnsSpelt = { ...present("include", all(columns?.include)), ...present("exclude", all(columns?.exclude)) };
  return {
    ...options,
    ...columns === void 0 ? {} : { columns: columnsSpelt },
    types: Object.fromEntries(Object.entries(types).map(([column, type]) => [name(column), type])),
    ...mask === void 0 ? {} : { mask: { ...mask, anyCase: true, rules: mask.rules.map(([column, rule]) => [name(column), rule]) } },
    ...key === void 0 ? {} : { key: key.map(name) },
    ...cursor === void 0 ? {} : { cursor: name(cursor) },
    ...options.name === void 0 ? {} : { name: name(options.name) },
    extra: { ...extra, ...listed("content", extra.content, name), ...listed("related", extra.related, relation) }
  };
}
function speller(names) {
  const exact = new Set(names);
  const byCase = new Map(names.map((n) => [n.toLowerCase(), n]));
  return (written) => exact.has(written) ? written : byCase.get(written.toLowerCase()) ?? written;
}
function present(key, value) {
  return value === void 0 ? {} : { [key]: value };
}
function listed(key, value, spell) {
  return Array.isArray(value) ? { [key]: value.map((v) => typeof v === "string" ? spell(v) : v) } : {};
}

// src/sources/salesforce/describe/implied-tables.ts
var CURRENCY_TABLES = ["CurrencyType", "DatedConversionRate"];
var FEED = { path: "ParentId" };
var LINKS = { path: "LinkedEntityId" };
var DOCUMENTS = { path: "LinkedEntityId", over: "ContentDocumentLink" };
async function impliedTables(chosen, queryable, describe, notice) {
  const names = new Set(chosen.map((t) => t.ref.name));
  const refs = new Map(queryable.map((r) => [r.name, r]));
  const implied = [];
  const add2 = (name, parents, dependence) => {
    const ref = refs.get(name);
    if (names.has(name)) return;
    if (ref !== void 0) implied.push(impliedTable(ref, parents, dependence));
    else if (dependence !== void 0) notice(`${name} can't be synced: Highwater's user can't see it.`);
  };
  const feeding = chosen.filter((t) => t.options.extra.feeds === true);
  for (const other of feeding.filter((t) => t.ref.name !== "Case")) notice(`${other.ref.name}: \`feeds\` is for Case only.`);
  const cases = feeding.filter((t) => t.ref.name === "Case");
  const spoken = chosen.filter((t) => wantsFeedBodies(t.ref.name, t.options.extra));
  if (cases.length + spoken.length > 0) add2("CaseFeed", await withCursors(cases.length > 0 ? cases : spoken, describe), FEED);
  if (cases.length > 0) add2("FeedComment", await withCursors(cases, describe), FEED);
  const filed = await withCursors(
    chosen.filter((t) => t.options.extra.files === true),
    describe
  );
  if (filed.length > 0) {
    add2("ContentDocumentLink", filed, LINKS);
    add2("ContentDocument", filed, DOCUMENTS);
  }
  if (!await hasCurrencies(chosen, describe)) return implied;
  for (const name of CURRENCY_TABLES)
    add2(
      name,
      chosen.slice(0, 1).map((table) => ({ table, cursor: null }))
    );
  return implied;
}
async function hasCurrencies(chosen, describe) {
  const objects = await Promise.all(chosen.map(async (t) => describe(t.ref.name).catch(() => null)));
  return objects.some((o) => o === null || o.fields.some((f) => f.name === "CurrencyIsoCode"));
}
async function withCursors(tables, describe) {
  return Promise.all(
    tables.map(async (table) => {
      const object = await describe(table.ref.name).catch(() => null);
      const cursor = object === null ? null : tryCursor(object, table);
      return { table, cursor };
    })
  );
}
function tryCursor(object, table) {
  try {
    return cursorOf(object, table.options)?.column ?? null;
  } catch {
    return null;
  }
}

// src/sources/salesforce/describe/object-info.ts
function objectInfo(raw) {
  return { name: raw.name, label: raw.label, custom: raw.custom, fields: raw.fields.map(fieldInfo) };
}
function fieldInfo(raw) {
  const picklist = (raw.picklistValues ?? []).map((p) => [p.value, p.label ?? p.value, p.active]);
  return {
    name: raw.name,
    label: raw.label,
    type: raw.type,
    ...positive("length", raw.length),
    ...positive("precision", raw.precision),
    ...positive("scale", raw.scale),
    ...raw.referenceTo === void 0 || raw.referenceTo.length === 0 ? {} : { referenceTo: raw.referenceTo },
    ...raw.relationshipName ? { relationshipName: raw.relationshipName } : {},
    ...picklist.length === 0 ? {} : { picklist },
    ...raw.nameField ? { nameField: true } : {},
    ...raw.filterable === false ? { notFilterable: true } : {},
    ...raw.calculated === true ? { calculated: true } : {},
    ...raw.type === "datetime" && raw.nillable === true ? { mayBeNull: true } : {}
  };
}
function positive(name, value) {
  return value === void 0 || value === 0 ? {} : { [name]: value };
}
function objectEntries(raw) {
  return raw.sobjects.map(({ name, label, custom, queryable, keyPrefix }) => ({
    name,
    label,
    custom,
    queryable,
    keyPrefix: keyPrefix ?? null
  }));
}

// src/sources/salesforce/describe/objects.ts
var DESCRIBES_A_CALL = 25;
var CALLS_AT_ONCE = 2;
var Describes = class {
  #client;
  #memory;
  #trustMs;
  #signal;
  #meter = { requests: 0 };
  #fresh = /* @__PURE__ */ new Map();
  /** Objects of which this run knows what an earlier one was answered. */
  #kept = /* @__PURE__ */ new Set();
  #entries = null;
  #unchanged = false;
  /** When the list of objects, and with it the date of the last change of any, was last read whole. */
  #changesKnownAt = 0;
  #composites = true;
  constructor(client, memory, trustMs, signal) {
    this.#client = client;
    this.#memory = memory;
    this.#trustMs = trustMs;
    this.#signal = signal;
  }
  /** All objects, queryable or not; one call a run. */
  async entries() {
    this.#entries ??= this.#global().catch((error) => {
      this.#entries = null;
      throw error;
    });
    return this.#entries;
  }
  /** One object. Throws TABLE_NOT_READABLE where the user does not see it. */
  async object(name) {
    await this.entries();
    const known = this.#fresh.get(name);
    if (known !== void 0) return known;
    const kept = this.#trusted(name);
    if (kept !== null) this.#kept.add(name);
    const reading = kept === null ? this.#read(name) : Promise.resolve(kept);
    this.#fresh.set(name, reading);
    return reading;
  }
  /** Reads several objects that have to be read again with few calls; failures show when `object` is called. */
  async prefetch(names) {
    await this.entries();
    const wanted = [...new Set(names)].filter((n) => !this.#fresh.has(n) && this.#trusted(n) === null);
    const groups = Array.from(
      { length: Math.ceil(wanted.length / DESCRIBES_A_CALL) },
      (_, i) => wanted.slice(i * DESCRIBES_A_CALL, (i + 1) * DESCRIBES_A_CALL)
    ).filter((group) => group.length > 1);
    await pLimit(CALLS_AT_ONCE).map(groups, async (group) => this.#readGroup(group));
  }
  /** Drops an earlier run's list of objects; false where this run was sent the whole list. */
  forgetList() {
    if (!this.#unchanged) return false;
    this.#memory.global = null;
    this.#entries = null;
    return true;
  }
  /** Drops what an earlier run was answered of an object; false where this run was sent all of it. */
  forgetKept(name) {
    const kept = this.#kept.has(name);
    if (kept) this.forget(name);
    return kept;
  }
  /** A kept describe has proved wrong. */
  forget(name) {
    this.#kept.delete(name);
    this.#fresh.delete(name);
    this.#memory.setObject(name, null);
  }
  async #global() {
    const kept = this.#memory.global;
    let answer = await this.#conditional("/sobjects/", kept);
    if (kept !== null && answer.status === 304 && !this.#young(kept)) answer = await this.#conditional("/sobjects/", null);
    this.#unchanged = answer.status === 304;
    this.#changesKnownAt = answer.status === 304 && kept !== null ? kept.readAt : this.#client.clock;
    if (answer.status === 304 && kept !== null) return kept.value;
    const value = objectEntries(JSON.parse(answer.body.toString()));
    this.#memory.global = {
      value,
      lastModified: answer.headers["last-modified"] ?? answer.headers.date ?? "",
      readAt: this.#changesKnownAt
    };
    return value;
  }
  #trusted(name) {
    const kept = this.#memory.object(name);
    if (kept === null || !this.#unchanged || !this.#young(kept)) return null;
    return (kept.checkedAt ?? kept.readAt) >= this.#changesKnownAt ? kept.value : null;
  }
  #young(kept) {
    return this.#client.clock - kept.readAt < this.#trustMs;
  }
  /** Asks for a change since the kept answer; an old answer is read again in full. */
  #since(name) {
    const kept = this.#memory.object(name);
    return kept !== null && this.#young(kept) ? kept : null;
  }
  async #read(name) {
    const kept = this.#since(name);
    try {
      const { status, headers, body } = await this.#conditional(`/sobjects/${name}/describe`, kept);
      if (status === 304 && kept !== null) return this.#stillHolds(name, kept);
      return this.#keep(JSON.parse(body.toString()), headers);
    } catch (error) {
      throw isNotFound(error) ? notVisible(name) : explain(error, name);
    }
  }
  async #readGroup(names) {
    if (!this.#composites) return;
    const parts = names.map((name) => {
      const since = this.#since(name)?.lastModified;
      return {
        path: `${this.#client.base}/sobjects/${name}/describe`,
        ...since === void 0 ? {} : { headers: { "If-Modified-Since": since } }
      };
    });
    let answers;
    try {
      answers = await composite(this.#client, parts, this.#meter, this.#signal);
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#composites = !(error instanceof ServiceFailure && error.status < 500);
      return;
    }
    names.forEach((name, i) => {
      const answer = answers[i];
      const kept = this.#memory.object(name);
      if (answer?.status === 304 && kept !== null) this.#fresh.set(name, Promise.resolve(this.#stillHolds(name, kept)));
      if (answer?.status === 200)
        this.#fresh.set(name, Promise.resolve(this.#keep(JSON.parse(answer.body.toString()), answer.headers)));
    });
  }
  #stillHolds(name, kept) {
    this.#kept.add(name);
    this.#memory.setObject(name, { ...kept, checkedAt: this.#now() });
    return kept.value;
  }
  /** The clocks of the service's machines differ; what is asked after the list of objects must not seem to come before it. */
  #now() {
    return Math.max(this.#client.clock, this.#changesKnownAt);
  }
  #keep(raw, headers) {
    const value = objectInfo(raw);
    const lastModified = headers["last-modified"] ?? headers["Last-Modified"] ?? new Date(this.#client.clock).toUTCString();
    this.#memory.setObject(raw.name, { value, lastModified, readAt: this.#client.clock, checkedAt: this.#now() });
    return value;
  }
  async #conditional(path, kept) {
    const headers = kept === null ? {} : { "If-Modified-Since": kept.lastModified };
    const call = { path: this.#client.base + path, headers, meter: this.#meter, signal: this.#signal };
    return this.#client.bytes(call);
  }
};
function notVisible(name) {
  return new HighwaterError(
    "TABLE_NOT_READABLE",
    `${name}: this object does not exist in the organisation, or Highwater's user can't see it.`,
    'Compare the name with "API Name" in Setup > Object Manager. If it is there, grant the user "Read" and "View All Records" on it (permission set > Object Settings).'
  );
}

// src/sources/salesforce/plan/partition.ts
var SECOND = 1e3;
function iso(millis) {
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}
function targetRows(total, parallel, [least, most]) {
  return Math.min(most, Math.max(least, Math.ceil(total / parallel)));
}
function cut(buckets, { low, high }, target) {
  const [from, to] = [low === null ? Number.NEGATIVE_INFINITY : Date.parse(low), Date.parse(high)];
  const fine = buckets.filter((b) => b.rows > 0).flatMap((b) => evenly(b, target));
  const edges = [{ low, rows: 0 }];
  for (const { from: begin, rows } of fine.sort((a, b) => a.from - b.from)) {
    const open = edges.at(-1) ?? { low, rows: 0 };
    const full = open.rows > 0 && open.rows + rows / 2 > target;
    if (full && begin > from && begin < to) edges.push({ low: iso(begin), rows });
    else open.rows += rows;
  }
  const [before, last] = edges.slice(-2);
  if (before !== void 0 && last !== void 0 && last.rows < target / 4) {
    before.rows += last.rows;
    edges.pop();
  }
  return edges.map((edge, i) => ({
    window: { low: edge.low, high: edges[i + 1]?.low ?? high, nulls: i === 0 },
    rows: edge.rows
  }));
}
function evenly(bucket, target) {
  const seconds = Math.floor((bucket.to - bucket.from) / SECOND);
  const parts = Math.max(1, Math.min(seconds, Math.round(bucket.rows / target)));
  return Array.from({ length: parts }, (_, i) => {
    const edge = (n) => bucket.from + Math.floor(n * seconds / parts) * SECOND;
    return { from: edge(i), to: i === parts - 1 ? bucket.to : edge(i + 1), rows: Math.round(bucket.rows / parts) };
  });
}
function halves(window, earliest, latest2) {
  const from = window.low === null ? earliest : Date.parse(window.low);
  const to = window.high === null ? latest2 : Date.parse(window.high);
  const seconds = Math.floor((to - from) / SECOND);
  if (!(seconds >= 2)) return null;
  const middle = iso(from + Math.floor(seconds / 2) * SECOND);
  return [
    { low: window.low, high: middle, nulls: window.nulls },
    { low: middle, high: window.high, nulls: false }
  ];
}
var sliceOf = ({ stream, window, operation, how }) => ({ stream, window, operation, how });
function partitionOf(tableQuery, { pass, expectedRows, expectedRequests, ...detail }) {
  const { stream, window } = detail;
  const edges = stream.outsideWindow || tableQuery.cursor === null ? "all" : `${window.low ?? ""}..${window.high ?? ""}`;
  return {
    id: `${stream.id === "" ? "" : `${stream.id}: `}${edges}`,
    pass,
    query: selectRows(tableQuery, stream, window),
    expectedRows,
    expectedRequests,
    detail
  };
}
var WIDTHS = { BOOLEAN: 8, DATE: 13, TIMESTAMPTZ: 27, INTEGER: 8 };
function pageRows(columns, [least, most]) {
  const width = columns.reduce(
    (sum, c) => sum + (c.load === null ? 0 : WIDTHS[c.duckdbType] ?? (c.nativeType.startsWith("textarea") ? 200 : 20)),
    0
  );
  return Math.max(least, Math.min(most, Math.round(STAGING_FILE_BYTES / Math.max(1, width) / 1e3) * 1e3));
}
var PLAIN = /* @__PURE__ */ new Set([
  "boolean",
  "int",
  "long",
  "double",
  "currency",
  "percent",
  "date",
  "datetime",
  "time"
]);
var PLAIN_BYTES = 400;
var RELATED_CHARACTERS = 1e3;
var BYTES_PER_CHARACTER = 2 * 4;
function lineLimit(fields, described) {
  const known = new Map(described.map((f) => [f.name, f]));
  let bytes = 0;
  for (const name of fields) {
    const field = known.get(name);
    if (field !== void 0 && PLAIN.has(field.type)) bytes += PLAIN_BYTES;
    else if (name.includes(".")) bytes += RELATED_CHARACTERS * BYTES_PER_CHARACTER;
    else if (field?.length === void 0) return null;
    else bytes += field.length * BYTES_PER_CHARACTER + 3;
  }
  return bytes;
}

// src/sources/salesforce/plan/table-query.ts
var NEVER_NULL = /* @__PURE__ */ new Set(["LastModifiedDate", "SystemModstamp", "CreatedDate", "LoginTime"]);
var BY_THE_SERVICE = /* @__PURE__ */ new Set(["SystemModstamp", "LoginTime"]);
var SYSTEM_DATES = /* @__PURE__ */ new Set(["LastModifiedDate", "CreatedDate"]);
var IMPORTED = new Set(
  "Account Attachment CampaignMember Case CaseComment Contact ContentVersion Contract EmailMessage Event FeedComment FeedItem Holiday Idea IdeaComment Lead Opportunity Question Task Vote".split(
    " "
  )
);
function isSettable(object, cursor) {
  if (BY_THE_SERVICE.has(cursor)) return false;
  return !SYSTEM_DATES.has(cursor) || IMPORTED.has(object) || /__(c|kav)$/.test(object);
}
function tableQueryOf(plan) {
  const { schema, options, ref } = plan;
  const dependence = dependenceOf(options);
  const prefix = dependence?.over === void 0 ? "" : `${ref.name}.`;
  const cursor = schema.cursor === null ? null : prefix + schema.cursor.column;
  const facts = schema.detail;
  const settable = dependence === null && schema.cursor !== null && isSettable(ref.name, schema.cursor.column);
  const clock = settable && facts.stamped ? plan.since?.token : void 0;
  return {
    object: dependence?.over ?? ref.name,
    prefix,
    fields: wiresOf(plan),
    cursor,
    cursorMayBeNull: schema.cursor !== null && (schema.cursor.mayBeNull === true || !NEVER_NULL.has(schema.cursor.column)),
    settable,
    changedSince: clock === void 0 ? null : literal(earlier(clock, options.lookbackSeconds)),
    showsDeleted: schema.deletedFlag !== void 0,
    liveOnly: plan.mode === "full" && schema.deletedFlag !== void 0 && facts.archives,
    streams: dependence === null ? [{ id: "", condition: options.where ?? null }] : childStreams(dependence),
    entered: (low) => dependence === null ? [] : enteredStreams(dependence, literal(low))
  };
}
function windowOf(plan, tableQuery) {
  if (tableQuery.cursor === null) return EVERYTHING;
  const low = plan.since === null ? null : literal(earlier(plan.since.value, plan.options.lookbackSeconds));
  return { low, high: null, nulls: true };
}
function streamsOf(tableQuery, { low }) {
  return low === null ? tableQuery.streams : [...tableQuery.streams, ...tableQuery.entered(low)];
}
var operationOf = (plan, tableQuery) => plan.mode === "incremental" && tableQuery.showsDeleted || tableQuery.liveOnly ? "queryAll" : "query";
function removalCheckOf(plan, stream) {
  const filtered = plan.options.where !== void 0 && stream.id === "" && stream.condition !== null;
  return plan.mode === "incremental" && filtered && plan.options.deletes !== "ignore" && plan.schema.key.length > 0 ? "unmatched" : "none";
}
function firstQueries(plan) {
  const tableQuery = tableQueryOf(plan);
  const window = windowOf(plan, tableQuery);
  const operation = operationOf(plan, tableQuery);
  const streams = streamsOf(tableQuery, window);
  if (streams.some((s) => s.parent !== void 0 && isNested(s.parent))) return [];
  return streams.flatMap((stream) => {
    const removals = removalQuery(tableQuery, plan, stream, window, removalCheckOf(plan, stream));
    return [...removals === null ? [] : [removals], { operation, soql: selectRows(tableQuery, stream, window) }];
  });
}
function shownRows({
  options,
  schema
}) {
  const archived = schema.detail.archives && schema.deletedFlag !== void 0;
  const conditions2 = [...options.where === void 0 ? [] : [`(${options.where})`], ...archived ? ["IsDeleted = false"] : []];
  return { operation: archived ? "queryAll" : "query", conditions: conditions2 };
}
function calculatedFields(plan) {
  const read = plan.schema.columns.filter((c) => plan.schema.key.includes(c.name) || c.calculated);
  return [...new Set(read.flatMap((c) => c.load === null ? [] : [c.load.wire]))];
}
function keyFields(plan) {
  return plan.schema.columns.flatMap((c) => plan.schema.key.includes(c.name) && c.load !== null ? [c.load.wire] : []);
}
function removalQuery(tableQuery, plan, stream, window, check) {
  if (check === "none" || check === "present" || check === "calculated") return null;
  const all = check === "unmatched" ? { id: stream.id, condition: null } : stream;
  const deleted = check === "deleted" ? [`${tableQuery.prefix}IsDeleted = true`] : [];
  return {
    operation: tableQuery.showsDeleted ? "queryAll" : "query",
    soql: selectRows(tableQuery, all, window, keyFields(plan), deleted)
  };
}

// src/sources/salesforce/plan/count-queries.ts
var CREATED = "CreatedDate";
var STAMP = "SystemModstamp";
function countPlanOf(plan, start) {
  const { options, schema, mode, ref } = plan;
  if (mode !== "incremental" || options.deletesBy !== "counts" || options.deletes === "ignore") return null;
  if (dependenceOf(options) !== null || !columnNames(plan).has("Id") || schema.key.length !== 1 || schema.key[0] !== "Id")
    return null;
  const facts = schema.detail;
  const names = columnNames(plan);
  return {
    object: ref.name,
    ...shownRows(plan),
    until: names.has(CREATED) && facts.dated === true ? iso(start) : null,
    stamped: names.has(STAMP) && facts.stamped,
    settledUntil: Date.parse(earlier(new Date(start).toISOString(), options.lookbackSeconds))
  };
}
function columnNames({ schema }) {
  return new Set(schema.columns.flatMap((c) => c.load?.wire === c.name && c.mask === void 0 ? [c.name] : []));
}
function figureColumns({ stamped }) {
  return { edges: "Id", ...stamped ? { stamp: STAMP } : {} };
}
function countedPart({ until }) {
  return until === null ? [] : [{ column: CREATED, from: null, to: until }];
}
function windowPart({ until }, [from, to]) {
  return [{ column: CREATED, from, to: to === null || until !== null && to > until ? until : to }];
}
function spanOf(written) {
  return iso(Date.parse(written.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")));
}
function iso8601(ms) {
  return new Date(ms).toISOString();
}
var GROUPS = {
  month: [
    [`CALENDAR_YEAR(${CREATED})`, "y"],
    [`CALENDAR_MONTH(${CREATED})`, "m"]
  ],
  day: [[`DAY_ONLY(${CREATED})`, "d"]],
  hour: [
    [`DAY_ONLY(${CREATED})`, "d"],
    [`HOUR_IN_DAY(${CREATED})`, "h"]
  ]
};
var PARENTS_A_QUERY = { month: 1, day: 64, hour: 83 };
function periodQuery(counts, period, within) {
  const groups = GROUPS[period];
  const select = groups.map(([field, alias]) => `${field} ${alias}`).join(", ");
  return aggregate(counts, within, `${select}, `, ` GROUP BY ${groups.map(([field]) => field).join(", ")}`);
}
function partQuery(counts, part) {
  return aggregate(counts, [part], "", "");
}
function firstCountQuery(counts) {
  return counts.until === null ? partQuery(counts, countedPart(counts)) : periodQuery(counts, "month", [countedPart(counts)]);
}
function aggregate(counts, within, select, groups) {
  const stamp = counts.stamped ? `, MAX(${STAMP}) newest` : "";
  const all = conditionsOf(counts, within);
  const where = all.length === 0 ? "" : ` WHERE ${all.join(" AND ")}`;
  const soql = `SELECT ${select}COUNT(Id) n, MIN(Id) lowest, MAX(Id) highest${stamp} FROM ${counts.object}${where}${groups}`;
  return { operation: counts.operation, soql };
}
function conditionsOf({ conditions: conditions2 }, parts) {
  const within = parts.map(
    (part) => part.flatMap(({ column, from, to }) => [
      ...from === null ? [] : [`${column} >= ${soqlValue(column, from)}`],
      ...to === null ? [] : [`${column} < ${soqlValue(column, to)}`]
    ]).join(" AND ")
  );
  if (within.length === 0 || within.includes("")) return [...conditions2];
  return [...conditions2, within.length === 1 ? within[0] ?? "" : `(${within.map((w) => `(${w})`).join(" OR ")})`];
}
var soqlValue = (column, edge) => column === CREATED ? literal(edge) : `'${edge}'`;
function figuresOf(record2) {
  const [lowest, highest, newest] = [record2.lowest, record2.highest, Date.parse(String(record2.newest ?? ""))];
  return {
    rows: Number(record2.n),
    lowest: typeof lowest === "string" ? lowest : null,
    highest: typeof highest === "string" ? highest : null,
    newest: Number.isNaN(newest) ? null : newest,
    hash: null
  };
}
function startOf(period, record2) {
  if (period === "month") return Date.UTC(Number(record2.y), Number(record2.m) - 1);
  return Date.parse(String(record2.d)) + (period === "hour" ? Number(record2.h) * 36e5 : 0);
}
function periodPart(period, start, until) {
  const at = new Date(start);
  const end = period === "month" ? Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) : start + (period === "day" ? 864e5 : 36e5);
  const to = iso(end);
  return [{ column: CREATED, from: iso(start), to: to < until ? to : until }];
}
function cutById(part, cuts) {
  const others = part.filter((span2) => span2.column !== "Id");
  const { from = null, to = null } = part.find((span2) => span2.column === "Id") ?? {};
  const edges = [from, ...cuts.filter((cut3) => cut3 !== from), to];
  return edges.slice(1).map((end, i) => [...others, { column: "Id", from: edges[i] ?? null, to: end }]);
}
function compareFigures(counts, there, here) {
  if (there.rows !== here.rows || there.lowest !== here.lowest || there.highest !== here.highest) return "keys";
  return staleStamp(counts, there, here) ? "values" : "none";
}
function staleStamp({ settledUntil }, there, here) {
  if (there.newest === here.newest) return false;
  return Math.max(there.newest ?? 0, here.newest ?? 0) < settledUntil;
}

// src/sources/salesforce/read/counts.ts
var NO_FIGURES = { rows: 0, lowest: null, highest: null, newest: null, hash: null };
var FINER = { month: "day", day: "hour", hour: null };
var MOST_CUT = 8;
var MOST_CUTS = 8;
var CountComparison = class {
  #input;
  #within;
  /** `within`: the rows to compare; all that are counted, unless it is given. */
  constructor(input, within = countedPart(input.counts)) {
    this.#input = input;
    this.#within = within;
  }
  async run() {
    const { counts, reader } = this.#input;
    const countedAt = reader.client.clock;
    let period = counts.until === null ? null : "month";
    let found2 = period === null ? await this.#whole() : await this.#periods(period, [this.#within], true);
    for (let cuts = 0; !this.#isSmall(found2) && cuts < MOST_CUTS; ) {
      const finer = period === null ? null : FINER[period];
      const before = rowsOf2(found2);
      if (finer === null) cuts++;
      const next = await this.#inSmaller(finer, found2);
      if (next === null) break;
      period = finer;
      found2 = next;
      if (found2.length > 1 && rowsOf2(found2) > before / 2) break;
    }
    const keys = found2.filter((f) => compareFigures(counts, f.there, f.here) === "keys");
    return { countedAt, keys, values: found2.filter((f) => staleStamp(counts, f.there, f.here)) };
  }
  /** Null: it can't be done, or takes the service too long; then the keys themselves are read. */
  async #inSmaller(period, found2) {
    try {
      return await (period === null ? this.#byId(found2) : this.#finer(period, found2));
    } catch (error) {
      if (isTimeout(error)) return null;
      throw error;
    }
  }
  #isSmall(found2) {
    return rowsOf2(found2) <= this.#input.keysAtOnce;
  }
  async #whole() {
    const { counts, ahead } = this.#input;
    const part = this.#within;
    const records = await ahead() ?? (await this.#ask([partQuery(counts, part)]))[0] ?? [];
    return this.#differing([part], [records]);
  }
  async #periods(period, within, first = false) {
    const { counts, held, ahead } = this.#input;
    const until = counts.until ?? "";
    const known = first ? await ahead() : null;
    const records = known ?? (await this.#ask([periodQuery(counts, period, within)]))[0] ?? [];
    const there = new Map(records.map((record2) => [startOf(period, record2), figuresOf(record2)]));
    const here = await held.byPeriod(within, { column: "CreatedDate", period }, figureColumns(counts));
    const starts = [.../* @__PURE__ */ new Set([...there.keys(), ...here.keys()])].sort((a, b) => a - b);
    return starts.flatMap((start) => {
      const pair = { there: there.get(start) ?? NO_FIGURES, here: here.get(start) ?? NO_FIGURES };
      if (compareFigures(counts, pair.there, pair.here) === "none") return [];
      return [{ part: periodPart(period, start, until), ...pair }];
    });
  }
  async #finer(period, found2) {
    const parts = found2.map((f) => f.part);
    const differing = [];
    for (let at = 0; at < parts.length; at += PARENTS_A_QUERY[period])
      differing.push(...await this.#periods(period, parts.slice(at, at + PARENTS_A_QUERY[period])));
    return differing;
  }
  /** Cuts parts by the Ids of the rows that are held; null: they can't be cut, or not all of them for few calls. */
  async #byId(found2) {
    const { counts, held } = this.#input;
    if (found2.length > MOST_CUT || counts.conditions.some((c) => c.includes("@{"))) return null;
    const pieces = [];
    for (const { part } of found2) {
      const own = cutById(part, await held.cuts(part, "Id", QUERIES_A_CALL));
      if (own.length < 2) return null;
      pieces.push(...own);
    }
    const answers = await this.#ask(pieces.map((part) => partQuery(counts, part)));
    return this.#differing(pieces, answers);
  }
  async #differing(parts, answers) {
    const { counts, held } = this.#input;
    const here = await held.byPart(parts, figureColumns(counts));
    return parts.flatMap((part, i) => {
      const [record2] = answers[i] ?? [];
      const pair = { there: record2 === void 0 ? NO_FIGURES : figuresOf(record2), here: here[i] ?? NO_FIGURES };
      return compareFigures(counts, pair.there, pair.here) === "none" ? [] : [{ part, ...pair }];
    });
  }
  async #ask(queries) {
    const { client, meter, signal } = this.#input.reader;
    const answers = [];
    for (let at = 0; at < queries.length; at += QUERIES_A_CALL) {
      const paths = queries.slice(at, at + QUERIES_A_CALL).map((q) => ({ path: queryPath(client.base, q.operation, q.soql) }));
      const [only] = paths;
      if (paths.length === 1 && only !== void 0 && await client.fits(only.path)) {
        answers.push((await client.json({ path: only.path, meter, signal })).records);
        continue;
      }
      for (const answer of await composite(client, paths, meter, signal)) answers.push(recordsIn(answer));
    }
    return answers;
  }
};
function recordsIn({ status, body }) {
  if (status !== 200) throw failureFrom(status, body.toString());
  return JSON.parse(body.toString()).records;
}
var rowsOf2 = (found2) => found2.reduce((sum, { there, here }) => sum + Math.max(there.rows, here.rows), 0);
function whyNotCounted(error) {
  if (isTimeout(error)) return "counting its rows takes Salesforce too long";
  if (!(error instanceof ServiceFailure) || error.status === 401 || error.errorCode === "REQUEST_LIMIT_EXCEEDED") return null;
  if (error.status < 500) return `Salesforce does not count its rows (${error.message})`;
  return `Salesforce could not count its rows in this run (${error.message})`;
}

// src/sources/salesforce/read/counted-windows.ts
var RUNS_A_ROUND = 4;
var MOST_TIMEOUTS = 2;
async function firstWindows(input) {
  const { counts, held, windowRows } = input;
  if (counts.until === null) return null;
  const [all] = await held.byPart([windowPart(counts, [null, null])], {});
  const pieces = Math.max(2, Math.ceil((all?.rows ?? 0) / windowRows[1]));
  const spans = await cut2(counts, held, [null, null], pieces);
  const isWorth = (all?.rows ?? 0) >= windowRows[0] * 2 && spans.length > 1;
  return isWorth ? spans.map(([from, to]) => ({ from, to, countedAt: held.known.countedAt })) : null;
}
async function countShare(input, windows) {
  const waiting = [...windows].sort((a, b) => a.countedAt.localeCompare(b.countedAt));
  const wanted = Math.max(1, Math.ceil(windows.length / RUNS_A_ROUND));
  const done = [];
  const stuck = [];
  const found2 = [];
  let failure = null;
  for (let timeouts = 0; done.length < wanted && timeouts < MOST_TIMEOUTS; ) {
    const window = waiting.shift();
    if (window === void 0) break;
    try {
      const within = windowPart(input.counts, [window.from, window.to]);
      const counted = await new CountComparison({ ...input, ahead: async () => null }, within).run();
      found2.push(counted);
      done.push({ ...window, countedAt: iso8601(counted.countedAt) });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      timeouts++;
      const halves2 = await halvesOf(input, window);
      if (halves2 === null) {
        failure = error;
        stuck.push(window);
      } else waiting.unshift(...halves2);
    }
  }
  if (failure !== null && done.length === 0 && stuck.length + waiting.length === windows.length) throw failure;
  const all = [...done, ...stuck, ...waiting].sort((a, b) => (a.from ?? "").localeCompare(b.from ?? ""));
  return { windows: all, keys: found2.flatMap((f) => f.keys), values: found2.flatMap((f) => f.values) };
}
async function halvesOf({ counts, held, windowRows }, window) {
  const span2 = [window.from, window.to];
  const [own] = await held.byPart([windowPart(counts, span2)], {});
  if ((own?.rows ?? 0) < windowRows[0] * 2) return null;
  const spans = await cut2(counts, held, span2, 2);
  return spans.length < 2 ? null : spans.map(([from, to]) => ({ from, to, countedAt: window.countedAt }));
}
async function cut2(counts, held, [from, to], pieces) {
  const part = windowPart(counts, [from, to]);
  const edges = (await held.cuts(part, "CreatedDate", pieces)).map(spanOf).filter((edge) => edge !== from && edge !== to);
  const all = [from, ...new Set(edges), to];
  return all.slice(1).map((end, i) => [all[i] ?? null, end]);
}

// src/sources/salesforce/read/counted-parts.ts
var PARTS_A_QUERY = 100;
var MOST_BY_KEY = 5e3;
async function comparison(input) {
  const { counts, batch, plan, reader, held, tuning } = input;
  const ahead = async () => {
    const [first] = (await batch.take(plan, reader.meter))?.answers ?? [];
    if (first === void 0) return null;
    const { status, body } = first.answer;
    return status !== 200 && worthRetrying(failureFrom(status, body.toString())) !== null ? null : recordsIn(first.answer);
  };
  const questions = { counts, reader, held, keysAtOnce: tuning.keysAtOnce, windowRows: tuning.countedRows };
  try {
    const known = await windowsOf(input);
    if (known !== null) return await share(input, known);
    const counted = await new CountComparison({ ...questions, ahead }).run();
    return found(input, counted, { countedAt: new Date(counted.countedAt).toISOString(), windows: [] });
  } catch (error) {
    const windows = isTimeout(error) && held.known.windows.length === 0 ? await firstWindows(questions) : null;
    if (windows !== null) {
      input.setTooLarge();
      return { ...NOTHING_COUNTED, countedAt: held.known.countedAt, windows, notes: [dividedNote(windows)] };
    }
    const why = whyNotCounted(error);
    if (why === null) throw error;
    return { ...NOTHING_COUNTED, notes: [uncounted(why)] };
  }
}
async function windowsOf({ counts, held, tuning, isTooLarge }) {
  const { windows } = held.known;
  if (windows.length > 0) return windows;
  return isTooLarge() ? firstWindows({ counts, held, windowRows: tuning.countedRows }) : null;
}
async function share(input, windows) {
  const { counts, reader, held, tuning } = input;
  const counted = await countShare(
    { counts, reader, held, keysAtOnce: tuning.keysAtOnce, windowRows: tuning.countedRows },
    windows
  );
  const countedAt = counted.windows.map((w) => w.countedAt).sort()[0] ?? null;
  const comparison2 = found(input, counted, { countedAt, windows: counted.windows });
  return { ...comparison2, notes: [...comparison2.notes, dividedNote(counted.windows)] };
}
function found(input, counted, known) {
  const parts = counted.keys.map((k) => k.part);
  return {
    ...known,
    parts,
    partitions: partitionsOf(input, counted),
    notes: parts.length === 0 ? [] : [{ kind: "plan", message: differenceWords(counted.keys) }]
  };
}
function dividedNote(windows) {
  const oldest = windows.map((w) => w.countedAt).sort()[0] ?? "";
  return {
    kind: "plan",
    message: `Salesforce can't count all rows at once, so each run counts some of ${windows.length} windows of CreatedDate; the oldest count is of ${oldest.slice(0, 19).replace("T", " ")} UTC`
  };
}
function uncountableNote({ options, mode, schema }) {
  if (mode !== "incremental" || options.deletesBy !== "counts" || options.deletes === "ignore") return [];
  const key = schema.key.join(", ");
  return [uncounted(key === "Id" ? "its key is masked" : `its key is ${key}, and only rows whose key is Id are counted`)];
}
function uncounted(why) {
  return { kind: "plan", message: `only full syncs find rows that left without a trace: ${why}` };
}
function differenceWords(differing) {
  const [there, here] = ["there", "here"].map((side) => differing.reduce((sum, d) => sum + d[side].rows, 0));
  const where = differing.length === 1 ? "one period" : `${differing.length} periods`;
  return `Salesforce counted ${there} rows in ${where} in which the warehouse had ${here}; their keys were read`;
}
function partitionsOf(input, { keys, values }) {
  const more = keys.reduce((sum, { there, here }) => sum + Math.max(0, there.rows - here.rows), 0);
  const whole = more > MOST_BY_KEY ? keys.filter(({ there, here }) => there.rows > here.rows) : [];
  return [
    ...chunks(keys).map((some, i) => partition(input, `keys of differing periods ${i + 1}`, some, "present")),
    ...chunks(whole).map((some, i) => partition(input, `rows of differing periods ${i + 1}`, some, "none")),
    ...values.map((one, i) => partition(input, `changed rows of a period ${i + 1}`, [one], "none", sinceNewest(one)))
  ];
}
function sinceNewest({ there, here }) {
  const known = here.newest !== null && (there.newest ?? 0) > here.newest;
  return known ? [`SystemModstamp >= ${iso(here.newest ?? 0)}`] : [];
}
function partition({ counts, tableQuery, plan, tuning }, id2, some, removals, more = []) {
  const parts = some.map((s) => s.part);
  const all = [...conditionsOf(counts, parts), ...more];
  const rows = more.length > 0 ? 1 : some.reduce((sum, s) => sum + s.there.rows, 0);
  const stream = { id: id2, condition: all.length === 0 ? null : all.join(" AND "), outsideWindow: true };
  const made = partitionOf(tableQuery, {
    pass: "sweep",
    stream,
    window: EVERYTHING,
    operation: counts.operation,
    how: rows > tuning.restRows ? "bulk" : "rest",
    removals,
    expectedRows: rows,
    expectedRequests: null
  });
  const fields = removals === "present" ? keyFields(plan) : tableQuery.fields;
  return { ...made, query: selectRows(tableQuery, stream, EVERYTHING, fields) };
}
function chunks(all) {
  return Array.from(
    { length: Math.ceil(all.length / PARTS_A_QUERY) },
    (_, i) => all.slice(i * PARTS_A_QUERY, (i + 1) * PARTS_A_QUERY)
  );
}

// src/sources/salesforce/read/bulk-job.ts
var import_promises = __toESM(require_promises(), 1);

// src/sources/salesforce/read/bulk-page.ts
var import_node_zlib = __toESM(require_node_zlib(), 1);
var HeaderMismatch = class extends Error {
};
var HEAD_BYTES = 128 * 1024;
async function downloadPage(reader, staging, path, shape) {
  const { client, meter, signal } = reader;
  return client.retrying(signal, async () => {
    const answer = await client.once({ path, meter, signal, headers: { accept: "text/csv" } });
    const rows = Number(answer.headers["sforce-numberofrecords"] ?? Number.NaN);
    const locator = answer.headers["sforce-locator"];
    const next = locator === void 0 || locator === "null" || locator === "" ? null : locator;
    if (answer.status === 204) return { rows: 0, bytes: 0, next };
    if (!/csv/.test(answer.headers["content-type"] ?? "")) throw await noPage(answer, "is not CSV");
    if (!Number.isInteger(rows)) throw await noPage(answer, "does not say how many records it holds");
    if (rows === 0) return { rows, bytes: (await answer.bytes()).length, next };
    return { rows, bytes: await save(answer, staging, shape, rows), next };
  });
}
async function noPage(answer, what) {
  await answer.bytes();
  return new ConnectionFailure(`a page of query results ${what}`);
}
async function save(answer, staging, { header, lineLimit: lineLimit2 }, rows) {
  const gzipped = answer.headers["content-encoding"] === "gzip";
  const file = await staging.create("rows", {
    kind: "csv",
    header: true,
    nullText: "empty",
    compression: gzipped ? "gzip" : "none",
    ...lineLimit2 === null ? {} : { lineLimit: lineLimit2 }
  });
  const head = [];
  let headBytes = 0;
  try {
    const bytes = await answer.save(file.stream(), (chunk) => {
      if (headBytes >= HEAD_BYTES) return;
      head.push(chunk);
      headBytes += chunk.length;
    });
    checkHeader(Buffer.concat(head), gzipped, header);
    await file.done(rows);
    return bytes;
  } catch (error) {
    await file.discard();
    throw error;
  }
}
function checkHeader(head, gzipped, header) {
  const text2 = gzipped ? unpacked(head) : head;
  const end = text2.indexOf(10);
  const found2 = text2.toString("utf8", 0, end === -1 ? text2.length : end).trimEnd();
  if (found2.toLowerCase() !== header.toLowerCase())
    throw new HeaderMismatch("the columns of the query results are not the requested ones");
}
function unpacked(head) {
  try {
    return (0, import_node_zlib.gunzipSync)(head, { finishFlush: import_node_zlib.constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw new ConnectionFailure("a page of query results arrived damaged", error);
  }
}
var MOST_LISTINGS = 1e4;
var LOCATOR = /^[\w%=+-]+$/;
async function namedPages({ client, meter, signal }, path) {
  const pages = [];
  let address = `${path}/resultPages`;
  for (let n = 0; n < MOST_LISTINGS; n++) {
    const listing = await client.json({ path: address, meter, signal });
    const found2 = pagesOf(listing);
    if (found2 === null) return null;
    pages.push(...found2.map((locator) => `${path}/results?locator=${locator}`));
    const next = nextOf(listing);
    if (next === null) return pages;
    if (next === void 0) return null;
    address = `${path}/resultPages?locator=${next}`;
  }
  return null;
}
function pagesOf(listing) {
  const { resultPages } = record(listing);
  if (!Array.isArray(resultPages) || resultPages.length === 0) return null;
  const locators = resultPages.map((page) => {
    const { resultLink, resultUrl } = record(page);
    return locatorOf(resultLink ?? resultUrl, "results");
  });
  return locators.every((l) => l !== null) ? locators : null;
}
function nextOf(listing) {
  const { done, nextRecordsUrl } = record(listing);
  if (done === true || done === void 0 && (nextRecordsUrl === void 0 || nextRecordsUrl === null)) return null;
  return locatorOf(nextRecordsUrl, "resultPages") ?? void 0;
}
function locatorOf(link, resource) {
  if (typeof link !== "string") return null;
  const [place = "", query = ""] = link.split("?", 2);
  if (!place.endsWith(`/${resource}`)) return null;
  const locator = query.split("&").find((part) => part.startsWith("locator="))?.slice("locator=".length);
  return locator !== void 0 && LOCATOR.test(locator) ? locator : null;
}
function record(value) {
  return value !== null && typeof value === "object" ? value : {};
}

// src/sources/salesforce/read/bulk-job.ts
var JobEnded = class extends Error {
  state;
  constructor(state, message) {
    super(message);
    this.name = "JobEnded";
    this.state = state;
  }
};
var HOUSEKEEPING_MS = 5e3;
async function readByJob(reader, staging, query, tuning) {
  const { client, meter, signal } = reader;
  const jobs = `${client.base}/jobs/query`;
  const { operation, soql } = query;
  const body = { operation, query: soql, contentType: "CSV", columnDelimiter: "COMMA", lineEnding: "LF" };
  const created = await client.json({ method: "POST", path: jobs, body, meter, signal });
  meter.jobs = (meter.jobs ?? 0) + 1;
  const path = `${jobs}/${created.id}`;
  let ended = false;
  try {
    const job = await wait(reader, path, created, tuning).catch((error) => {
      ended = error instanceof JobEnded && error.state !== "Stuck";
      throw error;
    });
    ended = true;
    const read = await downloadAll(reader, staging, path, query, job, tuning);
    checkTotal(job, read);
    return read;
  } finally {
    await tidy(reader, path, ended);
  }
}
async function wait({ client, meter, signal }, path, created, tuning) {
  let job = created;
  let progress = progressOf(job);
  let since = performance.now();
  for (let delay = tuning.firstPollMs; ; delay = Math.min(delay * 1.5, tuning.longestPollMs)) {
    if (job.state === "JobComplete") return job;
    if (job.state === "Failed" || job.state === "Aborted") throw new JobEnded(job.state, job.errorMessage ?? "");
    if (performance.now() - since > tuning.stuckJobMs) throw new JobEnded("Stuck", `no progress for ${span(tuning.stuckJobMs)}`);
    await (0, import_promises.setTimeout)(delay, void 0, { signal });
    job = await client.json({ path, meter, signal });
    if (progressOf(job) === progress) continue;
    progress = progressOf(job);
    since = performance.now();
  }
}
var progressOf = ({ state, numberRecordsProcessed, retries, totalProcessingTime }) => [state, numberRecordsProcessed, retries, totalProcessingTime].join("/");
var span = (ms) => ms < 6e4 ? `${ms / 1e3} s` : `${Math.round(ms / 6e4)} minutes`;
async function downloadAll(reader, staging, path, query, job, tuning) {
  if ((job.numberRecordsProcessed ?? 0) > query.pageRows) {
    const read = await downloadNamed(reader, staging, path, query, tuning);
    if (read !== null) return read;
  }
  const sum = { rows: 0, bytes: 0 };
  for (let locator = ""; locator !== null; ) {
    const next = locator === "" ? "" : `&locator=${encodeURIComponent(locator)}`;
    const page = await downloadPage(reader, staging, `${path}/results?maxRecords=${query.pageRows}${next}`, query);
    add(sum, page);
    locator = page.next;
  }
  return sum;
}
async function downloadNamed(reader, staging, path, shape, tuning) {
  const named = await namedPages(reader, path).catch(orNull);
  const [first, ...others] = named ?? [];
  if (first === void 0) return null;
  const sum = { rows: 0, bytes: 0 };
  const begin = await downloadPage(reader, staging, first, shape).catch(orNull);
  if (begin === null) return null;
  add(sum, begin);
  const stop = new AbortController();
  const signal = AbortSignal.any([reader.signal, stop.signal]);
  const limit = pLimit(tuning.pagesAtOnce);
  const pages = others.map(async (link) => limit(async () => downloadPage({ ...reader, signal }, staging, link, shape)));
  try {
    for (const page of await Promise.all(pages)) add(sum, page);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(pages);
    throw error;
  }
  return sum;
}
function orNull(error) {
  if (error instanceof ServiceFailure && [200, 400, 404].includes(error.status)) return null;
  throw error;
}
function add(sum, page) {
  sum.rows += page.rows;
  sum.bytes += page.bytes;
}
function checkTotal(job, { rows }) {
  if (job.numberRecordsProcessed === void 0 || job.numberRecordsProcessed === rows) return;
  throw new HighwaterError(
    "COUNT_MISMATCH",
    `Salesforce says that the query job ${job.id} holds ${job.numberRecordsProcessed} records; its pages gave ${rows}.`,
    "The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line.",
    { family: "restart" }
  );
}
async function tidy({ client, meter }, path, ended) {
  const signal = AbortSignal.timeout(HOUSEKEEPING_MS);
  const call = ended ? { method: "DELETE", path } : { method: "PATCH", path, body: { state: "Aborted" } };
  try {
    await (await client.once({ ...call, meter, signal })).bytes();
  } catch {
  }
}

// src/sources/salesforce/read/slice-reader.ts
var STRAIGHT = { noBulk: false, halvings: 0 };
var MOST_HALVINGS = 12;
var MOST_BULK_HALVINGS = 4;
var MOST_STUCK = 2;
var MOST_BEFORE_BULK = 2;
var plus = (a, b) => ({ rows: a.rows + b.rows, bytes: a.bytes + b.bytes });
function bulkTakes({ memory, table, run }) {
  return !run.noMore && memory.bulkRefusal(table) === null;
}
var SliceReader = class {
  #context;
  #reader;
  #staging;
  #onPage;
  #unseen = 0;
  constructor(context, reader, staging, onPage = () => void 0) {
    this.#context = context;
    this.#reader = reader;
    this.#staging = new CountedStaging(staging);
    this.#onPage = onPage;
  }
  /** Rows that came by jobs, whose pages nobody has looked into. */
  get unseen() {
    return this.#unseen;
  }
  /** Never hands over a row twice. `known`: the first page, where it is here already. */
  async read(slice, known = null) {
    return slice.how === "bulk" ? this.#bulk(slice, STRAIGHT, false) : this.#rest(slice, STRAIGHT, known);
  }
  async #bulk(slice, detour, again) {
    const { tableQuery, columns, tuning } = this.#context;
    if (detour.noBulk || !bulkTakes(this.#context)) return this.#rest(slice, { ...detour, noBulk: true }, null);
    const soql = selectRows(tableQuery, slice.stream, slice.window);
    const header = tableQuery.fields.map((f) => `"${f}"`).join(",");
    const before = this.#staging.handedOver;
    try {
      const read = await readByJob(
        this.#reader,
        this.#staging,
        { operation: slice.operation, soql, header, pageRows: pageRows(columns, tuning.pageRows), lineLimit: this.#lineLimit() },
        tuning
      );
      this.#unseen += read.rows;
      this.#context.run.stuck = 0;
      return read;
    } catch (error) {
      this.#reader.signal.throwIfAborted();
      if (!(error instanceof Error) || this.#staging.handedOver !== before) throw error;
      if (isBulkRefusal(error) || error instanceof HeaderMismatch) return this.#refused(slice, detour, error);
      if (isQueryRefusal(error)) return this.#insteadOfJob(slice, detour, `was refused with "${error.message}"`);
      if (error instanceof JobEnded && error.state === "Stuck") return this.#stuck(slice, detour, error);
      if (!(error instanceof JobEnded) && !isTimeout(error)) throw error;
      return this.#badEnd(slice, detour, again, error);
    }
  }
  /** The describe that the query was made of is the one that is remembered. */
  #lineLimit() {
    const { memory, tableQuery } = this.#context;
    const described = tableQuery.prefix === "" ? memory.object(tableQuery.object) : null;
    return described === null ? null : lineLimit(tableQuery.fields, described.value.fields);
  }
  /** A job that failed may do better a second time; one that took too long, in halves; at last REST. Nothing was handed over. */
  async #badEnd(slice, detour, again, error) {
    const { table, note } = this.#context;
    const said = error.message === "" ? "without a reason" : `with "${error.message}"`;
    if (!isTimeout(error) && !again) return this.#bulk(slice, detour, true);
    const smaller = isTimeout(error) && detour.halvings < MOST_BULK_HALVINGS ? this.#split(slice) : null;
    if (smaller === null) return this.#insteadOfJob(slice, detour, `ended ${said}`);
    note(`${table}: a Bulk job ended ${said}; its window was halved`);
    return this.#halves(slice, smaller, detour, async (half, next) => this.#bulk(half, next, false));
  }
  /** One job may stand for a reason of its own; a second one in a row says that the organisation's jobs do. */
  async #stuck(slice, detour, error) {
    const { run, note } = this.#context;
    if (++run.stuck >= MOST_STUCK && !run.noMore) {
      run.noMore = true;
      note(`${MOST_STUCK} Bulk jobs in a row made ${error.message}: the rest of this run reads by REST, which is slower`);
    }
    return this.#insteadOfJob(slice, detour, `made ${error.message}`);
  }
  async #insteadOfJob(slice, detour, what) {
    const { table, note } = this.#context;
    note(`${table}: a Bulk job ${what}; its rows were read by REST instead`);
    return this.#rest(slice, { ...detour, noBulk: true }, null);
  }
  async #refused(slice, detour, error) {
    const { table, memory, run, note } = this.#context;
    if (isJobLimit(error)) {
      run.noMore = true;
      note("the Bulk query jobs of the last 24 hours are used up: large tables are read by REST, which is slower");
    } else {
      memory.setBulkRefusal(table, error.message);
      note(`${table}: the Bulk API does not take this object (${error.message}); it is read by REST`);
    }
    return this.#rest(slice, { ...detour, noBulk: true }, null);
  }
  async #rest(slice, detour, known) {
    const { tableQuery, tuning } = this.#context;
    const query = { operation: slice.operation, soql: selectRows(tableQuery, slice.stream, slice.window) };
    let first;
    try {
      first = known ?? await firstPage(this.#reader, query);
    } catch (error) {
      return this.#restFailed(slice, detour, error);
    }
    if (first.next !== null && first.total > 2 * tuning.restRows) {
      if (!detour.noBulk && bulkTakes(this.#context)) return this.#bulk(slice, detour, false);
      const smaller = this.#split(slice);
      if (smaller !== null) return this.#halves(slice, smaller, detour, async (half, next) => this.#rest(half, next, null));
    }
    try {
      return await readByPages(this.#reader, this.#staging, query, first, this.#onPage);
    } catch (error) {
      return this.#restFailed(slice, detour, error);
    }
  }
  /** Nothing of the slice was handed over: reading by REST hands over its one file at the end. */
  async #restFailed(slice, detour, error) {
    this.#reader.signal.throwIfAborted();
    const bulk = !detour.noBulk && bulkTakes(this.#context);
    if (isTooLong(error) && bulk) return this.#bulk(slice, detour, false);
    if (!isTimeout(error) || error instanceof JobEnded) throw error;
    const most = bulk ? MOST_BEFORE_BULK : MOST_HALVINGS;
    const smaller = detour.halvings < most ? this.#split(slice) : null;
    if (smaller !== null) return this.#halves(slice, smaller, detour, async (half, next) => this.#rest(half, next, null));
    if (bulk) return this.#bulk(slice, detour, true);
    throw error;
  }
  #split({ stream, window }) {
    const { tableQuery, earliest, latest: latest2 } = this.#context;
    return tableQuery.cursor === null || stream.outsideWindow ? null : halves(window, earliest, latest2);
  }
  async #halves(slice, [early, late], detour, read) {
    const next = { ...detour, halvings: detour.halvings + 1 };
    const first = await read({ ...slice, window: early }, next);
    return plus(first, await read({ ...slice, window: late }, next));
  }
};
var CountedStaging = class {
  #staging;
  handedOver = 0;
  constructor(staging) {
    this.#staging = staging;
  }
  async create(...[content, format]) {
    const file = await this.#staging.create(content, format);
    return {
      path: file.path,
      ...file.mask === void 0 ? {} : { mask: file.mask },
      stream: () => file.stream(),
      discard: async () => file.discard(),
      done: async (rows, longestLine) => {
        this.handedOver++;
        return file.done(rows, longestLine);
      }
    };
  }
};

// src/sources/salesforce/read/deletes.ts
var RemovalCandidates = class {
  kind;
  #keys = /* @__PURE__ */ new Map();
  #fields;
  constructor(kind, fields) {
    this.kind = kind;
    this.#fields = fields;
  }
  add(record2) {
    this.#keys.set(this.#id(record2), record2);
  }
  /** Rows of these keys are still there. */
  see(page) {
    for (const record2 of recordsOf(page, this.#fields)) this.#keys.delete(this.#id(record2));
  }
  /** `unseen`: rows that came by without being seen here. Null: they may be those of any key, so that nothing can be said. */
  after(unseen) {
    return this.kind === "unmatched" && unseen > 0 ? null : [...this.#keys.values()];
  }
  #id(record2) {
    return this.#fields.map((f) => record2[f]).join("\0");
  }
};
async function findRemovals(context, reader, staging, detail, plan, known) {
  const none = { rows: 0, bytes: 0 };
  const query = removalQuery(context.tableQuery, plan, detail.stream, detail.window, detail.removals);
  if (query === null) return { keys: null, read: none };
  let first;
  try {
    first = known ?? await firstPage(reader, query);
  } catch (error) {
    if (isRestriction(error) && plan.mode === "full") return { keys: null, read: none };
    if (!isTimeout(error)) throw error;
    first = null;
  }
  if (detail.removals === "unmatched" && (first === null || first.total > context.tuning.restRows)) {
    return { keys: null, read: await handOverAll(context, reader, staging, detail, plan) };
  }
  const keys = new RemovalCandidates(detail.removals, keyFields(plan));
  if (first === null) return { keys: null, read: none };
  try {
    const found2 = await collect(reader, query, first, (page) => recordsOf(page, keyFields(plan)));
    for (const record2 of found2) keys.add(record2);
    return { keys, read: none };
  } catch (error) {
    if (detail.removals !== "unmatched" || !isTimeout(error)) throw error;
    return { keys: null, read: await handOverAll(context, reader, staging, detail, plan) };
  }
}
async function handOverAll(context, reader, staging, { window }, plan) {
  const tableQuery = { ...context.tableQuery, fields: keyFields(plan), liveOnly: false };
  const deletedKeys = { create: async (_, format) => staging.create("deleted", format) };
  const columns = plan.schema.columns.filter((c) => plan.schema.key.includes(c.name));
  const stream = { id: "", condition: null };
  const operation = tableQuery.showsDeleted ? "queryAll" : "query";
  return new SliceReader({ ...context, tableQuery, columns }, reader, deletedKeys).read({
    stream,
    window,
    operation,
    how: "bulk"
  });
}
async function writeRemovals(candidates, unseen, staging, { note, table }) {
  const removed = candidates?.after(unseen) ?? [];
  if (candidates !== null && candidates.after(unseen) === null)
    note(`${table}: rows that no longer meet the condition are removed by the next full sync`);
  return writeDeletedKeys(staging, removed);
}
var KEYS_A_QUERY = 400;
function sweepPartition(tableQuery, plan, stream) {
  const whole = { ...stream, outsideWindow: true };
  const partition2 = partitionOf(tableQuery, {
    pass: "sweep",
    stream: whole,
    window: EVERYTHING,
    operation: "query",
    how: "rest",
    removals: "present",
    expectedRows: null,
    expectedRequests: null
  });
  return { ...partition2, id: "all keys", query: selectRows(tableQuery, whole, EVERYTHING, keyFields(plan)) };
}
function calculatedPartition(tableQuery, plan) {
  const { operation, conditions: conditions2 } = shownRows(plan);
  const stream = {
    id: "calculated columns",
    condition: conditions2.length === 0 ? null : conditions2.join(" AND "),
    outsideWindow: true
  };
  const partition2 = partitionOf(tableQuery, {
    pass: "body",
    stream,
    window: EVERYTHING,
    operation,
    how: "rest",
    removals: "calculated",
    expectedRows: null,
    expectedRequests: null
  });
  return { ...partition2, query: selectRows(tableQuery, stream, EVERYTHING, calculatedFields(plan)) };
}
async function readSweep(context, reader, staging, { stream, operation, how, removals }, plan) {
  const { key, columns: all } = plan.schema;
  const content = removals === "calculated" ? "calculated" : "present";
  const fields = content === "calculated" ? calculatedFields(plan) : keyFields(plan);
  const tableQuery = { ...context.tableQuery, fields, liveOnly: false };
  const keys = { create: async (_, format) => staging.create(content, format) };
  const columns = all.filter((c) => key.includes(c.name) || content === "calculated" && c.calculated);
  return new SliceReader({ ...context, tableQuery, columns }, reader, keys).read({
    stream,
    window: EVERYTHING,
    operation,
    how
  });
}
function partitionsByKey(tableQuery, plan, { stream, operation }, keys) {
  if (plan.schema.key.length !== 1 || plan.schema.key[0] !== "Id") return null;
  const partitions = [];
  for (let at = 0; at < keys.length; at += KEYS_A_QUERY) {
    const ids = keys.slice(at, at + KEYS_A_QUERY).map(([id2]) => `'${id2}'`);
    const own = stream.condition === null ? "" : `(${stream.condition}) AND `;
    const byKey = {
      id: `${stream.id === "" ? "" : `${stream.id}: `}rows by key ${at + 1}`,
      condition: `${own}${tableQuery.prefix}Id IN (${ids.join(",")})`,
      outsideWindow: true
    };
    partitions.push(
      partitionOf(tableQuery, {
        pass: "sweep",
        stream: byKey,
        window: EVERYTHING,
        operation,
        how: "rest",
        removals: "none",
        expectedRows: ids.length,
        expectedRequests: 1
      })
    );
  }
  return partitions;
}
function shownByKey(tableQuery, plan, keys) {
  const { operation, conditions: conditions2 } = shownRows(plan);
  if (dependenceOf(plan.options) === null) {
    const stream = { id: "", condition: conditions2.length === 0 ? null : conditions2.join(" AND "), outsideWindow: true };
    return partitionsByKey(tableQuery, plan, { stream, operation }, keys);
  }
  const { streams } = tableQuery;
  if (streams.some(({ parent }) => parent !== void 0 && isNested(parent))) return null;
  const each = streams.map((stream) => partitionsByKey(tableQuery, plan, { stream, operation: "query" }, keys));
  return each.includes(null) ? null : each.flatMap((some) => some ?? []);
}
function shownWithin(tableQuery, plan, { from, to }) {
  if (plan.schema.key.length !== 1 || plan.schema.key[0] !== "Id" || dependenceOf(plan.options) !== null) return null;
  const { operation, conditions: conditions2 } = shownRows(plan);
  const edges = [...from === null ? [] : [`Id >= '${from}'`], ...to === null ? [] : [`Id < '${to}'`]];
  const all = [...conditions2, ...edges];
  const stream = { id: "a range", condition: all.length === 0 ? null : all.join(" AND "), outsideWindow: true };
  const made = { pass: "body", stream, window: EVERYTHING, operation, how: "rest", removals: "none" };
  return [partitionOf(tableQuery, { ...made, expectedRows: null, expectedRequests: null })];
}

// src/sources/salesforce/read/table-import.ts
var KEYS_OF_ALL = /* @__PURE__ */ new Set(["present", "calculated"]);
var SalesforceImport = class {
  watermark;
  partitions;
  // Every partition is a query of its own: rows that are edited meanwhile may be read twice.
  snapshot = false;
  resumed;
  serviceCount;
  #input;
  #jobs = 0;
  constructor(input) {
    this.#input = input;
    this.watermark = input.watermark;
    this.partitions = input.partitions;
    this.resumed = input.resumed;
    if (input.serviceCount !== null) this.serviceCount = input.serviceCount;
  }
  get notes() {
    const jobs = this.#jobs === 0 ? [] : [{ kind: "plan", message: `read with ${this.#jobs} Bulk query job${this.#jobs === 1 ? "" : "s"}` }];
    return [...this.#input.notes, ...jobs];
  }
  get requests() {
    return this.#input.meter.requests;
  }
  async read(partition2, staging, signal) {
    const { client, plan } = this.#input;
    const meter = { requests: 0 };
    try {
      const read = await this.#read(partition2, { client, meter, signal }, staging);
      return { ...read, requests: meter.requests };
    } catch (error) {
      signal.throwIfAborted();
      const refused2 = refusedCursor(error, plan, this.#input.window.memory);
      if (refused2 !== null) throw refused2;
      if (isSchemaError(error)) this.#input.forget();
      throw explain(error, plan.ref.name);
    } finally {
      this.#jobs += meter.jobs ?? 0;
    }
  }
  fetch(keys) {
    const { window, plan } = this.#input;
    const sweep = this.partitions.find((p) => KEYS_OF_ALL.has(p.detail.removals));
    return sweep === void 0 ? shownByKey(window.tableQuery, plan, keys) : partitionsByKey(window.tableQuery, plan, sweep.detail, keys);
  }
  /** Ids never change, and grow. */
  get ranges() {
    const { window, plan } = this.#input;
    if (shownWithin(window.tableQuery, plan, { column: "Id", from: null, to: null }) === null) return void 0;
    return { column: "Id", within: (span2) => shownWithin(window.tableQuery, plan, span2) ?? [] };
  }
  async compare(held, signal) {
    const { counting, plan, window, client, meter } = this.#input;
    if (counting === null) return { ...NOTHING_COUNTED, notes: uncountableNote(plan) };
    try {
      const { tuning } = window;
      const compared = await comparison({
        ...counting,
        plan,
        tableQuery: window.tableQuery,
        reader: { client, meter, signal },
        held,
        tuning
      });
      if (compared.parts.length > 0) await counting.confirm();
      return compared;
    } catch (error) {
      signal.throwIfAborted();
      throw explain(error, plan.ref.name);
    }
  }
  async close() {
    this.#input.firstPages.clear();
  }
  async #read(partition2, reader, staging) {
    const detail = partition2.detail;
    if (KEYS_OF_ALL.has(detail.removals)) return readSweep(this.#input.window, reader, staging, detail, this.#input.plan);
    const firstPages = this.#input.firstPages.take(partition2.id);
    const { window } = this.#input;
    const { keys, read: before } = await findRemovals(
      window,
      reader,
      staging,
      detail,
      this.#input.plan,
      firstPages?.removals ?? null
    );
    const sliceReader = new SliceReader(window, reader, staging, (page) => keys?.see(page));
    const read = await sliceReader.read(sliceOf(detail), firstPages?.rows ?? null);
    const gone = await writeRemovals(keys, sliceReader.unseen, staging, window);
    return { rows: before.rows + read.rows + gone.rows, bytes: before.bytes + read.bytes + gone.bytes };
  }
};
var FirstPageCache = class {
  #pages = /* @__PURE__ */ new Map();
  #most;
  #bytes = 0;
  constructor(most) {
    this.#most = most;
  }
  keep(partition2, pages) {
    const bytes = pages.rows.records.length + (pages.removals?.records.length ?? 0);
    if (this.#bytes + bytes > this.#most) return;
    this.#bytes += bytes;
    this.#pages.set(partition2, pages);
  }
  /** Null where there is none, or none any more. */
  take(partition2) {
    const found2 = this.#pages.get(partition2) ?? null;
    this.#pages.delete(partition2);
    return found2;
  }
  clear() {
    this.#pages.clear();
  }
};
function refusedCursor(error, plan, memory) {
  const { cursor } = tableQueryOf(plan);
  const column = plan.schema.cursor?.column;
  if (cursor === null || column === void 0 || !refusesFilter(error, cursor)) return null;
  memory.setUnfilterable(plan.ref.name, column);
  return new HighwaterError(
    "SCHEMA_CHANGED",
    `${plan.ref.name}: Salesforce describes ${column} as filterable, but refuses to filter by it.`,
    "Highwater remembers this and uses another cursor. If the configuration sets this one as `cursor`, remove it.",
    { cause: error }
  );
}

// src/sources/salesforce/plan/histogram.ts
var DAY = 864e5;
var HOUR = 36e5;
var MOST_REFINEMENTS = 12;
var YEARS_BACK = 10;
async function histogram(ask, tableQuery, stream, window, target, expected) {
  const asked = new CursorCounts(ask, tableQuery, stream, window);
  try {
    const days = await asked.days(null).catch(async (error) => {
      if (!tooManyGroups(error)) throw error;
      return asked.refine(await asked.months(), target, async (b) => asked.days(b));
    });
    return await asked.refine(days, target, async (b) => asked.hours(b));
  } catch (error) {
    if (!refused(error)) throw error;
    return even(asked, window, target, expected);
  }
}
function tooManyGroups(error) {
  return error instanceof ServiceFailure && /queryMore|too many|EXCEEDED_ID_LIMIT/i.test(`${error.errorCode} ${error.message}`);
}
function refused(error) {
  return isTimeout(error) || error instanceof ServiceFailure && error.status === 400 && !isSchemaError(error);
}
var CursorCounts = class {
  #ask;
  #tableQuery;
  #stream;
  #window;
  constructor(ask, tableQuery, stream, window) {
    this.#ask = ask;
    this.#tableQuery = tableQuery;
    this.#stream = stream;
    this.#window = window;
  }
  async months() {
    const cursor = this.#tableQuery.cursor ?? "";
    const rows = await this.#grouped(
      `CALENDAR_YEAR(${cursor}) y, CALENDAR_MONTH(${cursor}) m`,
      `CALENDAR_YEAR(${cursor}), CALENDAR_MONTH(${cursor})`,
      this.#window
    );
    return rows.map((r) => ({ from: Date.UTC(Number(r.y), Number(r.m) - 1), to: Date.UTC(Number(r.y), Number(r.m)), rows: Number(r.n) })).filter(isDated);
  }
  async days(within) {
    const day = `DAY_ONLY(${this.#tableQuery.cursor})`;
    const rows = await this.#grouped(`${day} d`, day, within === null ? this.#window : this.#part(within));
    return rows.map((r) => ({ from: Date.parse(String(r.d)), to: Date.parse(String(r.d)) + DAY, rows: Number(r.n) })).filter(isDated);
  }
  async hours(day) {
    const hour = `HOUR_IN_DAY(${this.#tableQuery.cursor})`;
    const rows = await this.#grouped(`${hour} h`, hour, this.#part(day));
    return rows.map((r) => ({ from: day.from + Number(r.h) * HOUR, to: day.from + (Number(r.h) + 1) * HOUR, rows: Number(r.n) })).filter(isDated);
  }
  /** Replaces the buckets that hold too much by finer ones, the largest first. */
  async refine(buckets, target, finer) {
    const large = new Set(
      [...buckets].filter((b) => b.rows > target * 1.5).sort((a, b) => b.rows - a.rows).slice(0, MOST_REFINEMENTS)
    );
    const parts = [];
    for (const bucket of buckets) parts.push(...large.has(bucket) ? await finer(bucket) : [bucket]);
    return parts;
  }
  /** The oldest row's cursor in milliseconds, or null. */
  async oldest() {
    const { cursor, object } = this.#tableQuery;
    const where = conditions(this.#tableQuery, this.#stream, this.#window);
    const [first] = await this.#ask(
      `SELECT ${cursor} FROM ${object}${where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`} ORDER BY ${cursor} ASC NULLS LAST LIMIT 1`
    );
    const at = Date.parse(String(first?.[cursor ?? ""]));
    return Number.isNaN(at) ? null : at;
  }
  async #grouped(select, by, window) {
    const where = conditions(this.#tableQuery, this.#stream, window);
    return this.#ask(
      `SELECT ${select}, COUNT(Id) n FROM ${this.#tableQuery.object}${where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`} GROUP BY ${by}`
    );
  }
  #part({ from, to }) {
    const { low, high } = this.#window;
    const [begin, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
    const later = low !== null && literal(low) > literal(begin) ? low : begin;
    return { low: later, high: high !== null && literal(high) < literal(end) ? high : end, nulls: false };
  }
};
var isDated = (bucket) => Number.isFinite(bucket.from) && Number.isFinite(bucket.rows);
async function even(asked, { low, high }, target, expected) {
  const to = Date.parse(high);
  const oldest = low !== null ? Date.parse(low) : await asked.oldest().catch((error) => refused(error) ? null : Promise.reject(error));
  const from = Math.min(oldest ?? to - YEARS_BACK * 365 * DAY, to - 1e3);
  return [{ from: Math.floor(from / 1e3) * 1e3, to, rows: expected ?? target * YEARS_BACK }];
}

// src/sources/salesforce/plan/stream-partitions.ts
var REST_PAGE_ROWS = 2e3;
var JOB_REQUESTS = 4;
function bodyPartition({ plan, tableQuery, pageRows: bounds }, stream, work) {
  const { window, rows, how, firstPageKnown, removals } = work;
  const pages = Math.ceil((rows ?? 0) / (how === "bulk" ? pageRows(plan.schema.columns, bounds) : REST_PAGE_ROWS));
  const requests = how === "bulk" ? JOB_REQUESTS + pages : Math.max(0, pages - (firstPageKnown ? 1 : 0));
  return partitionOf(tableQuery, {
    pass: "body",
    stream,
    window,
    operation: operationOf(plan, tableQuery),
    how,
    removals,
    expectedRows: rows,
    expectedRequests: rows === null ? null : requests
  });
}
function tailPartition({ plan, tableQuery }, stream, start, swept) {
  return partitionOf(tableQuery, {
    pass: "tail",
    stream,
    window: { low: iso(start), high: null, nulls: false },
    operation: operationOf(plan, tableQuery),
    how: "rest",
    removals: swept ? "none" : tailRemovals(plan, tableQuery, stream),
    expectedRows: null,
    expectedRequests: null
  });
}
function tailRemovals({ options, schema, mode }, { showsDeleted }, stream) {
  if (schema.key.length === 0) return "none";
  if (options.where !== void 0 && stream.id === "") return "unmatched";
  return mode === "full" && showsDeleted ? "deleted" : "none";
}
var IDS_A_QUERY = 800;
async function streamsByIds(reader, { id: id2, outsideWindow }, parent) {
  const query = { operation: "query", soql: selectParents(parent) };
  const ids = await collect(reader, query, null, (page) => recordsOf(page, ["Id"]).map((r) => r.Id ?? ""));
  const streams = [];
  for (let at = 0; at < ids.length; at += IDS_A_QUERY) {
    const some = ids.slice(at, at + IDS_A_QUERY);
    const stream = { id: `${id2} ${at + 1}–${at + some.length}`, condition: withIds(parent, some) };
    streams.push(outsideWindow === void 0 ? stream : { ...stream, outsideWindow });
  }
  return streams;
}

// src/sources/salesforce/plan/watermark.ts
var BEGINNING = "1970-01-02T00:00:00.000000Z";
async function newestCursor(ask, tableQuery, window, whole) {
  const cursor = tableQuery.cursor ?? "";
  if (whole !== null && (whole.rows === 0 || tableQuery.fields.includes(cursor)))
    return latest(recordsOf(whole, [cursor]).map((r) => r[cursor]));
  const [stream] = tableQuery.streams;
  const where = stream === void 0 ? [] : conditions(tableQuery, stream, window);
  try {
    const [row] = await ask(
      `SELECT MAX(${cursor}) newest FROM ${tableQuery.object}${where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`}`
    );
    return latest([row?.newest]);
  } catch (error) {
    if (isTimeout(error)) return "unknown";
    throw error;
  }
}
function watermarkOf(clock, newest, since) {
  const read = newest === null || newest === "unknown" ? BEGINNING : newest;
  const least = since?.value ?? BEGINNING;
  const value = [clock, read].reduce((a, b) => toMicros(b) < toMicros(a) ? b : a);
  return { kind: "timestamp", value: toMicros(value) < toMicros(least) ? least : value, token: clock };
}
function beganAt({ token, value }) {
  return Date.parse(token ?? value);
}
function latest(values) {
  const millis = values.map((v) => Date.parse(String(v ?? ""))).filter((at) => !Number.isNaN(at));
  return millis.length === 0 ? null : fromMicros(BigInt(Math.max(...millis)) * 1000n);
}

// src/sources/salesforce/plan/import-planner.ts
var RESUME_DAYS = 7;
var DAY2 = 864e5;
var EARLIEST = Date.UTC(1999, 0);
async function openTable(shared, ahead, plan, resume, forget) {
  return new ImportPlanner(shared, ahead, plan, forget).open(resume);
}
var selectTable = (...parts) => new ImportPlanner(...parts).select();
var ImportPlanner = class {
  #shared;
  #ahead;
  #plan;
  #tableQuery;
  #meter = { requests: 0 };
  #notes = [];
  #partitions = [];
  #firstPages;
  #forget;
  #window;
  /** Salesforce answers for this object only under a filter: the keys of all rows that meet it show which were removed. */
  #swept = false;
  #start = 0;
  /** The page that holds all rows of the window, where one does. */
  #whole = null;
  #earliest = EARLIEST;
  constructor(shared, ahead, plan, forget) {
    this.#shared = shared;
    this.#ahead = ahead;
    this.#plan = plan;
    this.#forget = forget;
    this.#firstPages = new FirstPageCache(shared.tuning.heldBytes);
    this.#tableQuery = tableQueryOf(plan);
    this.#window = windowOf(plan, this.#tableQuery);
  }
  async open(resume) {
    const { client } = this.#shared;
    if (resume !== null && this.#canResume(resume)) return this.#import(resume.watermark, resume.partitions, true);
    const prepared = await this.#ahead.batch.take(this.#plan, this.#meter);
    this.#start = prepared?.askedAt ?? client.clock;
    const answers = prepared === null ? null : [...prepared.answers];
    for (const stream of streamsOf(this.#tableQuery, this.#window)) await this.#planStream(stream, answers);
    if (this.#plan.readsCalculated && dependenceOf(this.#plan.options) === null)
      this.#partitions.push(calculatedPartition(this.#tableQuery, this.#plan));
    const watermark = await this.#watermark();
    const order = { body: 0, tail: 1, sweep: 2 };
    return this.#import(
      watermark,
      this.#partitions.toSorted((a, b) => order[a.pass] - order[b.pass]),
      false
    );
  }
  select() {
    return this.#import(null, [], false);
  }
  async #watermark() {
    const { cursor } = this.#tableQuery;
    const value = fromMicros(BigInt(this.#start) * 1000n);
    if (cursor === null) return null;
    if (!this.#tableQuery.settable) return { kind: "timestamp", value };
    const ask = async (soql) => askRecords(this.#reader(), soql);
    const newest = await newestCursor(ask, this.#tableQuery, this.#window, this.#whole);
    if (newest === "unknown")
      this.#notes.push({
        kind: "plan",
        message: `Salesforce could not say which ${cursor} is the newest: the next run reads more`
      });
    return watermarkOf(value, newest, this.#plan.since);
  }
  #import(watermark, partitions, resumed) {
    return new SalesforceImport({
      plan: this.#plan,
      client: this.#shared.client,
      window: this.#context(),
      watermark,
      partitions,
      firstPages: this.#firstPages,
      meter: this.#meter,
      resumed,
      notes: this.#notes,
      serviceCount: this.#ahead.expected,
      counting: this.#ahead.counting,
      forget: this.#forget
    });
  }
  #context() {
    const { tuning, memory, run, client } = this.#shared;
    const note = (message) => this.#notes.some((n) => n.message === message) || this.#notes.push({ kind: "plan", message });
    return {
      table: this.#plan.ref.name,
      tableQuery: this.#tableQuery,
      columns: this.#plan.schema.columns,
      tuning,
      memory,
      earliest: this.#earliest,
      latest: client.clock,
      run,
      note
    };
  }
  #canResume({ watermark, partitions }) {
    if (watermark === null || partitions.length === 0 || this.#tableQuery.cursor === null) return false;
    if (partitions.some((p) => p.detail.removals === void 0)) return false;
    return this.#shared.client.clock - beganAt(watermark) < RESUME_DAYS * DAY2;
  }
  #reader() {
    return { client: this.#shared.client, meter: this.#meter, signal: this.#shared.context.signal };
  }
  /** A semi-join that the service does not take becomes several streams of its parents' Ids. */
  async #planStream(stream, answers) {
    if (stream.parent === void 0) return this.#planOne(stream, answers);
    const refused2 = isNested(stream.parent) || await this.#planOne(stream, answers).then(
      () => false,
      (error) => isMalformed(error) || Promise.reject(error)
    );
    if (!refused2) return;
    for (const part of await streamsByIds(this.#reader(), stream, stream.parent)) await this.#planOne(part, null);
  }
  async #planOne(stream, answers) {
    const { restRows } = this.#shared.tuning;
    const expected = this.#expected(stream);
    if (answers === null && this.#windowed(stream) && expected !== null && expected > restRows)
      return this.#planWindows(stream, expected);
    const first = await this.#first(stream, answers);
    const total = first === null ? expected : this.#announced(first.rows);
    const large = first === null || first.rows.next !== null && (total ?? 0) > restRows;
    if (large && this.#windowed(stream) && this.#removalCheckOf(stream) === "none") return this.#planWindows(stream, total);
    const how = large && bulkTakes(this.#context()) ? "bulk" : "rest";
    const window = this.#windowed(stream) ? this.#window : EVERYTHING;
    const partition2 = this.#body(stream, window, total, how, large ? null : first);
    if (first === null || large) return;
    if (first.rows.next === null) this.#whole = first.rows;
    this.#firstPages.keep(partition2, first);
    if (first.rows.next !== null) this.#tail(stream);
  }
  #expected(stream) {
    return stream.condition === null ? this.#ahead.expected : null;
  }
  #windowed(stream) {
    return this.#tableQuery.cursor !== null && !stream.outsideWindow;
  }
  /** The first page of a stream's rows; null where the query takes too long or is too long, so that smaller ones or a job must do. */
  async #first(stream, answers) {
    const rows = {
      operation: operationOf(this.#plan, this.#tableQuery),
      soql: selectRows(this.#tableQuery, stream, this.#window)
    };
    try {
      return { removals: await this.#removals(stream, answers), rows: await this.#page(rows, answers) };
    } catch (error) {
      if (isTimeout(error) || isTooLong(error)) return null;
      throw error;
    }
  }
  /** The first page of what changed, whether it meets the condition or not. */
  async #removals(stream, answers) {
    const query = removalQuery(this.#tableQuery, this.#plan, stream, this.#window, removalCheckOf(this.#plan, stream));
    if (query === null) return null;
    try {
      return await this.#page(query, answers);
    } catch (error) {
      if (!isRestriction(error)) throw error;
      this.#swept = true;
      this.#partitions.push(sweepPartition(this.#tableQuery, this.#plan, stream));
      return null;
    }
  }
  #removalCheckOf(stream) {
    return this.#swept ? "none" : removalCheckOf(this.#plan, stream);
  }
  /** External objects may not count their rows and say -1. */
  #announced({ total }) {
    if (total >= 0) return total;
    this.#context().note("Salesforce does not count the rows of this object, so their number could not be compared");
    return null;
  }
  async #page(query, answers) {
    const ahead = answers?.shift();
    if (ahead === void 0) return firstPage(this.#reader(), query);
    const { answer } = ahead;
    const same = ahead.query.soql === query.soql && ahead.query.operation === query.operation;
    if (same && answer.status === 200) return readPage(answer.body);
    const failure = failureFrom(answer.status, answer.body.toString());
    if (same && worthRetrying(failure) === null) throw failure;
    answers?.splice(0);
    return firstPage(this.#reader(), query);
  }
  /** Cuts a stream into windows of equal work, up to the start; what is changed after it comes in the tail. */
  async #planWindows(stream, expected) {
    const { tuning, context } = this.#shared;
    const bulk = bulkTakes(this.#context());
    const target = bulk ? targetRows(expected ?? tuning.bulkRows[1], context.parallel, tuning.bulkRows) : tuning.restRows;
    const window = { ...this.#window, high: iso(this.#start) };
    const ask = async (soql) => askRecords(this.#reader(), soql);
    const buckets = await histogram(ask, this.#tableQuery, stream, window, target, expected);
    this.#earliest = Math.max(EARLIEST, Math.min(...buckets.map((b) => b.from), this.#start - 1e3));
    for (const share2 of cut(buckets, window, target)) {
      this.#body(stream, share2.window, share2.rows, bulk && share2.rows > tuning.restRows ? "bulk" : "rest", null);
    }
    this.#tail(stream);
  }
  #body(stream, window, rows, how, first) {
    const work = { window, rows, how, firstPageKnown: first !== null, removals: this.#removalCheckOf(stream) };
    const partition2 = bodyPartition(this.#planned(), stream, work);
    this.#partitions.push(partition2);
    return partition2.id;
  }
  #tail(stream) {
    if (!this.#windowed(stream)) return;
    this.#partitions.push(tailPartition(this.#planned(), stream, this.#start, this.#swept));
  }
  #planned() {
    return { plan: this.#plan, tableQuery: this.#tableQuery, pageRows: this.#shared.tuning.pageRows };
  }
};

// src/sources/salesforce/plan/query-batch.ts
var REFERENCE = /@\{/;
var QueryBatch = class {
  #client;
  #signal;
  #groups = [];
  constructor(client, signal) {
    this.#client = client;
    this.#signal = signal;
  }
  add(plan, queries) {
    if (queries.length === 0 || queries.length > QUERIES_A_CALL || queries.some((q) => REFERENCE.test(q.soql))) return;
    let group = this.#groups.find((g) => g.answer === null && g.queries + queries.length <= QUERIES_A_CALL);
    if (group === void 0) {
      group = { plans: /* @__PURE__ */ new Map(), queries: 0, answer: null };
      this.#groups.push(group);
    }
    group.plans.set(plan, queries);
    group.queries += queries.length;
  }
  /** A plan's answers, once; null where it has none (any more), so that it has to ask for itself. */
  async take(plan, meter) {
    const group = this.#groups.find((g) => g.plans.has(plan));
    if (group === void 0) return null;
    group.answer ??= this.#ask(group, meter);
    const answers = await group.answer;
    group.plans.delete(plan);
    const prepared = answers?.get(plan) ?? null;
    answers?.delete(plan);
    return prepared;
  }
  /** Drops what nobody took. */
  clear() {
    this.#groups = [];
  }
  async #ask(group, meter) {
    const plans = [...group.plans];
    if (group.queries === 1) return null;
    const askedAt = this.#client.clock;
    const parts = plans.flatMap(
      ([, queries]) => queries.map((q) => ({ path: queryPath(this.#client.base, q.operation, q.soql) }))
    );
    let answers;
    try {
      answers = await composite(this.#client, parts, meter, this.#signal);
    } catch (error) {
      if (error instanceof ServiceFailure && error.status >= 400 && error.status < 500 && error.status !== 403) return null;
      throw error;
    }
    const rest = [...answers];
    return new Map(plans.map(([plan, queries]) => [plan, { askedAt, answers: paired(queries, rest.splice(0, queries.length)) }]));
  }
};
function paired(queries, answers) {
  return answers.flatMap((answer, i) => {
    const query = queries[i];
    return query === void 0 ? [] : [{ query, answer }];
  });
}

// src/sources/salesforce/plan/opener.ts
var RECYCLE_BIN_MS = 14 * 864e5;
var TRUST_TOO_LARGE_MS = 30 * 864e5;
var MISSED_DELETES = "the last import began more than 14 days ago, and what was deleted since may have left the recycle bin";
var SalesforceOpener = class _SalesforceOpener {
  #shared;
  #forget;
  #batch;
  #guesses = /* @__PURE__ */ new Map();
  #counting = /* @__PURE__ */ new Map();
  /** Counts are asked for when the changes of the first table of a group are read. */
  #countBatch;
  constructor(shared, forget) {
    this.#shared = shared;
    this.#forget = forget;
    this.#batch = new QueryBatch(shared.client, shared.context.signal);
    this.#countBatch = new QueryBatch(shared.client, shared.context.signal);
  }
  /** `forget`: a describe has proved wrong. */
  static async open(shared, plans, meter, forget) {
    const opener = new _SalesforceOpener(shared, forget);
    await opener.#count(plans, meter);
    for (const plan of plans) {
      if ((opener.#guesses.get(plan) ?? 0) <= shared.tuning.restRows) opener.#batch.add(plan, firstQueries(plan));
      const counts = countPlanOf(plan, shared.client.clock);
      opener.#counting.set(plan, counts);
      if (counts !== null && !opener.#isTooLarge(plan)) opener.#countBatch.add(plan, [firstCountQuery(counts)]);
    }
    return opener;
  }
  async begin(plan, resume) {
    if (this.#missesDeletes(plan)) return { cannotContinue: MISSED_DELETES };
    const forget = () => this.#forget(plan);
    const ahead = { batch: this.#batch, expected: this.#guesses.get(plan) ?? null, counting: this.#countingOf(plan) };
    try {
      if (plan.mode === "full") await this.#shared.permissions.confirm(plan);
      const opened = await openTable(this.#shared, ahead, plan, resume, forget);
      if (plan.mode === "full" || opened.partitions.every((p) => p.pass !== "sweep")) return opened;
      await this.#shared.permissions.confirm(plan).catch(async (error) => {
        await opened.close();
        throw error;
      });
      return opened;
    } catch (error) {
      this.#shared.context.signal.throwIfAborted();
      const refused2 = refusedCursor(error, plan, this.#shared.memory);
      if (refused2 !== null) throw refused2;
      if (isSchemaError(error)) forget();
      throw explain(error, plan.ref.name);
    }
  }
  async select(plan) {
    const forget = () => this.#forget(plan);
    await this.#shared.permissions.confirm(plan).catch((error) => {
      this.#shared.context.signal.throwIfAborted();
      throw explain(error, plan.ref.name);
    });
    return selectTable(this.#shared, { batch: this.#batch, expected: null, counting: null }, plan, forget);
  }
  #missesDeletes({ mode, since, schema, options }) {
    if (mode === "full" || since === null || schema.deletedFlag === void 0 || options.deletes === "ignore") return false;
    return this.#shared.client.clock - beganAt(since) >= RECYCLE_BIN_MS;
  }
  #countingOf(plan) {
    const known = this.#counting.get(plan);
    const counts = known === void 0 ? countPlanOf(plan, this.#shared.client.clock) : known;
    if (counts === null) return null;
    return {
      counts,
      batch: this.#countBatch,
      confirm: async () => this.#shared.permissions.confirm(plan),
      isTooLarge: () => this.#isTooLarge(plan),
      setTooLarge: () => this.#shared.memory.setTooLargeToCount(plan.ref.name, this.#shared.client.clock)
    };
  }
  /** Counting all at once is tried again after some days: the service may have been busy. */
  #isTooLarge({ ref }) {
    const { memory, client } = this.#shared;
    const at = memory.tooLargeToCount(ref.name);
    return at !== null && client.clock - at < TRUST_TOO_LARGE_MS;
  }
  close() {
    this.#batch.clear();
    this.#countBatch.clear();
    this.#guesses.clear();
  }
  /** Rows of whole tables, as the service guesses them. */
  async #count(plans, meter) {
    const guessed = plans.filter((p) => p.mode === "full" && p.options.where === void 0 && dependenceOf(p.options) === null);
    const { client, context } = this.#shared;
    const names = guessed.map((p) => p.ref.name);
    const counts = await recordCounts(client, names, meter, context.signal);
    for (const plan of guessed) {
      const count = counts.get(plan.ref.name);
      if (count !== void 0) this.#guesses.set(plan, count);
    }
  }
};

// src/sources/salesforce/source.ts
var REQUESTS_AT_ONCE = 25;
var SalesforceSource = class {
  name;
  address;
  #options;
  #context;
  #session;
  #client;
  #memory;
  #describes;
  #shared;
  #meter = { requests: 0 };
  #said = /* @__PURE__ */ new Set();
  #quotas = [];
  #instanceUrl;
  constructor(options, context, tuning) {
    this.name = context.name;
    this.address = organisationAddress(options);
    this.#instanceUrl = this.address;
    this.#options = options;
    this.#context = context;
    this.#session = new SalesforceSignIn(options, context, tuning);
    this.#client = new Client(this.#session, context, tuning);
    this.#memory = new MetadataCache(context.memory);
    this.#describes = new Describes(this.#client, this.#memory, tuning.trustDescribesMs, context.signal);
    this.#shared = {
      client: this.#client,
      memory: this.#memory,
      permissions: new ObjectPermissions(this.#client, this.#memory, {
        trustMs: tuning.trustDescribesMs,
        signal: context.signal,
        userId: async () => (await this.#session.signed()).userId
      }),
      tuning,
      context,
      run: { noMore: false, stuck: 0 }
    };
  }
  async connect() {
    const { signal } = this.#context;
    const signed = await this.#session.signed();
    this.#instanceUrl = signed.instanceUrl;
    try {
      const version = await this.#useVersion();
      return accessOf(signed, await userName(this.#client, this.#memory, signed, this.#meter, signal), version);
    } catch (error) {
      throw explain(error, this.name);
    }
  }
  async tables(choose) {
    let refs = offered(await this.#entries());
    let { chosen, missing: missing2 } = choose(refs);
    if (missing2.length > 0 && this.#describes.forgetList()) {
      refs = offered(await this.#entries());
      ({ chosen, missing: missing2 } = choose(refs));
    }
    const hidden = await this.#hidden(missing2);
    return { refs, implied: await this.#implied(chosen, await this.#entries()), hidden };
  }
  async describe(tables) {
    await this.#describes.prefetch(tables.map((t) => t.ref.name));
    return describeEach(tables, this.#context.parallel, async (table) => this.#described(table));
  }
  /** What an earlier run was answered is no reason to fail: a permission may have been granted since, which no date shows. */
  async #described({ ref, options }) {
    const look = async () => {
      const chosen = { ref, options: spellOptions(await this.#describes.object(ref.name), options) };
      return { chosen, schema: await this.#describe(chosen) };
    };
    try {
      const found2 = await look();
      if (hasAllNamed(found2) || !this.#describes.forgetKept(ref.name)) return found2;
    } catch (error) {
      if (!this.#describes.forgetKept(ref.name)) throw error;
    }
    return look();
  }
  /** True where a wider type is remembered for every column, so that describing again helps. */
  widen(ref, columns) {
    const widths = columns.map((c) => [c, this.#memory.width(ref.name, c)]).filter(([, width]) => width < 2);
    for (const [column, width] of widths) this.#memory.setWidth(ref.name, column, width === 0 ? 1 : 2);
    return widths.length === columns.length && columns.length > 0;
  }
  async access(tables) {
    const { signal } = this.#context;
    this.#quotas = await dailyLimits(this.#client, this.#meter, signal).catch((error) => {
      throw explain(error, this.name);
    });
    const counts = await recordCounts(
      this.#client,
      tables.map((t) => t.ref.name),
      this.#meter,
      signal
    );
    await this.#describes.prefetch(tables.map((t) => t.ref.name));
    const found2 = await Promise.all(tables.map(async (table) => this.#look(table)));
    const hidden = await hiddenFields(
      this.#client,
      found2.flatMap((f) => f.object ?? []),
      this.#meter,
      signal
    );
    const partly = found2.filter((f) => !seesAll(f.schema?.visibility)).map((f) => f.table.ref.name);
    const seen = await visibleCounts(this.#client, partly, this.#meter, signal);
    return found2.map((f) => {
      const { name } = f.table.ref;
      return tableAccess({
        ...f,
        counted: counts.get(name) ?? null,
        seen: seen.get(name) ?? null,
        hidden: hidden.get(name) ?? []
      });
    });
  }
  async open(plans) {
    return SalesforceOpener.open(this.#shared, plans, this.#meter, (plan) => this.#forget(plan));
  }
  derive(plans) {
    for (const message of documentsLack(plans).filter((m) => !this.#said.has(m))) {
      this.#said.add(message);
      this.#context.notice(message);
    }
    const documents = documentsTable(plans, this.#instanceUrl);
    return documents === null ? [] : [documents];
  }
  usage() {
    const { daily, requests } = this.#client;
    const calls = daily === null ? [] : [{ name: "API calls in 24 hours", used: daily.used, limit: daily.limit }];
    return { requests, quotas: [...calls, ...this.#quotas] };
  }
  jobsAtOnce() {
    const { parallel, apiBudget } = this.#context;
    const { daily } = this.#client;
    const left = daily === null ? 1 : 1 - daily.used / Math.max(1, daily.limit);
    return Math.min(Math.floor(REQUESTS_AT_ONCE / parallel), Math.floor(left / apiBudget));
  }
  async close() {
    this.#client.close();
    await this.#session.close();
  }
  async #useVersion() {
    const { signal } = this.#context;
    const { orgId, userId } = await this.#session.signed();
    const version = await chooseVersion(this.#client, this.#memory, this.#options.api_version, this.#meter, signal);
    this.#client.base = `/services/data/v${version}`;
    this.#memory.scope(orgId, userId, version);
    return version;
  }
  async #entries() {
    try {
      return await this.#describes.entries().catch(async (error) => {
        if (!isNotFound(error)) throw error;
        const { api_version: configured } = this.#options;
        if (configured !== void 0)
          throw await noSuchVersion(this.name, configured, this.#client, this.#meter, this.#context.signal);
        this.#memory.version = null;
        await this.#useVersion();
        return this.#describes.entries();
      });
    } catch (error) {
      throw explain(error, this.name);
    }
  }
  async #describe({ ref, options }) {
    return describeTable(
      {
        ...this.#shared,
        describes: this.#describes,
        meter: this.#meter,
        instanceUrl: this.#instanceUrl,
        preferred: this.#options.cursor
      },
      ref,
      options
    );
  }
  async #implied(chosen, entries) {
    await this.#describes.prefetch(chosen.map((t) => t.ref.name));
    return impliedTables(
      chosen,
      entries.filter((e) => e.queryable).map(refOf),
      async (name) => this.#describes.object(name),
      (message) => this.#context.notice(message)
    );
  }
  /** What is known of names that the list of objects lacks. */
  async #hidden(missing2) {
    const hint = 'Grant it: Setup > Permission Sets > the set of that user > Object Settings > the object > "Read" and "View All Records".';
    const found2 = await Promise.all(
      missing2.map(async (name) => existsHidden(this.#client, name, this.#meter, this.#context.signal))
    );
    const names = missing2.filter((_, i) => found2[i] === true);
    return new Map(
      names.map((name) => [name, { message: `${this.name}.${name} exists, but Highwater's user can't see it.`, hint }])
    );
  }
  async #look(table) {
    try {
      const object = await this.#describes.object(table.ref.name);
      return { table, schema: await this.#describe(table), object, error: null };
    } catch (error) {
      return { table, schema: null, object: null, error };
    }
  }
  #forget(plan) {
    this.#describes.forget(plan.ref.name);
    const { object } = tableQueryOf(plan);
    if (object !== plan.ref.name) this.#describes.forget(object);
  }
};
function refOf({ name, label, custom }) {
  return {
    name,
    target: name,
    label,
    kind: custom ? "custom object" : "standard object",
    category: custom ? "Custom Objects" : "Standard Objects"
  };
}
function offered(entries) {
  return entries.map((e) => e.queryable ? refOf(e) : { ...refOf(e), exactOnly: true });
}
function hasAllNamed({ chosen, schema }) {
  const names = new Set(schema.columns.map((c) => c.name));
  const { columns, types } = chosen.options;
  return [...columns?.include ?? [], ...columns?.exclude ?? [], ...Object.keys(types)].every((name) => names.has(name));
}
export {
  SalesforceSource
};
