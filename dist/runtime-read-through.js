import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/runtime/read-through.ts
var import_promises = __toESM(require_promises(), 1);
var BUFFER_BYTES = 1024 * 1024;
async function readThrough(file, use) {
  const handle = await (0, import_promises.open)(file);
  try {
    const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    for (; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      use(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

export {
  readThrough
};
