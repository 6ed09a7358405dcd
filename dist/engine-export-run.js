import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  Ledger,
  NO_COUNTS,
  RESULTS,
  SealedQueries,
  castAdvice,
  comparedTable,
  dropOldJobs,
  fieldColumn,
  fieldSql,
  foundKeySql,
  isFractional,
  keySql,
  knownJobIds,
  partsSql,
  readQuery,
  recordExports,
  serviceValueSql,
  shapeOf,
  storedChecks,
  withoutCompression
} from "./exports-prepare-field-values.js";
import {
  checkFields,
  closeDestinations,
  openDestinations
} from "./exports-prepare-check-fields.js";
import {
  deletesNotAllowed,
  inConflict,
  jobFailed,
  keyDoubled,
  keyIsNull,
  keyMissing,
  overLimit,
  queryFailed,
  rowsLocked,
  rowsRefused,
  typeNotPossible,
  valuesNotPossible
} from "./exports-export-errors.js";
import {
  withState
} from "./engine-run-context.js";
import {
  MANIFEST_FILE,
  outputError,
  renderReport,
  writeText
} from "./views-pages-report-assets-generated.js";
import {
  renderExportManifest
} from "./publish-manifest.js";
import {
  redactWords
} from "./engine-run-record.js";
import "./views-facts-state-words.js";
import "./views-pages-report-charts.js";
import "./engine-plan-select-columns.js";
import {
  inStage
} from "./model-in-stage.js";
import "./lib-picomatch.js";
import "./runtime-read-through.js";
import "./config-explain-nearest.js";
import "./views-facts-table-freshness.js";
import {
  reportFileOf
} from "./views-facts-facts.js";
import "./views-facts-format.js";
import {
  checkName
} from "./model-table-check.js";
import "./engine-restore-restore-2.js";
import "./state-workspace-workspace.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./warehouse-load-stage.js";
import "./warehouse-duckdb-database.js";
import "./warehouse-table-layout.js";
import "./warehouse-duckdb-types.js";
import "./lib-duckdb-node-api.js";
import {
  id,
  qualified,
  text
} from "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./lib-fastest-levenshtein.js";
import "./runtime-lease.js";
import "./model-watermark.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import "./lib-p-limit.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  require_promises as require_promises2
} from "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/engine/export-run.ts
var import_promises5 = __toESM(require_promises(), 1);
var import_node_path4 = __toESM(require_node_path(), 1);
var import_promises6 = __toESM(require_promises2(), 1);

// src/exports/prepare/evaluate.ts
function evaluation(config, { query, columns }, { key, fields }) {
  const keys = keyColumns(config, columns, { key, fields });
  const others = columns.filter((column) => !keys.includes(column));
  const faults = [];
  const cases = [];
  const values = [];
  const convert = ({ name, type }, raw2, value, mayBeEmpty) => {
    const field = fields.get(name);
    const sql = fieldSql(field, type, raw2, value);
    if (sql === null) throw typeNotPossible(config, field.name, field.nativeType, type, castAdvice(field));
    const isKey = keys.some((k) => k.name === name) || field.parent !== void 0;
    if (isKey && field.kind === "text" && isFractional(type))
      throw typeNotPossible(config, field.name, field.nativeType, type, "As a key, 1 would be 1.0: CAST it AS BIGINT.");
    values.push(`${sql.value} AS ${value}`);
    const empty = mayBeEmpty ? [] : emptyFault(config, field, value);
    for (const fault2 of [...sql.faults, ...empty]) {
      faults.push({ field: field.name, why: fault2.why });
      cases.push(`WHEN ${fault2.when} THEN ${faults.length}`);
    }
    return { name, field, type, value };
  };
  const ofKey = keys.map((column, i) => convert(column, `k${i}`, key.parts === void 0 ? "v0" : `part${i}`, true));
  const made = others.map((column, i) => convert(column, `r${i + 1}`, `v${i + 1}`, false));
  const [first] = ofKey;
  if (key.parts !== void 0) values.push(`${partsSql(ofKey.map(({ value }) => value))} AS v0`);
  const whole = key.parts === void 0 && first !== void 0 ? first : { name: config.key, field: key, type: "VARCHAR", value: "v0" };
  const raw = [...keys.map((_, i) => `k${i}`), ...others.map((_, i) => `r${i + 1}`)].join(", ");
  const chosen2 = [...keys, ...others].map(({ name }) => qualified(name)).join(", ");
  const fault = cases.length === 0 ? "NULL::SMALLINT" : `CAST(CASE ${cases.join(" ")} END AS SMALLINT)`;
  const inner = `SELECT ${raw}, ${values.join(", ")} FROM (SELECT ${chosen2} FROM (${query.sql})) AS q(${raw})`;
  const select = `SELECT ${keySql(key, "v0")} AS k, ${["v0", ...made.map((c) => c.value)].join(", ")}, ${fault} AS fault FROM (${inner})`;
  return { key: whole, columns: made, faults, select };
}
function keyColumns(config, columns, { key, fields }) {
  return (key.parts ?? [key]).map(({ name }) => {
    const found = columns.find((column) => fields.get(column.name)?.name === name);
    if (found === void 0) throw keyMissing(config, key.parts === void 0 ? config.key : name);
    return found;
  });
}
function emptyFault({ nulls }, field, value) {
  return nulls === "clear" && !field.nillable ? [{ when: `${value} IS NULL`, why: "can't be empty" }] : [];
}
async function evaluate(sealed, config, { select }) {
  try {
    await sealed.keep(config.name, select);
  } catch (error) {
    const kind = error instanceof HighwaterError && error.family === "database" ? DATA_ERROR.exec(error.message)?.[1] : void 0;
    if (kind === void 0) throw error;
    throw queryFailed(config, kind);
  }
}
var DATA_ERROR = /^DuckDB: (Conversion Error|Out of Range Error|Invalid Input Error|Constraint Error)/;
async function checkKeys(c, config, key) {
  const rows = qualified(RESULTS, "main", config.name);
  const { n, empty } = await c.row(
    `SELECT count(*) AS n, count(*) FILTER (WHERE k IS NULL) AS empty FROM ${rows}`
  );
  if (empty > 0) throw keyIsNull(config, empty);
  const doubled = await c.count(`(SELECT k FROM ${rows} GROUP BY k HAVING count(*) > 1)`);
  if (doubled > 0) throw keyDoubled(config, doubled, !key.caseSensitive);
  return n;
}

// src/exports/prepare-exports.ts
async function evaluateExport(sealed, config, destination, inputs) {
  const read = await readQuery(sealed, config, inputs);
  const checked = await checkFields(
    destination,
    config,
    read.columns.map(({ name }) => name)
  );
  const found = evaluation(config, read, checked);
  await evaluate(sealed, config, found);
  return { config, destination, checked, evaluation: found };
}
async function prepareExport(c, { config, destination, checked, evaluation: found }) {
  const { object, clears } = checked;
  const { key, columns, faults } = found;
  const considered = await checkKeys(c, config, key.field);
  return { config, destination, object, key, columns, clears, faults, rows: config.name, considered };
}
function inOrderOfAfter(configs) {
  const ordered = [];
  const add = (config) => {
    if (ordered.includes(config)) return;
    for (const name of config.after) for (const other of configs.filter((one) => one.name === name)) add(other);
    ordered.push(config);
  };
  for (const config of configs) add(config);
  return ordered;
}

// src/exports/diff/limits.ts
function limitProblem(config, { writes, considered, known, succeeded, first }) {
  if (writes > config.maxRows) {
    return overLimit(
      config,
      `${writes} rows would be written, and max_rows allows ${config.maxRows}.`,
      "Look at plan.csv of this export. If the rows are right, raise `max_rows`, or send a part with --limit."
    );
  }
  const all = Math.max(considered, known);
  if (config.maxFraction >= 1 || writes <= config.maxFraction * all || first && !succeeded) return null;
  const share = `${Math.round(writes / Math.max(all, 1) * 1e3) / 10}%`;
  const message = `${writes} of ${all} rows (${share}) would be written, and max_fraction allows ${Math.round(config.maxFraction * 1e3) / 10}%.`;
  const hint = succeeded ? "Look at plan.csv of this export. If the rows are right, raise `max_fraction` for one run (1: no limit)." : "Look at plan.csv of this export. A first run writes every row: run it once with --first (in a workflow: first: true).";
  return overLimit(config, message, hint);
}

