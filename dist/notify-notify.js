import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  NOTIFY_EVENTS,
  addressFault
} from "./config-load-syntax.js";
import {
  code,
  inline
} from "./views-summary-markdown.js";
import {
  THE_RUN,
  eventFor,
  isMomentary,
  sameProblem
} from "./notify-findings-2.js";
import {
  post
} from "./notify-post-message-2.js";
import "./config-explain-nearest.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import {
  STAGES,
  clip,
  codeWords,
  counted,
  duration,
  instant,
  oneLine,
  secondsBetween
} from "./views-facts-format.js";
import "./model-table-check.js";
import "./model-table-age.js";
import "./model-secret.js";
import "./lib-fastest-levenshtein.js";
import "./config-load-tree.js";
import "./lib-yaml.js";
import "./config-declare-units.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import "./model-loopback.js";
import "./runtime-proxy.js";
import "./builtins-node-https.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import "./builtins-node-util.js";
import "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/notify/notify.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);

// src/notify/advance.ts
var KEPT_SECONDS = 7 * 86400;
function advance(known, { problems, isOver }, now) {
  const last = known.map((incident) => {
    const problem = problems.find((p) => sameProblem(p, incident));
    if (problem !== void 0) return continued(incident, problem, now);
    return incident.endedAt === null && isOver(incident) ? { ...incident, endedAt: now } : incident;
  });
  const begun = problems.filter((p) => !known.some((incident) => sameProblem(p, incident))).map((p) => ({ ...p, since: now, endedAt: isMomentary(p) ? now : null, told: [] }));
  return [...last, ...begun];
}
function continued(incident, problem, now) {
  if (isMomentary(problem)) return incident;
  return { ...incident, ...problem, since: incident.endedAt === null ? incident.since : now, endedAt: null };
}
function dueMessages(incidents, channels) {
  return channels.flatMap(
    (channel) => NOTIFY_EVENTS.flatMap((event) => {
      const found = incidents.filter((incident) => dueEvent(incident, channel) === event);
      return found.length === 0 ? [] : [{ channel: channel.id, event, incidents: found }];
    })
  );
}
function dueEvent(incident, channel) {
  const wasTold = incident.told.includes(channel.id);
  if (incident.endedAt === null || isMomentary(incident)) return wasTold ? null : eventFor(channel, incident);
  return wasTold && channel.on.includes("recovery") ? "recovery" : null;
}
function afterDelivery(incidents, { channel, event, incidents: named }) {
  return incidents.map((incident) => {
    if (!named.some((one) => sameProblem(one, incident))) return incident;
    const others = incident.told.filter((id) => id !== channel);
    return { ...incident, told: event === "recovery" ? others : [...others, channel] };
  });
}
function withoutFinished(incidents, channels, now) {
  const old = (incident) => incident.endedAt !== null && Date.parse(now) - Date.parse(incident.endedAt) > KEPT_SECONDS * 1e3;
  return incidents.map((incident) => ({ ...incident, told: incident.told.filter((id) => channels.some((c) => c.id === id)) })).filter((incident) => {
    if (incident.endedAt === null) return channels.some((c) => eventFor(c, incident) !== null);
    return !old(incident) && channels.some((c) => dueEvent(incident, c) !== null);
  });
}

