import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  chosenTables,
  statePlace,
  syncRequest,
  withSession
} from "./app-terminal-session.js";
import {
  check,
  plan,
  renderOutcome,
  succeeded,
  validate
} from "./app-commands.js";
import {
  defaultTableOptions
} from "./lib-ajv.js";
import "./lib-yaml.js";
import "./engine-import-table.js";
import {
  describeTable,
  parseTableFilter,
  withSources
} from "./engine-plan-select.js";
import {
  nearest
} from "./lib-picomatch.js";
import "./state-seal-sealed-file.js";
import "./runtime-masking.js";
import "./state-state-errors.js";
import {
  EXIT,
  wantsColors
} from "./app-terminal-failure.js";
import {
  prepareNative
} from "./runtime-native-install.js";
import {
  require_picocolors
} from "./lib-picocolors.js";
import "./views-facts-format.js";
import "./model-secret.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./model-loopback.js";
import "./lib-fastest-levenshtein.js";
import "./warehouse-duckdb-types.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import {
  pLimit
} from "./lib-p-limit.js";
import "./model-watermark.js";
import {
  ConfigError
} from "./model-errors.js";
import {
  __toESM
} from "./shared.js";

// src/app/terminal/look.ts
var import_picocolors = __toESM(require_picocolors(), 1);

// src/app/discover.ts
var MANY = 100;
async function discover(config, deps, request) {
  const filter = parseTableFilter(
    request.tables.join(","),
    config.sources.map((s) => s.name)
  );
  const wanted = config.sources.filter((s) => (request.source === null || s.name === request.source) && filter.reaches(s.name));
  const sources = await withSources({ ...config, sources: wanted }, deps, /* @__PURE__ */ new Map(), async (opened) => {
    const listed = await Promise.all(opened.map(async (open) => ({ open, refs: await refsOf(open) })));
    refuseUnmatched(filter, listed);
    return Promise.all(
      listed.map(async ({ open, refs }) => {
        const shown2 = refs.filter((ref) => filter.matches(open.source.name, ref.name));
        const tables = await describeAll(open, shown2, config, request);
        deps.signal.throwIfAborted();
        return {
          name: open.source.name,
          type: open.type,
          identity: open.access?.identity ?? null,
          tables,
          requests: open.source.usage().requests,
          notices: open.notices,
          error: open.error
        };
      })
    );
  });
  return { command: "discover", configFile: config.file, tables: request.tables, sources };
}
async function refsOf(open) {
  if (open.error !== null) return [];
  const named = new Set(open.tables.map((t) => t.chosen.ref.name));
  return (await open.source.list()).filter((ref) => ref.exactOnly !== true || named.has(ref.name));
}
async function describeAll({ source, tables: own }, refs, { run }, { tell }) {
  const known = new Map(own.map((t) => [t.chosen.ref.name, t]));
  const others = refs.filter((ref) => !known.has(ref.name));
  if (others.length >= MANY)
    tell(`${source.name}: reading the columns of ${others.length} tables; --tables "${source.name}.…" reads those of a few.`);
  await source.expect?.(others);
  const limit = pLimit(run.parallel);
  const options = defaultTableOptions(run);
  return Promise.all(
    refs.map(async (ref) => {
      const configured = known.get(ref.name);
      const described = configured ?? await limit(async () => describeTable({ source }, { ref, options }));
      return discovered(described, configured !== void 0);
    })
  );
}
function discovered({ chosen, schema, error }, isChosen) {
  if (schema === null) return { ref: chosen.ref, chosen: isChosen, schema, error };
  const { key, cursor, notes } = schema;
  const columns = schema.columns.map(shown);
  return { ref: chosen.ref, chosen: isChosen, schema: { columns, key, cursor: cursor?.column ?? null, notes }, error };
}
function shown({ name, label, nativeType, semanticType, duckdbType, references }) {
  return { name, label, nativeType, semanticType, duckdbType, ...references === void 0 ? {} : { references } };
}
function refuseUnmatched(filter, listed) {
  if (listed.some(({ open }) => open.error !== null)) return;
  const all = listed.flatMap(({ open, refs }) => refs.map((ref) => ({ source: open.source.name, table: ref.name })));
  const unmatched = filter.unmatched(all);
  if (unmatched.length === 0) return;
  const names = all.map((t) => `${t.source}.${t.table}`);
  throw new ConfigError(
    unmatched.map((part) => {
      const near = nearest(part, names);
      return {
        code: "INPUT_INVALID",
        message: `--tables: \`${part}\` fits no table that this user can read.`,
        hint: `${near === void 0 ? "" : `Did you mean \`${near}\`? `}Without --tables, all of them are listed.`
      };
    }),
    "INPUT_INVALID"
  );
}

// src/app/terminal/look.ts
var validateCommand = (flags) => look(flags, ({ config, dependencies }) => validate(config, dependencies("", ignore, null)));
var checkCommand = (flags) => look(flags, ({ config, dependencies }) => check(config, dependencies("", ignore, statePlace(flags.state, process.env).vaults)));
var discoverCommand = (flags) => look(flags, ({ config, dependencies }) => {
  const names = config.sources.map((source) => source.name);
  if (flags.source !== void 0 && !names.includes(flags.source)) throw unknownSource(flags.source, names);
  const tell = (message) => void process.stderr.write(`${message}
`);
  const { vaults } = statePlace(flags.state, process.env);
  return discover(config, dependencies("", ignore, vaults), {
    source: flags.source ?? null,
    tables: chosenTables(flags),
    tell
  });
});
var planCommand = (flags) => look(flags, async ({ config, dependencies }) => {
  const request = syncRequest(flags);
  const { store, workDirectory, vaults } = statePlace(flags.state, process.env);
  await prepareNative({ env: process.env, log: (line) => process.stderr.write(`${line}
`) });
  const { readPlanState } = await import("./app-plan-state.js");
  const deps = dependencies(workDirectory, ignore, vaults);
  return plan(config, deps, request, await readPlanState({ workDirectory, store, now: deps.now }));
});
function ignore() {
}
function look(flags, find) {
  return withSession(flags, async (session) => {
    const outcome = await find(session);
    const text = flags.json ? JSON.stringify(outcome, null, 2) : session.redactor.redact(readable(outcome, flags.verbose ?? false));
    process.stdout.write(`${text}
`);
    return succeeded(outcome) ? EXIT.succeeded : EXIT.failed;
  });
}
function readable(outcome, verbose) {
  const colors = import_picocolors.default.createColors(wantsColors(process.stdout, process.env));
  const columns = process.stdout.columns ?? 120;
  return renderOutcome(outcome, { columns, colors, verbose, now: (/* @__PURE__ */ new Date()).toISOString() }).join("\n");
}
function unknownSource(name, names) {
  const message = `--source ${name}: the configuration has no source of that name.`;
  return new ConfigError([{ code: "INPUT_INVALID", message, hint: `It has: ${names.join(", ")}.` }], "INPUT_INVALID");
}
export {
  checkCommand,
  discoverCommand,
  planCommand,
  validateCommand
};