// src/exports/diff/plan-rows.ts
function planTable(name) {
  return qualified(RESULTS, "main", `${name}:plan`);
}
async function planRows(c, prepared, ledger, compared, options) {
  const table = planTable(prepared.config.name);
  await withoutCompression(c, async () => {
    await findCandidates(c, prepared, ledger, compared);
    const candidates = await c.count(candidateTable(prepared.config.name));
    await c.run(`CREATE OR REPLACE TABLE ${table} AS SELECT row_number() OVER () AS n, NULL::INTEGER AS piece, * FROM (SELECT * FROM (
      ${[changedRows(prepared, ledger, compared, options), ...goneRows(prepared, ledger)].join(" UNION ALL BY NAME ")}) ${orderOf(prepared, candidates)})`);
  });
}
function candidateTable(name) {
  return qualified(RESULTS, "main", `${name}:candidates`);
}
async function findCandidates(c, { config, columns, rows }, ledger, compared) {
  const hashOf = (all) => all.length === 0 ? "0" : `hash(${all.join(", ")})`;
  const sent = (some) => hashOf(some.map(({ field }) => `l.${fieldColumn(field.name)}`));
  const shown = compared?.columns ?? [];
  const there = compared === null ? "" : `LEFT JOIN (SELECT k, ${hashOf(shown.map(({ value }) => value))} AS h FROM (${compared.sql})) c ON l.k = c.k`;
  const asSent = compared === null ? "true" : `l.returned IS NULL AND (c.k IS NULL AND l.verified IS NULL OR c.h = ${sent(shown)})`;
  await c.run(`CREATE OR REPLACE TABLE ${candidateTable(config.name)} AS SELECT q.k FROM ${qualified(RESULTS, "main", rows)} q
    ANTI JOIN (SELECT l.k, ${sent(columns)} AS h FROM ${ledger.sent} l ANTI JOIN ${ledger.pending} p ON l.k = p.k ${there} WHERE l.sent AND ${asSent}) s
      ON q.k = s.k AND CASE WHEN q.fault IS NULL THEN ${hashOf(columns.map(({ value }) => `q.${value}`))} END = s.h`);
}
function orderOf({ config, columns }, rows) {
  const parents = parentsOf(columns).map(({ value }) => value);
  return parents.length === 0 && rows > config.bulkAbove ? "" : `ORDER BY ${[...parents, "k"].join(", ")}`;
}
function parentsOf(columns) {
  return columns.filter(({ field }) => field.parent !== void 0 || (field.references?.length ?? 0) > 0);
}
function changedRows(prepared, ledger, compared, { retryParked }) {
  const { config, columns, rows } = prepared;
  const facts = comparisons(prepared, compared);
  const values = columns.map(({ value }) => `q.${value}`);
  const before = columns.map(({ value, field }) => {
    const shown = compared?.columns.some((column) => column.value === value) ?? false;
    return `${shown ? `CASE WHEN removed THEN NULL WHEN fresh THEN c.${value} ELSE l.${fieldColumn(field.name)} END` : `l.${fieldColumn(field.name)}`} AS b${value.slice(1)}`;
  });
  const hash = hashSql(prepared, "q");
  const parkedAgain = `l.parked IS NOT NULL AND l.parked = CASE WHEN l.parked IS NOT NULL THEN ${hash} END`;
  const candidates = `(SELECT k FROM ${candidateTable(config.name)})`;
  const source = compared === null ? "" : `LEFT JOIN (SELECT * FROM (${compared.sql}) WHERE k IN ${candidates} QUALIFY row_number() OVER (PARTITION BY k) = 1) c ON q.k = c.k`;
  return `SELECT k, key, id, CASE WHEN fault IS NOT NULL THEN 'fault' WHEN same_there THEN 'adopt'
      ${retryParked ? "" : `WHEN again THEN 'parked'`}
      ${config.conflict === "keep" ? `WHEN edited THEN 'kept'` : ""} ELSE 'send' END AS action,
      NOT there AND (NOT known OR removed) AS is_new, known AND NOT unsettled AS ours, fresh, edited AS conflict, fault, again, ${["", ...columns.map(({ value }) => value), ...columns.map(({ value }) => `b${value.slice(1)}`)].slice(1).join(", ")}
    FROM (SELECT q.k, q.v0 AS key, ${compared === null ? "coalesce(l.id, p.id)" : `CASE WHEN ${facts.removed} THEN NULL ELSE coalesce(c.id, l.id, p.id) END`} AS id, q.fault,
        coalesce(l.sent, false) AS known, p.k IS NOT NULL AS unsettled,
        ${facts.fresh} AS fresh, ${facts.removed} AS removed, ${facts.there} AS there, ${facts.sameThere} AS same_there, ${facts.edited} AS edited,
        coalesce(${parkedAgain}, false) AS again, ${facts.sameSent} AS same_sent${values.length === 0 ? "" : `, ${values.join(", ")}, ${before.join(", ")}`}
      FROM (SELECT * FROM ${qualified(RESULTS, "main", rows)} WHERE k IN ${candidates}) q LEFT JOIN (SELECT * FROM ${ledger.sent} WHERE k IN ${candidates}) l ON q.k = l.k LEFT JOIN ${ledger.pending} p ON q.k = p.k ${source})
    WHERE NOT (fault IS NULL AND known AND NOT unsettled AND same_sent AND NOT edited)`;
}
function comparisons({ config, columns }, compared) {
  const differs = (column, other) => {
    const value = `q.${column.value}`;
    const isOther = `${value} IS DISTINCT FROM ${other}`;
    return config.nulls === "clear" ? isOther : `(${value} IS NOT NULL AND ${isOther})`;
  };
  const sameSent = none(columns.map((column) => differs(column, `l.${fieldColumn(column.field.name)}`)));
  if (compared === null)
    return { fresh: "false", removed: "false", there: "false", sameThere: "false", edited: "false", sameSent };
  const seen = text(compared.seen);
  const fresh = `(c.k IS NOT NULL AND l.seen IS DISTINCT FROM ${seen} AND p.seen IS DISTINCT FROM ${seen})`;
  const hidden = columns.filter((column) => !compared.columns.includes(column));
  const sameHidden = hidden.length === 0 ? "true" : `(coalesce(l.sent, false) AND p.k IS NULL AND ${none(hidden.map((column) => differs(column, `l.${fieldColumn(column.field.name)}`)))})`;
  const sameThere = `(${fresh} AND ${none(compared.columns.map((column) => differs(column, `c.${column.value}`)))} AND ${sameHidden})`;
  const changed = compared.columns.map((column) => editedSql(column, config.nulls));
  const removed = "(c.k IS NULL AND p.k IS NULL AND coalesce(l.sent, false) AND l.verified IS NOT NULL)";
  const edited = `(${removed} OR ${fresh} AND coalesce(l.sent, false) AND NOT ${none(changed)})`;
  return { fresh, removed, there: "c.k IS NOT NULL", sameThere, edited, sameSent };
}
function editedSql({ value, field }, nulls) {
  const sent = `l.${fieldColumn(field.name)}`;
  const path = text(jsonPath(field.name));
  const expected = `CASE WHEN l.returned IS NOT NULL AND json_exists(l.returned, ${path}) THEN json_extract_string(l.returned, ${path}) ELSE ${sent} END`;
  const wasSent = nulls === "clear" ? "" : `${sent} IS NOT NULL AND `;
  const onItsWay = `(p.k IS NULL OR c.${value} IS DISTINCT FROM p.${fieldColumn(field.name)})`;
  return `(${wasSent}c.${value} IS DISTINCT FROM ${expected} AND ${onItsWay})`;
}
function jsonPath(field) {
  return `$."${field.replaceAll('"', '\\"')}"`;
}
function none(conditions) {
  return conditions.length === 0 ? "true" : `NOT (${conditions.join(" OR ")})`;
}
function hashSql({ columns }, alias) {
  return `md5(CAST(to_json([${columns.map(({ value }) => `${alias}.${value}`).join(", ")}]) AS VARCHAR))`;
}
function goneRows({ config, columns, rows, clears }, ledger) {
  const { kind } = config.gone;
  if (kind === "ignore") return [];
  const filled = (alias) => kind === "clear" ? `(${clears.map(({ name }) => `${alias}.${fieldColumn(name)} IS NOT NULL`).join(" OR ")})` : "true";
  const isWritten = `(coalesce(l.sent, false) AND ${filled("l")}${kind === "clear" ? " AND NOT coalesce(l.cleared, false)" : ""})`;
  const isPending = `p.action IN ('upsert', 'update') AND ${filled("p")}`;
  const select = (alias, ours) => {
    const before = columns.map(({ value, field }) => `, ${alias}.${fieldColumn(field.name)} AS b${value.slice(1)}`).join("");
    return `SELECT ${alias}.k, ${alias}.key, ${alias}.id, '${kind}' AS action, false AS is_new, ${ours} AS ours, false AS conflict, NULL::SMALLINT AS fault, false AS again${before}`;
  };
  const query = qualified(RESULTS, "main", rows);
  return [
    `${select("l", true)} FROM ${ledger.sent} l ANTI JOIN ${query} q ON l.k = q.k WHERE ${isWritten}`,
    `${select("p", false)} FROM ${ledger.pending} p ANTI JOIN ${query} q ON p.k = q.k LEFT JOIN ${ledger.sent} l ON p.k = l.k WHERE ${isPending} AND NOT ${isWritten}`
  ];
}

