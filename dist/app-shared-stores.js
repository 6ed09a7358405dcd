import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/app/shared-stores.ts
async function openSharedStores({ env, signal }, config, place, tables) {
  const to = config.output.publish?.to ?? null;
  const divides = tables.some((glob) => glob.includes("@"));
  const shared = divides && to === null ? place.shared : null;
  if (to === null && shared === null) return { lake: null, divisions: null, close: () => void 0 };
  const { openObjectStore } = await import("./objects-open-store.js");
  const setting = to === null ? "state" : "output.publish.to";
  const store = await openObjectStore(to ?? shared ?? "", { setting, env, signal });
  return { lake: to === null ? null : store, divisions: divides ? store : null, close: () => store.close() };
}
function depsOf({ lake, divisions }) {
  return { ...lake === null ? {} : { lake }, ...divisions === null ? {} : { divisions } };
}

export {
  openSharedStores,
  depsOf
};
