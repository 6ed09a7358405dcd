import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/stages.ts
var STAGES = {
  restore: "restoring",
  connect: "connecting",
  describe: "describing",
  plan: "planning",
  read: "reading",
  load: "loading",
  check: "checking",
  verify: "verifying",
  send: "sending",
  save: "saving",
  publish: "publishing",
  combine: "combining"
};

// src/views/facts/one-cause.ts
function codeWords(error) {
  return `${error.code}${stageWords(error)}`;
}
function stageWords({ stage }) {
  return stage === void 0 ? "" : ` while ${STAGES[stage]}`;
}
function oneCauseEach(found) {
  const causes = /* @__PURE__ */ new Map();
  for (const failure of found) {
    const { code, message, hint } = failure.error;
    const id = JSON.stringify([code, ...[message, hint].map((text) => eachToken(withoutName(text, failure.table), () => NAME))]);
    causes.set(id, [...causes.get(id) ?? [], failure]);
  }
  return [...causes.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === void 0) return [];
    const hint = others.length === 0 ? first.error.hint : hintForAll(same, first);
    return [{ subject: first.subject, error: { ...first.error, hint }, also: others.map((f) => f.subject) }];
  });
}
var NAME = "\0";
function eachToken(text, replace) {
  if (!text.includes(NAME)) return text;
  return text.split(/([\s,;()]+)/).map((token) => token.includes(NAME) ? replace(token) : token).join("");
}
function withoutName(text, table) {
  return table === null ? text : text.replaceAll(wordOf(table), NAME);
}
function wordOf(table) {
  return new RegExp(`(?<![\\w$])${table.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w$])`, "g");
}
function hintForAll(same, first) {
  const tokens = same.map(({ error, table }) => {
    const own = [];
    eachToken(withoutName(error.hint, table), (token) => {
      own.push(token.replaceAll(NAME, table ?? ""));
      return token;
    });
    return own;
  });
  let place = -1;
  return eachToken(withoutName(first.error.hint, first.table), () => {
    place += 1;
    return [...new Set(tokens.map((own) => own[place] ?? ""))].join(", ");
  });
}

// src/views/facts/format.ts
var GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
function count(value) {
  return GROUPED.format(value);
}
function counted(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}
function short(value) {
  for (const [limit, unit] of [
    [99995e4, "G"],
    [999950, "M"],
    [9995, "k"]
  ]) {
    if (value < limit) continue;
    const scaled = value / { G: 1e9, M: 1e6, k: 1e3 }[unit];
    return `${scaled >= 99.95 ? scaled.toFixed(0) : scaled.toFixed(1)}${unit}`;
  }
  return count(Math.round(value));
}
function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1e3;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
function percent(share) {
  if (share <= 0) return "0%";
  if (share < 0.01) return "<1%";
  if (share > 0.99 && share < 1) return ">99%";
  return `${Math.round(share * 100)}%`;
}
function instant(iso) {
  return iso.slice(0, 19).replace("T", " ");
}
function watermark(mark) {
  if (mark === null) return "–";
  return mark.kind === "xmin" ? `xid ${mark.value}` : instant(mark.value);
}
function advance(before, after) {
  const from = watermark(before);
  const to = watermark(after);
  if (from === to) return to;
  const sameDay = from.length === 19 && from.slice(0, 10) === to.slice(0, 10);
  return `${from} → ${sameDay ? to.slice(11) : to}`;
}
function lagSeconds({ syncedAt }, now) {
  return syncedAt === null ? null : secondsBetween(syncedAt, now);
}
function secondsBetween(from, to) {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1e3);
}
function list(words) {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
function clip(text, limit) {
  if (text.length <= limit) return text;
  const cut = text.slice(0, Math.max(0, limit - 1));
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
function harmless(text) {
  return text.replace(
    /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    (c) => c === "	" ? " " : c === "\r" ? "" : "�"
  );
}
function harmlessAll(value) {
  if (typeof value === "string") return harmless(value);
  if (Array.isArray(value)) return value.map(harmlessAll);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, harmlessAll(inner)]));
}
function oneLine(text) {
  return harmless(text).replace(/\s+/g, " ").trim();
}
function duration(seconds) {
  const s = Math.max(0, seconds);
  if (s < 9.95) return `${s.toFixed(1)} s`;
  if (s < 59.5) return `${Math.round(s)} s`;
  if (s < 3599.5) return pair(Math.round(s), 60, "min", "s");
  if (s < 86370) return pair(Math.round(s / 60), 60, "h", "min");
  return pair(Math.round(s / 3600), 24, "d", "h");
}
function pair(value, base, large, small) {
  const rest = value % base;
  return rest === 0 ? `${Math.floor(value / base)} ${large}` : `${Math.floor(value / base)} ${large} ${rest} ${small}`;
}

export {
  STAGES,
  codeWords,
  stageWords,
  oneCauseEach,
  count,
  counted,
  short,
  size,
  percent,
  instant,
  watermark,
  advance,
  lagSeconds,
  secondsBetween,
  list,
  clip,
  harmless,
  harmlessAll,
  oneLine,
  duration
};
