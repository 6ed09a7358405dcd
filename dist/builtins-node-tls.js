import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:tls
var require_node_tls = __commonJS({
  "builtins:node:tls"(exports, module) {
    module.exports = __require("node:tls");
  }
});

export {
  require_node_tls
};
