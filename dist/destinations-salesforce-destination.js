import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  Client,
  MetadataCache,
  QUERIES_A_CALL,
  SalesforceSignIn,
  ServiceFailure,
  accessOf,
  chooseVersion,
  composite,
  explain,
  failureFrom,
  isConcurrencyLimit,
  isNotFound,
  isTimeout,
  userName,
  worthRetrying
} from "./sources-salesforce-connect-auth.js";
import "./sources-salesforce-connect-sign-in-errors.js";
import {
  accepted,
  recordsOf,
  refusedOrGone,
  sendHalving
} from "./destinations-shared-exact-records.js";
import "./sources-shared-json-bytes.js";
import "./sources-shared-sign-in.js";
import {
  TUNING
} from "./sources-salesforce-connect-tuning-2.js";
import {
  ConnectionFailure
} from "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import "./model-loopback.js";
import "./runtime-proxy.js";
import "./builtins-node-https.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  retry
} from "./lib-p-retry.js";
import {
  require_promises as require_promises2
} from "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
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

// src/destinations/salesforce/connect/write-errors.ts
var QUOTAS = /* @__PURE__ */ new Set(["REQUEST_LIMIT_EXCEEDED", "LIMIT_EXCEEDED", "ExceededQuota", "TooManyJobs"]);
var CHANGED = /* @__PURE__ */ new Set([
  "INVALID_FIELD",
  "INVALID_TYPE",
  "INVALIDENTITY",
  "NOT_FOUND",
  "INSUFFICIENT_ACCESS",
  "API_DISABLED_FOR_ORG",
  "METHOD_NOT_ALLOWED"
]);
function isQuota(error) {
  return error instanceof ServiceFailure && QUOTAS.has(error.errorCode) && !isConcurrencyLimit(error);
}
function isCallsOwn(error) {
  return !(error instanceof ServiceFailure) || error.status < 400 || error.status >= 500 || isQuota(error) || CHANGED.has(error.errorCode);
}
function explainWrite(error, object) {
  if (error instanceof ConnectionFailure)
    return new HighwaterError(
      "SOURCE_UNREACHABLE",
      `${object}: the connection to Salesforce failed: ${error.message}.`,
      "Highwater tried several times. Run again: what became of the rows is asked for first. status.salesforce.com reports outages.",
      { cause: error }
    );
  if (!(error instanceof ServiceFailure)) return error;
  const code = error.errorCode === "" ? `status ${error.status} without an explanation` : error.errorCode;
  if (isQuota(error))
    return new HighwaterError(
      "EXPORT_QUOTA",
      `${object}: Salesforce takes no more calls or batches from the organisation today (${code}).`,
      "Accepted rows stay; the rest is pending and goes with the next run. The limits count the last 24 hours (Setup > Company Information). Run less often, or lower bulk_above: a Bulk job needs few calls.",
      { cause: error }
    );
  if (CHANGED.has(error.errorCode))
    return new HighwaterError(
      "EXPORT_FIELD_NOT_WRITABLE",
      `${object}: Salesforce refuses the whole call (${code}): the object, a field or a permission has changed since the export was checked.`,
      "Run `highwater check`: it shows what the user may write. Grant the permissions again, or correct the query.",
      { cause: error }
    );
  return new HighwaterError(
    "SOURCE_FAILED",
    `${object}: Salesforce answered ${code}.`,
    "Run again; if it happens again, search for the code in Salesforce Help. status.salesforce.com reports outages.",
    { cause: error }
  );
}

// src/destinations/salesforce/connect/writing-client.ts
var WRITING = [
  { method: "GET", path: /^\/(services\/data|id\/)/ },
  { method: "POST", path: /^\/services\/data\/v[\d.]+\/(composite|jobs\/ingest)$/ },
  { method: "PATCH", path: /^\/services\/data\/v[\d.]+\/composite\/sobjects(\/\w+\/\w+)?$/ },
  { method: "DELETE", path: /^\/services\/data\/v[\d.]+\/composite\/sobjects$/ },
  { method: "PUT", path: /^\/services\/data\/v[\d.]+\/jobs\/ingest\/\w+\/batches$/ },
  { method: "PATCH", path: /^\/services\/data\/v[\d.]+\/jobs\/ingest\/\w+$/ }
];
function writingClient(session, context, tuning) {
  return new Client(session, context, tuning, WRITING);
}

