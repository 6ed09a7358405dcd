import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:https
var require_node_https = __commonJS({
  "builtins:node:https"(exports, module) {
    module.exports = __require("node:https");
  }
});

export {
  require_node_https
};
