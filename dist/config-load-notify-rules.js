import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  Secret
} from "./model-secret.js";
import {
  isMapping
} from "./config-load-tree.js";
import {
  oneOf
} from "./config-declare-fields.js";
import {
  isLoopback
} from "./model-loopback.js";

// src/model/notify-channel.ts
var NOTIFY_EVENTS = ["failure", "recovery", "stale", "check_failed", "schema_changed"];
var DEFAULT_EVENTS = ["failure", "recovery", "stale"];
var CHANNEL_KINDS = ["slack", "teams", "webhook", "github_issue"];

// src/config/load/interpolate.ts
var NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
var REFERENCE = /\$\$\{|\$\{(\{[^}]*\}?\}?|[^}]*)(\}?)/g;
function interpolate(raw, environment) {
  const variables = [];
  const faults = [];
  const segments = [];
  let text = "";
  let last = 0;
  const put = (added, origin2, replaced) => {
    segments.push({ start: text.length, origin: origin2, replaced });
    text += added;
  };
  for (const match of raw.matchAll(REFERENCE)) {
    const offset = match.index;
    put(raw.slice(last, offset), last, false);
    last = offset + match[0].length;
    if (match[0] === "$${") {
      put("${", offset, true);
      continue;
    }
    const name = match[1] ?? "";
    const fault = faultOf(name, match[2] === "}", environment);
    if (fault !== null) {
      faults.push({ kind: fault, name: NAME.test(name) ? name : "", offset });
      put(match[0], offset, true);
      continue;
    }
    variables.push(name);
    put(environment[name] ?? "", offset, true);
  }
  put(raw.slice(last), last, false);
  const origin = (offset) => {
    const segment = segments.findLast((s) => s.start <= offset);
    if (segment === void 0) return offset;
    return segment.replaced ? segment.origin : segment.origin + offset - segment.start;
  };
  return { text, variables, faults, origin };
}
function faultOf(name, closed, environment) {
  if (name.startsWith("{")) return "workflow-expression";
  if (!closed) return "unclosed";
  if (!NAME.test(name)) return "not-a-name";
  return Object.hasOwn(environment, name) && environment[name] !== void 0 ? null : "unset";
}
function soleReference(text) {
  const match = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text);
  return match?.[1] ?? null;
}

// src/config/load/notify-rules.ts
function checkNotify(root, environment, problems) {
  const entries = isMapping(root) && Array.isArray(root.notify) ? root.notify : [];
  entries.forEach((entry, i) => {
    if (!isMapping(entry)) return;
    const path = ["notify", i];
    const kinds = CHANNEL_KINDS.filter((kind) => entry[kind] !== void 0);
    if (kinds.length === 0) problems.add(path, "this entry says no place.", `Write one of ${oneOf(CHANNEL_KINDS)}.`);
    if (kinds.length > 1)
      problems.add(
        path,
        `this entry has ${kinds.length} places: ${kinds.join(", ")}.`,
        "Give each place its own entry, with a dash."
      );
    for (const kind of kinds) {
      const written = entry[kind];
      const name = typeof written === "string" ? soleReference(written) : null;
      const value = name === null ? "" : environment?.[name] ?? "";
      const fault = value === "" ? null : addressFault(kind, value);
      if (fault !== null) problems.add([...path, kind], `the value of ${name} can't be used: ${fault.message}`, fault.hint);
    }
  });
}
function addressFault(kind, text) {
  const hint = HINTS[kind];
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null) return { message: "it is no address.", hint };
  const here = url.protocol === "http:" && isLoopback(url.hostname);
  if (url.protocol !== "https:" && !here) return { message: "it does not start with https://.", hint };
  if (url.username !== "" || url.password !== "") return { message: "it contains a user or password.", hint };
  if (kind === "teams" && /(^|\.)(webhook\.office\.com|outlook\.office(365)?\.com)$/i.test(url.hostname))
    return { message: "it is the address of an Office connector, and Microsoft has retired those.", hint };
  return null;
}
var HINTS = {
  slack: "Copy the webhook URL of your Slack app (Incoming Webhooks): https://hooks.slack.com/services/….",
  teams: `In Teams, open the channel's menu > Workflows > "Send webhook alerts to a channel", and copy the URL that it shows (https://….api.powerplatform.com/… or https://….logic.azure.com/…).`,
  webhook: "Write an address that starts with https://.",
  github_issue: "Write `github_issue: true`."
};
function buildNotify(entries, written, locate) {
  return entries.flatMap((entry, i) => {
    const kind = CHANNEL_KINDS.find((known) => entry[known] !== void 0);
    if (kind === void 0 || entry[kind] === false) return [];
    const place = entry[kind];
    const raw = Array.isArray(written) ? written[i] : void 0;
    const reference = isMapping(raw ?? null) ? raw[kind] : void 0;
    return [
      {
        kind,
        address: place instanceof Secret ? place : null,
        variable: typeof reference === "string" ? soleReference(reference) ?? "" : "",
        on: entry.on ?? DEFAULT_EVENTS,
        location: locate(["notify", i])
      }
    ];
  });
}

export {
  NOTIFY_EVENTS,
  interpolate,
  soleReference,
  checkNotify,
  addressFault,
  buildNotify
};