// src/destinations/salesforce/describe/target-object.ts
var KINDS = {
  id: "id",
  reference: "id",
  string: "text",
  textarea: "text",
  phone: "text",
  email: "text",
  url: "text",
  combobox: "text",
  encryptedstring: "text",
  picklist: "picklist",
  multipicklist: "multipicklist",
  boolean: "boolean",
  int: "integer",
  long: "integer",
  double: "decimal",
  currency: "decimal",
  percent: "decimal",
  date: "date",
  datetime: "datetime",
  time: "time"
};
var TEXTS = /* @__PURE__ */ new Set(["text", "picklist", "multipicklist"]);
var RANGES = {
  int: { least: "-2147483648", greatest: "2147483647" },
  long: { least: "-9223372036854775808", greatest: "9223372036854775807" }
};
var CLEARS = [{ pattern: "^#N/A$", why: 'Salesforce takes #N/A for "clear this field"' }];
var same = (a, b) => a?.toLowerCase() === b.toLowerCase();
function referenceOf(describe, relationship) {
  const found = describe.fields.find((f) => f.type === "reference" && same(f.relationshipName, relationship));
  return found?.referenceTo.length === 1 ? found : null;
}
function targetObject(describe, columns, parents) {
  const fields = /* @__PURE__ */ new Map();
  for (const column of columns) {
    const field = column.includes(".") ? parentField(describe, column, parents) : ownField(describe, column);
    if (field !== null) fields.set(column, field);
  }
  const { name, label, createable, updateable, deletable } = describe;
  const idField = describe.fields.find((f) => f.type === "id")?.name ?? "Id";
  const isWritable = (f) => f.createable || f.updateable;
  return {
    name,
    label,
    createable,
    updateable,
    deletable,
    idField,
    fields,
    names: describe.fields.filter((f) => isWritable(f) || f.name === idField).map((f) => f.name),
    writable: { fields: describe.fields.filter(isWritable).length, of: describe.fields.length },
    required: describe.fields.filter((f) => f.createable && !f.nillable && !f.defaultedOnCreate).map((f) => f.name)
  };
}
function ownField(describe, column) {
  const info = describe.fields.find((f) => same(f.name, column));
  return info === void 0 ? null : targetField(info);
}
function parentField(describe, column, parents) {
  const [relationship = "", keyName = "", ...more] = column.split(".");
  const reference = referenceOf(describe, relationship);
  const parent = parents.get(reference?.referenceTo[0] ?? "");
  const key = parent?.fields.find((f) => same(f.name, keyName) && isKey(f));
  if (reference === null || parent === void 0 || key === void 0 || more.length > 0) return null;
  const { createable, updateable, nillable } = reference;
  return {
    ...targetField(key),
    name: `${reference.relationshipName}.${key.name}`,
    label: reference.label,
    createable,
    updateable,
    nillable,
    references: reference.referenceTo,
    parent: { object: parent.name, key: key.name, lookup: reference.name }
  };
}
var isKey = (info) => info.externalId || info.idLookup;
function targetField(info) {
  const kind = KINDS[info.type] ?? "other";
  const isDecimal = kind === "decimal";
  const range = RANGES[info.type];
  return {
    name: info.name,
    label: info.label,
    nativeType: info.type,
    kind,
    createable: info.createable,
    updateable: info.updateable,
    nillable: info.nillable && kind !== "boolean",
    externalId: isKey(info),
    unique: info.unique || info.type === "id",
    // An Id is brought into its form of 18 characters, case and all; External IDs say it of themselves.
    caseSensitive: kind === "id" || info.caseSensitive,
    ...kind === "id" ? { hasCaseSuffix: true } : {},
    // https://github.com/forcedotcom/dataloader/pull/485: rich text alone keeps its blanks.
    ...TEXTS.has(kind) && !info.htmlFormatted ? { trims: true } : {},
    ...info.type === "encryptedstring" ? { readsMasked: true } : {},
    length: TEXTS.has(kind) && info.length > 0 ? info.length : null,
    precision: isDecimal ? info.precision : null,
    scale: isDecimal ? info.scale : null,
    ...range === void 0 ? {} : { range },
    ...info.picklistValues.length === 0 ? {} : { values: info.picklistValues.map((v) => ({ ...v, label: v.label ?? v.value })) },
    ...info.restrictedPicklist ? { restricted: true } : {},
    ...kind === "multipicklist" ? { separator: ";" } : {},
    ...info.type === "reference" ? { references: info.referenceTo } : {},
    ...TEXTS.has(kind) ? { unsendable: CLEARS } : {}
  };
}

