import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  EXIT,
  printFailure
} from "./app-terminal-failure.js";
import {
  loadConfiguration,
  openSession
} from "./lib-yaml.js";

// src/app/terminal/terminal-session.ts
function openTerminalSession(onStop = () => void 0) {
  return openSession({
    env: process.env,
    log: (line) => void process.stderr.write(`${line}
`),
    onStop,
    onStopAgain: () => process.exit(EXIT.interrupted)
  });
}
async function withConfig(flags, command, writes = false) {
  let show = () => void 0;
  const session = openTerminalSession(() => show());
  const whenStopped = (words) => {
    show = words;
  };
  return shown(
    session,
    flags.json,
    async () => command({ ...session, config: await loadConfiguration(session, flags.config, writes), whenStopped })
  );
}
async function shown({ redactor: { redact }, signal, release }, json, command) {
  try {
    return await command();
  } catch (error) {
    return printFailure(error, { json, redact, interrupted: signal.aborted });
  } finally {
    release();
  }
}

export {
  openTerminalSession,
  withConfig,
  shown
};
