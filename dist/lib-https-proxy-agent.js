import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_dist2 as require_dist
} from "./lib-debug.js";
import "./lib-ms.js";
import {
  __esm
} from "./shared.js";

// dynamic-commonjs:https-proxy-agent
var commonjs, https_proxy_agent_default, HttpsProxyAgent;
var init_https_proxy_agent = __esm({
  "dynamic-commonjs:https-proxy-agent"() {
    commonjs = require_dist();
    https_proxy_agent_default = commonjs;
    ({ HttpsProxyAgent } = commonjs);
  }
});
init_https_proxy_agent();
export {
  HttpsProxyAgent,
  https_proxy_agent_default as default
};