// src/destinations/salesforce/find/find-records.ts
var KEYS_A_CALL = 2e3;
var QUERY_BYTES = 12e3;
var KEYS_A_QUERY = 400;
var REFERENCE = /@\{/;
var NUMERIC = /* @__PURE__ */ new Set(["integer", "decimal", "double"]);
async function findRecords(asking, request) {
  const { object, by } = request;
  const field = [...object.fields.values()].find((f) => f.name === by) ?? null;
  const names = [.../* @__PURE__ */ new Set([object.idField, by, ...request.fields])];
  const head = `SELECT ${names.join(", ")} FROM ${object.name} WHERE ${by} IN (`;
  const queries = queriesOf(
    head,
    request.keys.map((key) => literal(field, key))
  );
  const found = [];
  for (let at = 0; at < queries.length; at += QUERIES_A_CALL)
    for (const record of await ask(asking, queries.slice(at, at + QUERIES_A_CALL)))
      found.push({
        id: record.get(object.idField) ?? "",
        key: record.get(by) ?? "",
        values: Object.fromEntries(request.fields.map((name) => [name, record.get(name) ?? null]))
      });
  return found;
}
async function countRecords({ client, meter, signal }, queries) {
  const answers = await composite(
    client,
    queries.map((soql) => ({ path: pathOf(client, soql) })),
    meter,
    signal
  );
  return answers.map(({ status, body }) => {
    if (status !== 200) throw failureFrom(status, body.toString());
    return JSON.parse(body.toString()).totalSize;
  });
}
function queriesOf(head, literals) {
  const queries = [];
  let list = [];
  let bytes = 0;
  const flush = () => {
    if (list.length > 0) queries.push(`${head}${list.join(",")})`);
    list = [];
    bytes = encodeURIComponent(head).length;
  };
  flush();
  for (const one of literals) {
    const size = encodeURIComponent(`${one},`).length;
    if (list.length >= KEYS_A_QUERY || bytes + size > QUERY_BYTES) flush();
    list.push(one);
    bytes += size;
  }
  flush();
  return queries;
}
function literal(field, key) {
  if (field !== null && NUMERIC.has(field.kind)) return key;
  return `'${key.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
}
var pathOf = ({ base }, soql) => `${base}/query?q=${encodeURIComponent(soql)}`;
async function ask(asking, queries) {
  const { client, meter, signal } = asking;
  const [only] = queries;
  const isAlone = queries.length === 1 && only !== void 0;
  if (isAlone || queries.some((q) => REFERENCE.test(q))) {
    const pages = [];
    for (const soql of queries)
      pages.push(...await allPages(asking, (await client.bytes({ path: pathOf(client, soql), meter, signal })).body));
    return pages;
  }
  const answers = await composite(
    client,
    queries.map((soql) => ({ path: pathOf(client, soql) })),
    meter,
    signal
  );
  const records = [];
  for (const { status, body } of answers) {
    if (status !== 200) throw failureFrom(status, body.toString());
    records.push(...await allPages(asking, body));
  }
  return records;
}
async function allPages({ client, meter, signal }, first) {
  const { records, next } = recordsOf(first, "records", "nextRecordsUrl");
  const all = [...records];
  for (let path = next; path !== null; ) {
    const page = recordsOf((await client.bytes({ path, meter, signal })).body, "records", "nextRecordsUrl");
    all.push(...page.records);
    path = page.next;
  }
  return all;
}

// src/destinations/salesforce/send/bulk-ingest.ts
var import_promises2 = __toESM(require_promises2(), 1);

// src/destinations/salesforce/send/ingest-api.ts
var import_node_fs = __toESM(require_node_fs(), 1);
var import_promises = __toESM(require_promises(), 1);
var IngestApi = class {
  #client;
  #meter;
  #signal;
  /** A job is read with the API version that made it; that of a job of an earlier run may be older. */
  #versions = /* @__PURE__ */ new Map();
  constructor(client, meter, signal) {
    this.#client = client;
    this.#meter = meter;
    this.#signal = signal;
  }
  /** Tried once: a lost answer may have left a job behind. */
  async create(spec) {
    const answer = await this.#client.attempt({ method: "POST", path: this.#jobs(), body: spec, ...this.#common });
    return JSON.parse(answer.body.toString());
  }
  /** Tried once: a job takes one upload. */
  async upload(id, file) {
    const content = { bytes: (await (0, import_promises.stat)(file)).size, open: () => (0, import_node_fs.createReadStream)(file) };
    const headers = { "content-type": "text/csv; charset=UTF-8" };
    const path = `${this.#jobs(id)}/${id}/batches`;
    const answer = await this.#client.once({ method: "PUT", path, headers, content, ...this.#common });
    await answer.bytes();
    if (answer.status !== 201) throw new ConnectionFailure(`the upload was answered with status ${answer.status}`);
  }
  async info(id) {
    return this.#versioned(id, async () => this.#client.json({ path: `${this.#jobs(id)}/${id}`, ...this.#common }));
  }
  async setState(id, state) {
    const call = { method: "PATCH", path: `${this.#jobs(id)}/${id}`, body: { state }, ...this.#common };
    return this.#versioned(id, async () => JSON.parse((await this.#client.attempt(call)).body.toString()));
  }
  /** All jobs that the service still has, of all users. */
  async list() {
    const jobs = [];
    for (let path = `${this.#jobs()}?jobType=V2Ingest`; path !== null; ) {
      const page = await this.#client.json({ path, ...this.#common });
      jobs.push(...page.records);
      path = page.nextRecordsUrl ?? null;
    }
    return jobs;
  }
  /** Saves results, decompressed. An attempt that breaks off is begun again. */
  async results(id, which, file) {
    await this.#versioned(
      id,
      async () => this.#client.retrying(this.#signal, async () => {
        const answer = await this.#client.once({ path: `${this.#jobs(id)}/${id}/${which}`, ...this.#common });
        if (!/csv/.test(answer.headers["content-type"] ?? "")) {
          await answer.bytes();
          throw new ConnectionFailure("the results came as something else than CSV");
        }
        const target = await (0, import_promises.open)(file, "w");
        try {
          await answer.chunks(async (chunk) => void await target.write(chunk));
        } finally {
          await target.close();
        }
      })
    );
  }
  get #common() {
    return { meter: this.#meter, signal: this.#signal };
  }
  #jobs(id) {
    const version = id === void 0 ? void 0 : this.#versions.get(id);
    return `${version === void 0 ? this.#client.base : `/services/data/v${version}`}/jobs/ingest`;
  }
  /** A job of another API version answers 409; the list of jobs says which it is. */
  async #versioned(id, work) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ServiceFailure) || error.status !== 409 || this.#versions.has(id)) throw error;
      const job = (await this.list()).find((j) => j.id === id);
      if (job === void 0) throw error;
      this.#versions.set(id, job.apiVersion.toFixed(1));
      return work();
    }
  }
};

