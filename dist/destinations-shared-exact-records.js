import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  eachElement,
  eachMember,
  skipValue
} from "./sources-shared-json-bytes.js";

// src/destinations/shared/exact-records.ts
var QUOTE = 34;
var OPEN = 123;
function recordsOf(page, list, link) {
  const records = [];
  let next = null;
  eachMember(page, 0, (name, from) => {
    if (name === list)
      return eachElement(page, from, (at) => {
        const record = /* @__PURE__ */ new Map();
        const end2 = read(page, at, "", record);
        records.push(record);
        return end2;
      });
    const end = skipValue(page, from);
    if (name === link && page[from] === QUOTE) next = JSON.parse(page.toString("utf8", from, end));
    return end;
  });
  return { records, next };
}
function read(page, at, prefix, record) {
  return eachMember(page, at, (name, from) => {
    if (name === "attributes") return skipValue(page, from);
    if (page[from] === OPEN) return read(page, from, `${prefix}${name}.`, record);
    const end = skipValue(page, from);
    const text = page.toString("utf8", from, end);
    record.set(`${prefix}${name}`, page[from] === QUOTE ? JSON.parse(text) : text === "null" ? null : text);
    return end;
  });
}

// src/destinations/shared/send-rows.ts
async function sendHalving(batch, send, refusal) {
  const { rows } = batch;
  if (rows.length === 0) return [];
  try {
    return await send(batch);
  } catch (error) {
    const refused = refusal(error);
    if (rows.length === 1) return [refused];
    const half = Math.ceil(rows.length / 2);
    const first = await sendHalving({ ...batch, rows: rows.slice(0, half) }, send, refusal);
    return [...first, ...await sendHalving({ ...batch, rows: rows.slice(half) }, send, refusal)];
  }
}
function accepted(operation, id, created, isAgain) {
  return { status: "accepted", id, created: operation !== "upsert" ? false : isAgain ? null : created };
}
function refusedOrGone(operation, { id }, refused, isAgain) {
  const isGone = refused.status === "missing" && operation === "delete" && isAgain;
  return isGone ? { status: "accepted", id, created: false } : refused;
}

export {
  recordsOf,
  sendHalving,
  accepted,
  refusedOrGone
};
