import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  ConfigError
} from "./model-errors.js";

// src/app/job-count.ts
function jobCount(written, name) {
  const jobs = Number(written);
  if (/^\d{1,3}$/.test(written) && jobs >= 1 && jobs <= 256) return jobs;
  const message = `${name} ${written.slice(0, 60)}: expected a number of jobs.`;
  throw new ConfigError(
    [{ code: "INPUT_INVALID", message, hint: "Write a number from 1 to 256: a matrix of GitHub has no more jobs." }],
    "INPUT_INVALID"
  );
}
function jobsWithoutMatrix() {
  const problem = { code: "INPUT_INVALID", message: "--jobs divides the tables of a matrix, and this is none." };
  return new ConfigError([{ ...problem, hint: "Add --matrix, or leave --jobs out." }], "INPUT_INVALID");
}

export {
  jobCount,
  jobsWithoutMatrix
};