// src/notify/message.ts
var MOST_ENTRIES = 500;
var LONGEST_TEXT = 500;
function presentable(problem, redact) {
  const words = (text) => clip(oneLine(redact(text)), LONGEST_TEXT);
  return { ...problem, message: words(withoutValues(problem.message)), hint: words(problem.hint) };
}
function messageOf(event, incidents, run) {
  const entries = incidents.slice(0, MOST_ENTRIES).map(
    ({ name, code: code2, message, hint, stage, since, syncedAt }) => ({
      name: name === THE_RUN ? run.configuration : oneLine(name),
      code: code2,
      message,
      hint,
      stage,
      since,
      age: syncedAt === null ? null : Math.round(secondsBetween(syncedAt, run.now))
    })
  );
  return { event, title: titleOf(event, entries), entries, run };
}
function withoutValues(text) {
  const [first = ""] = text.split("\n");
  return first.replace(/"[^"]*"?/g, '"…"').replace(/(?<!\w)'[^']*(?:'|$)(?!\w)/g, "'…'").replace(/=\s*\([^)]*\)?/g, "=(…)");
}
var VERBS = {
  failure: ["failed", "failures"],
  recovery: ["works again", "problems are over"],
  stale: ["is out of date", "tables are out of date"],
  check_failed: ["does not pass its checks", "checks fail"],
  schema_changed: ["has other columns now", "tables have other columns now"]
};
function titleOf(event, entries) {
  const [first] = entries;
  const [one, many] = VERBS[event];
  if (first === void 0 || entries.length > 1) return `Highwater: ${entries.length} ${many}`;
  return `Highwater: ${clip(first.name, 100)} ${one}`;
}
function linesOf(event, entry, run) {
  const { code: code2, message, hint, since, age } = entry;
  const lasted = duration(secondsBetween(since, run.now));
  const old = age === null ? "" : ` Its data is ${duration(age)} old.`;
  if (event === "recovery") return [`It had ${code2} for ${lasted}, since ${instant(since)} UTC.${old}`];
  const began = since === run.now ? "" : ` Since ${instant(since)} UTC (${lasted}).`;
  const facts = event === "stale" || event === "schema_changed" ? began.trim() : `${began}${old}`.trim();
  return [`${codeWords(entry)}: ${message}`, facts, hint === "" ? "" : `→ ${hint}`].filter((line) => line !== "");
}
function grouped(event, { entries, run }) {
  const groups = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    const lines = linesOf(event, entry, run);
    const id = `${codeWords(entry)} ${entry.message} ${entry.hint} ${entry.since}`;
    const group = groups.get(id) ?? { names: [], lines };
    group.names.push(entry.name);
    groups.set(id, group);
  }
  return [...groups.values()];
}
function namesOf(names, most = 5) {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(", ")} and ${more} more` : names.join(", ");
}
function leftOut(groups, shown) {
  return groups > shown ? `${counted(groups - shown, "more problem")}: see the run.` : "";
}

// src/notify/chat-bodies.ts
var SHOWN = [8, 4, 2, 1];
var SLACK_CHARACTERS = 12e3;
var TEAMS_BYTES = 27e3;
function largest(build, fits) {
  const [most, ...fewer] = SHOWN;
  return fewer.reduce((body, shown) => fits(body) ? body : build(shown), build(most));
}
function slackBody(message) {
  return largest(
    (shown) => slackOf(message, shown),
    (body) => body.length <= SLACK_CHARACTERS
  );
}
function slackOf(message, shown) {
  const { title, event, run } = message;
  const groups = grouped(event, message);
  const sections = groups.slice(0, shown).map(({ names, lines }) => {
    const text = `*${clip(mrkdwn(namesOf(names)), 600)}*
