import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  HTTP_RETRIES
} from "./lib-p-retry.js";

// src/sources/salesforce/connect/tuning.ts
var TUNING = {
  retries: HTTP_RETRIES,
  answerTimeoutMs: 18e4,
  stallTimeoutMs: 6e4,
  firstPollMs: 800,
  longestPollMs: 1e4,
  restRows: 1e4,
  keysAtOnce: 4e3,
  countedRows: [5e4, 2e6],
  bulkRows: [5e4, 25e4],
  pageRows: [5e3, 1e5],
  // A query may take two minutes and is tried again up to 15 times.
  stuckJobMs: 30 * 6e4,
  pagesAtOnce: 5,
  heldBytes: 32 * 1024 * 1024,
  trustDescribesMs: 24 * 3600 * 1e3
};

export {
  TUNING
};
