import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:http
var require_node_http = __commonJS({
  "builtins:node:http"(exports, module) {
    module.exports = __require("node:http");
  }
});

export {
  require_node_http
};
