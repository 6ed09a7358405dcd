import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  isLoopback
} from "./model-loopback.js";
import {
  ConfigError
} from "./model-errors.js";

// src/objects/endpoint.ts
function safeEndpoint(text, variable) {
  let url;
  try {
    url = new URL(text);
  } catch {
    throw refused(variable, "is no URL");
  }
  const permitted = url.protocol === "https:" || url.protocol === "http:" && isLoopback(url.hostname);
  if (!permitted) throw refused(variable, "must begin with https:// (http:// is for this very machine only)");
  if (url.username !== "" || url.password !== "") throw refused(variable, "must not hold a user or password");
  return url;
}
function refused(variable, why) {
  const hint = "Correct it in the environment of this step.";
  return new ConfigError([{ code: "INPUT_INVALID", message: `The variable ${variable} ${why}.`, hint }], "INPUT_INVALID");
}

export {
  safeEndpoint
};