// src/exports/ledger/pending.ts
function todoTable(name) {
  return qualified(RESULTS, "main", `${name}:todo`);
}
async function chooseTodo(c, { config, columns }, { limit, allowDeletes }) {
  const todo = todoTable(config.name);
  const actions = allowDeletes ? `'send', 'clear', 'delete'` : `'send'`;
  const values = columns.map(({ value }) => `, ${value}`).join("");
  await c.run(`CREATE OR REPLACE VIEW ${todo} AS SELECT n, k, key, id, CASE action WHEN 'send' THEN '${config.operation}' ELSE action END AS action, piece${values}
    FROM ${planTable(config.name)} WHERE action IN (${actions}) ${limit === null ? "" : `ORDER BY k LIMIT ${limit}`}`);
  const all = await c.count(`${planTable(config.name)} WHERE action IN (${actions})`);
  const { sent, gone } = await c.row(
    `SELECT count(*) FILTER (WHERE action = '${config.operation}') AS sent, count(*) FILTER (WHERE action <> '${config.operation}') AS gone FROM ${todo}`
  );
  return { sent, gone, leftOut: all - sent - gone };
}
async function markPending(c, ledger, head, prepared, seen, now) {
  const { config, columns, clears } = prepared;
  const marked = {
    ...head,
    shape: shapeOf(prepared),
    pending: {
      since: now,
      fields: columns.map(({ field }) => field.name),
      nulls: config.nulls,
      clears: clears.map(({ name }) => name)
    }
  };
  const todo = todoTable(config.name);
  const values = columns.map(({ value, field }) => `, t.${value} AS ${fieldColumn(field.name)}`).join("");
  await c.run(`CREATE OR REPLACE TABLE ${unsettledTable(config.name)} AS SELECT k FROM ${ledger.pending}`);
  await c.transaction(async () => {
    await c.run(`DELETE FROM ${ledger.pending} WHERE k IN (SELECT k FROM ${todo})`);
    await c.run(
      `INSERT INTO ${ledger.pending} BY NAME SELECT t.k, t.key, t.id, t.action, t.piece, ${text(seen)} AS seen${values} FROM ${todo} t`
    );
    await dropOldJobs(c, now);
    await ledger.store(c, marked);
  });
  return marked;
}
function unsettledTable(name) {
  return qualified(RESULTS, "main", `${name}:unsettled`);
}
async function dropPending(c, ledger, where) {
  await c.run(`DELETE FROM ${ledger.pending} WHERE ${where}`);
}

// src/exports/ledger/settle.ts
function outcomeTable(name) {
  return qualified(RESULTS, "main", `${name}:outcome`);
}
async function createOutcomes(c, name) {
  await c.run(
    `CREATE OR REPLACE TABLE ${outcomeTable(name)} (k VARCHAR, status VARCHAR, id VARCHAR, created BOOLEAN, code VARCHAR, message VARCHAR, settled BOOLEAN)`
  );
}
async function addOutcomes(c, name, rows, outcomes) {
  const tuples = rows.map(({ k }, i) => outcomeTuple(k, outcomes[i]));
  if (tuples.length > 0) await c.run(`INSERT INTO ${outcomeTable(name)} VALUES ${tuples.join(", ")}`);
}
function outcomeTuple(k, outcome) {
  const created = outcome.status === "accepted" && outcome.created !== null ? String(outcome.created) : "NULL";
  const id2 = outcome.status === "accepted" ? outcome.id : null;
  const [code, message] = outcome.status === "refused" || outcome.status === "locked" ? [outcome.code, outcome.message] : [null, null];
  return `(${text(k)}, ${text(outcome.status)}, ${text(id2)}, ${created}, ${text(code)}, ${text(message)}, false)`;
}
async function settle(c, ledger, pending) {
  const outcomes = outcomeTable(ledger.name);
  const known = new Set(pending.fields);
  const answered = `${outcomes} o JOIN ${ledger.pending} p ON o.k = p.k LEFT JOIN ${ledger.sent} l ON o.k = l.k WHERE NOT o.settled AND`;
  const all = await fieldsOf(c, ledger);
  const written = all.map((field) => {
    const [now, before] = [`p.${fieldColumn(field)}`, `l.${fieldColumn(field)}`];
    const given = pending.nulls === "clear" && known.has(field) ? now : `coalesce(${now}, ${before})`;
    return `${pending.clears.includes(field) ? `CASE WHEN p.action = 'clear' THEN NULL ELSE ${given} END` : `CASE WHEN p.action = 'clear' THEN ${before} ELSE ${given} END`} AS ${fieldColumn(field)}`;
  });
  const kept = all.map((field) => `l.${fieldColumn(field)} AS ${fieldColumn(field)}`);
  const hash = `md5(CAST(to_json([${pending.fields.map((field) => `p.${fieldColumn(field)}`).join(", ")}]) AS VARCHAR))`;
  await c.transaction(async () => {
    const accepted = `SELECT p.k, p.key, coalesce(o.id, p.id, l.id) AS id, true AS sent, p.action = 'clear' AS cleared, p.seen, NULL::BOOLEAN AS verified, NULL::VARCHAR AS returned,
        NULL::VARCHAR AS parked, NULL::VARCHAR AS parked_code, NULL::VARCHAR AS parked_message${commaed(written)}
      FROM ${answered} o.status = 'accepted' AND p.action <> 'delete'`;
    await c.run(`CREATE OR REPLACE TEMP TABLE settled AS ${accepted} AND l.k IS NOT NULL
      UNION ALL BY NAME
      SELECT p.k, p.key, coalesce(l.id, p.id) AS id, coalesce(l.sent, false) AS sent, l.cleared, l.seen, l.verified, l.returned,
        ${hash} AS parked, o.code AS parked_code, o.message AS parked_message${commaed(kept)}
      FROM ${answered} o.status = 'refused' AND p.action IN ('upsert', 'update')`);
    await c.run(`INSERT INTO ${ledger.sent} BY NAME ${accepted} AND l.k IS NULL`);
    await c.run(`DELETE FROM ${ledger.sent} WHERE k IN (SELECT k FROM settled)`);
    await c.run(`INSERT INTO ${ledger.sent} BY NAME FROM settled`);
    const gone = `(o.status = 'missing' OR p.action = 'delete' AND o.status = 'accepted')`;
    if (await c.count(`${ledger.pending} WHERE action = 'delete'`) + await c.count(`${outcomes} WHERE status = 'missing'`) > 0)
      await c.run(`DELETE FROM ${ledger.sent} WHERE k IN (SELECT p.k FROM ${answered} ${gone})`);
    await c.run(`DELETE FROM ${ledger.pending} WHERE k IN (SELECT k FROM ${outcomes} WHERE NOT settled)`);
    await c.run("DROP TABLE settled");
  });
  await c.run(`UPDATE ${outcomes} SET settled = true WHERE NOT settled`);
}
async function settlePlan(c, ledger, { config, columns, faults }, pending) {
  const plan2 = planTable(config.name);
  const forgotten = await settleGone(c, ledger, plan2, pending);
  const wanted = `${plan2} WHERE action = 'adopt' OR action = 'fault' AND NOT again`;
  if (await c.count(wanted) === 0) return forgotten;
  const join5 = `${plan2} q LEFT JOIN ${ledger.sent} l ON q.k = l.k WHERE`;
  const value = (column) => config.nulls === "clear" ? `q.${column.value}` : `coalesce(q.${column.value}, l.${fieldColumn(column.field.name)})`;
  const mapped = new Set(columns.map(({ field }) => field.name));
  const others = (await fieldsOf(c, ledger)).filter((field) => !mapped.has(field)).map((field) => `l.${fieldColumn(field)} AS ${fieldColumn(field)}`);
  const adopted = [...columns.map((column) => `${value(column)} AS ${fieldColumn(column.field.name)}`), ...others];
  const kept = [...columns.map(({ field }) => `l.${fieldColumn(field.name)} AS ${fieldColumn(field.name)}`), ...others];
  const words = faults.map((fault, i) => `WHEN ${i + 1} THEN ${text(`${fault.field} ${fault.why}`)}`).join(" ");
  const hash = `md5(CAST(to_json([${columns.map((column) => `q.${column.value}`).join(", ")}]) AS VARCHAR))`;
  return c.transaction(async () => {
    await c.run(`CREATE OR REPLACE TEMP TABLE settled AS
      SELECT q.k, q.key, q.id, true AS sent, false AS cleared, NULL::VARCHAR AS seen, true AS verified, NULL::VARCHAR AS returned,
        NULL::VARCHAR AS parked, NULL::VARCHAR AS parked_code, NULL::VARCHAR AS parked_message${commaed(adopted)} FROM ${join5} q.action = 'adopt'
      UNION ALL BY NAME
      SELECT q.k, q.key, coalesce(l.id, q.id) AS id, coalesce(l.sent, false) AS sent, l.cleared, l.seen, l.verified, l.returned, ${hash} AS parked,
        'EXPORT_VALUE_NOT_POSSIBLE' AS parked_code, ${words === "" ? "''" : `CASE q.fault ${words} END`} AS parked_message${commaed(kept)} FROM ${join5} q.action = 'fault' AND NOT q.again`);
    const changed = await c.count("settled");
    await c.run(`DELETE FROM ${ledger.sent} WHERE k IN (SELECT k FROM settled)`);
    await c.run(`INSERT INTO ${ledger.sent} BY NAME FROM settled`);
    await c.run(`DELETE FROM ${ledger.pending} WHERE k IN (SELECT k FROM ${plan2} WHERE action = 'adopt')`);
    await c.run("DROP TABLE settled");
    return changed + forgotten;
  });
}
async function settleGone(c, ledger, plan2, pending) {
  const without = `k IN (SELECT k FROM ${plan2} WHERE action = 'missing' OR action = 'forget' AND ours)`;
  const unsure = `FROM ${plan2} WHERE action IN ('clear', 'delete', 'forget') AND NOT ours`;
  const changed = await c.count(`${ledger.sent} WHERE ${without}`) + await c.count(`(SELECT k ${unsure})`);
  if (changed === 0) return 0;
  await c.run(`DELETE FROM ${ledger.sent} WHERE ${without}`);
  await c.run(
    `INSERT INTO ${outcomeTable(ledger.name)} SELECT k, 'accepted', id, NULL, NULL, NULL, false ${unsure} AND action <> 'forget'`
  );
  if (pending !== null) await settle(c, ledger, pending);
  await createOutcomes(c, ledger.name);
  await c.run(`DELETE FROM ${ledger.pending} WHERE k IN (SELECT k ${unsure})`);
  return changed;
}
async function fieldsOf(c, ledger) {
  const rows = await c.rows(`DESCRIBE ${ledger.pending}`);
  return rows.filter((row) => row.column_name.startsWith("f:")).map((row) => row.column_name.slice(2));
}
function commaed(parts) {
  return parts.map((part) => `, ${part}`).join("");
}

