import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  HighwaterError
} from "./model-errors.js";

// src/exports/export-errors.ts
var at = (location) => location === void 0 ? {} : { location };
function inputStale(config, table, why) {
  return new HighwaterError(
    "EXPORT_INPUT_STALE",
    `${config.name}: ${table} ${why}. Nothing was sent.`,
    `Run a sync first; the export's workflow can start after it (on: workflow_run). Or raise \`max_age\` of this export.`
  );
}
function inputFailsChecks({ name }, table, checks) {
  return new HighwaterError(
    "EXPORT_INPUT_STALE",
    `${name}: rows of ${table} fail ${checks.length === 1 ? "the check" : "the checks"} ${checks.join(", ")}. Nothing was sent.`,
    "Correct the rows at the source and sync again. The report of the last sync, and checks/ in its output directory, show what fails. If the export may use such rows, give the check `severity: warn`."
  );
}
function fieldUnknown({ name, object }, field, near) {
  const guess = near === void 0 ? "" : ` Did you mean ${near}?`;
  return new HighwaterError(
    "EXPORT_FIELD_UNKNOWN",
    `${name}: ${object} has no field ${field} that Highwater's user can see.${guess} Nothing was sent.`,
    `Name the column of the query as the field that it fills (SELECT … AS ${near ?? "Field__c"}), or let the user see the field: on Salesforce in the permission set's object settings.`
  );
}
function objectUnknown({ name, object }, destination) {
  return new HighwaterError(
    "EXPORT_FIELD_UNKNOWN",
    `${name}: ${destination} has no object ${object} that Highwater's user can see. Nothing was sent.`,
    "Check the name under `object`, and let the user of the destination read and edit the object."
  );
}
function notWritable({ name, object }, what, right) {
  return new HighwaterError(
    "EXPORT_FIELD_NOT_WRITABLE",
    `${name}: Highwater's user may not ${right} ${what} of ${object}. Nothing was sent.`,
    'On Salesforce: Setup > Permission Sets > the set of that user > Object Settings > the object > "Edit" (and "Create" for an upsert), and "Edit Access" for each field. Formulas and roll-ups can never be written.'
  );
}
function keyNotPossible({ name, object, key }, why) {
  return new HighwaterError(
    "EXPORT_KEY_NOT_EXTERNAL_ID",
    `${name}: ${key} of ${object} can't be the key: ${why}. Nothing was sent.`,
    'On Salesforce: Setup > Object Manager > the object > Fields & Relationships > the field > Edit > check "External ID" and "Unique". On Dataverse: name a column that has an alternate key of its own, or the alternate key, and wait until it is active.'
  );
}
function keyMissing({ name, key, queryLocation }, column) {
  const what = column === key ? "which is the key" : `which is part of the key ${key}`;
  return new HighwaterError(
    "CONFIG_INVALID",
    `${name}: the query gives no column ${column}, ${what}.`,
    `Add it: SELECT … AS "${column}".`,
    at(queryLocation)
  );
}
function keyIsNull({ name, key }, rows) {
  return new HighwaterError(
    "EXPORT_KEY_NULL",
    `${name}: ${rows} row${rows === 1 ? " has" : "s have"} no value in the key (${key}). Nothing was sent.`,
    "Leave these rows out of the query (WHERE … IS NOT NULL), or give them a key."
  );
}
function keyDoubled({ name, key }, keys, ignoresCase) {
  const how = ignoresCase ? " The field does not tell upper from lower case." : "";
  return new HighwaterError(
    "EXPORT_KEY_NOT_UNIQUE",
    `${name}: ${keys} value${keys === 1 ? "" : "s"} of the key (${key}) stand${keys === 1 ? "s" : ""} in several rows.${how} Nothing was sent.`,
    "Make the query give one row a key: GROUP BY the key, or QUALIFY row_number() OVER (PARTITION BY key ORDER BY …) = 1."
  );
}
function typeNotPossible({ name }, field, nativeType, type, advice) {
  return new HighwaterError(
    "EXPORT_VALUE_NOT_POSSIBLE",
    `${name}: ${field} (${nativeType}) can't take a column of the type ${type}. Nothing was sent.`,
    advice
  );
}
function clearNotPossible({ name }, field) {
  return new HighwaterError(
    "EXPORT_VALUE_NOT_POSSIBLE",
    `${name}: ${field} can't be empty, so it can't be cleared. Nothing was sent.`,
    "Use `nulls: keep`, give the column a value (coalesce), or take the field out of `gone`."
  );
}
function overLimit({ name }, message, hint) {
  return new HighwaterError("EXPORT_LIMIT", `${name}: ${message} Nothing was sent.`, hint);
}
function inConflict({ name }, rows) {
  return new HighwaterError(
    "EXPORT_CONFLICT",
    `${name}: ${rows} row${rows === 1 ? " was" : "s were"} changed in the service since the last export (conflict: fail). Nothing was sent.`,
    "See plan.csv of this export for the rows. Set `conflict: overwrite` to send ours, or `keep` to leave these rows as they are."
  );
}
function rowsRefused({ name }, rows, codes) {
  return new HighwaterError(
    "EXPORT_ROWS_REFUSED",
    `${name}: ${rows} row${rows === 1 ? " was" : "s were"} refused (${codes.join(", ")}). The others were sent.`,
    "See failed.csv of this export for each row and reason. A refused row is sent again when its values change, or with --retry-parked."
  );
}
function rowsLocked({ name }, rows) {
  return new HighwaterError(
    "EXPORT_ROWS_REFUSED",
    `${name}: ${rows} row${rows === 1 ? " stayed" : "s stayed"} locked by other work in the service, whatever was tried.`,
    "The next run sends them again. If it happens often, run the export when fewer people and jobs work on these records."
  );
}
function valuesNotPossible({ name }, rows, faults) {
  return new HighwaterError(
    "EXPORT_VALUE_NOT_POSSIBLE",
    `${name}: ${rows} row${rows === 1 ? " has" : "s have"} a value that its field can't hold (${faults.join("; ")}). The others were sent.`,
    "See failed.csv of this export. Correct the values in the query, or change the field."
  );
}
function jobFailed({ name }, job, how, unprocessed) {
  return new HighwaterError(
    "EXPORT_JOB_FAILED",
    `${name}: the job ${job} ${how}. ${unprocessed} row${unprocessed === 1 ? "" : "s"} were not processed; all others have their outcome.`,
    "The next run sends what was not processed. On Salesforce: Setup > Bulk Data Load Jobs shows the job's own words."
  );
}
function deletesNotAllowed({ name }, rows) {
  return new HighwaterError(
    "EXPORT_NOT_ALLOWED",
    `${name}: ${rows} exported record${rows === 1 ? " is" : "s are"} gone from the query, and this run may not touch them. Everything else was sent.`,
    "Look at plan.csv. If they shall go, run once with --allow-deletes (in a workflow: allow-deletes: true)."
  );
}
function queryRefused({ name, queryLocation }, why) {
  return new HighwaterError("CONFIG_INVALID", `${name}: DuckDB refuses the query: ${why}`, QUERY_HINT, at(queryLocation));
}
var QUERY_HINT = 'The query is one SELECT over the synced tables, written as source.table ("crm"."Account"). It can read nothing else: no files, no other databases.';
function queryFailed({ name, queryLocation }, kind) {
  return new HighwaterError(
    "EXPORT_VALUE_NOT_POSSIBLE",
    `${name}: the query fails while DuckDB evaluates it (${kind}). Nothing was sent.`,
    "Run the query on warehouse.duckdb (`highwater browse`, or any DuckDB client), which shows the value. TRY_CAST gives NULL where CAST fails.",
    at(queryLocation)
  );
}

export {
  inputStale,
  inputFailsChecks,
  fieldUnknown,
  objectUnknown,
  notWritable,
  keyNotPossible,
  keyMissing,
  keyIsNull,
  keyDoubled,
  typeNotPossible,
  clearNotPossible,
  overLimit,
  inConflict,
  rowsRefused,
  rowsLocked,
  valuesNotPossible,
  jobFailed,
  deletesNotAllowed,
  queryRefused,
  queryFailed
};
