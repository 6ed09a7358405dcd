import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:path
var require_node_path = __commonJS({
  "builtins:node:path"(exports, module) {
    module.exports = __require("node:path");
  }
});

export {
  require_node_path
};
