import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  inParallel
} from "./objects-in-parallel.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/objects/file-parts.ts
var import_promises = __toESM(require_promises(), 1);
var AT_ONCE = 4;
var ATTEMPTS = 3;
async function inFileParts(file, { bytes, most, worthRetrying }, send) {
  const handle = await (0, import_promises.open)(file, "r");
  try {
    const { size } = await handle.stat();
    const length = Math.max(bytes, Math.ceil(size / most));
    const indexes = Array.from({ length: Math.max(1, Math.ceil(size / length)) }, (_, i) => i);
    return await inParallel(indexes, AT_ONCE, async (index) => {
      const content = Buffer.alloc(Math.min(length, size - index * length));
      const { bytesRead } = await handle.read(content, 0, content.length, index * length);
      if (bytesRead !== content.length) throw new Error("the file changed while it was being uploaded");
      return tried(async () => send(content, index), worthRetrying);
    });
  } finally {
    await handle.close();
  }
}
async function tried(work, worthRetrying) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !worthRetrying(error)) throw error;
    }
  }
}

export {
  inFileParts
};
