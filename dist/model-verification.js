import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/verification.ts
function agrees({ tables }) {
  return tables.every((t) => t.status !== "drift" && t.status !== "failed");
}
function differencesOf({
  missing,
  extra,
  altered,
  doubled
}) {
  const all = [
    [missing, "missing"],
    [extra, "not at the source"],
    [altered, "altered"],
    [doubled, "doubled"]
  ];
  return all.filter(([rows]) => rows > 0);
}

export {
  agrees,
  differencesOf
};
