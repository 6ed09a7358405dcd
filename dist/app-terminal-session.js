import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  loadConfig
} from "./lib-ajv.js";
import {
  stopOnSignals
} from "./lib-yaml.js";
import {
  checkFilter
} from "./lib-picomatch.js";
import {
  directoryStore,
  directoryVault,
  parseGlobs,
  passphraseEncryption,
  vaultsOf,
  weakStateKey
} from "./state-seal-sealed-file.js";
import {
  createRedactor
} from "./runtime-masking.js";
import {
  EXIT,
  printFailure
} from "./app-terminal-failure.js";
import {
  Secret
} from "./model-secret.js";
import {
  ConfigError,
  VERSION
} from "./model-errors.js";

// src/app/terminal/request.ts
function chosenTables({ tables = "" }) {
  const problems = [];
  const globs = parseGlobs(tables, "--tables", problems);
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

// src/app/terminal/session.ts
async function withSession(flags, command) {
  const redactor = createRedactor();
  let tell = () => void 0;
  const stopper = stopOnSignals(
    process,
    () => tell(),
    () => process.exit(EXIT.interrupted)
  );
  try {
    const config = await loadConfig(flags.config, process.env, checkFilter);
    for (const secret of config.secrets) redactor.add(secret.reveal());
    return await command({
      config,
      redactor,
      signal: stopper.signal,
      onStop: (words) => {
        tell = words;
      },
      dependencies: (workDirectory, observe, vaults) => ({
        workDirectory,
        signal: stopper.signal,
        observe,
        mask: (secret) => redactor.add(secret),
        redact: redactor.redact,
        now: () => /* @__PURE__ */ new Date(),
        version: VERSION,
        vaults
      })
    });
  } catch (error) {
    return printFailure(error, { json: flags.json, redact: redactor.redact, interrupted: stopper.signal.aborted });
  } finally {
    stopper.release();
  }
}

// src/app/terminal/state.ts
import { join, resolve } from "node:path";
function statePlace(state, env) {
  const directory = resolve(state);
  const key = env.HIGHWATER_STATE_ENCRYPTION_KEY?.trim();
  const weak = key ? weakStateKey(key, "HIGHWATER_STATE_ENCRYPTION_KEY") : null;
  if (weak !== null) throw new ConfigError([weak], "INPUT_INVALID");
  const encryption = key ? passphraseEncryption(new Secret(key)) : null;
  const store = directoryStore({ directory, encryption, clock: () => /* @__PURE__ */ new Date(), pid: process.pid });
  const storage = directoryVault(directory, process.pid);
  const vaults = encryption === null ? null : vaultsOf({ storage, encryption, branch: null });
  return { store, encrypted: encryption !== null, workDirectory: join(directory, "work"), vaults };
}

export {
  chosenTables,
  syncRequest,
  withSession,
  statePlace
};
