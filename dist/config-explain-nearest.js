import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_mod
} from "./lib-fastest-levenshtein.js";
import {
  __toESM
} from "./shared.js";

// src/config/explain/nearest.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
function nearest(name, names) {
  const wanted = plain(name);
  let best;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of names) {
    const steps = stepsBetween(wanted, plain(candidate));
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}
function stepsBetween(wanted, candidate) {
  const isStart = wanted.length >= 4 && (candidate.startsWith(wanted) || wanted.startsWith(candidate));
  return isStart && candidate.length >= 4 ? Math.min(1, (0, import_fastest_levenshtein.distance)(wanted, candidate)) : (0, import_fastest_levenshtein.distance)(wanted, candidate);
}
function plain(name) {
  return name.toLowerCase().replaceAll(/[-_ ]/g, "");
}

export {
  nearest
};
