import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  THE_RUN,
  findingsOfAges,
  findingsOfCombined,
  findingsOfFailure,
  findingsOfRun,
  nameOf,
  problem,
  runProblems
} from "./notify-findings-2.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./model-table-age.js";
import "./shared.js";
export {
  THE_RUN,
  findingsOfAges,
  findingsOfCombined,
  findingsOfFailure,
  findingsOfRun,
  nameOf,
  problem,
  runProblems
};
