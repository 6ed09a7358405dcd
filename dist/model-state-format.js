import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/state-format.ts
var STATE_FORMAT = 3;

export {
  STATE_FORMAT
};