// src/exports/send/look-up.ts
async function findIds(c, prepared, signal) {
  const { config, key, object } = prepared;
  const plan2 = planTable(config.name);
  const actions = config.operation === "update" ? `'send', 'clear', 'delete'` : `'clear', 'delete'`;
  if (key.field.name === object.idField) {
    await c.run(`UPDATE ${plan2} SET id = key WHERE action IN (${actions})`);
    return;
  }
  const wanted = `${plan2} WHERE action IN (${actions})`;
  if (await c.count(wanted) === 0) return;
  const found = foundTable(config.name);
  await loadFound(c, prepared, { keys: `SELECT key, k FROM ${wanted}`, by: key.field.name, fields: [] }, signal);
  await c.run(
    `CREATE OR REPLACE TABLE ${found} AS SELECT ${foundKeySql(key.field, "key")} AS k, any_value(id) AS id FROM ${found} GROUP BY ALL`
  );
  await c.run(`UPDATE ${plan2} SET id = CASE WHEN action = 'send' OR ${plan2}.id IS NULL OR lower(${plan2}.id) = lower(f.id) THEN f.id END
    FROM (SELECT p.k, f.id FROM ${plan2} p LEFT JOIN ${found} f ON p.k = f.k WHERE p.action IN (${actions})) f WHERE ${plan2}.k = f.k`);
  await c.run(
    `UPDATE ${plan2} SET action = CASE action WHEN 'send' THEN 'missing' ELSE 'forget' END WHERE id IS NULL AND action IN (${actions})`
  );
}
async function proveWritten(c, prepared, signal) {
  const { config, object } = prepared;
  const plan2 = planTable(config.name);
  const unsure = `action IN ('clear', 'delete') AND NOT ours`;
  if (await c.count(`${plan2} WHERE ${unsure}`) === 0) return;
  const fields = prepared.columns.filter(({ field }) => field.parent === void 0 && field.readsMasked !== true);
  const keys = `SELECT id AS key, k FROM ${plan2} WHERE ${unsure}`;
  await loadFound(c, prepared, { keys, by: object.idField, fields }, signal);
  const sent = (column) => `p.b${column.value.slice(1)}`;
  const holds = fields.map((column) => `(${sent(column)} IS NULL OR ${sent(column)} = ${foundValue(column)})`);
  const isProof = fields.map((column) => `${sent(column)} IS NOT NULL`).join(" OR ") || "false";
  await c.run(`UPDATE ${plan2} SET action = 'forget' WHERE ${unsure} AND k NOT IN
    (SELECT p.k FROM ${plan2} p JOIN ${foundTable(config.name)} f ON p.id = f.id WHERE ${[`(${isProof})`, ...holds].join(" AND ")})`);
}
function foundValue({ field }) {
  return serviceValueSql(field, `f.${id(field.name)}`);
}
async function readAgain(c, prepared, compared, signal) {
  const { config, object, key } = prepared;
  const plan2 = planTable(config.name);
  const columns = compared.columns.filter(({ field }) => field.parent === void 0);
  if (columns.length === 0) return;
  const keys = `SELECT id AS key, k FROM ${plan2} WHERE action = 'send' AND id IS NOT NULL AND NOT is_new`;
  const isPlainKey = key.field.parts === void 0 && key.field.name !== object.idField;
  await loadFound(c, prepared, { keys, by: object.idField, fields: isPlainKey ? [...columns, key] : columns }, signal);
  const isIt = isPlainKey ? `AND p.k = ${foundKeySql(key.field, `f.${id(key.field.name)}`)}` : "";
  const before = (column) => `p.b${column.value.slice(1)}`;
  const touched = config.nulls === "clear" ? () => "true" : (column) => `p.${column.value} IS NOT NULL`;
  const changed = columns.map(
    (column) => `((p.fresh OR ${before(column)} IS NOT NULL) AND ${foundValue(column)} IS DISTINCT FROM ${before(column)} AND ${foundValue(column)} IS DISTINCT FROM p.${column.value})`
  );
  const differs = columns.map((column) => `(${touched(column)} AND ${foundValue(column)} IS DISTINCT FROM p.${column.value})`);
  const all = columns.length === prepared.columns.length;
  await c.run(`CREATE OR REPLACE TABLE ${againTable(config.name)} AS SELECT p.k, p.ours AND (${changed.join(" OR ")}) AS edited, NOT (${differs.join(" OR ")}) AND ${all} AS same
    FROM ${plan2} p JOIN ${foundTable(config.name)} f ON p.id = f.id ${isIt} WHERE p.action = 'send'`);
  await c.run(`UPDATE ${plan2} SET conflict = conflict OR a.edited, action = CASE WHEN a.same THEN 'adopt' ${config.conflict === "keep" ? `WHEN a.edited THEN 'kept'` : ""} ELSE action END
    FROM ${againTable(config.name)} a WHERE ${plan2}.k = a.k AND ${plan2}.action = 'send'`);
}
async function loadFound(c, { config, destination, object }, wanted, signal) {
  const names = wanted.fields.map(({ field }) => field.name);
  await c.run(
    `CREATE OR REPLACE TABLE ${foundTable(config.name)} (id VARCHAR, key VARCHAR${names.map((name) => `, ${id(name)} VARCHAR`).join("")})`
  );
  let after = null;
  for (; ; ) {
    signal.throwIfAborted();
    const beyond = after === null ? "" : `WHERE k > ${text(after)}`;
    const rows = await c.rows(
      `SELECT key, k FROM (${wanted.keys}) ${beyond} ORDER BY k LIMIT ${destination.findLimit}`
    );
    const last = rows.at(-1);
    if (last === void 0) return;
    after = last.k;
    const records = await destination.find({ object, by: wanted.by, keys: rows.map(({ key }) => key), fields: names });
    const tuples = records.map((record) => foundTuple(record, names));
    if (tuples.length > 0) await c.run(`INSERT INTO ${foundTable(config.name)} VALUES ${tuples.join(", ")}`);
  }
}
function foundTuple(record, names) {
  return `(${[record.id, record.key, ...names.map((name) => record.values[name] ?? null)].map(text).join(", ")})`;
}
function foundTable(name) {
  return qualified(RESULTS, "main", `${name}:found`);
}
function againTable(name) {
  return qualified(RESULTS, "main", `${name}:again`);
}

// src/exports/send/resume-jobs.ts
var import_promises2 = __toESM(require_promises(), 1);

