import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  EXIT,
  printFailure
} from "./app-terminal-failure.js";
import {
  loadConfiguration,
  openSession
} from "./config-explain-explain.js";
import {
  harmless
} from "./views-facts-format.js";

// src/app/terminal/terminal-session.ts
function openTerminalSession(onStop = () => void 0) {
  return openSession({
    env: process.env,
    log: (line) => void process.stderr.write(`${line}
`),
    warn: ({ code, message, hint }) => void process.stderr.write(`! ${code} ${harmless(message)}${hint === "" ? "" : `
  → ${harmless(hint)}`}
`),
    onStop,
    onStopAgain: () => process.exit(EXIT.interrupted)
  });
}
async function withConfig(flags, command, { onFailure, ...needed } = {}) {
  let show = () => void 0;
  const session = openTerminalSession(() => show());
  const whenStopped = (words) => {
    show = words;
  };
  return shown(
    session,
    flags.json,
    async () => command({ ...session, config: await loadConfiguration(session, flags.config, needed), whenStopped }),
    onFailure
  );
}
async function shown(session, json, command, onFailure) {
  const { redactor, signal, release } = session;
  try {
    return await command();
  } catch (error) {
    const code = printFailure(error, { json, redact: redactor.redact, interrupted: signal.aborted });
    await onFailure?.(session, error);
    return code;
  } finally {
    release();
  }
}

export {
  openTerminalSession,
  withConfig,
  shown
};
