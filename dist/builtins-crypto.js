import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  __commonJS,
  __require
} from "./shared.js";

// builtins:path
var require_path = __commonJS({
  "builtins:path"(exports, module) {
    module.exports = __require("path");
  }
});

// builtins:crypto
var require_crypto = __commonJS({
  "builtins:crypto"(exports, module) {
    module.exports = __require("crypto");
  }
});

// builtins:fs
var require_fs = __commonJS({
  "builtins:fs"(exports, module) {
    module.exports = __require("fs");
  }
});

// builtins:http
var require_http = __commonJS({
  "builtins:http"(exports, module) {
    module.exports = __require("http");
  }
});

export {
  require_crypto,
  require_fs,
  require_path,
  require_http
};
