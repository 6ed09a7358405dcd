import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:timers/promises
var require_promises = __commonJS({
  "builtins:node:timers/promises"(exports, module) {
    module.exports = __require("node:timers/promises");
  }
});

export {
  require_promises
};
