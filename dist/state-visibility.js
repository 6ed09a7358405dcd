import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  HighwaterError
} from "./model-errors.js";

// src/state/visibility.ts
function visibilityOf(eventPayload) {
  const repository = eventPayload?.repository;
  if (repository?.private === false || repository?.visibility === "public") return "public";
  if (repository?.private === true || repository?.visibility === "private" || repository?.visibility === "internal")
    return "private";
  return "unknown";
}
function requireStateKey(visibility, key) {
  if (visibility !== "public" || key !== void 0) return;
  throw new HighwaterError(
    "STATE_KEY_REQUIRED",
    "This repository is public, and the state, which holds all synced rows, would be saved unencrypted where anyone can read it.",
    "Make a key (`openssl rand -base64 32`), add it under Settings, Secrets and variables, Actions as HIGHWATER_KEY, and pass it: `state-encryption-key: ${{ secrets.HIGHWATER_KEY }}`."
  );
}
var SHORTEST_KEY = 16;
function weakStateKey(key, name) {
  if (key.length >= SHORTEST_KEY && new Set(key).size > 4) return null;
  return {
    code: "INPUT_INVALID",
    message: `\`${name}\` is too easy to guess: it has ${key.length} characters, ${new Set(key).size} of them different.`,
    hint: `Make a key of at least ${SHORTEST_KEY} characters (\`openssl rand -base64 32\`) and save it as the secret. A state saved under the old key must be read with the old key: run once with on-unreadable-state: full after the change.`
  };
}
function branchNotice(ref, defaultBranch) {
  if (ref === "" || defaultBranch === "" || ref === `refs/heads/${defaultBranch}`) return null;
  const name = ref.replace(/^refs\/(heads|tags)\//, "");
  return `GitHub keeps caches per branch. Only runs on ${name} will use the state that this run saves; runs on ${defaultBranch} keep using theirs.`;
}

export {
  visibilityOf,
  requireStateKey,
  weakStateKey,
  branchNotice
};
