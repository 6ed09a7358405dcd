import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  notifyOfRun
} from "./views-terminal-final-lines.js";
import {
  prepareNative
} from "./runtime-native-install.js";
import {
  dependencies
} from "./config-explain-explain.js";
import {
  nearest
} from "./config-explain-nearest.js";
import {
  ConfigError,
  familyOf
} from "./model-errors.js";

// src/app/export.ts
async function runExport(session, { request, place, stateName, openDisplay, extras }) {
  requireExports(request);
  await prepareNative({ env: session.env, log: session.log });
  const { exportRows } = await import("./engine-export-run.js");
  const display = openDisplay();
  try {
    const notices = [...request.config.warnings, ...request.notices ?? []];
    const deps = { ...dependencies(session, place, display.observe), store: place.store, encrypted: place.encrypted, ...extras };
    const record = await exportRows({ ...request, notices }, deps);
    display.finish(record);
    if (!request.options.dryRun)
      await notifyOfRun(session, request.config, record, { place, stateName, partial: request.only.length > 0 });
    return record;
  } finally {
    display.close();
  }
}
function requireExports({ config, only }) {
  const names = config.exports.map(({ name }) => name);
  if (names.length === 0) {
    const hint = "Add `destinations:` and `exports:`; docs/export.md shows how.";
    throw new ConfigError([{ code: "CONFIG_INVALID", message: `${config.file} has no exports.`, hint }]);
  }
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new ConfigError(
    unknown.map((name) => {
      const near = nearest(name, names);
      const guess = near === void 0 ? "" : ` Did you mean \`${near}\`?`;
      return { code: "INPUT_INVALID", message: `There is no export \`${name}\`.${guess}`, hint: `Exports: ${names.join(", ")}.` };
    }),
    "INPUT_INVALID"
  );
}
function isConfigurationsFault({ exports = [], error }) {
  const failed = exports.filter(({ status }) => status === "failed");
  return error === null && failed.length > 0 && failed.every((e) => e.error !== null && familyOf(e.error.code) === "configuration");
}
function exportNames(text) {
  return text.split(/[,\n]/).map((name) => name.trim()).filter((name) => name !== "");
}
function exportLimit(text) {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : void 0;
}

export {
  runExport,
  isConfigurationsFault,
  exportNames,
  exportLimit
};
