import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  pLimit
} from "./lib-p-limit.js";

// src/objects/in-parallel.ts
async function inParallel(items, atOnce, work) {
  const limit = pLimit(atOnce);
  let failed = false;
  const results = await Promise.allSettled(
    items.map(
      (item) => limit(async () => {
        if (failed) throw new Skipped();
        return work(item).catch((error) => {
          failed = true;
          throw error;
        });
      })
    )
  );
  const failures = results.flatMap((r) => r.status === "rejected" ? [r.reason] : []);
  const first = failures.find((reason) => !(reason instanceof Skipped));
  if (first !== void 0) throw first;
  return results.map((r) => r.value);
}
var Skipped = class extends Error {
};

export {
  inParallel
};
