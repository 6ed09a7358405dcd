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
  const display = options.openDisplay();
  try {
    const { config } = request;
    const record = await sync(
      { ...request, notices: [...config.warnings, ...request.notices ?? []] },
      { ...dependencies(session, place, display.observe), store: place.store, encrypted: place.encrypted, ...extras }
    );
    display.finish(record);
    return record;
  } finally {
    display.close();
  }
}

export {
  runSync
};
