import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  EXIT,
  printFailure
} from "./app-terminal-failure.js";
import {
  prepareNative
} from "./runtime-native-install.js";
import "./lib-picocolors.js";
import "./views-facts-format.js";
import "./model-watermark.js";
import "./model-errors.js";
import "./shared.js";

// src/app/terminal/browse.ts
async function browseCommand(place, flags) {
  try {
    await prepareNative({ env: process.env, log: (line) => process.stderr.write(`${line}
`) });
    const { startBrowsing } = await import("./views-pages-browse-server.js");
    const browsing = await startBrowsing({ place, port: flags.port ?? 0 });
    process.stderr.write(`${place} is shown at ${browsing.url}
Ctrl-C ends.
`);
    await stopped();
    await browsing.close();
    return EXIT.succeeded;
  } catch (error) {
    return printFailure(error, { json: false });
  }
}
function stopped() {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
  });
}
export {
  browseCommand
};
