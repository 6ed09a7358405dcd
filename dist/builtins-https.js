import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:https
var require_https = __commonJS({
  "builtins:https"(exports, module) {
    module.exports = __require("https");
  }
});

export {
  require_https
};
