import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/counts.ts
var NOTHING_COUNTED = { countedAt: null, windows: [], parts: [], partitions: [], notes: [] };

export {
  NOTHING_COUNTED
};