// src/exports/send/send-by-jobs.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var PIECE_SHARE = 0.85;
async function cutPieces(c, { config, columns }, bulk, share = PIECE_SHARE) {
  const [plan2, todo] = [planTable(config.name), todoTable(config.name)];
  const size = ["key", ...columns.map(({ value }) => value)].map((v) => `coalesce(strlen(${v}), ${bulk.nullText.length}) + 3`).join(" + ");
  const fits = columns.map(({ value }) => `coalesce(length(${value}), 0) <= ${bulk.maxText}`).join(" AND ") || "true";
  const fitting = `${todo} WHERE action = '${config.operation}' AND ${fits}`;
  const maxBytes = Math.floor(bulk.maxBytes * share);
  const { rows, bytes } = await c.row(
    `SELECT count(*) AS rows, coalesce(sum(${size}), 0)::BIGINT AS bytes FROM ${fitting}`
  );
  if (rows === 0) return [];
  const isOne = rows <= bulk.maxRows && bytes < maxBytes;
  const cut = `SELECT n, greatest(CAST(floor(sum(${size}) OVER w / ${maxBytes}) AS INTEGER), CAST(floor((count(*) OVER w - 1) / ${bulk.maxRows}) AS INTEGER)) AS piece
    FROM ${fitting} WINDOW w AS (ORDER BY n)`;
  if (isOne) await c.run(`UPDATE ${plan2} SET piece = 0 WHERE n IN (SELECT n FROM ${fitting})`);
  else await c.run(`UPDATE ${plan2} SET piece = cut.piece FROM (${cut}) cut WHERE ${plan2}.n = cut.n`);
  const pieces = await c.rows(`SELECT DISTINCT piece FROM ${todo} WHERE piece IS NOT NULL ORDER BY piece`);
  return pieces.map(({ piece }) => piece);
}
function ingestRequest({ config, object, key, columns }) {
  const names = columns.map(({ field }) => field.name);
  const upsert = config.operation === "upsert";
  return {
    object,
    operation: config.operation,
    key: upsert ? key.field : null,
    options: config.writeOptions,
    columns: [upsert ? key.field.name : object.idField, ...names]
  };
}
async function writePiece(c, { config, columns, key, object }, bulk, piece, file) {
  const first = config.operation === "upsert" ? `key AS ${id(key.field.name)}` : `id AS ${id(object.idField)}`;
  const rest = columns.map(({ value, field }) => `, ${value} AS ${id(field.name)}`).join("");
  const nullText = config.nulls === "clear" ? bulk.nullText : "";
  const order = parentsOf(columns).length === 0 ? "" : "ORDER BY n";
  await c.run(`COPY (SELECT ${first}${rest} FROM ${todoTable(config.name)} WHERE piece = ${piece} ${order}) TO ${text(file)}
    (FORMAT csv, HEADER, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR ${text(nullText)})`);
  return (await (0, import_promises.stat)(file)).size;
}
async function runPiece(prepared, ledger, bulk, job, { use, piece, directory, signal, replaced, progress }) {
  await (0, import_promises.mkdir)(directory, { recursive: true });
  try {
    const file = (0, import_node_path.join)(directory, `piece-${piece}.csv`);
    await use(async (c) => writePiece(c, prepared, bulk, piece, file));
    const result = await bulk.run(job, file, { directory, replaced, progress, signal });
    const key = prepared.config.operation === "upsert" ? prepared.key.field : null;
    await use(async (c) => loadResult(c, ledger, key, prepared.object.idField, result));
    return result;
  } finally {
    await (0, import_promises.rm)(directory, { recursive: true, force: true });
  }
}
async function loadResult(c, ledger, key, idField, { files, columns }, values) {
  const outcomes = outcomeTable(ledger.name);
  const needed = [key === null ? idField : key.name, ...values?.fields ?? []];
  const equal = (values?.fields ?? []).map(
    (field) => `coalesce(r.${id(field)}, '') = coalesce(p.${fieldColumn(field)}, ${text(values?.nullText ?? "")})`
  );
  const match = [key === null ? `r.${id(idField)} = p.id` : `${keySql(key, `r.${id(key.name)}`)} = p.k`, ...equal].join(" AND ");
  const add = async (file, select) => {
    const rows = await csvRows(file, needed);
    if (rows === null) return;
    const others = await c.count(outcomes) === 0 ? "" : `WHERE p.k NOT IN (SELECT k FROM ${outcomes})`;
    await c.run(
      `INSERT INTO ${outcomes} SELECT p.k, ${select}, false FROM ${rows} r JOIN ${ledger.pending} p ON ${match} ${others}`
    );
    if (await c.count(`(SELECT k FROM ${outcomes} GROUP BY k HAVING count(*) > 1)`) > 0)
      await c.run(`CREATE OR REPLACE TABLE ${outcomes} AS FROM ${outcomes} QUALIFY row_number() OVER (PARTITION BY k) = 1`);
  };
  const message = `r.${id(columns.error)}`;
  const code = `regexp_extract(${message}, ${text(columns.errorCode)}, 1)`;
  const among = (codes) => codes.length === 0 ? "false" : `${code} IN (${codes.map((one) => text(one)).join(", ")})`;
  const status = `CASE WHEN ${among(columns.locked)} THEN 'locked' WHEN ${among(columns.missing)} THEN 'missing' ELSE 'refused' END`;
  for (const file of files.successful)
    await add(file, `'accepted', r.${id(columns.id)}, r.${id(columns.created)} = 'true', NULL, NULL`);
  for (const file of files.failed) await add(file, `${status}, NULL, NULL, ${code}, ${message}`);
}
async function csvRows(file, needed) {
  const names = parseHeader(await firstLine(file));
  if (needed.some((name) => !names.includes(name))) return null;
  const columns = names.map((name) => `${text(name)}: 'VARCHAR'`).join(", ");
  return `read_csv(${text(file)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${columns}}, max_line_size = 16777216)`;
}
var LONGEST_HEADER = 1024 * 1024;
async function firstLine(file) {
  const handle = await (0, import_promises.open)(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(LONGEST_HEADER, (await handle.stat()).size)), 0);
    return buffer.subarray(0, bytesRead).toString("utf8").split(/\r?\n/)[0] ?? "";
  } finally {
    await handle.close();
  }
}
function parseHeader(line) {
  return line === "" ? [] : line.split(",").map((name) => name.replace(/^"(.*)"$/, "$1"));
}

// src/exports/send/resume-jobs.ts
async function resumeJobs(c, { prepared, ledger, head, bulk }, watch) {
  const known = await ledger.jobs(c);
  if (head.pending === null || known.length === 0) return [];
  const { object, key, config } = prepared;
  await (0, import_promises2.mkdir)(watch.directory, { recursive: true });
  await createOutcomes(c, ledger.name);
  const results = [];
  const { fields, nulls } = head.pending;
  const load = async (result, values) => {
    await loadResult(c, ledger, result.job.key === null ? null : key.field, object.idField, result, values);
    results.push(result);
  };
  const asked = { ...watch, replaced: async () => void 0 };
  try {
    const values = { fields, nullText: nulls === "clear" ? bulk.nullText : "" };
    const since = [head.pending.since, ...known.flatMap(({ job }) => job.createdAt ?? [])].sort()[0];
    for (const job of await bulk.unknownJobs(object, since, await knownJobIds(c)))
      await load(await bulk.resume(job, asked), values);
    for (const { piece, job } of known) {
      const result = await bulk.resume(job, asked);
      await load(result);
      await settle(c, ledger, head.pending);
      if (result.end !== "unknown") await dropPending(c, ledger, `piece = ${piece}`);
      await ledger.settleJob(c, piece);
    }
  } finally {
    await (0, import_promises2.rm)(watch.directory, { recursive: true, force: true });
  }
  return results.filter(({ job }) => job.object === config.object || job.object === object.name);
}

