import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  isLoopback
} from "./model-loopback.js";

// src/config/declare/units.ts
var SECONDS = { s: 1, m: 60, h: 3600, d: 86400 };
var LONGEST = 3650 * SECONDS.d;
function parseDuration(text) {
  if (!/^(\d{1,9}[smhd])+$/.test(text)) return null;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([smhd])/g)) {
    seconds += Number(amount) * SECONDS[unit];
  }
  return seconds <= LONGEST ? seconds : null;
}
var MIB = { MiB: 1, GiB: 1024, TiB: 1024 * 1024 };
function parseMemory(text) {
  const match = /^(\d{1,7}(?:\.\d{1,3})?)(MiB|GiB|TiB)$/.exec(text);
  return match === null ? null : Math.floor(Number(match[1]) * MIB[match[2]]);
}
function parseInterval(text) {
  if (text === "never") return null;
  const seconds = parseDuration(text);
  return seconds === null || seconds === 0 ? void 0 : seconds;
}
function parsePercentage(text) {
  const match = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text);
  if (match === null) return null;
  const share = Number(match[1]) / 100;
  return share > 0 && share <= 1 ? share : null;
}
var MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
var DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
var CRON_FIELDS = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 6, names: DAYS }
];
function normalizeCron(text) {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== CRON_FIELDS.length) return null;
  const parts = CRON_FIELDS.map(
    (range, i) => (fields[i] ?? "").split(",").map((part) => isCronPart(part, range) ? part : null)
  );
  if (parts.flat().includes(null)) return null;
  return parts.map((field, i) => field.map((part) => plainPart(part ?? "", CRON_FIELDS[i])).join(",")).join(" ");
}
function plainPart(part, range) {
  return part.replaceAll(/\w+/g, (word) => {
    const named = range?.names.indexOf(word.toUpperCase()) ?? -1;
    return String(named >= 0 ? named + (range?.low ?? 0) : Number(word));
  });
}
function isCronPart(part, range) {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (match === null) return false;
  const [, first, last, step] = match;
  if (step !== void 0 && Number(step) < 1) return false;
  if (first === void 0) return true;
  const from = cronNumber(first, range);
  const to = last === void 0 ? from : cronNumber(last, range);
  return from !== null && to !== null && from <= to;
}
function cronNumber(text, { low, high, names }) {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + low;
  if (!/^\d{1,2}$/.test(text)) return null;
  const n = Number(text);
  return n >= low && n <= high ? n : null;
}
function serviceUrlFault(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    return "this is not an address";
  }
  if (url.username !== "" || url.password !== "") return "an address must not contain a user or password";
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    return "http:// is accepted for this machine only (localhost, 127.0.0.1, [::1])";
  if (url.protocol !== "https:" && url.protocol !== "http:") return "this starts with something else";
  if (url.search !== "" || url.hash !== "") return "an address must not contain ? or #";
  return null;
}
function serviceAddress(pasted) {
  const text = /^[a-z]+:\/\//i.test(pasted) ? pasted : `https://${pasted}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isHere = isLoopback(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) return null;
  return url.hostname.includes(".") || isHere ? url : null;
}

export {
  parseDuration,
  parseMemory,
  parseInterval,
  parsePercentage,
  normalizeCron,
  serviceUrlFault,
  serviceAddress
};
