import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/engine/redact.ts
function redactWords(result, redact) {
  const walk = (value, worded) => {
    if (typeof value === "string") return worded ? redact(value) : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, worded));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, WORDS.has(key))]));
  };
  return walk(result, false);
}
var WORDS = /* @__PURE__ */ new Set(["message", "hint", "notices"]);

export {
  redactWords
};