// src/destinations/salesforce/send/ingest-results.ts
var import_node_fs2 = __toESM(require_node_fs(), 1);
var import_node_path = __toESM(require_node_path(), 1);

// src/destinations/salesforce/send/row-errors.ts
var ERROR_CODE = "(?s)^(?:.*first error: )?([A-Za-z0-9_]+)";
var LOCKED = ["UNABLE_TO_LOCK_ROW"];
var MISSING = ["ENTITY_IS_DELETED"];
var NO_SUCH_ID = "INVALID_CROSS_REFERENCE_KEY";
var CODE = new RegExp(ERROR_CODE.replace("(?s)", ""), "s");
function outcomeOf({ statusCode, message, fields = [] }, operation) {
  const code = CODE.exec(`${statusCode}:${message}`)?.[1] ?? statusCode;
  if (LOCKED.includes(code)) return { status: "locked", code, message };
  const isMissing = MISSING.includes(code) || code === NO_SUCH_ID && fields.length === 0;
  if (operation !== "upsert" && isMissing) return { status: "missing" };
  return { status: "refused", code, message, fields };
}

// src/destinations/salesforce/send/ingest-results.ts
var RESULT_COLUMNS = {
  id: "sf__Id",
  created: "sf__Created",
  error: "sf__Error",
  errorCode: ERROR_CODE,
  locked: LOCKED,
  missing: MISSING
};
async function savedResults(api, info, directory) {
  const save = async (which) => {
    try {
      const file = (0, import_node_path.join)(directory, `${info.id}.${which}.csv`);
      await api.results(info.id, which, file);
      return await hasRows(file) ? [file] : [];
    } catch (error) {
      if (isNothing(error, info)) return [];
      throw error;
    }
  };
  const [successful, failed, unprocessed] = await Promise.all([
    save("successfulResults"),
    save("failedResults"),
    save("unprocessedrecords")
  ]);
  return { successful, failed, unprocessed };
}
function isNothing(error, { state, numberRecordsProcessed = 0 }) {
  return error instanceof ServiceFailure && [400, 404].includes(error.status) && state === "Aborted" && numberRecordsProcessed === 0;
}
async function hasRows(file) {
  const bytes = (0, import_node_fs2.createReadStream)(file);
  let isBehindHeader = false;
  try {
    for await (const chunk of bytes) {
      const from = isBehindHeader ? 0 : chunk.indexOf(10) + 1;
      isBehindHeader ||= from > 0;
      if (isBehindHeader && chunk.subarray(from).some((byte) => byte !== 10 && byte !== 13)) return true;
    }
    return false;
  } finally {
    bytes.destroy();
  }
}

