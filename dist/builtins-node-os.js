import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:os
var require_node_os = __commonJS({
  "builtins:node:os"(exports, module) {
    module.exports = __require("node:os");
  }
});

export {
  require_node_os
};
