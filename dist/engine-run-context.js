import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  inStage
} from "./model-in-stage.js";
import {
  restore
} from "./engine-restore-restore-2.js";
import {
  HighwaterError,
  InterruptedError
} from "./model-errors.js";

// src/engine/run-context.ts
var Run = class {
  request;
  deps;
  startedAt;
  id;
  notices = [];
  stages = [];
  constructor(request, deps) {
    this.request = request;
    this.deps = deps;
    this.startedAt = deps.now();
    this.id = `${this.startedAt.toISOString().replaceAll(/[-:]/g, "").replace(".", "-")}-${process.pid.toString(36)}`;
    for (const message of request.notices ?? []) this.notice(message);
  }
  get config() {
    return this.request.config;
  }
  get outputDirectory() {
    return this.request.output ?? this.config.output.directory;
  }
  /** A notice that the user should act on. */
  warn(message) {
    this.notices.push(message);
    this.deps.observe({ type: "notice", message, warning: true });
  }
  notice(message, source) {
    this.notices.push(source === void 0 ? message : `${source}: ${message}`);
    this.deps.observe({ type: "notice", message, ...source === void 0 ? {} : { source } });
  }
  /** Runs one stage of the story: says so in the log, names it in every error, and measures it. */
  async stage(name, detail, work) {
    const startedAt = this.deps.now();
    this.deps.observe({ type: "stage", stage: name, detail });
    const entry = { name, startedAt: startedAt.toISOString(), seconds: 0 };
    this.stages.push(entry);
    try {
      return await inStage(name, work);
    } finally {
      entry.seconds = (this.deps.now().getTime() - startedAt.getTime()) / 1e3;
    }
  }
};
var LONGEST = 2 ** 31 - 1;
function stopSignal(outside, timeoutSeconds) {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(timeReached(timeoutSeconds)), Math.min(timeoutSeconds * 1e3, LONGEST));
  timer.unref();
  const forward = () => own.abort(outside.reason instanceof HighwaterError ? outside.reason : new InterruptedError("it was told to stop"));
  if (outside.aborted) forward();
  else outside.addEventListener("abort", forward, { once: true });
  return {
    signal: own.signal,
    byUser: () => outside.aborted,
    clear: () => {
      clearTimeout(timer);
      outside.removeEventListener("abort", forward);
    }
  };
}
function timeReached(seconds) {
  return new HighwaterError(
    "TIMEOUT_REACHED",
    `The run stopped reading after ${seconds} seconds (run.timeout).`,
    "What is committed is kept; the next run continues from there. Raise run.timeout (below the job's own timeout-minutes) or sync fewer tables."
  );
}

// src/engine/restore/with-state.ts
async function withState(request, deps, work) {
  const run = new Run(request, deps);
  const stop = stopSignal(deps.signal, request.config.run.timeoutSeconds);
  const state = await run.stage("restore", `state from ${deps.store.describe()}`, async () => restore(run));
  const closings = [];
  let changed = false;
  const stateChanged = (now) => {
    changed = now;
  };
  try {
    return await work({ run, state, stop, stateChanged, atEnd: (close) => void closings.unshift(close) });
  } finally {
    stop.clear();
    for (const close of closings) await close();
    await state.release(changed);
  }
}

export {
  withState
};
