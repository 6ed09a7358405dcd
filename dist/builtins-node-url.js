import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:url
var require_node_url = __commonJS({
  "builtins:node:url"(exports, module) {
    module.exports = __require("node:url");
  }
});

export {
  require_node_url
};
