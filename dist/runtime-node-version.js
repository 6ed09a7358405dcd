import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/runtime/node-version.ts
var LOWEST_NODE = "20.20";
function runsOnThisNode(host) {
  const message = nodeFault(host.versions.node);
  if (message === null) return true;
  if (host.env.GITHUB_ACTIONS === "true") host.stdout.write(`::error title=Node.js is too old::${message}
`);
  else host.stderr.write(`✗ ${message}
`);
  host.exitCode = 1;
  return false;
}
function nodeFault(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [lowestMajor = 0, lowestMinor = 0] = LOWEST_NODE.split(".").map(Number);
  if (major > lowestMajor || major === lowestMajor && minor >= lowestMinor) return null;
  return `Highwater needs Node.js ${LOWEST_NODE} or newer; this is ${version}. Get a newer one from https://nodejs.org, then run again.`;
}

export {
  runsOnThisNode
};
