import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  tableName,
  tablesByImportance
} from "./views-facts-facts.js";
import {
  count,
  counted,
  duration,
  secondsBetween
} from "./views-facts-format.js";
import {
  agesOf,
  isRead
} from "./model-table-age.js";

// src/views/facts/table-freshness.ts
function ageOf(table, now) {
  return isRead(table) ? agesOf([{ ...table, freshness: table.freshness ?? null }], new Date(now))[0] ?? null : null;
}
function limitWords({ freshness }) {
  const { warnAfterSeconds = null, errorAfterSeconds = null } = freshness ?? {};
  const words = [
    warnAfterSeconds === null ? "" : `late after ${duration(warnAfterSeconds)}`,
    errorAfterSeconds === null ? "" : `too old after ${duration(errorAfterSeconds)}`
  ].filter((word) => word !== "");
  return words.length === 0 ? "none" : words.join(", ");
}
function staleHint({ mayBeFresher }) {
  if (mayBeFresher !== true)
    return "Open the latest run of the sync: did it fail, was it switched off, or did its schedule not start it?";
  return "This may be a false alarm: the saved state is all there is to go by, and a sync in which nothing changed saves none for up to a day. Set `freshness` in the configuration, so that every sync leaves its time, or allow a day more (`max-age`).";
}
function freshnessAnswers(tables, now) {
  if (tables.length === 0) return [];
  return [lateAnswer(tables, now), oldestAnswer(tables, now), fullSyncAnswer(tables, now), provenAnswer(tables, now)];
}
function freshnessWords({ tables, finishedAt }) {
  const answers = freshnessAnswers(tables.filter(isRead), finishedAt);
  return answers.map(({ question, figure, more }) => `${question}: ${figure}${more === "" ? "" : ` (${more})`}.`).join(" ");
}
function lateAnswer(tables, now) {
  const ages = agesOf(
    tables.map((t) => ({ ...t, freshness: t.freshness ?? null })),
    new Date(now)
  );
  const [old, late] = [ages.filter((a) => a.status === "error"), ages.filter((a) => a.status === "warn")];
  const limited = ages.filter((a) => a.freshness !== null).length;
  const question = "Late tables";
  if (old.length > 0) {
    return { question, figure: count(old.length + late.length), more: `too old: ${named(old)}`, status: "failed" };
  }
  if (late.length > 0) return { question, figure: count(late.length), more: named(late), status: "skipped" };
  if (limited === 0) return { question, figure: "–", more: "no limits are set: freshness", status: null };
  return {
    question,
    figure: "none",
    more: `${count(limited)} of ${counted(tables.length, "table")} with limits`,
    status: "succeeded"
  };
}
function oldestAnswer(tables, now) {
  const question = "Oldest data";
  const never = tables.filter((t) => t.syncedAt === null);
  if (never.length > 0) return { question, figure: "never", more: `not synced so far: ${named(never)}`, status: "failed" };
  const oldest = oldestBy(tables, (t) => t.syncedAt);
  return { question, figure: since(oldest?.syncedAt, now), more: oldest === null ? "" : tableName(oldest), status: null };
}
function fullSyncAnswer(tables, now) {
  const question = "Oldest full sync";
  const never = tables.filter((t) => t.lastFullSyncAt === null);
  if (never.length > 0) return { question, figure: "never", more: `not read in full so far: ${named(never)}`, status: null };
  const oldest = oldestBy(tables, (t) => t.lastFullSyncAt);
  const due = tables.filter((t) => isDue(t, now));
  const more = due.length > 0 ? `due: ${named(due)}` : oldest === null ? "" : tableName(oldest);
  return { question, figure: since(oldest?.lastFullSyncAt, now), more, status: due.length > 0 ? "skipped" : null };
}
function isDue({ lastFullSyncAt, fullSyncEverySeconds }, now) {
  return lastFullSyncAt !== null && fullSyncEverySeconds !== null && secondsBetween(lastFullSyncAt, now) > fullSyncEverySeconds;
}
function provenAnswer(tables, now) {
  const question = "Proven by verify";
  const proven = tables.filter((t) => (t.provenAt ?? null) !== null);
  const oldest = oldestBy(proven, (t) => t.provenAt ?? null);
  if (oldest === null) return { question, figure: "no table", more: "highwater verify", status: null };
  const figure = proven.length === tables.length ? "all" : `${count(proven.length)} of ${count(tables.length)}`;
  return { question, figure, more: `oldest ${since(oldest.provenAt, now)} ago: ${tableName(oldest)}`, status: null };
}
function oldestBy(tables, at) {
  const dated = tables.filter((t) => at(t) !== null);
  return dated.sort((a, b) => Date.parse(at(a) ?? "") - Date.parse(at(b) ?? ""))[0] ?? null;
}
function since(at, now) {
  return at === null || at === void 0 ? "–" : duration(secondsBetween(at, now));
}
var NAMED = 2;
function named(tables) {
  const more = tables.length - NAMED;
  return `${tables.slice(0, NAMED).map(tableName).join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}`;
}
function tablesByNeed({ tables, finishedAt }) {
  const rank = (t) => {
    if (t.status !== "succeeded" && t.leftOut !== true) return 0;
    if (t.checkError !== void 0) return 1;
    return { error: 2, warn: 3, fresh: t.leftOut === true ? 5 : 4 }[ageOf(t, finishedAt)?.status ?? "fresh"];
  };
  return tablesByImportance(tables).sort((a, b) => rank(a) - rank(b));
}

export {
  ageOf,
  limitWords,
  staleHint,
  freshnessAnswers,
  freshnessWords,
  isDue,
  tablesByNeed
};