${lines.map(mrkdwn).join("\n")}`;
    return { type: "section", text: { type: "mrkdwn", text: clip(text, 2e3) } };
  });
  const more = leftOut(groups.length, shown);
  const link = run.url === null ? "" : ` · <${run.url}|Open the run>`;
  const foot = `${mrkdwn(run.configuration)}${link}${more === "" ? "" : ` · ${more}`}`;
  const blocks = [
    { type: "header", text: { type: "plain_text", text: clip(title, 150), emoji: false } },
    ...sections,
    { type: "context", elements: [{ type: "mrkdwn", text: foot }] }
  ];
  return JSON.stringify({ text: mrkdwn(title), blocks, unfurl_links: false });
}
function mrkdwn(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
function teamsBody(message) {
  return largest(
    (shown) => teamsOf(message, shown),
    (body) => Buffer.byteLength(body) <= TEAMS_BYTES
  );
}
function teamsOf(message, shown) {
  const { title, event, run } = message;
  const groups = grouped(event, message);
  const parts = groups.slice(0, shown).flatMap(({ names, lines }) => [
    rich(clip(namesOf(names), 600), { weight: "Bolder" }, "Medium"),
    ...lines.map((line) => rich(clip(line, 600), {}, "Small"))
  ]);
  const more = leftOut(groups.length, shown);
  const foot = [run.configuration, more].filter((part) => part !== "").join(" · ");
  const card = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body: [
      rich(title, { weight: "Bolder", size: "Large", color: event === "recovery" ? "Good" : "Attention" }, "None"),
      ...parts,
      rich(foot, { isSubtle: true }, "Medium")
    ],
    ...run.url === null ? {} : { actions: [{ type: "Action.OpenUrl", title: "Open the run", url: run.url }] }
  };
  const attachment = { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: card };
  return JSON.stringify({ type: "message", attachments: [attachment] });
}
function rich(text, style, spacing) {
  return { type: "RichTextBlock", spacing, inlines: [{ type: "TextRun", text, ...style }] };
}
function webhookBody({ event, run, entries }) {
  const tables = entries.map(({ name, code: code2, message, since, age, hint }) => ({ name, code: code2, message, since, age, hint }));
  return JSON.stringify({ event, configuration: run.configuration, run: { id: run.id, url: run.url }, tables });
}

// src/notify/github-issue.ts
async function tendIssue(work, tools) {
  const found = await findIssue(work, tools);
  if ("fault" in found) return { number: work.number, fault: found.fault, done: false };
  const { number } = found;
  if (work.open.entries.length === 0) return number === null ? SETTLED : close(number, work, tools);
  if (number !== null) return update(number, work, tools);
  return work.begun === null ? SETTLED : open(work, tools);
}
var SETTLED = { number: null, fault: null, done: true };
async function open(work, tools) {
  const sent = await call(tools, { method: "POST", path: "issues", body: { title: work.open.title, body: bodyOf(work) } });
  if (sent.kind === "delivered") return { number: numberOf(sent.body), fault: null, done: true };
  const found = sent.kind === "unsure" ? await findIssue(work, tools) : null;
  const number = found !== null && "number" in found ? found.number : null;
  return number === null ? failed(sent, null) : { number, fault: null, done: true };
}
async function update(number, work, tools) {
  const body = { title: work.open.title, body: bodyOf(work) };
  const sent = await call(tools, { method: "PATCH", path: `issues/${number}`, body });
  if (sent.kind === "refused") return failed(sent, number);
  const news = [work.begun, work.ended].filter((message) => message !== null);
  return news.length === 0 ? { number, fault: null, done: true } : comment(number, news, tools);
}
async function close(number, work, tools) {
  const body = { state: "closed", state_reason: "completed" };
  const sent = await call(tools, { method: "PATCH", path: `issues/${number}`, body });
  if (sent.kind !== "delivered") return failed(sent, number);
  const said = work.ended === null ? SETTLED : await comment(number, [work.ended], tools);
  return { ...said, number: null };
}
async function comment(number, messages, tools) {
  const body = messages.map(markdownOf).join("\n\n");
  const sent = await call(tools, { method: "POST", path: `issues/${number}/comments`, body: { body } });
  return sent.kind === "delivered" ? { number, fault: null, done: true } : { ...failed(sent, number), done: sent.kind === "unsure" };
}
function failed(sent, number) {
  const status = sent.kind === "refused" ? sent.status : 0;
  const why = sent.kind === "delivered" ? "" : sent.why;
  return { number, fault: { why, hint: HINTS[status] ?? HINTS[0] ?? "" }, done: false };
}
var HINTS = {
  0: "The next run tries again.",
  401: "GitHub does not accept the token. Pass `github-token: ${{ github.token }}` to the step, or leave it out.",
  403: "The token may not write issues. Add `issues: write` under `permissions:` of the job.",
  404: "The token can't see this repository's issues. Add `issues: write` under `permissions:` of the job.",
  410: "This repository has no issues: switch them on under Settings > General > Features."
};
var MOST_PAGES = 10;
async function findIssue({ number, mark }, tools) {
  if (number !== null) {
    const known = await call(tools, { method: "GET", path: `issues/${number}` });
    if (known.kind === "delivered") {
      const issue = parsed(known.body);
      return { number: issue?.state === "open" ? number : null };
    }
    if (known.kind === "unsure" || ![301, 404, 410].includes(known.status)) return asFault(known);
  }
  for (let page = 1; page <= MOST_PAGES; page++) {
    const path = `issues?state=open&sort=created&direction=desc&per_page=100&page=${page}`;
    const listed = await call(tools, { method: "GET", path });
    if (listed.kind !== "delivered") return asFault(listed);
    const issues = parsed(listed.body);
    if (!Array.isArray(issues)) return { fault: { why: "its list of issues could not be read", hint: HINTS[0] ?? "" } };
    const own = issues.find((issue) => isOurs(issue, mark));
    if (own !== void 0) return { number: own.number };
    if (issues.length < 100) break;
  }
  return { number: null };
}
function asFault(sent) {
  return { fault: failed(sent, null).fault ?? { why: "", hint: "" } };
}
function isOurs({ body, pull_request, user, author_association }, mark) {
  const trusted = user?.type === "Bot" || ["OWNER", "MEMBER", "COLLABORATOR"].includes(author_association);
  return pull_request === void 0 && trusted && (body ?? "").startsWith(markOf(mark));
}
var markOf = (mark) => `<!-- highwater ${mark} -->`;
function bodyOf({ open: message, mark }) {
  const foot = "Highwater keeps this text up to date, and closes the issue when everything works again.";
  return `${markOf(mark)}
