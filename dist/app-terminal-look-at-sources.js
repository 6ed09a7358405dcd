import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  look,
  print
} from "./app-terminal-look-2.js";
import {
  check,
  freshness,
  planFromState,
  planJobs
} from "./app-commands.js";
import {
  succeeded
} from "./views-terminal-text.js";
import {
  jobCount,
  jobsWithoutMatrix
} from "./app-job-count.js";
import "./app-shared-stores.js";
import "./runtime-native-install.js";
import {
  chosenTables,
  statePlaceOf,
  syncRequest
} from "./app-terminal-flags.js";
import {
  openTerminalSession,
  shown,
  withConfig
} from "./app-terminal-terminal-session.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import "./state-segments-segment-store.js";
import {
  defaultTableOptions,
  dependencies
} from "./config-explain-explain.js";
import "./config-load-syntax.js";
import "./exports-prepare-check-fields.js";
import "./exports-export-errors.js";
import "./engine-plan-run-plan.js";
import {
  describeTables,
  withSources
} from "./engine-plan-select-columns.js";
import "./model-in-stage.js";
import {
  tableFilterOf
} from "./lib-picomatch.js";
import "./runtime-read-through.js";
import {
  nearest
} from "./config-explain-nearest.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./sources-salesforce-options.js";
import "./warehouse-duckdb-types.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./model-secret.js";
import "./sources-postgres-options.js";
import "./model-counts.js";
import "./lib-fastest-levenshtein.js";
import "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./config-load-tree.js";
import "./lib-yaml.js";
import {
  parseDuration
} from "./config-declare-units.js";
import "./sources-dynamics-options.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-module.js";
import "./objects-in-parallel.js";
import "./lib-p-limit.js";
import "./objects-store-address.js";
import "./model-loopback.js";
import {
  ConfigError
} from "./model-errors.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-url.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";

// src/app/discover.ts
var MANY = 100;
async function discover(config, deps, request) {
  const filter = tableFilterOf(
    request.tables,
    config.sources.map((s) => s.name)
  );
  const wanted = config.sources.filter((s) => (request.source === null || s.name === request.source) && filter.reaches(s.name));
  const sources = await withSources({ ...config, sources: wanted }, deps, /* @__PURE__ */ new Map(), async (opened) => {
    const listed = opened.map((open) => ({ open, refs: refsOf(open) }));
    refuseUnmatched(filter, listed);
    return Promise.all(
      listed.map(async ({ open, refs }) => {
        const shown3 = refs.filter((ref) => filter.matches(open.source.name, ref.name));
        const tables = await describeAll(open, shown3, config, request);
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
function refsOf(open) {
  const named = new Set(open.tables.map((t) => t.chosen.ref.name));
  return open.refs.filter((ref) => ref.exactOnly !== true || named.has(ref.name));
}
async function describeAll({ source, tables: own }, refs, { run }, { tell }) {
  const known = new Map(own.map((t) => [t.chosen.ref.name, t]));
  const others = refs.filter((ref) => !known.has(ref.name));
  if (others.length >= MANY)
    tell(`${source.name}: reading the columns of ${others.length} tables; --tables "${source.name}.…" reads those of a few.`);
  const options = defaultTableOptions(run);
  const described = await describeTables(
    { source },
    others.map((ref) => ({ ref, options }))
  );
  const all = new Map([...described.map((t) => [t.chosen.ref.name, t]), ...known]);
  return refs.flatMap((ref) => {
    const table = all.get(ref.name);
    return table === void 0 ? [] : [discovered(table, known.has(ref.name))];
  });
}
function discovered({ chosen, schema, error }, isChosen) {
  if (schema === null) return { ref: chosen.ref, chosen: isChosen, schema, error };
  const { key, cursor, notes } = schema;
  const columns = schema.columns.map(shown2);
  return { ref: chosen.ref, chosen: isChosen, schema: { columns, key, cursor: cursor?.column ?? null, notes }, error };
}
function shown2({ name, label, nativeType, semanticType, duckdbType, references }) {
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
        message: `--tables: \`${part}\` matches no table that this user can read.`,
        hint: `${near === void 0 ? "" : `Did you mean \`${near}\`? `}Without --tables, all of them are listed.`
      };
    }),
    "INPUT_INVALID"
  );
}

// src/app/terminal/look-at-sources.ts
var checkCommand = (flags) => look(flags, async (session) => check(session, session.config, await statePlaceOf(flags, session.config, process.env)), {
  destinations: true
});
var discoverCommand = (flags) => look(flags, async (session) => {
  const names = session.config.sources.map((source) => source.name);
  if (flags.source !== void 0 && !names.includes(flags.source)) throw unknownSource(flags.source, names);
  const tell = (message) => void process.stderr.write(`${message}
`);
  const deps = await tokensOnly(session, flags);
  return discover(session.config, deps, { source: flags.source ?? null, tables: chosenTables(flags), tell });
});
var planCommand = (flags) => look(flags, async (session) => {
  if (flags.jobs !== void 0) throw jobsWithoutMatrix();
  const place = await statePlaceOf(flags, session.config, process.env);
  return planFromState(session, session.config, syncRequest(flags), place);
});
var matrixCommand = (flags) => withConfig(flags, async (session) => {
  const jobs = flags.jobs === void 0 ? null : jobCount(flags.jobs, "--jobs");
  const place = await statePlaceOf(flags, session.config, process.env);
  const { matrix, notices } = await planJobs(session, session.config, { tables: chosenTables(flags), jobs }, place);
  for (const notice of notices) process.stderr.write(`${session.redactor.redact(notice)}
`);
  process.stdout.write(`${JSON.stringify(matrix)}
`);
  return EXIT.succeeded;
});
async function freshnessCommand(flags) {
  const session = openTerminalSession();
  return shown(session, flags.json, async () => {
    const maxAgeSeconds = flags.maxAge === void 0 ? null : parseDuration(flags.maxAge);
    if (flags.maxAge !== void 0 && maxAgeSeconds === null) throw noDuration(flags.maxAge);
    const place = await statePlaceOf(flags, { state: null }, process.env);
    const outcome = await freshness(session, { place, output: flags.output, maxAgeSeconds, now: /* @__PURE__ */ new Date() });
    print(outcome, flags, (text) => text);
    return succeeded(outcome) ? EXIT.succeeded : EXIT.failed;
  });
}
function noDuration(written) {
  const message = `--max-age ${written}: this is no duration.`;
  return new ConfigError(
    [{ code: "INPUT_INVALID", message, hint: "Write a number with its unit: 90m, 6h, 1d." }],
    "INPUT_INVALID"
  );
}
async function tokensOnly(session, flags) {
  const { vaults } = await statePlaceOf(flags, session.config, process.env);
  return dependencies(session, { workDirectory: "", vaults });
}
function unknownSource(name, names) {
  const message = `--source ${name}: the configuration has no source with that name.`;
  return new ConfigError([{ code: "INPUT_INVALID", message, hint: `It has: ${names.join(", ")}.` }], "INPUT_INVALID");
}
export {
  checkCommand,
  discoverCommand,
  freshnessCommand,
  matrixCommand,
  planCommand
};
