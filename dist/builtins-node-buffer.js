import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:buffer
var require_node_buffer = __commonJS({
  "builtins:node:buffer"(exports, module) {
    module.exports = __require("node:buffer");
  }
});

export {
  require_node_buffer
};