// src/destinations/salesforce/send/bulk-ingest.ts
var MOST_BYTES = 1e8;
var MOST_ROWS = 1e6;
var MOST_TEXT = 32e3;
var JOBS_A_FILE = 4;
var ENDS = { JobComplete: "completed", Failed: "failed", Aborted: "aborted" };
var SalesforceIngest = class {
  nullText = "#N/A";
  maxBytes = MOST_BYTES;
  maxRows = MOST_ROWS;
  maxText = MOST_TEXT;
  #sending;
  #userId;
  #made;
  /** `userId`: whose jobs are ours. `made`: the ids of those that this run has made, for all exports; it grows. */
  constructor(sending, userId, made) {
    this.#sending = sending;
    this.#userId = userId;
    this.#made = made;
  }
  async create(request) {
    const { signal } = this.#sending;
    const { operation, key } = request;
    return this.#explained(
      request.object.name,
      async () => this.#createJob(this.#api(signal), request.object.name, operation, key?.name ?? null)
    );
  }
  async run(job, file, watch) {
    const api = this.#api(watch.signal);
    return this.#explained(job.object, async () => {
      const handed = await this.#handOver(api, job, file, watch);
      return handed.isSent ? this.#outcome(api, handed.job, watch) : notSent(handed.job, handed.reason);
    });
  }
  async resume(job, watch) {
    const api = this.#api(watch.signal);
    return this.#explained(job.object, async () => {
      const info = await known(async () => api.info(job.id));
      if (info === null) return { job, end: "unknown", reason: null, files: NO_FILES, columns: RESULT_COLUMNS };
      if (info.state !== "Open") return this.#outcome(api, job, watch);
      await this.#abort(api, job.id);
      return notSent(job, null);
    });
  }
  async unknownJobs(object, since, ledger) {
    const api = this.#api(this.#sending.signal);
    return this.#explained(object.name, async () => {
      const jobs = (await this.#ownJobs(api, object.name, Date.parse(since))).filter((j) => !ledger.includes(j.id));
      for (const job of jobs.filter((j) => j.state === "Open")) await this.#abort(api, job.id);
      return jobs.filter((j) => j.state !== "Open").map(jobOf);
    });
  }
  #api(signal) {
    return new IngestApi(this.#sending.client, this.#sending.meter, signal);
  }
  /** After a lost answer the jobs that may have been made of it are aborted: they hold nothing yet. */
  async #createJob(api, object, operation, key) {
    const since = this.#sending.client.clock;
    const spec = {
      object,
      operation,
      ...key === null ? {} : { externalIdFieldName: key },
      contentType: "CSV",
      columnDelimiter: "COMMA",
      lineEnding: "LF"
    };
    let isAgain = false;
    return this.#sending.client.retrying(this.#sending.signal, async () => {
      if (isAgain) {
        for (const left of await this.#ownJobs(api, object, since))
          if (left.state === "Open" && !this.#made.has(left.id)) await this.#abort(api, left.id);
      }
      isAgain = true;
      const job = jobOf(await api.create(spec));
      this.#made.add(job.id);
      return job;
    });
  }
  /** Jobs of this user on the object, made at that time (milliseconds) or later. */
  async #ownJobs(api, object, since) {
    const userId = await this.#userId();
    return (await api.list()).filter(
      (j) => j.createdById === userId && j.object === object && instantOf(j.createdDate) >= Math.floor(since / 1e3) * 1e3
    );
  }
  /** Uploads the file and closes the job. Each row of the table of lost answers is one branch here. */
  async #handOver(api, first, file, watch) {
    let job = first;
    for (let made = 1; ; made++) {
      try {
        await api.upload(job.id, file);
        await this.#close(api, job.id);
        return { job, isSent: true };
      } catch (error) {
        watch.signal.throwIfAborted();
        const info = await api.info(job.id);
        if (info.state !== "Open") return { job, isSent: true };
        await this.#abort(api, job.id);
        if (worthRetrying(error) === null && error instanceof ServiceFailure && error.errorCode !== "INVALIDJOBSTATE")
          return { job, isSent: false, reason: error.errorCode };
        if (worthRetrying(error) === null && !(error instanceof ServiceFailure)) throw error;
        if (made >= JOBS_A_FILE) throw error;
        job = await this.#createJob(api, job.object, job.operation, job.key);
        await watch.replaced(job);
      }
    }
  }
  /** After a lost answer the state says whether the job is closed. */
  async #close(api, id) {
    let isAgain = false;
    await this.#sending.client.retrying(this.#sending.signal, async () => {
      if (isAgain && (await api.info(id)).state !== "Open") return;
      isAgain = true;
      await api.setState(id, "UploadComplete");
    });
  }
  /** A job that can no longer be aborted has ended, or is at work: the caller looks. */
  async #abort(api, id) {
    await this.#sending.client.retrying(this.#sending.signal, async () => api.setState(id, "Aborted")).catch((error) => {
      if (!(error instanceof ServiceFailure) || error.errorCode !== "INVALIDJOBSTATE") throw error;
    });
  }
  async #outcome(api, job, watch) {
    const info = await waitForEnd(api, job.id, this.#sending.tuning, watch);
    const files = await savedResults(api, info, watch.directory);
    const end = ENDS[info.state];
    return { job, end, reason: end === "completed" ? null : reasonOf(info), files, columns: RESULT_COLUMNS };
  }
  async #explained(object, work) {
    try {
      return await work();
    } catch (error) {
      throw explainWrite(error, object);
    }
  }
};
var NO_FILES = { successful: [], failed: [], unprocessed: [] };
var notSent = (job, reason) => ({
  job,
  end: "not sent",
  reason,
  files: NO_FILES,
  columns: RESULT_COLUMNS
});
async function waitForEnd(api, id, tuning, watch) {
  for (let delay = tuning.firstPollMs; ; delay = Math.min(delay * 1.5, tuning.longestPollMs)) {
    const info = await api.info(id);
    watch.progress(info.numberRecordsProcessed ?? 0);
    if (info.state in ENDS) return info;
    if (info.state === "Open") throw new Error(`the ingest job ${id} is open though its file was handed over`);
    await (0, import_promises2.setTimeout)(delay, void 0, { signal: watch.signal }).catch(() => watch.signal.throwIfAborted());
  }
}
function reasonOf({ errorMessage }) {
  return /^\w+/.exec(errorMessage ?? "")?.[0] ?? null;
}
async function known(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceFailure && error.status === 404) return null;
    throw error;
  }
}
var instantOf = (text) => Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
function jobOf({ id, object, operation, externalIdFieldName, createdDate }) {
  const at = instantOf(createdDate);
  return {
    id,
    object,
    operation,
    key: externalIdFieldName ?? null,
    createdAt: Number.isNaN(at) ? null : new Date(at).toISOString()
  };
}

