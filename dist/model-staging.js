import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/staging.ts
var STAGING_FILE_BYTES = 32 * 1024 * 1024;

export {
  STAGING_FILE_BYTES
};
