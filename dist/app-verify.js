import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  notifyOfVerify
} from "./views-terminal-final-lines.js";
import {
  depsOf,
  openSharedStores
} from "./app-shared-stores.js";
import {
  prepareNative
} from "./runtime-native-install.js";
import {
  dependencies
} from "./config-explain-explain.js";

// src/app/verify.ts
function sampleSize(written) {
  if (written === "all") return "all";
  return /^\d{1,7}$/.test(written) ? Number(written) : void 0;
}
async function runVerify(session, { request, place, stateName, observe }) {
  await prepareNative({ env: session.env, log: session.log });
  const { verify } = await import("./engine-verify-verify-run.js");
  const stores = await openSharedStores(session, request.config, place, request.tables);
  try {
    const { divisions } = depsOf(stores);
    const deps = { ...dependencies(session, place, observe), ...divisions === void 0 ? {} : { divisions } };
    const found = await verify(request, { ...deps, store: place.store, encrypted: place.encrypted });
    await notifyOfVerify(session, request.config, found, { place, stateName, partial: request.tables.length > 0 });
    return found;
  } finally {
    stores.close();
  }
}

export {
  sampleSize,
  runVerify
};
