import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/table-age.ts
var FRESHNESS_MEMORY = "";
function agesOf(tables, now, maxAgeSeconds = null) {
  return tables.map(({ source, table, syncedAt, freshness: own }) => {
    const freshness = maxAgeSeconds === null ? own : { warnAfterSeconds: null, errorAfterSeconds: maxAgeSeconds };
    const ageSeconds = syncedAt === null ? null : Math.max(0, (now.getTime() - Date.parse(syncedAt)) / 1e3);
    return { source, table, syncedAt, ageSeconds, freshness, status: statusOf(ageSeconds, freshness) };
  });
}
function statusOf(age, freshness) {
  const { warnAfterSeconds = null, errorAfterSeconds = null } = freshness ?? {};
  const exceeds = (limit) => limit !== null && (age === null || age > limit);
  if (exceeds(errorAfterSeconds)) return "error";
  return exceeds(warnAfterSeconds) ? "warn" : "fresh";
}
function isRead(table) {
  return table.derived !== true && table.historyOf === void 0;
}

export {
  FRESHNESS_MEMORY,
  agesOf,
  isRead
};
