import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:stream
var require_stream = __commonJS({
  "builtins:stream"(exports, module) {
    module.exports = __require("stream");
  }
});

export {
  require_stream
};
