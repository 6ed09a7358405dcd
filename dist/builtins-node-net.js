import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:net
var require_node_net = __commonJS({
  "builtins:node:net"(exports, module) {
    module.exports = __require("node:net");
  }
});

export {
  require_node_net
};