// src/exports/write-files.ts
var import_promises3 = __toESM(require_promises(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);
function exportDirectory(output, name) {
  return (0, import_node_path2.join)(output, "exports", name);
}
async function clearFiles(output, name) {
  await (0, import_promises3.rm)(exportDirectory(output, name), { recursive: true, force: true });
}
async function writePlan(c, { config, columns, key, clears }, output) {
  const cleared = new Set(clears.map(({ name }) => name));
  const fields = columns.flatMap(({ value, field }) => {
    const before = `b${value.slice(1)}`;
    const given = config.nulls === "clear" ? value : `coalesce(${value}, ${before})`;
    const after = `CASE action WHEN 'send' THEN ${given} WHEN 'clear' THEN ${cleared.has(field.name) ? "NULL" : before} WHEN 'delete' THEN NULL ELSE ${config.nulls === "clear" ? value : given} END`;
    return [`${before} AS ${id(`${field.name}.before`)}`, `${after} AS ${id(`${field.name}.after`)}`];
  });
  const created = config.compareWith === null ? "create or update" : "create";
  const isCreated = config.operation === "upsert" ? "is_new" : "false";
  const words = `CASE action WHEN 'send' THEN CASE WHEN ${isCreated} THEN '${created}' ELSE 'update' END WHEN 'fault' THEN 'not possible' WHEN 'kept' THEN 'keep' ELSE action END`;
  const select = `SELECT ${keyCells(key, "key")}, ${words} AS action${fields.map((f) => `, ${f}`).join("")} FROM ${planTable(config.name)} WHERE action NOT IN ('adopt', 'forget') ORDER BY k`;
  await writeCsv(c, select, output, config.name, "plan.csv");
}
async function writeOutcomes(c, prepared, ledger, output) {
  const { config, columns, key } = prepared;
  const [todo, outcomes, plan2] = [todoTable(config.name), outcomeTable(config.name), planTable(config.name)];
  const values = (alias) => columns.map(({ value, field }) => `, ${alias}.${value} AS ${id(field.name)}`).join("");
  await writeCsv(
    c,
    `SELECT ${keyCells(key, "t.key")}, coalesce(o.id, t.id) AS id, o.created FROM ${todo} t JOIN ${outcomes} o ON t.k = o.k WHERE o.status = 'accepted' ORDER BY t.k`,
    output,
    config.name,
    "success.csv"
  );
  await writeCsv(
    c,
    `SELECT ${keyCells(key, "t.key")}, o.code, o.message${values("t")} FROM ${todo} t JOIN ${outcomes} o ON t.k = o.k WHERE o.status = 'refused'
     UNION ALL SELECT ${keyCells(key, "p.key")}, l.parked_code, l.parked_message${values("p")} FROM ${plan2} p JOIN ${ledger.sent} l ON p.k = l.k WHERE p.action IN ('fault', 'parked') ORDER BY 1`,
    output,
    config.name,
    "failed.csv"
  );
  const answered = `(SELECT k FROM ${outcomes} WHERE status <> 'locked')`;
  const unsent = await c.count(`(SELECT k FROM ${todo} ANTI JOIN ${answered} USING (k))`);
  const rest = unsent === 0 ? "WHERE false" : `ANTI JOIN ${answered} o ON t.k = o.k ORDER BY t.k`;
  await writeCsv(c, `SELECT ${keyCells(key, "t.key")}${values("t")} FROM ${todo} t ${rest}`, output, config.name, "unsent.csv");
}
function keyCells({ field }, key) {
  if (field.parts === void 0) return `${key} AS ${id(field.name)}`;
  return field.parts.map(({ name }, i) => `json_extract_string(${key}, '$[${i}]') AS ${id(name)}`).join(", ");
}
async function writeCsv(c, select, output, name, file) {
  const directory = exportDirectory(output, name);
  await (0, import_promises3.mkdir)(directory, { recursive: true });
  const path = (0, import_node_path2.join)(directory, file);
  await c.run(`COPY (${select}) TO ${text(`${path}.partial`)} (FORMAT csv, HEADER)`);
  await (0, import_promises3.rename)(`${path}.partial`, path);
}

// src/exports/plan-export.ts
async function planExport(prepared, tools) {
  const { config, columns, clears } = prepared;
  const ledger = new Ledger(config.name);
  const notes = [];
  const fields = [...new Set([...columns, ...clears.map((field) => ({ field }))].map(({ field }) => field.name))];
  const opened = await tools.use(async (c) => ledger.open(c, targetOf(prepared), fields));
  if (opened.dropped) notes.push("The destination, object or key is another one than before: the ledger starts from nothing.");
  const { head } = opened;
  const bulk = prepared.destination.bulk(config.writeOptions);
  const resumed = bulk === null || tools.options.dryRun ? [] : await resume(prepared, ledger, head, bulk, tools);
  return tools.use(async (c) => {
    const compared = await comparedTable(c, config, prepared, tools.inputs);
    await planRows(c, prepared, ledger, compared, tools.options);
    await findIds(c, prepared, tools.signal);
    await proveWritten(c, prepared, tools.signal);
    const candidates = await c.count(`${planTable(config.name)} WHERE action = 'send'`);
    if (compared !== null && candidates > 0 && (config.conflict !== "overwrite" || candidates <= config.bulkAbove))
      await readAgain(c, prepared, compared, tools.signal);
    const counts = await countPlan(c, prepared);
    const todo = await chooseTodo(c, prepared, tools.options);
    if (todo.leftOut > 0) notes.push(`${todo.leftOut} more rows are left for a run without --limit.`);
    await createOutcomes(c, config.name);
    const known = await c.count(`${ledger.sent} WHERE sent`);
    const newFaults = await c.count(`${planTable(config.name)} WHERE action = 'fault' AND NOT again`);
    const facts = {
      writes: todo.sent + todo.gone,
      considered: counts.considered,
      known,
      succeeded: head.succeeded,
      first: tools.options.first
    };
    const conflict = config.conflict === "fail" && counts.conflicts > 0 ? inConflict(config, counts.conflicts) : null;
    const refusal = conflict ?? limitProblem(config, facts);
    const isSent = refusal === null && !tools.options.dryRun && facts.writes > 0;
    if (!isSent) await writePlan(c, prepared, tools.output);
    const changed = tools.options.dryRun || refusal !== null ? 0 : await settlePlan(c, ledger, prepared, head.pending);
    const failure = counts.gone > 0 && !tools.options.allowDeletes ? deletesNotAllowed(config, counts.gone) : null;
    return {
      prepared,
      ledger,
      head,
      compared,
      counts,
      todo,
      newFaults,
      refusal,
      failure,
      ledgerChanged: changed > 0 || resumed.length > 0 || opened.dropped,
      notes,
      jobs: resumed.map(({ job, end }) => ({ id: job.id, end }))
    };
  });
}
function targetOf({ destination, object, key }) {
  return `${destination.address} ${object.name} ${key.field.name}`;
}
async function resume(prepared, ledger, head, bulk, tools) {
  const { name } = prepared.config;
  const watch = {
    directory: `${tools.directory}/${name}`,
    signal: tools.signal,
    progress: (rows) => tools.progress(name, rows)
  };
  return tools.use(async (c) => resumeJobs(c, { prepared, ledger, head, bulk }, watch));
}
async function countPlan(c, { config, considered }) {
  const plan2 = await c.row(
    `SELECT count(*) FILTER (WHERE action = 'send' AND is_new) AS new, count(*) FILTER (WHERE action = 'send' AND NOT is_new) AS changed,
      count(*) FILTER (WHERE action IN ('clear', 'delete')) AS gone, count(*) FILTER (WHERE conflict) AS conflicts,
      count(*) FILTER (WHERE action = 'missing') AS missing, count(*) FILTER (WHERE action IN ('fault', 'parked')) AS parked,
      count(*) FILTER (WHERE action = 'kept') AS kept FROM ${planTable(config.name)}`
  );
  const { kept, ...shown } = plan2;
  const unchanged = considered - shown.new - shown.changed - shown.missing - shown.parked - kept;
  return { ...NO_COUNTS, ...shown, considered, unchanged };
}

// src/exports/send/send-by-calls.ts
var LOCK_ROUNDS = [50, 10, 1];
var LOCK_PAUSE_MS = 1e3;
async function sendByCalls(context, action) {
  const { connection: c, prepared } = context;
  const todo = todoTable(prepared.config.name);
  const { sendLimit } = prepared.destination;
  let after = -1;
  let answered = 0;
  for (; ; ) {
    const rows = await c.rows(
      `SELECT * FROM ${todo} WHERE action = '${action}' AND piece IS NULL AND n > ${after} ORDER BY n LIMIT ${sendLimit}`
    );
    const last = rows.at(-1);
    if (last === void 0) break;
    after = last.n;
    answered += rows.length;
    await sendBatch(context, action, rows);
    context.progress(answered);
  }
  await retryLocked(context, action);
}
async function retryLocked(context, action) {
  const { connection: c, prepared } = context;
  const { name } = prepared.config;
  for (const [round, size] of LOCK_ROUNDS.entries()) {
    const locked = `SELECT t.* FROM ${todoTable(name)} t JOIN ${outcomeTable(name)} o ON t.k = o.k WHERE o.status = 'locked' AND t.action = '${action}'`;
    if (await c.count(`(${locked})`) === 0) return;
    await context.sleep(LOCK_PAUSE_MS * 2 ** round * (0.5 + Math.random() / 2));
    const batch = Math.min(size, prepared.destination.sendLimit);
    let after = -1;
    for (; ; ) {
      const rows = await c.rows(`${locked} AND t.n > ${after} ORDER BY t.n LIMIT ${batch}`);
      const last = rows.at(-1);
      if (last === void 0) break;
      after = last.n;
      await c.run(
        `DELETE FROM ${outcomeTable(name)} WHERE k IN (SELECT k FROM (${locked} AND t.n > ${rows[0].n - 1} AND t.n <= ${after}))`
      );
      await sendBatch(context, action, rows);
    }
  }
}
async function sendBatch(context, action, rows) {
  const { connection, prepared, unknown, signal } = context;
  const { config, destination } = prepared;
  signal.throwIfAborted();
  for (const { k } of rows) unknown.add(k);
  const outcomes = await destination.send(batchOf(prepared, action, rows));
  if (outcomes.length !== rows.length) throw new Error(`${rows.length} rows were sent and ${outcomes.length} outcomes came back`);
  for (const { k } of rows) unknown.delete(k);
  await addOutcomes(connection, config.name, rows, outcomes);
}
function batchOf({ config, object, key, columns, clears }, action, rows) {
  const valuesOf = (row) => {
    if (action === "delete") return {};
    if (action === "clear") return Object.fromEntries(clears.map(({ name }) => [name, null]));
    const all = columns.map(({ value, field }) => [field.name, row[value]]);
    return Object.fromEntries(config.nulls === "clear" ? all : all.filter(([, value]) => value !== null));
  };
  const upsert = action === "upsert";
  return {
    object,
    operation: action === "clear" ? "update" : action,
    key: upsert ? key.field : null,
    rows: rows.map((row) => ({ id: upsert ? null : row.id, key: upsert ? row.key : null, values: valuesOf(row) })),
    options: config.writeOptions
  };
}

// src/exports/send-export.ts
async function intend(planned, tools) {
  const { prepared, ledger, compared, todo } = planned;
  const { config } = prepared;
  const bulk = todo.sent > config.bulkAbove ? prepared.destination.bulk(config.writeOptions) : null;
  const pieces = bulk === null ? [] : await tools.use(async (c) => cutPieces(c, prepared, bulk));
  const jobs = [];
  for (const piece of pieces) if (bulk !== null) jobs.push({ piece, job: await bulk.create(ingestRequest(prepared)) });
  const head = await tools.use(async (c) => {
    for (const entry of jobs) await ledger.storeJob(c, entry);
    return markPending(c, ledger, planned.head, prepared, compared?.seen ?? null, tools.now().toISOString());
  });
  return { planned, head, bulk, jobs };
}
async function sendExport(pending, tools) {
  const { planned, jobs } = pending;
  const { prepared } = planned;
  const unknown = /* @__PURE__ */ new Set();
  const finished = /* @__PURE__ */ new Set();
  const ends = [];
  let thrown = null;
  const planWritten = tools.use(async (c) => writePlan(c, prepared, tools.output)).then(
    () => null,
    (error) => toHighwaterError(error)
  );
  try {
    for (const entry of jobs) {
      const result = await onePiece(pending, entry, planWritten, tools);
      if (result.end !== "unknown") finished.add(entry.piece);
      ends.push({
        id: result.job.id,
        end: result.end === "failed" && result.reason !== null ? `failed: ${result.reason}` : result.end,
        piece: entry.piece
      });
    }
    await tools.use(async (connection) => {
      const context = {
        connection,
        prepared,
        signal: tools.signal,
        unknown,
        progress: (rows) => tools.progress(prepared.config.name, rows),
        sleep: tools.sleep
      };
      if (jobs.length > 0) await retryLocked(context, prepared.config.operation);
      const actions = [prepared.config.operation, "clear", "delete"];
      for (const action of actions) await sendByCalls(context, action);
    });
  } catch (error) {
    thrown = toHighwaterError(error);
  }
  const unwritten = await planWritten;
  return conclude(pending, { unknown, finished, ends, thrown: thrown ?? unwritten }, tools);
}
async function onePiece({ planned, bulk }, { piece, job }, planWritten, tools) {
  const { prepared, ledger } = planned;
  if (bulk === null) throw new Error("there is a job and no way to run it");
  return runPiece(prepared, ledger, bulk, job, {
    use: tools.use,
    piece,
    directory: `${tools.directory}/${prepared.config.name}`,
    signal: tools.signal,
    progress: (rows) => tools.progress(prepared.config.name, rows),
    replaced: async (other) => {
      await tools.use(async (c) => ledger.storeJob(c, { piece, job: other }));
      await planWritten;
      await tools.save();
    }
  });
}
async function conclude({ planned, head }, { unknown, finished, ends, thrown }, tools) {
  const { prepared, ledger } = planned;
  const { config } = prepared;
  const [todo, outcomes] = [todoTable(config.name), outcomeTable(config.name)];
  return tools.use(async (c) => {
    if (head.pending !== null) await settle(c, ledger, head.pending);
    await writeOutcomes(c, prepared, ledger, tools.output);
    await dropUnsent(c, ledger, { unknown, finished });
    for (const piece of finished) await ledger.settleJob(c, piece);
    const found = await c.row(
      `SELECT count(*) FILTER (WHERE o.status = 'accepted') AS sent, count(*) FILTER (WHERE o.status = 'accepted' AND o.created) AS created,
        count(*) FILTER (WHERE o.status = 'accepted' AND NOT o.created AND t.action IN ('upsert', 'update')) AS updated,
        count(*) FILTER (WHERE o.status = 'accepted' AND t.action = 'clear') AS cleared, count(*) FILTER (WHERE o.status = 'accepted' AND t.action = 'delete') AS deleted,
        count(*) FILTER (WHERE o.status = 'refused') AS refused, count(*) FILTER (WHERE o.status = 'missing' AND t.action = 'update') AS missing,
        count(*) FILTER (WHERE o.k IS NULL OR o.status = 'locked') AS pending, count(*) FILTER (WHERE o.status = 'locked') AS locked
       FROM ${todo} t LEFT JOIN ${outcomes} o ON t.k = o.k`
    );
    const codes = await c.rows(`SELECT DISTINCT code FROM ${outcomes} WHERE status = 'refused' ORDER BY code`);
    const {
      sent = 0,
      created = 0,
      updated = 0,
      cleared = 0,
      deleted = 0,
      refused = 0,
      missing = 0,
      pending = 0,
      locked = 0
    } = found;
    const complete = thrown === null && pending === 0 && planned.todo.leftOut === 0;
    if (complete && !head.succeeded) await ledger.store(c, { ...head, succeeded: true });
    const counts = planned.counts;
    const fromChanged = Math.min(missing, counts.changed);
    const failed = ends.find(({ end }) => end !== "completed");
    const error = thrown ?? (failed === void 0 ? null : jobFailed(config, failed.id, failed.end === "aborted" ? "was aborted" : `ended as ${failed.end}`, pending)) ?? (locked > 0 ? rowsLocked(config, locked) : null) ?? (pending > 0 && ends[0] !== void 0 ? jobFailed(config, ends[0].id, "left rows unprocessed", pending) : null) ?? (refused + planned.newFaults > config.failAbove && refused > 0 ? rowsRefused(
      config,
      refused,
      codes.map(({ code }) => code)
    ) : null) ?? await faultsProblem(planned, c, refused);
    return {
      counts: {
        ...counts,
        sent,
        created,
        updated,
        cleared,
        deleted,
        refused: refused + planned.newFaults,
        changed: counts.changed - fromChanged,
        new: counts.new - (missing - fromChanged),
        missing: counts.missing + missing,
        pending
      },
      error: error ?? planned.failure,
      jobs: ends.map(({ id: id2, end }) => ({ id: id2, end }))
    };
  });
}
async function dropUnsent(c, ledger, { unknown, finished }) {
  const keys = [...unknown].map((k) => text(k)).join(", ");
  const conditions = [
    `k IN (SELECT k FROM ${todoTable(ledger.name)})`,
    `k NOT IN (SELECT k FROM ${unsettledTable(ledger.name)})`,
    `(piece IS NULL${finished.size === 0 ? "" : ` OR piece IN (${[...finished].join(", ")})`})`,
    ...keys === "" ? [] : [`k NOT IN (${keys})`]
  ];
  await dropPending(c, ledger, conditions.join(" AND "));
}
async function faultsProblem({ prepared, newFaults }, c, refused) {
  const { config, faults } = prepared;
  if (newFaults === 0 || newFaults + refused <= config.failAbove) return null;
  const rows = await c.rows(
    `SELECT DISTINCT fault FROM ${planTable(config.name)} WHERE action = 'fault' AND NOT again ORDER BY fault LIMIT 5`
  );
  const words = rows.map(({ fault }) => faults[fault - 1]).map((fault) => fault === void 0 ? "" : `${fault.field} ${fault.why}`);
  return valuesNotPossible(config, newFaults, words);
}

// src/exports/run-exports.ts
var Work = class {
  entry;
  record;
  planned = null;
  pending = null;
  constructor(entry) {
    const { name, object, operation } = entry.config;
    this.entry = entry;
    const empty = { jobs: [], requests: 0, seconds: 0, error: null, notes: [], differingFields: [] };
    this.record = { ...NO_COUNTS, name, object, operation, status: "succeeded", ...empty };
    if (entry.error !== null) this.fail(entry.error);
  }
  fail(error) {
    this.record.status = "failed";
    this.record.error = toHighwaterError(error).report();
  }
  get isOpen() {
    return this.record.status === "succeeded";
  }
  /** Runs one step of this export; what it throws fails this export alone. */
  async step(now, work) {
    const started = now().getTime();
    const before = this.entry.destination?.usage().requests ?? 0;
    try {
      await work();
    } catch (error) {
      this.fail(error);
    }
    this.record.seconds += (now().getTime() - started) / 1e3;
    this.record.requests += (this.entry.destination?.usage().requests ?? 0) - before;
  }
};
async function runExports(entries, tools) {
  const works = entries.map((entry) => new Work(entry));
  for (const { entry } of works) await clearFiles(tools.output, entry.config.name);
  for (const wave of wavesOf(works)) {
    for (const work of wave) skipIfBlocked(work, works);
    await runWave(
      wave.filter(({ isOpen }) => isOpen),
      works,
      tools
    );
  }
  const changed = works.some(({ planned, pending }) => planned?.ledgerChanged === true || pending !== null);
  return { records: works.map(({ record }) => record), changed: changed && !tools.options.dryRun };
}
function wavesOf(works) {
  const waves = [];
  const placed = /* @__PURE__ */ new Map();
  for (const work of works) {
    const { name, after } = work.entry.config;
    const place = Math.max(-1, ...after.map((other) => placed.get(other) ?? -1)) + 1;
    placed.set(name, place);
    waves[place] = [...waves[place] ?? [], work];
  }
  return waves;
}
function predecessors({ entry }, works) {
  return works.filter((other) => entry.config.after.includes(other.entry.config.name));
}
function skipIfBlocked(work, works) {
  const blocking = predecessors(work, works).find(({ isOpen }) => !isOpen);
  if (blocking === void 0 || !work.isOpen) return;
  work.record.status = "skipped";
  work.record.notes = [`Skipped, because ${blocking.entry.config.name} did not succeed (after).`];
}
async function runWave(wave, works, tools) {
  const { dryRun } = tools.options;
  const names = wave.map(({ entry }) => entry.config.name).join(", ");
  if (wave.length === 0) return;
  await tools.stage("plan", names, async () => {
    const evaluated = await tools.evaluate(
      wave.flatMap(({ entry: { config, destination } }) => destination === null ? [] : [{ config, destination }])
    );
    for (const work of wave) {
      const found = evaluated.get(work.entry.config.name);
      if (found instanceof HighwaterError) work.fail(found);
      else if (found !== void 0) await work.step(tools.now, async () => plan(work, found, tools));
    }
  });
  if (dryRun) {
    for (const work of wave) noteAssumptions(work, predecessors(work, works));
    return;
  }
  for (const work of wave)
    if (work.isOpen) await work.step(tools.now, async () => inStage("send", async () => mark(work, tools)));
  if (wave.some(({ pending }) => pending !== null)) await tools.save();
  await tools.stage("send", names, async () => {
    for (const work of wave) await send(work, tools);
  });
}
function noteAssumptions({ record }, before) {
  const writing = before.filter(({ planned }) => planned !== null && planned.todo.sent + planned.todo.gone > 0);
  if (writing.length === 0) return;
  const names = writing.map(({ entry }) => entry.config.name).join(", ");
  const missing = record.missing > 0 ? " Records that would be created first count as missing here." : "";
  record.notes = [...record.notes, `Planned as if ${names} (after) had not been sent.${missing}`];
}
async function plan(work, evaluated, tools) {
  const prepared = await tools.use(async (c) => prepareExport(c, evaluated));
  const planned = await planExport(prepared, tools);
  work.planned = planned;
  Object.assign(work.record, planned.counts, { notes: planned.notes, jobs: planned.jobs });
  if (planned.refusal !== null) work.fail(planned.refusal);
  else if (tools.options.dryRun && planned.failure !== null) work.fail(planned.failure);
}
async function mark(work, tools) {
  const { planned } = work;
  if (planned === null || planned.todo.sent + planned.todo.gone === 0) return;
  work.pending = await intend(planned, tools);
}
async function send(work, tools) {
  const { pending, planned, record } = work;
  if (planned === null || !work.isOpen) return;
  await work.step(tools.now, async () => {
    const sent = pending === null ? await nothingToSend(planned, tools) : await sendExport(pending, tools);
    Object.assign(record, sent.counts, { jobs: [...record.jobs, ...sent.jobs] });
    if (sent.error !== null) work.fail(sent.error);
  });
}
async function nothingToSend(planned, tools) {
  const faults = await tools.use(async (c) => {
    await writeOutcomes(c, planned.prepared, planned.ledger, tools.output);
    return faultsProblem(planned, c, 0);
  });
  if (planned.todo.leftOut === 0 && !planned.head.succeeded)
    await tools.use(
      async (c) => planned.ledger.store(c, { ...await planned.ledger.head(c) ?? planned.head, succeeded: true })
    );
  return { counts: { ...planned.counts, refused: planned.newFaults }, error: faults ?? planned.failure, jobs: [] };
}

// src/engine/export-record.ts
var import_promises4 = __toESM(require_promises(), 1);
var import_node_path3 = __toESM(require_node_path(), 1);
async function finishExport(run, outcome) {
  const record = redactWords(recordOfExports(run, outcome), run.deps.redact);
  try {
    const left = await (0, import_promises4.readFile)((0, import_node_path3.join)(run.outputDirectory, MANIFEST_FILE), "utf8").catch(() => null);
    await writeText(run.outputDirectory, MANIFEST_FILE, renderExportManifest(record, left));
    const { troubleshootingUrl } = run.deps;
    const links = troubleshootingUrl === void 0 ? {} : { troubleshootingUrl };
    const report = (0, import_node_path3.join)(run.outputDirectory, reportFileOf(record));
    await writeText((0, import_node_path3.dirname)(report), (0, import_node_path3.basename)(report), renderReport(record, [], links));
    return record;
  } catch (thrown) {
    const error = toHighwaterError(outputError(run.outputDirectory, thrown)).report();
    return redactWords({ ...record, status: "failed", error: record.error ?? error }, run.deps.redact);
  }
}
function recordOfExports(run, { mode, destinations, records, state, error, interrupted }) {
  const failed = error !== null || records.some(({ status }) => status !== "succeeded");
  return {
    id: run.id,
    mode,
    requestedMode: "incremental",
    why: run.request.why,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.deps.now().toISOString(),
    status: interrupted ? "interrupted" : failed ? "failed" : "succeeded",
    configFile: run.config.file,
    version: run.deps.version,
    sources: destinations.map(({ config, destination, access, notices, error: refusal }) => ({
      name: config.name,
      type: config.type,
      identity: access?.identity ?? null,
      server: access?.server ?? null,
      ...destination.usage(),
      notices,
      error: refusal?.report() ?? null
    })),
    tables: [],
    exports: records,
    state,
    output: { directory: run.outputDirectory, database: null, parquet: null },
    stages: run.stages,
    notices: run.notices,
    error
  };
}

// src/engine/export-run.ts
async function exportRows(request, deps) {
  const configs = inOrderOfAfter(chosen(request));
  const directory = (0, import_node_path4.join)(deps.workDirectory, "exports");
  const send2 = async ({ run, state, stop, stateChanged, atEnd }) => {
    await (0, import_promises5.rm)(directory, { recursive: true, force: true });
    await (0, import_promises5.mkdir)(directory, { recursive: true, mode: 448 });
    const destinations = await run.stage(
      "connect",
      "destinations",
      async () => openDestinations(run, configs, state.memories, stop.signal)
    );
    atEnd(async () => closeDestinations(destinations));
    const tools = await toolsOf(run, request, state, { directory, stop });
    const entries = configs.map((config) => {
      const opened = destinations.find(({ config: { name } }) => name === config.to);
      return { config, destination: opened?.error === null ? opened.destination : null, error: opened?.error ?? null };
    });
    stateChanged(true);
    const { records, changed } = await runExports(entries, tools);
    stateChanged(changed);
    return inStage("save", async () => finish(run, state, { request, destinations, records, changed, stop }));
  };
  try {
    return await withState(syncRequestOf(request), deps, send2);
  } finally {
    await (0, import_promises5.rm)(directory, { recursive: true, force: true });
  }
}
function syncRequestOf({ config, why, output, notices }) {
  const base = { config, mode: "incremental", why, tables: [], output, onUnreadableState: "fail", allowDeletes: false };
  return notices === void 0 ? base : { ...base, notices };
}
function chosen({ config, only }) {
  return config.exports.filter(({ name }) => only.length === 0 || only.includes(name));
}
async function toolsOf(run, request, state, { directory, stop }) {
  const results = (0, import_node_path4.join)(directory, "rows.duckdb");
  const inputs = {
    tables: await state.warehouse.tables(),
    history: await state.warehouse.history(),
    failedChecks: await failedChecks(state.warehouse),
    sources: request.config.sources.map(({ name }) => name),
    now: run.startedAt
  };
  return {
    stage: async (stage, detail, work) => run.stage(stage, detail, work),
    evaluate: async (wanted) => evaluateAll(state, wanted, results, inputs),
    use: async (work) => state.warehouse.database.use(async (c) => {
      await c.run(`ATTACH IF NOT EXISTS ${text(results)} AS ${RESULTS}`);
      return work(c);
    }),
    save: async () => {
      await run.stage("save", run.deps.store.describe(), async () => state.saveAndContinue());
    },
    options: request.options,
    inputs,
    output: run.outputDirectory,
    directory,
    signal: stop.signal,
    now: run.deps.now,
    notice: (message) => run.notice(message),
    progress: (name, rows) => run.deps.observe({ type: "stage", stage: "send", detail: `${name}: ${rows} rows answered` }),
    sleep: async (ms) => (0, import_promises6.setTimeout)(ms, void 0, { signal: stop.signal })
  };
}
async function evaluateAll(state, wanted, results, inputs) {
  return state.warehouse.whileClosed(async (file, options) => {
    const sealed = await SealedQueries.open(file, results, options);
    try {
      const found = /* @__PURE__ */ new Map();
      for (const { config, destination } of wanted) {
        const one = evaluateExport(sealed, config, destination, inputs).catch((error) => toHighwaterError(error));
        found.set(config.name, await one);
      }
      return found;
    } finally {
      await sealed.close();
    }
  });
}
async function failedChecks(warehouse) {
  const checks = await warehouse.database.use(storedChecks);
  const failed = (one) => one.severity === "fail" && (one.status === "fail" || one.status === "error");
  return new Map([...checks].map(([table, outcomes]) => [table, outcomes.filter(failed).map(checkName)]));
}
async function finish(run, state, { request, destinations, records, changed, stop }) {
  let saved = null;
  let error = null;
  if (changed) {
    try {
      await state.warehouse.database.use(async (c) => {
        await recordExports(c, run.id, run.deps.now().toISOString(), records);
        await c.run("PRAGMA disable_checkpoint_on_shutdown");
      });
      saved = await run.stage("save", run.deps.store.describe(), async () => state.save());
    } catch (thrown) {
      error = toHighwaterError(thrown).report();
    }
  }
  const mode = request.options.dryRun ? "export-plan" : "export";
  return finishExport(run, {
    mode,
    destinations,
    records,
    state: { ...state.record, saved },
    error,
    interrupted: stop.signal.aborted
  });
}
export {
  exportRows
};
