import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  prepareNative
} from "./runtime-native-install.js";
import {
  dependencies
} from "./lib-yaml.js";

// src/app/sync.ts
async function runSync(session, options) {
  const { request, place, extras } = options;
  await prepareNative({ env: session.env, log: session.log });
  const { sync } = await import("./engine-run.js");
  const { config } = request;
  const lake = await lakeOf(session, config.output.publish?.to ?? null);
  const display = options.openDisplay();
  try {
    const record = await sync(
      { ...request, notices: [...config.warnings, ...request.notices ?? []] },
      {
        ...dependencies(session, place, display.observe),
        store: place.store,
        ...lake === null ? {} : { lake },
        encrypted: place.encrypted,
        ...extras
      }
    );
    display.finish(record);
    return record;
  } finally {
    lake?.close();
    display.close();
  }
}
async function lakeOf({ env, signal }, to) {
  if (to === null) return null;
  const { openObjectStore } = await import("./objects-open-store.js");
  return openObjectStore(to, { setting: "output.publish.to", env, signal });
}

export {
  runSync
};
