import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:node:stream
var require_node_stream = __commonJS({
  "builtins:node:stream"(exports, module) {
    module.exports = __require("node:stream");
  }
});

// builtins:node:zlib
var require_node_zlib = __commonJS({
  "builtins:node:zlib"(exports, module) {
    module.exports = __require("node:zlib");
  }
});

export {
  require_node_stream,
  require_node_zlib
};
