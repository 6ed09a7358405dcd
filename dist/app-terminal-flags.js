import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  DEFAULT_NAME,
  placeOf,
  weakStateKey
} from "./state-segments-segment-store.js";
import {
  parseTableGlobs
} from "./lib-picomatch.js";
import {
  Secret
} from "./model-secret.js";
import {
  ConfigError
} from "./model-errors.js";

// src/app/terminal/flags.ts
function chosenTables({ tables = "" }) {
  const { globs, problems } = parseTableGlobs(tables, "--tables");
  if (problems.length > 0) throw new ConfigError(problems, "INPUT_INVALID");
  return globs;
}
function syncRequest(flags) {
  const tables = chosenTables(flags);
  return {
    mode: flags.full ? "full" : "incremental",
    auto: flags.full !== true,
    why: flags.full ? "--full was given" : "what changed since the last successful import",
    tables
  };
}
async function statePlaceOf(flags, config, env) {
  const key = env.HIGHWATER_STATE_ENCRYPTION_KEY?.trim();
  const weak = key ? weakStateKey(key, "HIGHWATER_STATE_ENCRYPTION_KEY") : null;
  if (weak !== null) throw new ConfigError([weak], "INPUT_INVALID");
  const written = config.state === "cache" ? null : config.state;
  return placeOf({
    state: flags.state ?? written ?? STATE_DIRECTORY,
    name: flags.stateName ?? DEFAULT_NAME,
    key: key ? new Secret(key) : void 0,
    env,
    workParent: STATE_DIRECTORY
  });
}
var STATE_DIRECTORY = ".highwater";

export {
  chosenTables,
  syncRequest,
  statePlaceOf
};
