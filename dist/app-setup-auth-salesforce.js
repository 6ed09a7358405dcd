import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  CALLBACK,
  signInByBrowser,
  signInByDevice
} from "./app-setup-auth-salesforce-2.js";
import "./app-setup-auth-loopback.js";
import "./model-secret.js";
import "./sources-salesforce-connect-oauth-errors.js";
import "./runtime-http.js";
import "./runtime-proxy.js";
import "./model-errors.js";
import "./shared.js";
export {
  CALLBACK,
  signInByBrowser,
  signInByDevice
};
