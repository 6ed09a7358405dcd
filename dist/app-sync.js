import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  notifyOfRun
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

// src/app/sync.ts
async function runSync(session, options) {
  const { request, place, stateName, extras } = options;
  await prepareNative({ env: session.env, log: session.log });
  const { sync } = await import("./engine-run.js");
  const { config } = request;
  const stores = await openSharedStores(session, config, place, request.tables);
  const display = options.openDisplay();
  try {
    const record = await sync(
      { ...request, notices: [...config.warnings, ...request.notices ?? []] },
      {
        ...dependencies(session, place, display.observe),
        store: place.store,
        stateName: place.name,
        ...depsOf(stores),
        encrypted: place.encrypted,
        ...extras
      }
    );
    display.finish(record);
    await notifyOfRun(session, config, record, { place, stateName, partial: request.tables.length > 0 });
    return record;
  } finally {
    stores.close();
    display.close();
  }
}

export {
  runSync
};