// src/destinations/salesforce/send/record-json.ts
var NUMERIC2 = /* @__PURE__ */ new Set(["integer", "decimal", "double"]);
var NUMBER = /^(-?)0*(\d+)(\.\d+)?([eE][+-]?\d+)?$/;
function recordJson({ object, operation, key }, row) {
  const members = [`"attributes":{"type":${JSON.stringify(object.name)}}`];
  if (operation === "update") members.push(`"id":${JSON.stringify(row.id)}`);
  if (operation === "upsert" && key !== null) members.push(member(key, row.key));
  const fields = fieldsByName(object);
  for (const [name, value] of Object.entries(row.values)) {
    const field = fields.get(name);
    if (field === void 0) throw new Error(`${object.name} was not asked for its field ${name}`);
    if (operation !== "upsert" || field.name !== key?.name) members.push(member(field, value));
  }
  return `{${members.join(",")}}`;
}
var known2 = /* @__PURE__ */ new WeakMap();
function fieldsByName(object) {
  const fields = known2.get(object) ?? new Map([...object.fields.values()].map((f) => [f.name, f]));
  known2.set(object, fields);
  return fields;
}
function member(field, value) {
  const { parent } = field;
  if (parent === void 0) return `${JSON.stringify(field.name)}:${json(field, value)}`;
  if (value === null) return `${JSON.stringify(parent.lookup)}:null`;
  const [relationship = ""] = field.name.split(".");
  return `${JSON.stringify(relationship)}:{${JSON.stringify(parent.key)}:${json(field, value)}}`;
}
function json({ kind, name }, value) {
  if (value === null) return "null";
  if (kind === "boolean") return value === "true" ? "true" : "false";
  if (!NUMERIC2.has(kind)) return JSON.stringify(value);
  const [, sign = "", whole, fraction = "", exponent = ""] = NUMBER.exec(value) ?? [];
  if (whole === void 0) throw new Error(`a value of ${name} is no number`);
  return `${sign}${whole}${fraction}${exponent}`;
}

