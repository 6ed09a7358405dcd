import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/objects/object-store.ts
var ObjectStoreError = class extends Error {
  problem;
  hint;
  constructor(problem, message, hint, cause) {
    super(message, cause === void 0 ? void 0 : { cause });
    this.name = "ObjectStoreError";
    this.problem = problem;
    this.hint = hint;
  }
};

export {
  ObjectStoreError
};
