import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/path-name.ts
function safeName(name) {
  return encoded(name, /[^A-Za-z0-9_.-]/gu);
}
function fileName(name) {
  return encoded(name, /[%/\\:*?"<>|\p{Cc}]/gu);
}
function encoded(name, signs) {
  const safe = name.replaceAll(signs, (sign) => [...Buffer.from(sign)].map(percent).join(""));
  return /^\.+$/.test(safe) ? safe.replaceAll(".", "%2E") : safe;
}
function percent(byte) {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

export {
  safeName,
  fileName
};
