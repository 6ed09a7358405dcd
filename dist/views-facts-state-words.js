import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  tableName
} from "./views-facts-facts.js";
import {
  counted,
  duration,
  percent,
  secondsBetween,
  size
} from "./views-facts-format.js";

// src/views/facts/state-words.ts
var CACHE_BYTES = 1e10;
var CACHE_DAYS = 7;
function stateWords(record) {
  const { state } = record;
  return {
    restored: restored(record),
    restoredKey: state.restored?.key ?? null,
    saved: saved(record),
    savedKey: state.saved?.key ?? null,
    eviction: eviction(record),
    atRisk: record.state.store === "cache" && irreplaceable(record).length > 0
  };
}
function stateIsLost({ state }) {
  return state.saved === null && state.unchanged !== true;
}
function restored({ state, startedAt }) {
  const recovered = state.recovered ? " It continued the work of a run that was cut off." : "";
  if (state.unusable !== void 0)
    return `The saved state could not be used (${state.unusable.code}), so this run began without one.${recovered}`;
  if (state.restored === null)
    return `There was no state to restore${state.store === "cache" ? " in the cache" : ""}.${recovered}`;
  const { generation, savedAt, bytes } = state.restored;
  const age = duration(secondsBetween(savedAt, startedAt));
  return `Restored generation ${generation}, saved ${age} before this run, ${size(bytes)}.${recovered}`;
}
function saved({ state, mode, error }) {
  if (state.unchanged === true && state.restored !== null)
    return `Not saved again: nothing changed, and generation ${state.restored.generation} is less than a day old.`;
  if (state.saved === null && mode === "export-plan") return "Not saved: a dry run leaves it as it is.";
  if (state.saved === null && mode === "export" && error === null) return "Not saved: nothing in it changed.";
  if (state.saved === null)
    return "Not saved: the next run starts from the state that this one started from, and reads these changes again.";
  const { generation, bytes } = state.saved;
  return `Saved as generation ${generation}, ${size(bytes)}, ${state.encrypted ? "encrypted" : "not encrypted"}.`;
}
function eviction(record) {
  const { state } = record;
  const cost = costOfLoss(record);
  if (state.store !== "cache") return `It is in the directory ${state.store}; nothing removes it but you. ${cost}`;
  const bytes = state.saved?.bytes ?? state.restored?.bytes ?? 0;
  const share = bytes > 0 ? ` This one takes ${percent(Math.min(1, bytes / CACHE_BYTES))} of that.` : "";
  return `GitHub deletes a cache entry that no run has read for ${CACHE_DAYS} days, and the least recently used ones where a repository’s caches exceed 10 GB.${share} ${cost}`;
}
function irreplaceable({ tables }) {
  const kept = tables.filter((t) => t.deletes === "mark" || t.deletes === "ignore").map(tableName);
  const histories = tables.filter((t) => t.historyOf !== void 0).map(tableName);
  const removed = tables.filter((t) => t.historyOf === void 0).flatMap((t) => t.columns.filter((c) => c.removed).map((c) => `${tableName(t)}.${c.name}`));
  return [
    ...kept.length === 0 ? [] : [`the deleted rows that ${listed(kept)} ${kept.length === 1 ? "keeps" : "keep"} (\`deletes: mark\` or \`ignore\`)`],
    ...histories.length === 0 ? [] : [`the old versions of rows in ${listed(histories)}`],
    ...removed.length === 0 ? [] : [`the old values of ${listed(removed)}, which the source no longer has`]
  ];
}
function costOfLoss(record) {
  const lost = irreplaceable(record);
  const time = "Losing it costs time: the next run reads everything again";
  if (lost.length === 0) return `${time}. No row is lost, since the sources have them all.`;
  return `${time}. It also costs what no source can give again: ${lost.join("; ")}.`;
}
var MOST_NAMES = 5;
function listed(names) {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
var NO_RIGHT = "the token may not write actions (add `actions: write` under `permissions:` of the job)";
var WHY = { "no right": NO_RIGHT, unreachable: "GitHub's API could not be reached" };
function cacheWords(upkeep) {
  if (upkeep.use === null) return { lines: [`Older entries of this state were not deleted: ${WHY[upkeep.why]}.`], warning: null };
  const { use } = upkeep;
  const { deleted, notDeleted } = use;
  return {
    lines: [
      `All states of this repository take ${size(use.stateBytes)} of its cache (${usedOf(use)}).`,
      ...deleted.entries === 0 ? [] : [
        `${counted(deleted.entries, "older entry", "older entries")} of this branch and state deleted (${size(deleted.bytes)}).`
      ],
      ...notDeleted === null ? [] : [`Older entries of this state were not deleted: ${WHY[notDeleted]}.`]
    ],
    warning: isNearlyFull(use) ? warningOf(use) : null
  };
}
function usedOf({ usedBytes, limitBytes }) {
  return usedBytes === null ? `limit ${size(limitBytes)}` : `${size(usedBytes)} of ${size(limitBytes)} used`;
}
function isNearlyFull({ stateBytes, usedBytes, limitBytes }) {
  if (stateBytes >= limitBytes * 0.5) return true;
  return usedBytes !== null && usedBytes >= limitBytes * 0.8 && stateBytes >= limitBytes * 0.1;
}
function warningOf(use) {
  return `The repository's cache is nearly full: ${usedOf(use)}, ${size(use.stateBytes)} of it for ${counted(use.stateEntries, "entry", "entries")} of Highwater. Above the limit GitHub deletes the entries that were not used for the longest time, those of other workflows too. Keep the state in an object store (docs/scale.md), raise the limit under Settings > Actions > General, or let Highwater delete older entries (\`actions: write\`).`;
}

export {
  stateWords,
  stateIsLost,
  cacheWords
};