// src/destinations/salesforce/send/collections.ts
var ROWS_A_CALL = 200;
async function sendRows(sending, batch) {
  return sendHalving(
    batch,
    async (part) => sendCall(sending, part),
    (error) => {
      if (isCallsOwn(error) || !(error instanceof ServiceFailure)) throw explainWrite(error, batch.object.name);
      return { status: "refused", code: error.errorCode, message: error.message, fields: [] };
    }
  );
}
async function sendCall(sending, batch) {
  const { client, tuning, meter, signal } = sending;
  const call = { ...requestOf(client.base, batch), meter, signal };
  let isAgain = false;
  return retry(
    async () => {
      try {
        const { body } = await client.attempt(call);
        return read(body, batch, isAgain);
      } catch (error) {
        isAgain ||= mayHaveWritten(error);
        throw error;
      }
    },
    { policy: tuning.retries, signal, worthRetrying }
  );
}
function requestOf(base, batch) {
  const { object, operation, key, rows, options } = batch;
  const path = `${base}/composite/sobjects`;
  const headers = {
    // Without this header, REST runs the active assignment rules.
    "sforce-auto-assign": options.assignmentRules ? "TRUE" : "FALSE",
    ...options.duplicateRules === "allow" ? { "sforce-duplicate-rule-header": "allowSave=true" } : {}
  };
  if (operation === "delete") {
    const ids = rows.map((r) => r.id).join(",");
    return { method: "DELETE", path: `${path}?allOrNone=false&ids=${ids}`, headers };
  }
  return {
    method: "PATCH",
    path: operation === "update" || key === null ? path : `${path}/${object.name}/${key.name}`,
    headers: { ...headers, "content-type": "application/json; charset=UTF-8" },
    content: `{"allOrNone":false,"records":[${rows.map((row) => recordJson(batch, row)).join(",")}]}`
  };
}
function mayHaveWritten(error) {
  return error instanceof ConnectionFailure || error instanceof ServiceFailure && (error.status >= 500 || error.status < 400);
}
function read(body, { rows, operation }, isAgain) {
  const results = JSON.parse(body.toString());
  if (!Array.isArray(results) || results.length !== rows.length)
    throw new ConnectionFailure("the answer does not hold a result for each record");
  return rows.map((row, i) => outcome(row, results[i], operation, isAgain));
}
function outcome(row, result, operation, isAgain) {
  if (result.success) return accepted(operation, result.id ?? row.id, result.created ?? null, isAgain);
  const [error] = result.errors ?? [];
  const refused = outcomeOf(error ?? { statusCode: "UNKNOWN_EXCEPTION", message: "" }, operation);
  return refusedOrGone(operation, row, refused, isAgain);
}

