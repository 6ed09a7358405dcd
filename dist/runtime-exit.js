import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/runtime/exit.ts
var PATIENCE_MS = 1e3;
function endProcess(process, exitCode) {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(exitCode), PATIENCE_MS).unref();
}

export {
  endProcess
};
