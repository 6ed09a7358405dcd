import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_node_util
} from "./builtins-node-util.js";
import {
  __toESM
} from "./shared.js";

// src/model/secret.ts
var import_node_util = __toESM(require_node_util(), 1);
var Secret = class {
  #text;
  constructor(text) {
    this.#text = text;
  }
  reveal() {
    return this.#text;
  }
  toString() {
    return "***";
  }
  toJSON() {
    return "***";
  }
  [import_node_util.inspect.custom]() {
    return "***";
  }
};

export {
  Secret
};
