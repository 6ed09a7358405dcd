import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  pLimit
} from "./lib-p-limit.js";

// src/sources/shared/describe-each.ts
async function describeEach(tables, parallel, describeOne) {
  return pLimit(parallel).map(tables, async (chosen) => {
    try {
      return await describeOne(chosen);
    } catch (error) {
      return { chosen, error };
    }
  });
}

export {
  describeEach
};
