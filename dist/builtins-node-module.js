import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:module
var require_node_module = __commonJS({
  "builtins:node:module"(exports, module) {
    module.exports = __require("node:module");
  }
});

export {
  require_node_module
};
