import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:events
var require_events = __commonJS({
  "builtins:events"(exports, module) {
    module.exports = __require("events");
  }
});

export {
  require_events
};
