import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openTerminal,
  renderJson,
  whenNotBegun
} from "./lib-slice-ansi.js";
import "./app-sync.js";
import {
  exportLimit,
  exportNames,
  isConfigurationsFault,
  runExport
} from "./app-export.js";
import "./views-terminal-final-lines.js";
import "./app-shared-stores.js";
import "./runtime-native-install.js";
import {
  statePlaceOf
} from "./app-terminal-flags.js";
import {
  withConfig
} from "./app-terminal-terminal-session.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import {
  DEFAULT_NAME
} from "./state-segments-segment-store.js";
import "./config-explain-explain.js";
import "./config-load-syntax.js";
import "./publish-manifest.js";
import "./views-facts-state-words.js";
import "./lib-picomatch.js";
import "./runtime-read-through.js";
import "./config-explain-nearest.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./sources-salesforce-options.js";
import "./model-state-format.js";
import "./model-secret.js";
import "./sources-postgres-options.js";
import "./lib-fastest-levenshtein.js";
import "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./config-load-tree.js";
import "./lib-yaml.js";
import "./config-declare-units.js";
import "./sources-dynamics-options.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-module.js";
import "./objects-in-parallel.js";
import "./lib-p-limit.js";
import "./objects-store-address.js";
import "./model-loopback.js";
import {
  ConfigError
} from "./model-errors.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-url.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-process.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";

// src/app/terminal/export.ts
function exportCommand(flags) {
  return withConfig(
    flags,
    async (session) => {
      const request = {
        config: session.config,
        why: flags.dryRun ? "--dry-run was given" : "highwater export",
        output: flags.output ?? null,
        only: exportNames(flags.only ?? ""),
        options: {
          dryRun: flags.dryRun ?? false,
          limit: limitOf(flags.limit),
          first: flags.first ?? false,
          retryParked: flags.retryParked ?? false,
          allowDeletes: flags.allowDeletes ?? false
        }
      };
      const place = await statePlaceOf(flags, session.config, process.env);
      const record = await runExport(session, {
        request,
        place,
        stateName: flags.stateName ?? DEFAULT_NAME,
        openDisplay: () => openTerminal(session, flags)
      });
      if (flags.json) process.stdout.write(renderJson(record));
      if (record.status === "succeeded") return EXIT.succeeded;
      if (session.signal.aborted) return EXIT.interrupted;
      return isConfigurationsFault(record) ? EXIT.wrong : EXIT.failed;
    },
    { destinations: true, onFailure: whenNotBegun("export", flags) }
  );
}
function limitOf(text) {
  if (text === void 0) return null;
  const limit = exportLimit(text);
  if (limit !== void 0) return limit;
  const message = "--limit: expected a number of rows, from 1.";
  throw new ConfigError([{ code: "INPUT_INVALID", message, hint: "Write it as digits: --limit 10." }], "INPUT_INVALID");
}
export {
  exportCommand
};
