import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:util
var require_node_util = __commonJS({
  "builtins:node:util"(exports, module) {
    module.exports = __require("node:util");
  }
});

export {
  require_node_util
};
