import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  clearNotPossible,
  fieldUnknown,
  keyNotPossible,
  notWritable,
  objectUnknown
} from "./exports-export-errors.js";
import {
  sourceContext
} from "./engine-plan-select-columns.js";
import {
  inStage
} from "./model-in-stage.js";
import {
  nearest
} from "./config-explain-nearest.js";
import {
  toHighwaterError
} from "./model-errors.js";

// src/exports/prepare/check-fields.ts
async function checkFields(destination, config, columns) {
  const cleared = config.gone.kind === "clear" ? config.gone.fields : [];
  const object = await destination.describe(config.object, [.../* @__PURE__ */ new Set([...columns, ...cleared, config.key])]);
  if (object === null) throw objectUnknown(config, destination.name);
  const field = (column) => {
    const found = object.fields.get(column);
    if (found === void 0) throw fieldUnknown(config, column, nearest(column, object.names));
    return found;
  };
  const keyColumn = columns.find((column) => column.toLowerCase() === config.key.toLowerCase()) ?? config.key;
  const key = field(keyColumn);
  const fields = new Map(columns.map((column) => [column, field(column)]));
  checkObject(config, object);
  checkKey(config, object, key);
  const ofKey = (column) => column === keyColumn || partOf(key, field(column)) !== void 0;
  for (const column of columns.filter((c) => !ofKey(c))) checkColumn(config, object, field(column));
  const clears = cleared.map(field);
  for (const one of clears) {
    if (!one.nillable) throw clearNotPossible(config, one.name);
    if (!one.updateable) throw notWritable(config, `the field ${one.name}`, "edit");
  }
  return { object, key, fields, clears };
}
function partOf(key, { name }) {
  return key.parts?.find((part) => part.name === name);
}
function checkObject(config, object) {
  if (config.operation === "upsert" && !object.createable) throw notWritable(config, "records", "create");
  if (!object.updateable) throw notWritable(config, "records", "edit");
  if (config.gone.kind === "delete" && !object.deletable) throw notWritable(config, "records", "delete");
}
function checkKey(config, object, key) {
  if (key.keyProblem !== void 0) throw keyNotPossible(config, key.keyProblem);
  if (key.name === object.idField) {
    if (config.operation === "update" || key.createable) return;
    throw keyNotPossible(
      config,
      "the service gives the Id itself, so no record can be created with one; use `operation: update`"
    );
  }
  if (!key.externalId) throw keyNotPossible(config, "it is no External ID");
  if (!key.unique) throw keyNotPossible(config, "its values need not be unique, so that one key could mean several records");
}
function checkColumn(config, object, field) {
  const { name, parent } = field;
  if (name === object.idField) throw notWritable(config, `the field ${name}`, "write");
  const may = config.operation === "update" ? field.updateable : field.createable && field.updateable;
  if (!may) throw notWritable(config, `the field ${name}`, field.createable && !field.updateable ? "edit" : "write");
  if (parent !== void 0 && !(field.externalId && field.unique))
    throw keyNotPossible(
      { ...config, object: parent.object, key: parent.key },
      "a lookup needs a unique External ID of the parent"
    );
}

// src/exports/check-export.ts
async function checkExport(destination, config) {
  const base = { name: config.name, to: config.to, object: config.object, operation: config.operation, key: config.key };
  const nothing = { may: [], fields: null, keyFilled: null, notes: [] };
  try {
    const { object, key } = await checkFields(destination, config, [config.key]);
    const filled = await destination.countFilled(object, key);
    return {
      ...base,
      may: rightsOf(object),
      fields: object.writable,
      keyFilled: filled,
      notes: notesOf(config, object, key, filled),
      error: null
    };
  } catch (error) {
    return { ...base, ...nothing, error: toHighwaterError(error).report() };
  }
}
function rightsOf({ createable, updateable, deletable }) {
  return [...createable ? ["create"] : [], ...updateable ? ["edit"] : [], ...deletable ? ["delete"] : []];
}
function notesOf(config, object, key, filled) {
  if (config.operation !== "upsert") return [];
  const lacking = object.required.filter((name) => name !== key.name);
  const isEmpty = filled !== null && filled.records > 0 && filled.filled === 0;
  return [
    ...isEmpty ? [
      `None of the ${filled.records} records has ${key.name} filled: an upsert creates a record for each key. Fill it first where the records exist already.`
    ] : [],
    ...lacking.length > 0 ? [`A new record must have ${lacking.join(", ")}: the query has to give these, or use \`operation: update\`.`] : []
  ];
}

// src/engine/destinations.ts
async function openDestinations(run, exports, memories, signal) {
  const wanted = run.config.destinations.filter(({ name }) => exports.some(({ to }) => to === name));
  return Promise.all(
    wanted.map(async (config) => openDestination(config, { deps: run.deps, ...run.config.run }, memories, signal))
  );
}
async function openDestination(config, { deps, parallel, apiBudget }, memories, signal) {
  const notices = [];
  const notice = (message) => {
    notices.push(message);
    deps.observe({ type: "notice", source: config.name, message });
  };
  const context = sourceContext(config.name, `destination ${config.name}`, {
    deps,
    parallel,
    apiBudget,
    memories,
    signal,
    notice
  });
  const destination = await config.definition.create(config.options, context);
  try {
    return { config, destination, access: await inStage("connect", async () => destination.connect()), notices, error: null };
  } catch (error) {
    return { config, destination, access: null, notices, error: toHighwaterError(error) };
  }
}
async function checkExports(config, deps) {
  const wanted = config.destinations.filter(({ name }) => config.exports.some(({ to }) => to === name));
  const parts = { deps, parallel: config.run.parallel, apiBudget: config.run.apiBudget };
  const opened = await Promise.all(wanted.map(async (entry) => openDestination(entry, parts, /* @__PURE__ */ new Map(), deps.signal)));
  try {
    return await Promise.all(
      config.exports.map(async (one) => {
        const found = opened.find((o) => o.config.name === one.to);
        if (found !== void 0 && found.error === null)
          return inStage("describe", async () => checkExport(found.destination, one));
        const { name, to, object, operation, key } = one;
        const error = found?.error?.report() ?? null;
        return { name, to, object, operation, key, may: [], fields: null, keyFilled: null, notes: [], error };
      })
    );
  } finally {
    await closeDestinations(opened);
  }
}
async function closeDestinations(opened) {
  await Promise.allSettled(opened.map(async ({ destination }) => destination.close()));
}

export {
  checkFields,
  openDestinations,
  checkExports,
  closeDestinations
};
