import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:dns
var require_node_dns = __commonJS({
  "builtins:node:dns"(exports, module) {
    module.exports = __require("node:dns");
  }
});

export {
  require_node_dns
};