${markdownOf(message)}

${foot}
`;
}
var SHOWN2 = 50;
function markdownOf(message) {
  const groups = grouped(message.event, message);
  const items = groups.slice(0, SHOWN2).map(({ names, lines }) => `- ${code(namesOf(names, 20))}<br>${lines.map(inline).join("<br>")}`);
  const { url, configuration } = message.run;
  const more = leftOut(groups.length, SHOWN2);
  const link = url === null ? "" : ` · [Open the run](${url})`;
  return [`**${inline(message.title)}** (${code(configuration)})${link}`, items.join("\n"), more].filter((part) => part !== "").join("\n\n");
}
async function call({ place, patience, signal }, { method, path, body }) {
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${place.token}`,
    "user-agent": "highwater",
    "x-github-api-version": "2022-11-28"
  };
  const content = body === void 0 ? {} : { body: JSON.stringify(body) };
  return post({ method, url: `${place.api}/repos/${place.repository}/${path}`, headers, ...content }, patience, signal);
}
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
function numberOf(body) {
  const { number } = parsed(body) ?? {};
  return typeof number === "number" ? number : null;
}

// src/notify/incident-memory.ts
async function recall(places) {
  const read = await Promise.all(
    places.map(async (place) => {
      try {
        const bytes = await place.read();
        return bytes === null ? null : parseMemory(bytes);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    })
  );
  const [newest] = read.filter((one) => typeof one === "object" && one !== null).sort((a, b) => Date.parse(b.savedAt) - Date.parse(a.savedAt));
  if (newest !== void 0) return { kind: "known", memory: newest };
  const faults = read.filter((one) => typeof one === "string");
  return faults.length === read.length && faults[0] !== void 0 ? { kind: "unreadable", why: faults[0] } : { kind: "nothing" };
}
async function keepMemory(places, memory) {
  const bytes = Buffer.from(JSON.stringify(memory));
  const written = await Promise.allSettled(places.map(async (place) => place.write(bytes)));
  const faults = written.flatMap(
    (one) => one.status === "rejected" ? [String(one.reason.message ?? one.reason)] : []
  );
  return faults.length === written.length ? faults[0] ?? null : null;
}
function parseMemory(bytes) {
  const value = JSON.parse(bytes.toString());
  if (value?.version !== 1 || !Array.isArray(value.incidents) || typeof value.savedAt !== "string")
    throw new Error("what was reported so far is kept in a form that this version does not know");
  const incidents = value.incidents.filter(isIncident);
  return { version: 1, savedAt: value.savedAt, incidents, issue: typeof value.issue === "number" ? value.issue : null };
}
function isIncident(value) {
  const texts = [value?.kind, value?.name, value?.detail, value?.code, value?.message, value?.hint, value?.since];
  const moments = [value?.syncedAt, value?.endedAt];
  return texts.every((text) => typeof text === "string") && moments.every((text) => text === null || typeof text === "string") && Array.isArray(value?.told) && (value.stage === void 0 || Object.hasOwn(STAGES, String(value.stage))) && ["failure", "stale", "check", "check_warning", "schema"].includes(String(value?.kind));
}
function saysTheSame(a, b) {
  const facts = ({ incidents, issue }) => JSON.stringify([
    issue,
    incidents.map(({ kind, name, detail, since, endedAt, told }) => [kind, name, detail, since, endedAt, [...told].sort()])
  ]);
  return facts(a) === facts(b);
}

// src/notify/notify.ts
async function notify(request) {
  const channels = usableChannels(request);
  if (channels.length === 0) return;
  try {
    await alone(request.places, async () => tell(request, channels));
  } catch (error) {
    request.warn(failedReport("Nobody could be told", error instanceof Error ? error.message : String(error), AGAIN));
  }
}
var AGAIN = "The next run tries again.";
async function alone(places, work) {
  let begun = false;
  const once = async () => {
    begun = true;
    await work();
  };
  try {
    await places.reduce((inner, place) => async () => place.exclusive(inner), once)();
  } catch (error) {
    if (begun) throw error;
    await once();
  }
}
async function tell(request, channels) {
  const { findings, places, run, redact } = request;
  const recalled = await recall(places);
  const before = recalled.kind === "known" ? recalled.memory : { incidents: [], issue: null };
  const problems = findings.problems.map((problem) => presentable(problem, redact));
  const now = advance(before.incidents, { ...findings, problems }, run.now);
  const due = dueMessages(now, channels);
  if (recalled.kind === "unreadable" && due.length > 0)
    request.warn(failedReport("It is not known what was reported before, so this may be reported again", recalled.why, ""));
  const keep = async (incidents, issue2, known) => {
    const memory = { incidents: withoutFinished(incidents, channels, run.now), issue: issue2 };
    if (saysTheSame(memory, known)) return;
    const fault = await keepMemory(places, { version: 1, savedAt: (/* @__PURE__ */ new Date()).toISOString(), ...memory });
    if (fault !== null)
      request.warn(failedReport("It could not be kept what was reported, so it may be reported again", fault, ""));
  };
  const promised = due.reduce(afterDelivery, now);
  await keep(promised, before.issue, recalled.kind === "nothing" ? NOT_KEPT : before);
  const issue = channels.find(({ channel }) => channel.kind === "github_issue");
  const [arrived, tended] = await Promise.all([
    deliverAll(request, channels, due),
    issue === void 0 ? null : tend(request, issue, { incidents: now, due, number: before.issue, isSure: recalled.kind === "known" })
  ]);
  const settled = [...arrived, ...tended?.arrived ?? []].reduce(afterDelivery, now);
  await keep(settled, tended === null ? before.issue : tended.number, {
    incidents: withoutFinished(promised, channels, run.now),
    issue: before.issue
  });
}
var NOT_KEPT = { incidents: [], issue: -1 };
async function deliverAll(request, channels, due) {
  const each = channels.map(async ({ id, channel }) => {
    const arrived = [];
    if (channel.kind === "github_issue") return arrived;
    for (const one of due.filter((d) => d.channel === id)) {
      if (!await deliver(request, channel, messageOf(one.event, one.incidents, request.run))) break;
      arrived.push(one);
    }
    return arrived;
  });
  return (await Promise.all(each)).flat();
}
var BODIES = { slack: slackBody, teams: teamsBody, webhook: webhookBody };
async function deliver(request, channel, message) {
  if (channel.kind === "github_issue" || channel.address === null) return false;
  const url = channel.address.reveal().trim();
  const sent = await post({ url, body: BODIES[channel.kind](message) }, request.patience, request.signal);
  if (sent.kind === "delivered") return true;
  const what = `${placeOf(channel)}: the message "${message.title}"`;
  if (sent.kind === "refused")
    request.warn(failedReport(`${what} could not be delivered`, sent.why, hintOf(channel, sent.status)));
  else
    request.warn(failedReport(`${what} may not have arrived`, sent.why, "It is not sent again, so that nobody gets it twice."));
  return sent.kind === "unsure";
}
async function tend(request, { id, on, channel }, now) {
  const { run, issues, patience, signal, mark } = request;
  const due = now.due.filter((d) => d.channel === id);
  const lasting = now.incidents.filter((incident) => incident.endedAt === null && eventFor({ on }, incident) !== null);
  const untouched = { arrived: [], number: now.number };
  if (lasting.length + due.length === 0 && now.number === null && now.isSure) return untouched;
  if (issues === null) return untouched;
  const about = (event, incidents) => messageOf(event, incidents, run);
  const begun = due.filter((d) => d.event !== "recovery");
  const ended = due.find((d) => d.event === "recovery");
  const kinds = new Set(lasting.map((incident) => eventFor({ on }, incident)));
  const [only = "failure"] = kinds;
  const outcome = await tendIssue(
    {
      open: about(kinds.size === 1 ? only ?? "failure" : "failure", lasting),
      begun: begun.length === 0 ? null : about(
        begun.length === 1 ? begun[0]?.event ?? "failure" : "failure",
        begun.flatMap((d) => d.incidents)
      ),
      ended: ended === void 0 ? null : about("recovery", ended.incidents),
      number: now.number,
      mark
    },
    { place: issues, patience, signal }
  );
  if (outcome.fault !== null)
    request.warn(
      failedReport(
        `${placeOf(channel)}: the issue in ${issues.repository} could not be brought up to date`,
        outcome.fault.why,
        outcome.fault.hint
      )
    );
  return { arrived: outcome.done ? due : [], number: outcome.number };
}
function usableChannels(request) {
  const seen = /* @__PURE__ */ new Map();
  return request.channels.flatMap((channel) => {
    const fault = faultOf(channel, request.issues);
    if (fault !== null) {
      request.warn(failedReport(`${placeOf(channel)}: nothing can be sent there`, fault.message, fault.hint));
      return [];
    }
    const address = channel.address?.reveal().trim() ?? "";
    const hash = (0, import_node_crypto.createHash)("sha256").update(`${channel.kind} ${address}`).digest("hex").slice(0, 16);
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    const on = channel.kind === "github_issue" && !channel.on.includes("recovery") ? [...channel.on, "recovery"] : channel.on;
    return [{ id: times === 1 ? hash : `${hash}-${times}`, on, channel }];
  });
}
function faultOf({ kind, address, variable }, issues) {
  if (kind === "github_issue")
    return issues !== null ? null : {
      message: "there is no repository or no token",
      hint: "In a workflow the action has both. Elsewhere, set GITHUB_REPOSITORY (owner/name) and GITHUB_TOKEN."
    };
  const text = address?.reveal() ?? "";
  if (text.trim() === "")
    return {
      message: `the environment variable ${variable} is not set`,
      hint: `In a workflow, pass it to the step: \`env:\` with \`${variable}: \${{ secrets.${variable} }}\`.`
    };
  const fault = addressFault(kind, text);
  return fault === null ? null : { message: `the value of ${variable} can't be used: ${fault.message.replace(/\.$/, "")}`, hint: fault.hint };
}
function placeOf({ kind, location: { file, line } }) {
  return `${file}:${line} ${kind}`;
}
function hintOf({ kind, variable }, status) {
  if (status >= 300 && status < 400) return `Put the address that it redirects to into ${variable}.`;
  if (status === 401 || status === 403 || status === 404 || status === 410)
    return kind === "teams" ? `The workflow behind ${variable} was deleted or switched off, or its address is not complete. Copy its URL again (Teams > Workflows).` : `The address in ${variable} is no longer valid. Make a new one.`;
  return AGAIN;
}
function failedReport(what, why, hint) {
  return { code: "NOTIFY_FAILED", message: `${what}: ${why.replace(/\.$/, "")}.`, hint };
}
export {
  notify
};
