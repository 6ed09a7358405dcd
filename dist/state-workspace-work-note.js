import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  errorCode
} from "./state-state-errors.js";

// src/state/workspace/work-note.ts
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
var FILE = "work.duckdb";
var NOTE = "work.json";
var workFile = (directory) => join(directory, FILE);
async function readWork(directory) {
  try {
    const note = JSON.parse(await readFile(join(directory, NOTE), "utf8"));
    return Number.isSafeInteger(note?.generation) && note?.newest !== void 0 ? note : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}
async function writeWork(directory, note) {
  const part = join(directory, `${NOTE}.part`);
  await writeFile(part, `${JSON.stringify(note, null, 2)}
`, { mode: 384 });
  await rename(part, join(directory, NOTE));
}
async function workFiles(directory) {
  return (await readdir(directory)).filter((name) => name === FILE || name.startsWith(`${FILE}.`));
}
async function removeWork(directory) {
  await rm(join(directory, NOTE), { force: true });
  for (const name of await workFiles(directory)) await rm(join(directory, name), { recursive: true, force: true });
}

export {
  workFile,
  readWork,
  writeWork,
  workFiles,
  removeWork
};