// src/destinations/salesforce/destination.ts
var SalesforceDestination = class {
  name;
  address;
  findLimit = KEYS_A_CALL;
  sendLimit = ROWS_A_CALL;
  #options;
  #session;
  #client;
  #memory;
  #meter = { requests: 0 };
  #signal;
  #sending;
  #jobs = /* @__PURE__ */ new Set();
  constructor(options, context, tuning = TUNING) {
    this.name = context.name;
    this.address = new URL(options.url).origin;
    this.#options = options;
    this.#signal = context.signal;
    this.#session = new SalesforceSignIn(options, context, tuning);
    this.#client = writingClient(this.#session, context, tuning);
    this.#memory = new MetadataCache(context.memory);
    this.#sending = { client: this.#client, tuning, meter: this.#meter, signal: context.signal };
  }
  async connect() {
    const signed = await this.#session.signed();
    try {
      const version = await chooseVersion(this.#client, this.#memory, this.#options.api_version, this.#meter, this.#signal);
      this.#client.base = `/services/data/v${version}`;
      return accessOf(signed, await userName(this.#client, this.#memory, signed, this.#meter, this.#signal), version);
    } catch (error) {
      throw explain(error, this.name);
    }
  }
  async describe(object, columns) {
    try {
      const own = await this.#describe(object);
      if (own === null) return null;
      const parents = /* @__PURE__ */ new Map();
      for (const column of columns) {
        const [relationship = "", key] = column.split(".");
        const target = key === void 0 ? void 0 : referenceOf(own, relationship)?.referenceTo[0];
        const parent = target === void 0 || parents.has(target) ? null : await this.#describe(target);
        if (parent !== null && target !== void 0) parents.set(target, parent);
      }
      return targetObject(own, columns, parents);
    } catch (error) {
      throw explain(error, object);
    }
  }
  async find(request) {
    return this.#explained(request.object, async () => findRecords(this.#sending, request));
  }
  async countFilled(object, key) {
    const all = `SELECT COUNT() FROM ${object.name}`;
    return this.#explained(object, async () => {
      try {
        const [records = 0, filled = 0] = await countRecords(this.#sending, [all, `${all} WHERE ${key.name} != null`]);
        return { records, filled };
      } catch (error) {
        if (isTimeout(error)) return null;
        throw error;
      }
    });
  }
  async send(batch) {
    return sendRows(this.#sending, batch);
  }
  /** Bulk API 2.0 has no header for duplicate rules, and takes an assignment rule by its Id only: both go by calls. */
  bulk({ assignmentRules, duplicateRules }) {
    if (assignmentRules || duplicateRules === "allow") return null;
    return new SalesforceIngest(this.#sending, async () => (await this.#session.signed()).userId, this.#jobs);
  }
  usage() {
    const { daily, requests } = this.#client;
    return { requests, quotas: daily === null ? [] : [{ name: "API calls in 24 hours", used: daily.used, limit: daily.limit }] };
  }
  async close() {
    this.#client.close();
    await this.#session.close();
  }
  async #describe(object) {
    const path = `${this.#client.base}/sobjects/${encodeURIComponent(object)}/describe`;
    try {
      return await this.#client.json({ path, meter: this.#meter, signal: this.#signal });
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }
  async #explained(object, work) {
    try {
      return await work();
    } catch (error) {
      throw explainWrite(error, object.name);
    }
  }
};
export {
  SalesforceDestination
};
