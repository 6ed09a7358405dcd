import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  CLIENT_CERTIFICATE,
  ReceiveSocket,
  TLS_FAULTS,
  announcedPid,
  esm_default,
  wireOf
} from "./lib-pg.js";
import {
  databaseAddress,
  giveWaySeconds,
  grantName,
  id,
  parseName,
  qualified,
  targetName,
  text,
  writtenName
} from "./sources-postgres-options.js";
import "./builtins-node-tls.js";
import {
  NOTHING_COUNTED
} from "./model-counts.js";
import {
  require_mod
} from "./lib-fastest-levenshtein.js";
import {
  describeEach
} from "./sources-shared-describe-each.js";
import "./builtins-node-net.js";
import "./config-declare-units.js";
import {
  STAGING_FILE_BYTES,
  StagingFileWriter
} from "./sources-shared-staging-file-writer.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import {
  NOTHING_HELD,
  earlier,
  heldBackTo,
  later,
  toMicros
} from "./model-watermark.js";
import "./model-table.js";
import "./lib-p-limit.js";
import "./model-loopback.js";
import {
  HighwaterError,
  InterruptedError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_util
} from "./builtins-node-util.js";
import "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/sources/postgres/connect/session.ts
var SETTINGS = [
  ["client_encoding", "UTF8"],
  ["standard_conforming_strings", "on"],
  ["TimeZone", "UTC"],
  ["DateStyle", "ISO, YMD"],
  ["IntervalStyle", "postgres"],
  // Shortest exact text since PostgreSQL 12 (any value above 0), all digits before.
  ["extra_float_digits", "3"],
  ["bytea_output", "hex"],
  ["xmloption", "content"],
  ["statement_timeout", "0"],
  ["idle_in_transaction_session_timeout", "0"],
  ["transaction_timeout", "0", 17e4]
];
var DatabaseSession = class {
  /** Round trips so far. */
  requests = 0;
  #client;
  #onRequest;
  #facts;
  #broken = false;
  #inTransaction = false;
  #gathered = null;
  constructor(client, facts, onRequest) {
    this.#client = client;
    this.#facts = facts;
    this.#onRequest = () => {
      this.requests += 1;
      onRequest();
    };
    client.on("error", () => {
      this.#broken = true;
    });
    client.on("end", () => {
      this.#broken = true;
    });
  }
  get broken() {
    return this.#broken;
  }
  get announcedPid() {
    return announcedPid(this.#client);
  }
  /** `TLSv1.3`, or null where the connection is not encrypted. */
  get encryption() {
    return wireOf(this.#client).stream.getProtocol?.() ?? null;
  }
  set facts(facts) {
    this.#facts = facts;
  }
  /** One statement; values go as parameters. */
  async query(sql, values = []) {
    if (this.#gathered !== null) return (await this.script([withLiterals(sql, values)]))[0] ?? [];
    this.#onRequest();
    const result = await this.#client.query(sql, [...values]);
    return result.rows;
  }
  /** Several statements in one round trip; the rows of each that gives some. */
  async script(statements) {
    const gathered = this.#gathered;
    if (gathered !== null)
      return new Promise((answer, fail) => gathered.push({ statements, answer, fail }));
    return rowsOf(await this.#send(statements));
  }
  async #send(statements) {
    this.#onRequest();
    const results = await this.#client.query(statements.join(";\n"));
    return Array.isArray(results) ? results : [results];
  }
  /**
   * One round trip for all that `ask` asks before it waits for anything: the beginning of a transaction, then several questions, say. They
   * are sent in that order, and where one fails all do.
   */
  async together(ask) {
    if (this.#gathered !== null) return ask();
    const gathered = [];
    this.#gathered = gathered;
    const asked = ask();
    this.#gathered = null;
    asked.catch(() => void 0);
    try {
      const results = gathered.length === 0 ? [] : [...await this.#send(gathered.flatMap((g) => g.statements))];
      for (const { statements, answer } of gathered) answer(rowsOf(results.splice(0, statements.length)));
    } catch (error) {
      for (const { fail } of gathered) fail(error);
    }
    return asked;
  }
  /** Begins the transaction, after the end of one that is open; the rows of what the further statements ask for. */
  async begin(options) {
    const before = this.#inTransaction ? ["ROLLBACK"] : [];
    this.#inTransaction = true;
    const { version, watchesClient: watchesClient2 } = this.#facts;
    const settings = SETTINGS.filter(([, , since = 0]) => version >= since).map(
      ([name, value]) => `SET LOCAL ${name} = '${value}'`
    );
    return this.script([
      ...before,
      `BEGIN ISOLATION LEVEL ${options.isolation} READ ONLY`,
      // Must come before anything that reads.
      ...options.snapshot === void 0 ? [] : [`SET TRANSACTION SNAPSHOT '${options.snapshot}'`],
      ...settings,
      `SET LOCAL lock_timeout = '${options.lockSeconds ?? 30}s'`,
      ...watchesClient2 ? ["SET LOCAL client_connection_check_interval = '5s'"] : [],
      ...options.statements ?? []
    ]);
  }
  /** Ends the transaction, whatever state it is in. There is nothing to commit. */
  async end() {
    if (!this.#inTransaction || this.#broken) return;
    this.#inTransaction = false;
    await this.script(["ROLLBACK"]);
  }
  async transaction(work) {
    let result;
    try {
      result = await this.together(async () => {
        const begun = this.begin({ isolation: "READ COMMITTED" });
        return (await Promise.all([work(), begun]))[0];
      });
    } catch (error) {
      await this.end().catch(() => this.kill());
      throw error;
    }
    await this.end();
    return result;
  }
  /** Submits a COPY … TO STDOUT; read it to its end, or `kill` the session. */
  copy(copy) {
    this.#onRequest();
    this.#client.query(copy);
  }
  /** Cuts the connection at once; what runs on it fails. The server's process is ended by Connections. */
  kill() {
    this.#broken = true;
    wireOf(this.#client).stream.destroy();
  }
  async close() {
    if (this.#broken) return;
    this.#broken = true;
    await this.#client.end();
  }
};
function rowsOf(results) {
  return results.filter((r) => r.fields.length > 0).map((r) => r.rows);
}
function withLiterals(sql, values) {
  const literal = (value) => esm_default.escapeLiteral(Array.isArray(value) ? `{${value.join()}}` : String(value));
  return sql.replace(/\$(\d+)/g, (_, n) => literal(values[Number(n) - 1]));
}

// src/sources/postgres/connect/connections.ts
var TERMINATE_TIMEOUT = 5e3;
var Connections = class {
  #login;
  #signal;
  #idle = [];
  #busy = /* @__PURE__ */ new Set();
  #ending = /* @__PURE__ */ new Set();
  #facts = { version: 0, watchesClient: false };
  /** True behind a pooler, whose process ids mean nothing to the server. */
  pooled = false;
  requests = 0;
  constructor(login, signal) {
    this.#login = login;
    this.#signal = signal;
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }
  get facts() {
    return this.#facts;
  }
  set facts(facts) {
    this.#facts = facts;
    for (const session of [...this.#idle, ...this.#busy]) session.facts = facts;
  }
  #onAbort = () => {
    this.cut([...this.#busy]);
  };
  /** A connection of one's own until `release`. Throws what the login throws. */
  async acquire() {
    this.#signal.throwIfAborted();
    const kept = this.#idle.pop();
    if (kept !== void 0 && !kept.broken) return this.#lend(kept);
    if (kept !== void 0) return this.acquire();
    const session = new DatabaseSession(await this.#login.connect(), this.#facts, () => {
      this.requests += 1;
    });
    if (this.#signal.aborted) {
      await session.close();
      this.#signal.throwIfAborted();
    }
    return this.#lend(session);
  }
  #lend(session) {
    this.#busy.add(session);
    return session;
  }
  /** Gives a connection back; its transaction is ended first, and a broken one is forgotten. */
  async release(session) {
    if (!this.#busy.has(session)) return;
    await session.end().catch(() => session.kill());
    this.#busy.delete(session);
    if (!session.broken) this.#idle.push(session);
  }
  /** Runs work on a connection in a read-only transaction. */
  async within(work) {
    const session = await this.acquire();
    try {
      return await session.transaction(async () => work(session));
    } finally {
      await this.release(session);
    }
  }
  /**
   * Cuts connections in the middle of whatever they do. A server process that is sending notices at its next byte; one that
   * computes or waits for a lock does not, so each is cancelled over another connection.
   */
  cut(sessions) {
    const pids = [];
    for (const session of sessions) {
      this.#busy.delete(session);
      if (!session.broken && session.announcedPid !== null) pids.push(session.announcedPid);
      session.kill();
    }
    if (pids.length === 0 || this.pooled) return;
    const ending = this.#terminate(pids).catch(() => void 0);
    this.#ending.add(ending);
    void ending.then(() => this.#ending.delete(ending));
  }
  async #terminate(pids) {
    const client = await this.#login.connect();
    try {
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE pid = ANY($1::int[]) AND usename = current_user AND application_name = 'highwater'`,
        [pids]
      );
    } finally {
      await client.end();
    }
  }
  async close() {
    this.#signal.removeEventListener("abort", this.#onAbort);
    this.cut([...this.#busy]);
    const open = this.#idle.splice(0).map(async (session) => session.close());
    let timer;
    const timeout = new Promise((resolve) => {
      timer = setTimeout(resolve, TERMINATE_TIMEOUT);
    });
    await Promise.race([Promise.allSettled([...open, ...this.#ending]), timeout]);
    clearTimeout(timer);
    this.#login.close();
  }
};

// src/sources/postgres/connect/retry.ts
var STATEMENT_POOLING = "STATEMENT_POOLING";
var RETRIES = [
  { code: "ECONNRESET", name: "connection reset", action: "restart", meaning: "the connection was lost" },
  { code: "EPIPE", name: "broken pipe", action: "restart", meaning: "the connection was lost" },
  { code: "08", name: "connection_exception", action: "restart", meaning: "the connection was lost" },
  {
    code: "08001",
    name: "sqlclient_unable_to_establish_sqlconnection",
    during: "signing in",
    action: "restart",
    meaning: "a pooler has no server"
  },
  {
    code: "08001",
    name: "sqlclient_unable_to_establish_sqlconnection",
    during: "reading",
    action: "fail",
    meaning: "a foreign server can not be reached"
  },
  { code: STATEMENT_POOLING, name: "protocol_violation", action: "fail", meaning: "the pooler allows no transactions" },
  { code: "40", name: "transaction_rollback", action: "restart", meaning: "a standby, or a deadlock, ended the transaction" },
  { code: "53300", name: "too_many_connections", action: "restart", meaning: "others may end theirs" },
  {
    code: "57",
    name: "operator_intervention",
    action: "restart",
    meaning: "the server restarts, or a standby cancelled the reading"
  },
  { code: "57014", name: "query_canceled", action: "fail", meaning: "a person or a watchdog ended it on purpose" },
  { code: "57P04", name: "database_dropped", action: "fail", meaning: "there is nothing left to read" },
  {
    code: "72000",
    name: "snapshot_too_old",
    action: "restart",
    meaning: "the rows that the snapshot shows are gone; a new one shows others"
  },
  {
    code: "53300",
    name: "too_many_connections",
    during: "joining a snapshot",
    action: "fewer connections",
    meaning: "the server has no further connection for this user"
  },
  {
    code: "55P03",
    name: "lock_not_available",
    during: "joining a snapshot",
    action: "fewer connections",
    meaning: "another session waits to alter the table"
  },
  {
    code: "22023",
    name: "invalid_parameter_value",
    during: "joining a snapshot",
    action: "fewer connections",
    meaning: "other connections reach another server, which does not know the snapshot"
  },
  {
    code: "42704",
    name: "undefined_object",
    during: "joining a snapshot",
    action: "fewer connections",
    meaning: "other connections reach another server, which does not know the snapshot"
  }
];
function retryOf(code, moment) {
  const fits = (wanted) => RETRIES.find((r) => r.code === wanted && isDuring(r, moment));
  const rule = fits(code) ?? (/^[0-9A-Z]{5}$/.test(code) ? fits(code.slice(0, 2)) : void 0);
  return rule === void 0 || rule.action === "fail" ? null : rule;
}
function isDuring({ during }, moment) {
  return during === void 0 ? moment !== "joining a snapshot" : during === moment;
}

// src/sources/postgres/connect/statement-faults.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
var GRANTS = {
  table: "SELECT ON",
  view: "SELECT ON",
  "materialized view": "SELECT ON",
  "foreign table": "SELECT ON",
  schema: "USAGE ON SCHEMA",
  function: "EXECUTE ON FUNCTION",
  "foreign server": "USAGE ON FOREIGN SERVER",
  database: "CONNECT ON DATABASE"
};
var RELATIONS = /^(table|view|materialized view|foreign table)$/;
var DENIED = new RegExp(`^permission denied for (${Object.keys(GRANTS).join("|")}) "?(.+?)"?$`);
var notPermitted = (scene, fault) => ({
  code: scene.table === void 0 ? "SIGN_IN_REFUSED" : "TABLE_NOT_READABLE",
  says: scene.table === void 0 ? `${scene.server} refused the user ${scene.user}: ${fault.message}` : `${scene.user} is not allowed to read it: ${fault.message}`,
  hint: advice(scene.user, scene.table, fault)
});
function advice(user, table, { message }) {
  const [, kind = "", name = ""] = DENIED.exec(message) ?? [];
  if (GRANTS[kind] === void 0) {
    return /row-level security/.test(message) ? `The user's settings don't allow PostgreSQL to leave rows out (row_security = off). To let the policies choose the rows, run ALTER ROLE ${id(user)} RESET row_security;` : `Grant ${user} what the message names. \`highwater check\` shows what can be read.`;
  }
  const grant = `Its owner can allow it:
GRANT ${GRANTS[kind]} ${id(name)} TO ${id(user)};`;
  if (table === void 0 || !RELATIONS.test(kind)) return grant;
  return `${grant}
If a view reads ${name}, the view's owner needs this grant instead, unless the view is WITH (security_invoker).`;
}
var noUserMapping = (scene, fault) => {
  const server = /server "(.+)"$/.exec(fault.message)?.[1];
  return {
    code: "TABLE_NOT_READABLE",
    says: `it is a foreign table, or reads one, and ${fault.message}`,
    hint: `The owner of the foreign server${server === void 0 ? " (\\des+ in psql shows it)" : ""} can add one:
CREATE USER MAPPING FOR ${id(scene.user)} SERVER ${server === void 0 ? "…" : id(server)} OPTIONS (user '…', password '…');`
  };
};
var DATES = {
  today: "current_date",
  yesterday: "current_date - 1",
  tomorrow: "current_date + 1",
  sysdate: "now()",
  getdate: "now()"
};
var USUAL = "Check the column names in `where`, `key` and `cursor`. In `where`, a name with upper-case letters needs double quotes. If the table was altered while it was read, run again.";
function unknownColumn({ columns = [], where = "" }, { message }) {
  const name = /^column "?(?:[^"]*\.)?([^"]+?)"? does not exist/.exec(message)?.[1] ?? "";
  return { code: "COLUMN_NOT_FOUND", says: message, hint: `${meant(name, columns, where)}${USUAL}` };
}
function meant(name, columns, where) {
  const other = columns.find((c) => c.toLowerCase() === name.toLowerCase());
  if (other !== void 0) {
    return other === other.toLowerCase() ? `The column is called ${other}. Write it without double quotes, or in lower case. ` : `The column is called ${other}. Write ${id(other)}, with the double quotes: PostgreSQL reads a name without them in lower case. `;
  }
  const near = [...columns].sort((a, b) => (0, import_fastest_levenshtein.distance)(a.toLowerCase(), name) - (0, import_fastest_levenshtein.distance)(b.toLowerCase(), name))[0];
  if (near !== void 0 && (0, import_fastest_levenshtein.distance)(near.toLowerCase(), name.toLowerCase()) <= Math.max(1, name.length / 4)) {
    return `The nearest name is ${near === near.toLowerCase() ? near : id(near)}. `;
  }
  if (where.includes(id(name)))
    return `Put text in single quotes: '${name.replaceAll("'", "''")}'. Double quotes are for column names. `;
  return DATES[name] === void 0 ? "" : `Write ${DATES[name]}. `;
}
function wrongOperand(message) {
  const [, left, operator, right] = /^operator does not exist: (.+?) ([^\w\s]+) (.+)$/.exec(message) ?? [];
  if (/boolean/.test(`${left} ${right}`) && (operator === "&&" || operator === "||")) {
    return `Write ${operator === "&&" ? "AND" : "OR"}. `;
  }
  if (operator === "&&") return "Write AND between conditions; && compares arrays and ranges. ";
  if (/^(text|character varying|character|citext|uuid)$/.test(left ?? "") && /integer|numeric|bigint/.test(right ?? "")) {
    return "The column holds text. Put the value in single quotes, as in id = '7'. ";
  }
  if (/date|timestamp/.test(left ?? "") && /integer|numeric/.test(right ?? ""))
    return "Put dates in single quotes: '2026-01-31'. ";
  return "";
}
var ENCODING = "Repair the text in the source, leave the column out with `columns`, or read a view that converts it, for example convert_from(convert(convert_to(name, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII') AS name in a SQL_ASCII database whose texts are LATIN1.";
var CAST = "Convert only text that fits: CASE WHEN code ~ '^[0-9]+$' THEN code::int END.";
var REGEXP = "Check the pattern after ~, SIMILAR TO or LIKE, and of regexp_ functions.";
var JSON_PATH = "Write the path in lax mode, or use jsonb_path_query with silent => true.";
var XML = "Check xml_is_well_formed(text) before the text is used as XML.";
var LESS = "Limit the arguments to what the function accepts, for example with CASE or NULLIF.";
var CONDITIONS = {
  "22000": ["data_exception", "an expression got a value that it does not accept"],
  "22001": ["string_data_right_truncation", "text is longer than its type allows"],
  "22003": [
    "numeric_value_out_of_range",
    "a number is too large or too small for its type",
    "Compute in a wider type: amount::numeric * 100."
  ],
  "22004": ["null_value_not_allowed", "NULL is used where a value is required", "Replace it: coalesce(value, 0)."],
  "22007": [
    "invalid_datetime_format",
    "text is not a date or time",
    "Write dates as '2026-01-31'. Convert only the values of a column that are dates."
  ],
  "22008": ["datetime_field_overflow", "a date or time is out of range, or has a month or day that does not exist"],
  "22009": ["invalid_time_zone_displacement_value", "a time zone offset is not valid"],
  "2200B": ["escape_character_conflict", "the escape character of a pattern conflicts with its syntax", REGEXP],
  "2200D": ["invalid_escape_octet", "an escaped byte is not valid"],
  "2200F": ["zero_length_character_string", "text is empty where it must not be"],
  "2200L": ["not_an_xml_document", "text is not an XML document", XML],
  "2200M": ["invalid_xml_document", "an XML document is not well-formed", XML],
  "2200N": ["invalid_xml_content", "XML text is not well-formed", XML],
  "22010": ["invalid_indicator_parameter_value", "a parameter of a function is not valid", LESS],
  "22011": ["substring_error", "substring() got a negative length", "Use greatest(length, 0) as its length."],
  "22012": [
    "division_by_zero",
    "an expression divides by zero",
    "Make the divisor NULL where it is 0: amount / NULLIF(units, 0)."
  ],
  "22013": ["invalid_preceding_or_following_size", "the frame of a window function has a negative size"],
  "22014": ["invalid_argument_for_ntile_function", "ntile() got an argument that is not positive", LESS],
  "22015": ["interval_field_overflow", "an interval is too long for its type"],
  "22016": ["invalid_argument_for_nth_value_function", "nth_value() got an argument that is not positive", LESS],
  "22018": ["invalid_character_value_for_cast", "text can't be converted to another type", CAST],
  "22019": ["invalid_escape_character", "the escape character of a pattern is not one character", REGEXP],
  "2201B": ["invalid_regular_expression", "a regular expression is not valid", REGEXP],
  "2201E": [
    "invalid_argument_for_logarithm",
    "ln() or log() got zero or a negative number",
    "Make other arguments NULL: ln(CASE WHEN value > 0 THEN value END)."
  ],
  "2201F": ["invalid_argument_for_power_function", "a root or power has no real result", LESS],
  "2201G": ["invalid_argument_for_width_bucket_function", "width_bucket() got bounds that are not possible", LESS],
  "2201W": ["invalid_row_count_in_limit_clause", "a LIMIT is negative"],
  "2201X": ["invalid_row_count_in_result_offset_clause", "an OFFSET is negative"],
  "22021": [
    "character_not_in_repertoire",
    "text contains bytes that are not UTF-8 (the database does not check its text, like SQL_ASCII, or a function built it from bytes)",
    ENCODING
  ],
  "22022": ["indicator_overflow", "a number of a function's parameter is too large", LESS],
  "22023": [
    "invalid_parameter_value",
    "a function got an argument that it does not accept, such as an unknown time zone or unit",
    LESS
  ],
  "22024": ["unterminated_c_string", "text is not terminated"],
  "22025": [
    "invalid_escape_sequence",
    "a pattern or text ends with its escape character, or escapes a character that can't be escaped",
    REGEXP
  ],
  "22026": ["string_data_length_mismatch", "a text or bit string does not have the length of its type"],
  "22027": ["trim_error", "trim() got more than one character"],
  "2202E": ["array_subscript_error", "an array has no such subscript, or too many dimensions"],
  "2202G": ["invalid_tablesample_repeat", "REPEATABLE of a TABLESAMPLE got an argument that it does not accept"],
  "2202H": ["invalid_tablesample_argument", "a TABLESAMPLE got a percentage that is not from 0 to 100"],
  "22030": ["duplicate_json_object_key_value", "a JSON object has a key twice"],
  "22031": ["invalid_argument_for_sql_json_datetime_function", "a JSON value is not a date or time", JSON_PATH],
  "22032": ["invalid_json_text", "text is not JSON", "Check text IS JSON (PostgreSQL 16) before the text is used as JSON."],
  "22033": ["invalid_sql_json_subscript", "a JSON path has a subscript that is not valid", JSON_PATH],
  "22034": ["more_than_one_sql_json_item", "a JSON path gives several values where one is needed", JSON_PATH],
  "22035": ["no_sql_json_item", "a JSON path gives no value where one is needed", JSON_PATH],
  "22036": ["non_numeric_sql_json_item", "a JSON value is not a number", JSON_PATH],
  "22037": ["non_unique_keys_in_a_json_object", "a JSON object has a key twice"],
  "22038": ["singleton_sql_json_item_required", "a JSON path gives several values where one is needed", JSON_PATH],
  "22039": ["sql_json_array_not_found", "a JSON value is not an array", JSON_PATH],
  "2203A": ["sql_json_member_not_found", "a JSON object has no such key", JSON_PATH],
  "2203B": ["sql_json_number_not_found", "a JSON value is not a number", JSON_PATH],
  "2203C": ["sql_json_object_not_found", "a JSON value is not an object", JSON_PATH],
  "2203D": ["too_many_json_array_elements", "a JSON array is too long"],
  "2203E": ["too_many_json_object_members", "a JSON object has too many keys"],
  "2203F": ["sql_json_scalar_required", "a JSON value is an array or object where a single value is needed", JSON_PATH],
  "2203G": ["sql_json_item_cannot_be_cast_to_target_type", "a JSON value can't be converted to another type", JSON_PATH],
  "22P01": ["floating_point_exception", "a floating-point operation failed"],
  "22P02": ["invalid_text_representation", "text can't be read as a number, date, UUID or other type", CAST],
  "22P03": ["invalid_binary_representation", "bytes can't be read as a value of their type"],
  "22P05": [
    "untranslatable_character",
    "text contains a character that can't be converted from the database's encoding to UTF-8",
    ENCODING
  ],
  P0001: [
    "raise_exception",
    "a function that the query calls ended with RAISE EXCEPTION",
    "The function, or a view that calls it, refuses these rows. Ask its owner."
  ],
  P0002: ["no_data_found", "a function that the query calls found no row where it needs one"],
  P0003: ["too_many_rows", "a function that the query calls found several rows where it needs one"],
  P0004: ["assert_failure", "a function that the query calls ended with ASSERT"]
};
var FIND = "The cause is a condition (`where`), a view, a generated column or the text of a column. Run the query from `highwater plan` in psql to see which value it is.";
var dataError = (_, fault) => {
  const code = fault.code ?? "";
  const [name, meaning, advice2] = CONDITIONS[code] ?? ["", "PostgreSQL could not compute a value"];
  return {
    code: "QUERY_REFUSED",
    says: `${meaning} (SQLSTATE ${code}${name === "" ? "" : `, ${name}`})`,
    hint: advice2 === void 0 ? FIND : `${advice2} ${FIND}`
  };
};

// src/sources/postgres/connect/sign-in-errors.ts
function translate(thrown, scene) {
  if (thrown instanceof HighwaterError || !(thrown instanceof Error)) return thrown;
  const { code: sent, cert, address, message: said } = telling(thrown);
  const fault = { message: said, code: sent, address, names: cert?.subjectaltname };
  const found = FAULTS[conditionOf(fault)] ?? TLS_FAULTS[fault.code ?? ""] ?? FAULTS[sqlstateClass(fault)] ?? byMessage(`${fault.code ?? ""} ${fault.message}`);
  if (found === void 0) return thrown;
  const { code, says, hint } = found(scene, fault);
  const retry = retryOf(found === lost ? "ECONNRESET" : conditionOf(fault), scene.table === void 0 ? "signing in" : "reading");
  const message = scene.table === void 0 ? sentence(says, scene) : `${scene.table}: ${says.replace(/\.?$/, ".")}`;
  return new HighwaterError(code, message, hint, {
    cause: thrown,
    ...retry?.action === "restart" ? { family: "restart" } : {}
  });
}
function telling(thrown) {
  const errors = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return errors.find((e) => !e.address?.includes(":")) ?? errors[0] ?? thrown;
}
function conditionOf({ code = "", message }) {
  return code === "08P01" && STATEMENT_MODE.test(message) ? STATEMENT_POOLING : code;
}
function sqlstateClass(fault) {
  return /^[0-9A-Z]{5}$/.test(fault.code ?? "") ? (fault.code ?? "").slice(0, 2) : "";
}
function byMessage(message) {
  if (/^(?!E)[0-9A-Z]{5} /.test(message)) return refused;
  if (/Connection terminated|Client has encountered a connection error|Client network socket disconnected/.test(message))
    return lost;
  if (/timeout expired|Connection terminated due to connection timeout/.test(message)) return noAnswer;
  return Object.entries(TLS_FAULTS).find(([key]) => message.includes(key))?.[1];
}
function sentence(says, scene) {
  if ([scene.server, scene.database, scene.user].some((name) => says.startsWith(`${name} `))) return says.replace(/\.?$/, ".");
  return `${says.charAt(0).toUpperCase()}${says.slice(1).replace(/\.?$/, ".")}`;
}
function codeOf(thrown) {
  const error = thrown instanceof HighwaterError ? thrown.cause : thrown;
  const code = error?.code;
  return typeof code === "string" ? code : "";
}
var SETTINGS2 = "Check `host`, `port` and `database` of the source.";
var READ_AGAIN = "The table is read again, with a new snapshot.";
var lost = (scene) => ({
  code: "SOURCE_UNREACHABLE",
  says: `the connection to ${scene.server} was lost`,
  hint: scene.table === void 0 ? "Check that PostgreSQL listens on this `port`. If it does, its log (or the proxy's) says why it closed the connection." : `${READ_AGAIN} If it happens every time, look for a timeout in a firewall, proxy or pooler between this machine and the server.`
});
var unknownHost = (scene) => ({
  code: "SOURCE_UNREACHABLE",
  says: `the host name in ${scene.server} can't be resolved`,
  hint: `${SETTINGS2} A name that exists only inside a private network can't be resolved from outside.`
});
var noAnswer = (scene) => ({
  code: "SOURCE_UNREACHABLE",
  says: `${scene.server} did not answer`,
  hint: `${SETTINGS2} A firewall that drops connections looks like this. Allow this machine's address. GitHub's hosted runners change theirs; a self-hosted runner inside your network avoids the problem.`
});
var noIPv6 = (scene) => ({
  code: "SOURCE_UNREACHABLE",
  says: `${scene.server} has only an IPv6 address, and this machine has no IPv6 (a firewall is not the cause)`,
  hint: "GitHub's hosted runners have only IPv4. Use an IPv4 address of the server, or of a pooler in front of it. Supabase: under *Connect* choose *Session pooler* and use its host, port 5432 and user (postgres.<project>), or enable the project's IPv4 add-on. A self-hosted runner with IPv6 works too."
});
var withoutRoute = (scene, fault) => (fault.address?.includes(":") ? noIPv6 : noAnswer)(scene, fault);
var STATEMENT_MODE = /transaction blocks not allowed in statement pooling mode|long transactions not allowed/i;
var statementMode = (scene) => ({
  code: "QUERY_REFUSED",
  says: `${scene.server} is a connection pooler in statement mode, which allows no transactions; Highwater reads in read-only transactions`,
  hint: "Use the `host` and `port` of the server itself, or of a pooler in session mode (PgBouncer: `pool_mode = session` for this database or user)."
});
var signIn = (scene, fault) => ({
  code: "SIGN_IN_REFUSED",
  says: `${scene.server} refused to sign in ${scene.user}: ${fault.message}`,
  hint: /client certificate/.test(fault.message) ? CLIENT_CERTIFICATE : /pg_hba/.test(fault.message) ? 'pg_hba.conf has no entry for this login. Add one for this user, database and address. If the message says "no encryption", set `ssl: { mode: require }`.' : "Check `auth.user` and the variable that holds the password."
});
var refused = (_, fault) => ({
  code: "QUERY_REFUSED",
  says: `PostgreSQL refused the query: ${fault.message}`,
  hint: `${wrongOperand(fault.message)}Check \`where\`, \`columns\`, \`key\` and \`cursor\` of the table; \`highwater plan\` prints the query.`
});
var serverFault = (_, fault) => ({
  code: "SOURCE_FAILED",
  says: `PostgreSQL failed: ${fault.message}`,
  hint: "This is an error of the server itself. Its log says more."
});
var tooMany = (scene, fault) => ({
  code: "TOO_MANY_CONNECTIONS",
  says: `${scene.server} has no free connection: ${fault.message}`,
  hint: "Lower `run.parallel`, or raise the user's or the server's connection limit."
});
var cancelled = (_, fault) => ({
  code: "READ_CANCELLED",
  says: `the server cancelled the reading: ${fault.message}`,
  hint: `${READ_AGAIN} On a standby, raise max_standby_streaming_delay or turn hot_standby_feedback on.`
});
var locked = () => ({
  code: "TABLE_LOCKED",
  says: "another session has locked the table",
  hint: "ALTER TABLE, TRUNCATE, VACUUM FULL, REINDEX or a migration is running. Run again when it is done. pg_locks shows who holds the lock."
});
var elsewhere = (_, fault) => ({
  code: "SOURCE_FAILED",
  says: `PostgreSQL can't reach another server that it reads from: ${fault.message}`,
  hint: "A foreign table, or a view or function that uses one, reads from it. Check its server and user mapping (`\\des+` and `\\deu+` in psql)."
});
var onlyOnPrimary = () => ({
  code: "QUERY_REFUSED",
  says: "an unlogged table is empty on a standby, so PostgreSQL refuses to read it",
  hint: "Read it from the primary, as another source, or leave it out."
});
var notPopulated = (_, fault) => ({
  code: "QUERY_REFUSED",
  says: fault.message,
  hint: "It can't be read until its owner fills it with REFRESH MATERIALIZED VIEW."
});
var FAULTS = {
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNREFUSED: (scene) => ({
    code: "SOURCE_UNREACHABLE",
    says: `nothing accepts connections at ${scene.server}`,
    hint: `${SETTINGS2} The server may be down, or listen on another port or address only.`
  }),
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: withoutRoute,
  ENETUNREACH: withoutRoute,
  EADDRNOTAVAIL: withoutRoute,
  EAFNOSUPPORT: withoutRoute,
  IPV6_ONLY: noIPv6,
  ECONNRESET: lost,
  EPIPE: lost,
  "08": lost,
  [STATEMENT_POOLING]: statementMode,
  // Of a pooler that has no server, while signing in, the first is meant.
  "08001": (scene, fault) => (scene.table === void 0 ? lost : elsewhere)(scene, fault),
  "08006": (scene, fault) => (scene.table === void 0 ? lost : elsewhere)(scene, fault),
  "0A000": (scene, fault) => /unlogged relations during recovery/.test(fault.message) ? onlyOnPrimary(scene, fault) : refused(scene, fault),
  "22": dataError,
  "25006": () => ({
    code: "QUERY_REFUSED",
    says: "the query tries to write, but Highwater reads in read-only transactions",
    hint: "Use a condition (`where`) or a view that only reads."
  }),
  "28": signIn,
  "3D000": (scene) => ({
    code: "DATABASE_NOT_FOUND",
    says: `${scene.server} has no database ${scene.database}`,
    hint: "Check `database` of the source. The name is case-sensitive."
  }),
  "40": cancelled,
  "42": refused,
  "42501": notPermitted,
  "42704": (scene, fault) => /^user mapping/.test(fault.message) ? noUserMapping(scene, fault) : refused(scene, fault),
  "42P01": (scene, fault) => ({
    code: "TABLE_NOT_FOUND",
    says: fault.message,
    hint: `Check the names under \`tables\` and in \`where\`, or, of a foreign table, at its server; database ${scene.database}.`
  }),
  "42703": unknownColumn,
  "53": serverFault,
  "53300": tooMany,
  "55000": (scene, fault) => /has not been populated/.test(fault.message) ? notPopulated(scene, fault) : refused(scene, fault),
  "55P03": locked,
  "57": cancelled,
  "57014": (_, fault) => ({
    code: "READ_CANCELLED",
    says: `someone cancelled the query on the server: ${fault.message}`,
    hint: 'An administrator or a watchdog ended it. Run again, or ask them for an exception for application_name "highwater".'
  }),
  "57P03": (scene, fault) => ({
    code: "SOURCE_UNREACHABLE",
    says: `${scene.server} is not accepting connections: ${fault.message}`,
    hint: "The server is starting, stopping or recovering. Run again in a few minutes."
  }),
  "57P04": (scene) => ({
    code: "DATABASE_NOT_FOUND",
    says: `the database ${scene.database} was dropped while it was read`,
    hint: "Check `database` of the source."
  }),
  "58": serverFault,
  "72000": cancelled,
  HV: serverFault,
  P0: dataError,
  XX: serverFault
};

// src/sources/postgres/describe/catalog.ts
var KINDS = {
  r: "table",
  p: "partitioned table",
  v: "view",
  m: "materialized view",
  f: "foreign table"
};
var OF_EXTENSION = `EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
    AND ((d.classid = 'pg_class'::regclass AND d.objid = c.oid) OR (d.classid = 'pg_namespace'::regclass AND d.objid = n.oid)))`;
var RELATION = `
  SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS table, c.relkind AS kind, c.relispartition AS partition,
    obj_description(c.oid, 'pg_class') AS comment, has_schema_privilege(n.oid, 'USAGE') AS usage,
    has_table_privilege(c.oid, 'SELECT') AS selectable, has_any_column_privilege(c.oid, 'SELECT') AS readable,
    c.reltuples::float8 AS "estimatedRows", c.relispopulated AS populated,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS "hasColumns", row_security_active(c.oid) AS "rowSecurity",
    ${OF_EXTENSION} AS "ofExtension"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')`;
async function allRelations(session) {
  return session.query(
    `${RELATION} AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)' ORDER BY n.nspname <> 'public', n.nspname, c.relname`
  );
}
async function findRelation(session, name) {
  const rows = await session.query(`${RELATION} AND n.nspname = $1 AND c.relname = $2`, [name.schema, name.table]);
  return rows[0] ?? null;
}
async function columnsOf(session, oid) {
  return session.query(
    `SELECT a.attnum AS number, a.attname AS name, a.atttypid::text AS type, a.atttypmod AS typmod, format_type(a.atttypid, a.atttypmod) AS "nativeType",
       a.attndims::int AS dimensions, a.attnotnull AS "notNull", col_description(a.attrelid, a.attnum) AS comment,
       has_column_privilege(a.attrelid, a.attnum, 'SELECT') AS readable,
       (SELECT array_position(i.indkey::int2[], a.attnum) + 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary) AS "keyPosition",
       (SELECT json_build_object('schema', n.nspname, 'table', r.relname) FROM pg_constraint f
          JOIN pg_class r ON r.oid = f.confrelid JOIN pg_namespace n ON n.oid = r.relnamespace
        WHERE f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum] LIMIT 1) AS references
     FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [oid]
  );
}
async function typesOf(session, oid) {
  const rows = await session.query(
    `WITH RECURSIVE used(oid) AS (
       SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
       UNION SELECT u.oid FROM used p JOIN pg_type t ON t.oid = p.oid
         CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS u(oid) WHERE u.oid <> 0)
     SELECT t.oid::text AS oid, t.typname, t.typtype, t.typcategory, t.typlen, t.typelem::text AS typelem,
       t.typbasetype::text AS typbasetype, t.typtypmod, t.typndims,
       (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels
     FROM pg_type t JOIN used ON used.oid = t.oid`,
    [oid]
  );
  return new Map(rows.map((row) => [row.oid, row]));
}
async function uniqueKeys(session, oid) {
  const rows = await session.query(
    `SELECT json_agg(a.attname ORDER BY k.n) AS columns
     FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND k.n <= i.indnkeyatts
     GROUP BY i.indexrelid HAVING bool_and(a.attnotnull) ORDER BY count(*), i.indexrelid`,
    [oid]
  );
  return rows.map((r) => r.columns);
}
async function memberKinds(session, oid) {
  return (await membersOf(session, oid)).map((r) => r.kind);
}
async function membersOf(session, oid) {
  return session.query(
    `WITH RECURSIVE tree(oid) AS (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::oid
       UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT tree.oid::text AS oid, c.relkind AS kind, pg_relation_filenode(c.oid)::text AS file FROM tree JOIN pg_class c ON c.oid = tree.oid ORDER BY tree.oid`,
    [oid]
  );
}

// src/sources/postgres/describe/permission.ts
var FORBIDDEN = `
  WITH RECURSIVE me(oid) AS (SELECT oid FROM pg_roles WHERE rolname = current_user),
  reads(oid, reader) AS (
    SELECT $1::oid, me.oid FROM me
    UNION SELECT d.refobjid, CASE WHEN coalesce((SELECT option_value::boolean FROM pg_options_to_table(v.reloptions) WHERE option_name = 'security_invoker'), false)
      THEN (SELECT oid FROM me) ELSE v.relowner END
    FROM reads r JOIN pg_class v ON v.oid = r.oid AND v.relkind = 'v' JOIN pg_rewrite w ON w.ev_class = v.oid
      JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid)
  SELECT DISTINCT n.nspname AS schema, c.relname AS table, pg_get_userbyid(r.reader)::text AS role
  FROM reads r JOIN pg_class c ON c.oid = r.oid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT has_any_column_privilege(r.reader, c.oid, 'SELECT') ORDER BY 1, 2`;
async function checkViewRights(session, table, relation) {
  if (relation.kind !== "v") return;
  const found = await session.query(FORBIDDEN, [relation.oid]);
  if (found.length === 0) return;
  const names = found.map((f) => `${f.role} may not read ${f.schema}.${f.table}`);
  const grants = found.map((f) => `GRANT SELECT ON ${qualified(f)} TO ${id(f.role)};`);
  throw new HighwaterError(
    "TABLE_NOT_READABLE",
    `${table}: the view can't be read, because ${names.join(" and ")}.`,
    `A view reads as its owner, or as the user if it is WITH (security_invoker). The owner of what it reads can allow it:
${grants.join("\n")}`
  );
}
async function readableRelation(session, written, user) {
  const name = parseName(written);
  const relation = name === null ? null : await findRelation(session, name);
  if (relation === null) {
    throw new HighwaterError(
      "TABLE_NOT_FOUND",
      `${written}: the database has no such table or view.`,
      "Names are case-sensitive, as PostgreSQL stores them. For schemas other than public, write schema.table. `highwater discover` lists all tables."
    );
  }
  if (relation.usage && relation.readable) {
    if (!relation.populated) throw notPopulated2(written, relation);
    if (!relation.hasColumns) throw withoutColumns(written, relation);
    return relation;
  }
  const grants = [
    ...relation.usage ? [] : [`GRANT USAGE ON SCHEMA ${id(relation.schema)} TO ${id(user)};`],
    ...relation.readable ? [] : [`GRANT SELECT ON ${grantName(relation)} TO ${id(user)};`]
  ];
  throw new HighwaterError(
    "TABLE_NOT_READABLE",
    `${written}: the user ${user} is not allowed to read this ${KINDS[relation.kind]}.`,
    `Its owner can allow it:
${grants.join("\n")}`
  );
}
function notPopulated2(written, relation) {
  return new HighwaterError(
    "TABLE_NOT_READABLE",
    `${written}: the materialized view was never filled (WITH NO DATA).`,
    `Its owner can fill it:
REFRESH MATERIALIZED VIEW ${qualified(relation)};`
  );
}
function withoutColumns(written, relation) {
  return new HighwaterError(
    "TABLE_NOT_READABLE",
    `${written}: the ${KINDS[relation.kind]} has no columns.`,
    "There is nothing to read. Leave it out until it has columns."
  );
}
function hiddenNote(relation, rows, user) {
  const hidden = rows.filter((c) => !c.readable).map((c) => c.name);
  if (hidden.length === 0) return [];
  const grant = `GRANT SELECT (${hidden.map(id).join(", ")}) ON ${qualified(relation)} TO ${id(user)};`;
  return [{ kind: "access", message: `left out, because ${user} can't read them: ${hidden.join(", ")} (${grant})` }];
}
function securityNote(relation, user) {
  if (!relation.rowSecurity) return [];
  return [
    {
      kind: "access",
      message: `row-level security is on: only the rows that its policies show to ${user} are synced; all others count as deleted`
    }
  ];
}

// src/sources/postgres/describe/cursor.ts
var import_fastest_levenshtein2 = __toESM(require_mod(), 1);

// src/sources/postgres/describe/types.ts
var KINDS2 = { e: "enum", c: "composite", r: "range", m: "range" };
function resolveType(types, oid, typmod, dimensions) {
  const row = types.get(oid);
  if (row === void 0) return { name: "unknown", kind: "base", typmod: -1 };
  if (row.typtype === "d") return resolveType(types, row.typbasetype, row.typtypmod, dimensions || row.typndims);
  if (isArray(row)) {
    const element = resolveType(types, row.typelem, typmod, 0);
    return { name: element.name, kind: "array", typmod, element, dimensions: Math.max(1, dimensions) };
  }
  const kind = KINDS2[row.typtype] ?? "base";
  return { name: row.typname, kind, typmod, ...row.labels === null ? {} : { labels: row.labels } };
}
var VECTORS = /* @__PURE__ */ new Set(["int2vector", "oidvector"]);
function isArray(row) {
  return row.typcategory === "A" && row.typlen === -1 && row.typelem !== "0" && !VECTORS.has(row.typname);
}
function precisionAndScale(typmod) {
  if (typmod < 4) return null;
  const packed = typmod - 4;
  return { precision: packed >> 16 & 65535, scale: (packed & 2047 ^ 1024) - 1024 };
}
var AS_IS = (column2) => column2;
function direct(duckdbType, allowedTypes) {
  return { duckdbType, semanticType: allowedTypes[0] ?? "", allowedTypes, read: duckdbType, expression: "$", select: AS_IS };
}
function converted(duckdbType, allowedTypes, expression, select3 = AS_IS) {
  return { ...direct(duckdbType, allowedTypes), read: "VARCHAR", expression, select: select3 };
}
function convertedPlain(...form) {
  return { ...converted(...form), plain: true };
}
var AS_TEXT = ["string", "picklist", "multipicklist", "user"];
var AS_NUMBER = ["number", "amount", "percentage"];
var instant = (type) => `CASE WHEN suffix($, ' BC') THEN CAST(replace(replace($, ' BC', ''), ' ', ' (BC) ') AS ${type}) ELSE CAST($ AS ${type}) END`;
var interval = (column2) => `CASE WHEN isfinite(${column2}) THEN format('%s months %s days %s microseconds', extract(year from ${column2}) * 12 + extract(month from ${column2}), extract(day from ${column2}), extract(hour from ${column2})::numeric * 3600000000 + extract(minute from ${column2})::numeric * 60000000 + extract(microseconds from ${column2})::numeric) ELSE ${column2}::text END`;
var money = `CASE WHEN regexp_full_match($, '-?[0-9]+([.][0-9]{0,2}0*)?') THEN CAST($ AS DECIMAL(19,2)) ELSE CAST($ || ' is not exact' AS DECIMAL(19,2)) END`;
var MONEY = convertedPlain("DECIMAL(19,2)", ["amount"], money, (c) => `${c}::numeric`);
var BUILTIN = {
  int2: direct("SMALLINT", [...AS_NUMBER, "user"]),
  int4: direct("INTEGER", [...AS_NUMBER, "user"]),
  int8: direct("BIGINT", [...AS_NUMBER, "user"]),
  float4: direct("FLOAT", AS_NUMBER),
  float8: direct("DOUBLE", AS_NUMBER),
  money: MONEY,
  bool: direct("BOOLEAN", ["bool"]),
  text: direct("VARCHAR", AS_TEXT),
  varchar: direct("VARCHAR", AS_TEXT),
  bpchar: direct("VARCHAR", AS_TEXT),
  citext: direct("VARCHAR", AS_TEXT),
  name: direct("VARCHAR", ["string"]),
  char: direct("VARCHAR", ["string"]),
  bit: direct("VARCHAR", ["string"]),
  varbit: direct("VARCHAR", ["string"]),
  inet: direct("VARCHAR", ["string"]),
  cidr: direct("VARCHAR", ["string"]),
  macaddr: direct("VARCHAR", ["string"]),
  macaddr8: direct("VARCHAR", ["string"]),
  xml: direct("VARCHAR", ["string"]),
  uuid: direct("UUID", ["string", "object", "user"]),
  date: convertedPlain(
    "DATE",
    ["date"],
    `CASE WHEN suffix($, ' BC') THEN CAST(replace($, ' BC', ' (BC)') AS DATE) ELSE CAST($ AS DATE) END`
  ),
  timestamp: convertedPlain("TIMESTAMP", ["date"], instant("TIMESTAMP")),
  timestamptz: convertedPlain("TIMESTAMPTZ", ["date"], instant("TIMESTAMPTZ")),
  time: direct("TIME", []),
  timetz: direct("VARCHAR", []),
  interval: { ...convertedPlain("INTERVAL", [], "CAST($ AS INTERVAL)", interval), parquetType: "VARCHAR" },
  bytea: converted("BLOB", [], "unhex(substr($, 3))"),
  json: converted("JSON", [], "CAST($ AS JSON)"),
  jsonb: converted("JSON", [], "CAST($ AS JSON)"),
  oid: direct("UINTEGER", []),
  xid: direct("UINTEGER", []),
  cid: direct("UINTEGER", []),
  xid8: direct("UBIGINT", [])
};
var ENUM = direct("VARCHAR", AS_TEXT);
var OTHER = direct("VARCHAR", []);
var MAX_DIGITS = 38;
function typeForm(type, asked) {
  if (type.kind === "array") {
    const form2 = arrayForm(type, type.element === void 0 ? OTHER : scalarForm(type.element));
    return asked === "string" ? { ...keptAsText(form2), select: (c) => `${c}::text` } : form2;
  }
  if (type.name !== "json" && type.name !== "jsonb") return scalarForm(type);
  const form = { ...scalarForm(type), allowedTypes: ["string"] };
  return asked === "string" ? keptAsText(form) : form;
}
function widerForm(type) {
  if (type.kind === "base" && type.name === "numeric") return numericForm(-1);
  if (type.kind === "base" && type.name === "money") {
    const { select: select3, semanticType, allowedTypes } = MONEY;
    return { ...numericForm(-1), select: select3, semanticType, allowedTypes };
  }
  const form = typeForm(type);
  return { ...keptAsText(form), select: (c) => `${c}::text` };
}
function keptAsText(form) {
  return { ...direct("VARCHAR", form.allowedTypes), semanticType: form.semanticType };
}
function scalarForm(type) {
  if (type.kind === "enum") return ENUM;
  if (type.kind !== "base") return OTHER;
  return type.name === "numeric" ? numericForm(type.typmod) : BUILTIN[type.name] ?? OTHER;
}
function numericForm(typmod) {
  const declared = precisionAndScale(typmod);
  if (declared !== null) {
    const scale = Math.max(0, declared.scale);
    const precision = Math.max(scale, declared.precision - Math.min(0, declared.scale));
    if (precision <= MAX_DIGITS) return direct(`DECIMAL(${precision},${scale})`, AS_NUMBER);
  }
  return { ...direct("VARCHAR", AS_NUMBER), adaptive: true, plain: true };
}
var TEXT_LIKE = /* @__PURE__ */ new Set(["text", "varchar", "bpchar", "citext", "name", "inet"]);
function arrayForm(type, element) {
  const depth = type.dimensions ?? 1;
  const inner = plainElement(type.name, element);
  const allowedTypes = inner.duckdbType === "VARCHAR" ? ["multipicklist", "string"] : ["string"];
  return {
    duckdbType: `${inner.duckdbType}${"[]".repeat(depth)}`,
    semanticType: "",
    allowedTypes,
    read: "VARCHAR",
    expression: fromJson(inner, depth),
    select: (column2) => select(column2, type, depth)
  };
}
function plainElement(name, element) {
  if (element.adaptive !== true && name !== "interval") return element;
  return { ...element, duckdbType: "VARCHAR", read: "VARCHAR", expression: "$" };
}
function select(column2, type, depth) {
  const bounds = Array.from({ length: depth }, (_, i) => `array_lower(${column2}, ${i + 1}) = 1`).join(" AND ");
  const builtin = type.element?.kind === "base" ? type.name : "";
  const asText = builtin === "money" ? `${column2}::numeric[]::text[]` : `${column2}::text[]`;
  const elements = TEXT_LIKE.has(builtin) || type.element?.kind === "enum" ? column2 : asText;
  return `CASE WHEN cardinality(${column2}) = 0 OR (array_ndims(${column2}) = ${depth} AND ${bounds}) THEN to_json(${elements})::text ELSE ${column2}::text END`;
}
function fromJson(element, depth) {
  const structure = `${"[".repeat(depth)}"VARCHAR"${"]".repeat(depth)}`;
  const list = `from_json_strict($, '${structure}')`;
  if (element.duckdbType === "VARCHAR") return list;
  if (element.expression === "$" && element.duckdbType !== "JSON")
    return `CAST(${list} AS ${element.duckdbType}${"[]".repeat(depth)})`;
  return transformed(list, element, depth);
}
function transformed(list, element, depth) {
  const variable = `e${depth}`;
  const cast = element.duckdbType === "JSON" ? `CAST(${variable} AS JSON)` : element.expression.replaceAll("$", () => variable);
  const body = depth === 1 ? cast : transformed(variable, element, depth - 1);
  return `list_transform(${list}, lambda ${variable}: ${body})`;
}

// src/sources/postgres/describe/cursor.ts
var CURSOR_TYPES = ["timestamptz", "timestamp", "date"];
function checkCursor(table, options, readable, types, notes) {
  const column2 = options.cursor ?? "";
  if (column2 === "xmin") return { column: column2, kind: "xmin" };
  const row = namedColumn(table, options, "cursor", column2, readable);
  const type = cursorType(row, types);
  if (type === null) throw notPossible(table, row, options);
  if (type !== "timestamptz") {
    const message = `the cursor ${column2} (${row.nativeType}) has no time zone, so each incremental run reads 12 hours more: nothing is lost, whatever time zone the writers use`;
    notes.push({ kind: "plan", column: column2, message });
  }
  if (!row.notNull) {
    const message = `the cursor ${column2} can be NULL: every incremental run reads the rows in which it is`;
    notes.push({ kind: "plan", column: column2, message });
  }
  return { column: column2, kind: "timestamp" };
}
function cursorType(row, types) {
  const { name, kind } = resolveType(types, row.type, row.typmod, row.dimensions);
  return kind === "base" ? CURSOR_TYPES.find((t) => t === name) ?? null : null;
}
function notPossible(table, row, options) {
  return new HighwaterError(
    "CURSOR_NOT_POSSIBLE",
    `${table}: the column ${row.name} (${row.nativeType}) can't be a cursor.`,
    "A cursor is a date, timestamp or timestamptz column that every change sets to the current time. A serial number does not change when a row is edited. If there is no such column, use `cursor: xmin`, with which PostgreSQL itself shows what changed.",
    { path: [...options.path, "cursor"] }
  );
}
async function checkXmin(session, table, relation, options, user) {
  if (relation.kind === "v" || relation.kind === "f") throw noTransactionIds(`${table}: a ${KINDS[relation.kind]} has`, options);
  const [kinds, [row]] = await session.together(
    async () => Promise.all([
      memberKinds(session, relation.oid),
      session.query("SELECT has_column_privilege($1::oid, 'xmin', 'SELECT') AS readable", [relation.oid])
    ])
  );
  if (kinds.includes("f")) throw noTransactionIds(`${table}: some of its partitions are foreign tables, which have`, options);
  if (row?.readable === true) return;
  throw new HighwaterError(
    "TABLE_NOT_READABLE",
    `${table}: \`cursor: xmin\` needs the system column xmin, but ${user} can read only some columns, and xmin is not among them.`,
    `Its owner can allow it:
GRANT SELECT (xmin) ON ${qualified(relation)} TO ${id(user)};`,
    { path: [...options.path, "cursor"] }
  );
}
function noTransactionIds(what, options) {
  return new HighwaterError(
    "CURSOR_NOT_POSSIBLE",
    `${what} no xmin that shows changed rows.`,
    "Choose a column that every change sets to the current time (timestamptz is best), or leave `cursor` out, so that every run reads the whole table.",
    { path: [...options.path, "cursor"] }
  );
}
function namedColumn(table, options, setting, name, readable) {
  const found = readable.find((c) => c.name === name);
  if (found !== void 0) return found;
  const nearest = readable.map((c) => c.name).sort((a, b) => (0, import_fastest_levenshtein2.distance)(a, name) - (0, import_fastest_levenshtein2.distance)(b, name))[0];
  throw new HighwaterError(
    "COLUMN_NOT_FOUND",
    `${table}: \`${setting}\` names the column ${name}, which does not exist or which this user can't read.`,
    nearest === void 0 ? "Leave it out." : `The nearest name is ${nearest}.`,
    { path: [...options.path, setting] }
  );
}
function refuseWithoutKey(table, options, candidates) {
  const wish = wishForKey(options);
  if (wish === null) return;
  const key = candidates[0];
  const advice2 = key === void 0 ? "Name the columns that identify a row: `key: id`, or `key: [a, b]`." : `It has a unique index that would do: \`key: ${key.length === 1 ? key[0] : `[${key.join(", ")}]`}\`.`;
  throw new HighwaterError(
    "KEY_REQUIRED",
    `${table}: ${wish} needs a key that identifies rows, but there is no primary key that this user can read.`,
    `${advice2} Without a key and this setting, every run reads the whole table.`,
    { path: [...options.path, "key"] }
  );
}
function wishForKey(options) {
  if (options.cursor !== void 0) return `\`cursor: ${options.cursor}\``;
  if (options.deletes === "mark") return "`deletes: mark`";
  return options.deletesBy === "full" ? null : `\`deletes_by: ${options.deletesBy}\``;
}
var CURSOR = `SELECT a.attnotnull AS "notNull", a.atttypid::text AS type, a.atttypmod AS typmod, a.attndims::int AS dimensions,
    coalesce(has_column_privilege(a.attrelid, (-2)::smallint, 'SELECT'), false) AS xmin,
    EXISTS (SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
      WHERE i.indrelid = a.attrelid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL AND am.amname IN ('btree')) AS indexed
  FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attname = $2 AND a.attnum > 0 AND NOT a.attisdropped`;
async function cursorFacts(session, relation, { cursor }) {
  if (cursor?.kind !== "timestamp") return null;
  const [[row], types] = await Promise.all([
    session.query(CURSOR, [relation.oid, cursor.column]),
    typesOf(session, relation.oid)
  ]);
  const type = row === void 0 ? null : cursorType(row, types);
  return row === void 0 || type === null ? null : { type, notNull: row.notNull, indexed: row.indexed, xmin: row.xmin };
}

// src/sources/postgres/describe/relation.ts
async function describeRelation(session, ref, options, user, widened) {
  const relation = await readableRelation(session, ref.name, user);
  await checkViewRights(session, ref.name, relation);
  const [rows, types] = await session.together(
    async () => Promise.all([columnsOf(session, relation.oid), typesOf(session, relation.oid)])
  );
  const readable = rows.filter((c) => c.readable);
  const notes = [...hiddenNote(relation, rows, user), ...securityNote(relation, user)];
  const key = chosenKey(ref.name, options, rows, notes);
  if (key.length === 0) refuseWithoutKey(ref.name, options, await uniqueKeys(session, relation.oid));
  const toWiden = widened.of(ref.name, new Map(readable.map((c) => [c.name, c.nativeType])));
  notes.push(...readable.filter((c) => toWiden.has(c.name)).map(widerNote));
  const checked = options.cursor === void 0 ? null : checkCursor(ref.name, options, readable, types, notes);
  if (checked?.kind === "xmin") await checkXmin(session, ref.name, relation, options, user);
  const cursor = options.sync === "full" ? null : checked;
  return {
    ref,
    columns: readable.map((row) => column(row, types, options, toWiden.has(row.name))),
    key,
    cursor,
    nameColumn: options.name === void 0 ? null : namedColumn(ref.name, options, "name", options.name, readable).name,
    notes
  };
}
function refsOf(relations) {
  return relations.flatMap((relation) => {
    const kind = KINDS[relation.kind];
    const ref = { name: writtenName(relation), target: targetName(relation), label: relation.table, kind };
    const plain = relation.usage && relation.readable && relation.hasColumns && !relation.partition && !relation.ofExtension;
    const own = [plain ? ref : { ...ref, exactOnly: true }];
    return relation.schema === "public" ? [...own, { ...ref, name: `public.${ref.name}`, exactOnly: true }] : own;
  });
}
function column(row, types, options, widen) {
  const type = resolveType(types, row.type, row.typmod, row.dimensions);
  const form = widen ? widerForm(type) : typeForm(type, options.types[row.name]);
  const quoted = id(row.name);
  const labels = type.kind === "enum" ? type.labels : void 0;
  return {
    name: row.name,
    label: shortComment(row.comment) ?? row.name,
    nativeType: row.nativeType,
    semanticType: form.semanticType,
    allowedTypes: form.allowedTypes,
    duckdbType: form.duckdbType,
    load: {
      wire: wireName(row.number),
      read: form.read,
      expression: form.expression,
      ...form.plain === void 0 ? {} : { plain: form.plain }
    },
    select: form.select(quoted),
    ...form.adaptive === void 0 ? {} : { adaptive: form.adaptive },
    ...form.parquetType === void 0 ? {} : { parquetType: form.parquetType },
    ...labels === void 0 ? {} : { picklist: labels.map((value) => ({ value, label: value, active: true })) },
    ...row.references === null ? {} : { references: [writtenName(row.references)] }
  };
}
function wireName(number2) {
  return `c${number2}`;
}
function shortComment(comment) {
  return comment !== null && comment.length > 0 && comment.length <= 80 && !comment.includes("\n") ? comment : null;
}
function chosenKey(table, options, rows, notes) {
  if (options.key === void 0) {
    const primary = rows.filter((c) => c.keyPosition !== null).sort((a, b) => (a.keyPosition ?? 0) - (b.keyPosition ?? 0));
    return primary.every((c) => c.readable) ? primary.map((c) => c.name) : [];
  }
  const readable = rows.filter((c) => c.readable);
  const key = options.key.map((name) => namedColumn(table, options, "key", name, readable));
  for (const c of key.filter((k) => !k.notNull)) {
    const message = `the key column ${c.name} can be NULL; a row in which it is NULL fails the table`;
    notes.push({ kind: "schema", column: c.name, message });
  }
  return key.map((c) => c.name);
}
function widerNote(column2) {
  const message = `${column2.name} (${column2.nativeType}) has values that its usual type can't hold exactly, so it has a wider type`;
  return { kind: "data", column: column2.name, message };
}
var WidenedColumns = class {
  #memory;
  /** Native types of the columns as last described, by table. */
  #described = /* @__PURE__ */ new Map();
  constructor(memory) {
    this.#memory = memory;
  }
  /** Names of the columns of a table that are to be described wider. */
  of(table, nativeTypes) {
    this.#described.set(table, nativeTypes);
    const kept = Object.entries(this.#kept(table)).filter(([name, native]) => nativeTypes.get(name) === native);
    return new Set(kept.map(([name]) => name));
  }
  /** True where at least one of the columns was not known yet. */
  add(table, columns) {
    const described = this.#described.get(table);
    const kept = this.#kept(table);
    const added = columns.filter((name) => described?.has(name) === true && kept[name] !== described.get(name));
    for (const name of added) kept[name] = described?.get(name) ?? "";
    if (added.length > 0) this.#memory.set(keyOf(table), JSON.stringify(kept));
    return added.length > 0;
  }
  #kept(table) {
    return JSON.parse(this.#memory.get(keyOf(table)) ?? "{}");
  }
};
function keyOf(table) {
  return `wider ${table}`;
}

// src/sources/postgres/describe/access.ts
async function serverState(session, database) {
  const [row] = await session.query(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text, current_user::text AS user,
       extract(epoch FROM clock_timestamp())::float8 * 1000 AS clock, pg_is_in_recovery() AS standby, pg_backend_pid() AS pid, pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS stats,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS writes`
  );
  if (row === void 0) throw new Error("no answer");
  const seesTransactions = row.stats || row.writes;
  const facts = [
    ["database", database],
    ["encryption", session.encryption ?? "none"],
    ["server is", row.standby ? "a standby" : "a primary"],
    ["sees all transactions", seesTransactions ? "yes" : `no: GRANT pg_read_all_stats TO ${id(row.user)};`]
  ];
  if (row.writes) facts.push(["superuser", "yes: a user with SELECT alone is enough"]);
  const pooled = session.announcedPid !== row.pid;
  if (pooled) facts.push(["pooler", "yes: one connection a table"]);
  const { version, user, standby } = row;
  const versionText = row.text.split(" ")[0] ?? "";
  return { version, versionText, user, standby, seesTransactions, pooled, clockAheadMs: row.clock - Date.now(), facts };
}
async function tableAccess(session, { ref, options }, user, widened, explain) {
  const nothing = { ref, readable: false, rows: null, cursor: options.cursor ?? null, key: options.key ?? [], hidden: [] };
  let schema = null;
  try {
    const relation = await readableRelation(session, ref.name, user);
    schema = await describeRelation(session, ref, options, user, widened);
    const hidden = (await columnsOf(session, relation.oid)).filter((c) => !c.readable).map((c) => c.name);
    await judge(session, relation, schema, options.where);
    const rows = relation.estimatedRows < 0 ? null : Math.round(relation.estimatedRows);
    return { ref, readable: true, rows, cursor: schema.cursor?.column ?? null, key: schema.key, hidden };
  } catch (thrown) {
    const error = explain(thrown, schema);
    if (!(error instanceof HighwaterError) || error.family === "interrupted") throw error;
    return { ...nothing, problem: { message: error.message, hint: error.hint } };
  }
}
async function judge(session, relation, schema, where) {
  const columns = schema.columns.map((c) => c.select ?? "NULL").join(", ");
  const condition2 = where === void 0 ? "" : ` WHERE (${where}
)`;
  await session.query(`EXPLAIN SELECT ${columns} FROM ${qualified(relation)}${condition2}`);
}
async function nextTransaction(session) {
  const [row] = await session.query("SELECT txid_snapshot_xmax(txid_current_snapshot())::text AS next");
  return row?.next ?? "0";
}
async function watchesClient(session, version) {
  if (version < 14e4) return false;
  try {
    await session.transaction(async () => session.query("SET LOCAL client_connection_check_interval = '5s'"));
    return true;
  } catch {
    return false;
  }
}

// src/sources/postgres/describe/identity.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);

// src/sources/postgres/describe/definition.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var LONGEST = 16384;
var ROUNDED = ["bpchar", "bit", "timestamp", "timestamptz", "time", "timetz", "interval"];
var COLUMNS = `SELECT a.attnum, a.attname, a.atttypid,
    CASE WHEN a.attgenerated = 'v' THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END AS computed,
    CASE WHEN a.atttypid = ANY ('{${ROUNDED.join()}}'::regtype[]) THEN format_type(a.atttypid, a.atttypmod) END AS rounded
  FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped`;
var USED = `SELECT c.attnum, c.atttypid FROM columns c
  UNION SELECT u.attnum, x.oid FROM used u JOIN pg_type t ON t.oid = u.oid CROSS JOIN LATERAL (
    SELECT t.typbasetype UNION ALL SELECT t.typelem
    UNION ALL SELECT p.atttypid FROM pg_attribute p WHERE t.typrelid <> 0 AND p.attrelid = t.typrelid AND p.attnum > 0 AND NOT p.attisdropped
    UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = t.oid) AS x(oid) WHERE x.oid <> 0`;
var VIEWS = `SELECT $1::oid UNION SELECT d.refobjid FROM views v JOIN pg_rewrite r ON r.ev_class = v.oid
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass`;
var ATTRIBUTES = `SELECT string_agg(concat_ws(':', u.oid, p.attnum, p.atttypid), ',' ORDER BY u.oid, p.attnum)
  FROM used u JOIN pg_type t ON t.oid = u.oid JOIN pg_attribute p ON p.attrelid = t.typrelid
  WHERE u.attnum = c.attnum AND t.typtype = 'c' AND p.attnum > 0 AND NOT p.attisdropped`;
var DEFINITION = `
  WITH RECURSIVE columns AS (${COLUMNS}), used(attnum, oid) AS (${USED}), views(oid) AS (${VIEWS})
  SELECT
    (SELECT json_object_agg(c.attname, c.attnum || coalesce(':' || left(md5(nullif(concat(c.computed, c.rounded, (${ATTRIBUTES})), '')), 8), '')) FROM columns c) AS columns,
    (SELECT json_object_agg(a.attname, CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace THEN format_type(t.oid, a.atttypmod) ELSE t.oid::text END)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped) AS types,
    (SELECT json_object_agg(e.oid, left(md5(e.enumlabel), 8)) FROM pg_enum e WHERE e.enumtypid IN (SELECT oid FROM used)) AS labels,
    (SELECT md5(string_agg(pg_get_viewdef(c.oid), '' ORDER BY c.oid)) FROM views v JOIN pg_class c ON c.oid = v.oid WHERE c.relkind IN ('v', 'm')) AS definition,
    CASE WHEN row_security_active($1::oid) THEN (SELECT md5(concat(current_user, string_agg(concat_ws(':', p.oid, p.polcmd, p.polpermissive, p.polroles,
      pg_get_expr(p.polqual, p.polrelid)), ',' ORDER BY p.oid))) FROM pg_policy p WHERE p.polrelid = $1::oid) END AS policies`;
async function definitionOf(session, oid) {
  const [row] = await session.query(DEFINITION, [oid]);
  const known = Object.entries(row ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(known.map(([part, value]) => [part, value === null ? "" : compact(value)]));
}
function compact(marks) {
  const text2 = JSON.stringify(marks);
  return text2.length > LONGEST ? (0, import_node_crypto.createHash)("sha256").update(text2).digest("base64") : marks;
}
function definitionChange(before, now) {
  const column2 = differing(before.columns, now.columns);
  if (column2 !== null) return `${column2} is another one than at the last import: made again, renamed or computed otherwise`;
  const retyped = differing(before.types, now.types, keepsValues);
  if (retyped !== null) return `${retyped} is of another type than at the last import`;
  if (differing(before.labels, now.labels) !== null) return "values of an enum were renamed since the last import";
  if (before.definition !== now.definition) return "the view's definition changed since the last import";
  return before.policies === now.policies ? null : "the policies that hide rows, or their user, changed since the last import";
}
function differing(before, now = {}, same = (a, b) => a === b) {
  if (before === void 0) return null;
  if (typeof before === "string" || typeof now === "string") return before === now ? null : "one of the columns";
  const name = Object.entries(before).find(([key, mark]) => now[key] !== void 0 && !same(mark, now[key]))?.[0];
  return name === void 0 ? null : `the column ${name}`;
}
var FAMILIES = [
  ["text", /^(?:text|character varying)(?:\((\d+)\))?$/, (length) => [length]],
  ["whole", /^smallint$/, () => [2]],
  ["whole", /^integer$/, () => [4]],
  ["whole", /^bigint$/, () => [8]],
  ["float", /^real$/, () => [4]],
  ["float", /^double precision$/, () => [8]],
  ["numeric", /^numeric(?:\((\d+),(-?\d+)\))?$/, (length, scale) => [length - scale, scale]]
];
function familyOf(type) {
  for (const [family, pattern, room] of FAMILIES) {
    const [found, length, scale] = pattern.exec(type) ?? [];
    if (found === void 0) continue;
    const unlimited = length === void 0;
    return {
      family,
      room: unlimited && family === "numeric" ? [Infinity, Infinity] : room(Number(length ?? Infinity), Number(scale ?? 0))
    };
  }
  return { family: type, room: [] };
}
function keepsValues(from, to) {
  const [old, now] = [familyOf(from), familyOf(to)];
  return old.family === now.family && old.room.every((room, i) => room <= (now.room[i] ?? 0));
}

// src/sources/postgres/describe/identity.ts
var MEMBERS_LISTED = 4e3;
var FILES_LISTED = 1e3;
async function clusterIdentity(session) {
  try {
    return await session.transaction(async () => {
      const rows = await session.query(
        "SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system, (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline, CASE WHEN NOT pg_is_in_recovery() THEN txid_snapshot_xmax(txid_current_snapshot())::text END AS next"
      );
      return rows[0] ?? null;
    });
  } catch {
    return null;
  }
}
async function tableIdentity(session, relation, cluster) {
  const inherits = relation.kind === "p" || relation.kind === "r";
  const [[row], found, definition] = await Promise.all([
    session.query(
      "SELECT oid::text AS database, pg_relation_filenode($1::oid)::text AS file FROM pg_database WHERE datname = current_database()",
      [relation.oid]
    ),
    inherits ? membersOf(session, relation.oid) : [],
    definitionOf(session, relation.oid)
  ]);
  const members = found.map((m) => m.oid);
  return {
    cluster,
    database: row?.database ?? "",
    relation: relation.oid,
    ...definition,
    ...filesOf([{ oid: relation.oid, kind: relation.kind, file: row?.file ?? null }, ...found]),
    ...relation.kind !== "p" && members.length === 0 ? {} : { members: members.length <= MEMBERS_LISTED ? members : hashOf(members) }
  };
}
function filesOf(members) {
  const files = members.flatMap(({ oid, file }) => file === null ? [] : [[oid, file]]);
  if (files.length === 0) return {};
  return { files: files.length <= FILES_LISTED ? Object.fromEntries(files) : hashOf(files.flat()) };
}
function hashOf(members) {
  return (0, import_node_crypto2.createHash)("sha256").update(members.join()).digest("base64");
}
function identityReason(before, now) {
  if (before.cluster !== null && now.cluster !== null) {
    if (before.cluster.system !== now.cluster.system) return "the server is another one than at the last import";
    if (before.cluster.timeline !== now.cluster.timeline) {
      return `the server was restored or failed over since the last import (timeline ${before.cluster.timeline}, now ${now.cluster.timeline})`;
    }
  }
  if (isBehind(before.cluster, now.cluster))
    return "the server is behind the last import: its disk was restored to an earlier state";
  if (before.database !== now.database) return "the database was dropped and created again since the last import";
  if (before.relation !== now.relation) return "the table was dropped and created again, or replaced, since the last import";
  const redefined = definitionChange(before, now);
  if (redefined !== null) return redefined;
  if (before.definition !== void 0 && rewritten(before, now))
    return "the materialized view was refreshed since the last import";
  const listed = Array.isArray(before.members) && Array.isArray(now.members);
  return !listed && before.members !== now.members ? "partitions, or tables that inherit from it, were added or removed since the last import" : null;
}
function isBehind(before, now) {
  return typeof before?.next === "string" && typeof now?.next === "string" && BigInt(now.next) < BigInt(before.next);
}
function goneReason(before, now) {
  if (before === null) return null;
  const { members } = now;
  if (Array.isArray(before.members) && Array.isArray(members)) {
    const gone2 = before.members.filter((oid) => !members.includes(oid)).length;
    if (gone2 > 0) return `${gone2} partition(s), or tables that inherited from it, were dropped or detached`;
  }
  return wasRewritten(before, now) ? "it was truncated or rewritten (TRUNCATE, VACUUM FULL, CLUSTER, ALTER TABLE)" : null;
}
function wasRewritten(before, now) {
  return before !== null && rewritten(before, now);
}
function rewritten({ files: before }, { files: now }) {
  if (before === void 0 || now === void 0) return false;
  if (typeof before === "string" || typeof now === "string") return typeof before === typeof now && before !== now;
  return Object.entries(before).some(([oid, file]) => now[oid] !== void 0 && now[oid] !== file);
}
function newMembers(before, now) {
  if (before === null || !Array.isArray(before.members) || !Array.isArray(now.members)) return [];
  const known = new Set(before.members);
  return now.members.filter((oid) => !known.has(oid));
}
function newMembersReason(before, now, relation) {
  return relation.selectable || newMembers(before, now).length === 0 ? null : "partitions were added since the last import";
}
function parseIdentity(token) {
  if (token === void 0) return null;
  const value = JSON.parse(token);
  return value;
}

// src/sources/postgres/plan/database-clock.ts
var ISO = (instant2) => `to_char(${instant2} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
var RUNNING = `
  SELECT ${ISO("now()")} AS now, ${ISO("pg_postmaster_start_time()")} AS "serverStart", ${ISO("min(a.xact_start)")} AS oldest,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE l.pid IS NOT NULL), '[]') AS open,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE a.xact_start IS NULL AND l.pid IS NOT NULL AND a.query = '<insufficient privilege>'), '[]') AS hidden,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE a.xact_start IS NULL AND l.pid IS NOT NULL AND a.state = 'disabled'), '[]') AS untracked
  FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock'
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND coalesce(a.backend_type, '') NOT IN ('autovacuum worker', 'walsender', 'parallel worker')
    AND NOT (a.application_name = 'highwater' AND a.usename IS NOT DISTINCT FROM current_user)`;
var PREPARED = `SELECT ${ISO("min(prepared)")} AS prepared, ${ISO("clock_timestamp()")} AS "listedAt"
  FROM pg_prepared_xacts WHERE database = current_database()`;
var REPLAYED = `SELECT ${ISO("now()")} AS now, ${ISO("pg_postmaster_start_time()")} AS "serverStart",
  ${ISO("coalesce(pg_last_xact_replay_timestamp(), to_timestamp(0))")} AS replayed`;
async function sampleTransactions(session) {
  const asked = async () => Promise.all([session.query(RUNNING), session.query(PREPARED)]);
  return transactionSample(merged(await session.together(asked)));
}
async function databaseClock(session, standby, known) {
  const asked = standby ? [REPLAYED] : [RUNNING, PREPARED];
  const answer = merged(await session.begin({ isolation: "READ COMMITTED", statements: asked }));
  const { now, serverStart, oldest, replayed } = answer;
  const hidden = (answer.hidden ?? []).map((transaction) => known.startedAfter(transaction, now));
  if (!standby) known.add(transactionSample(answer));
  const candidates = [now, oldest, replayed, ...hidden].filter((t) => typeof t === "string");
  const safe = candidates.reduce((a, b) => toMicros(b) < toMicros(a) ? b : a);
  const unseen = unseenOf(answer, standby, hidden.filter((start) => start === null).length);
  const earliest = typeof answer.prepared === "string" ? NOTHING_HELD : serverStart;
  return { now, safe, earliest, unseen, notes: standby ? [] : openNote(now, safe) };
}
function merged(answers) {
  return Object.assign({}, ...answers.flat());
}
function transactionSample({ now, listedAt = now, open = [] }) {
  return { at: now, listedAt, open };
}
function unseenOf({ untracked = [], prepared }, standby, hidden) {
  if (standby) return "a standby does not show the transactions that run on its primary";
  const found = [
    ...hidden > 0 ? [`${hidden} transaction(s) of other users were open, and this user can't see when they began`] : [],
    ...untracked.length > 0 ? [`${untracked.length} transaction(s) were open in sessions with track_activities = off, which hides when they began`] : [],
    ...typeof prepared === "string" ? [`a transaction has been prepared since ${prepared}, and PostgreSQL does not show when it began`] : []
  ];
  return found.length === 0 ? null : found.join("; ");
}
var HOUR = 3600000000n;
function openNote(now, safe) {
  if (toMicros(now) - toMicros(safe) <= HOUR) return [];
  return [
    { kind: "plan", message: `a transaction has been open since ${safe}; until it ends, each incremental run reads from there` }
  ];
}
function hiddenTransactionsNote(user) {
  const message = `${user} can't see when other users' transactions began. Nothing that they commit late is lost, but to find it a run may have to scan the whole table. To avoid that, run: GRANT pg_read_all_stats TO ${id(user)};`;
  return { kind: "access", message };
}
var KEPT = 20;
var OpenTransactions = class {
  #samples = [];
  add(sample) {
    this.#samples.push(sample);
    if (this.#samples.length > KEPT) this.#samples.splice(1, 1);
  }
  /** Not before this the transaction began; null where no sample shows that. `now`: when the caller's own sample was asked. */
  startedAfter(transaction, now) {
    const earlier2 = this.#samples.filter((s) => s.listedAt <= now && !s.open.includes(transaction)).map((s) => s.at);
    return earlier2.length === 0 ? null : earlier2.reduce((a, b) => a > b ? a : b);
  }
};

// src/sources/postgres/plan/key-ranges.ts
var HASHED = /^(smallint|integer|bigint|uuid|text|character varying(\(\d+\))?)$/;
var TEXTS = /^(text|character)/;
var ROWS_A_RANGE = 1e4;
var MOST_RANGES = 1e3;
function keyColumns({ schema }) {
  return schema.columns.filter((c) => schema.key.includes(c.name));
}
function isHashable(plan) {
  const columns = keyColumns(plan);
  return columns.length > 0 && columns.every((c) => HASHED.test(c.nativeType) && c.mask === void 0 && (c.select ?? id(c.name)) === id(c.name));
}
function hasTextKey(plan) {
  return keyColumns(plan).some((c) => TEXTS.test(c.nativeType));
}
var rangesFor = (rows) => Math.max(1, Math.min(MOST_RANGES, Math.ceil(rows / ROWS_A_RANGE)));
function figuresQuery(plan, relation, cuts) {
  const [first] = keyColumns(plan);
  const conditions = conditionsOf(plan.options);
  const texts = plan.schema.key.map((name) => `${id(name)}::text`).join(", ");
  const hash = `('x' || left(md5(convert_to(concat_ws(chr(31), ${texts}), 'UTF8')), 15))::bit(60)::bigint`;
  const edges = `ARRAY[${cuts.map((cut) => text(cut)).join(", ")}]::${typeOf(first)}[]`;
  const range = cuts.length === 0 ? "0" : `width_bucket(${compared(first)}, ${edges})`;
  const condition2 = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  return `SELECT ${range} AS n, count(*)::text AS rows, sum(${hash})::text AS hash FROM ${qualified(relation)}${condition2} GROUP BY 1`;
}
function rangeOf(plan, cuts, from, to) {
  const [first] = keyColumns(plan);
  const [low, high] = [from === 0 ? null : cuts[from - 1] ?? null, cuts[to] ?? null];
  const value = (cut) => `${text(cut)}::${typeOf(first)}`;
  const edges = [
    ...low === null ? [] : [`${compared(first)} >= ${value(low)}`],
    ...high === null ? [] : [`${compared(first)} < ${value(high)}`]
  ];
  const span = { column: first?.name ?? "", from: low, to: high };
  return { part: [span], condition: edges.length === 0 ? "true" : `(${edges.join(" AND ")})` };
}
var typeOf = (column2) => column2 !== void 0 && TEXTS.test(column2.nativeType) ? "text" : column2?.nativeType ?? "text";
function compared(column2) {
  const name = id(column2?.name ?? "");
  return column2 !== void 0 && TEXTS.test(column2.nativeType) ? `${name} COLLATE "C"` : name;
}
var SAMPLE_ROWS = 2e5;
function conditionsOf({ where, range }) {
  return [...where === void 0 ? [] : [`(${where}
)`], ...range === void 0 ? [] : [rangeCondition(range)]];
}
function rangeCondition({ column: column2, from, to, empty }) {
  if (empty) return "false";
  const name = id(column2);
  if (from === null) return to === null ? "true" : `(${name} < ${text(to)} OR ${name} IS NULL)`;
  return to === null ? `${name} >= ${text(from)}` : `(${name} >= ${text(from)} AND ${name} < ${text(to)})`;
}
async function keyEdges(session, relation, schema, options, parts) {
  const column2 = id(schema.key[0] ?? "");
  const share = SAMPLE_ROWS / Math.max(1, relation.estimatedRows) * 100;
  const sampled = share < 50 && ["r", "m", "p"].includes(relation.kind) ? ` TABLESAMPLE SYSTEM (${share.toFixed(4)})` : "";
  const where = options.where === void 0 ? "" : ` WHERE (${options.where}
)`;
  const fractions = Array.from({ length: parts - 1 }, (_, i) => ((i + 1) / parts).toFixed(6));
  const rows = await session.query(
    `SELECT edge FROM (SELECT percentile_disc(ARRAY[${fractions.join(", ")}]) WITHIN GROUP (ORDER BY ${column2})::text[] AS edges
     FROM ${qualified(relation)}${sampled}${where}) AS sample, unnest(edges) WITH ORDINALITY AS u (edge, n) ORDER BY n`
  );
  return rows.flatMap(({ edge }) => edge ?? []);
}

// src/sources/postgres/plan/copy.ts
var TEXT = { kind: "tsv", compression: "none" };
var CSV = { kind: "csv", header: false, nullText: "unquoted-empty", compression: "none" };
function copyOf(query, columns) {
  return columns.length > 1 ? { query: `COPY (${query}) TO STDOUT (FORMAT text)`, format: TEXT } : { query: `COPY (${query}) TO STDOUT (FORMAT csv)`, format: CSV };
}

// src/sources/postgres/plan/window.ts
function windowOf(since, versioned, rewritten3 = false) {
  const marks = marksOf(since);
  const old = rewritten3 || marks?.unseen === true;
  const low = old || toMicros(since.value) <= toMicros(NOTHING_HELD) ? null : since.value;
  const xmin = versioned ? marks?.xmin ?? null : null;
  return { clock: marks?.clock ?? since.value, low, xmin, overlap: marks?.overlap ?? null };
}
function marksOf(since) {
  if (since?.token === void 0 || since.kind !== "timestamp") return null;
  return JSON.parse(since.token).window ?? null;
}
function windowCondition(column2, type, { clock, low, xmin }, lookbackSeconds) {
  const from = (instant2) => sinceCondition(column2, type, instant2, lookbackSeconds);
  if (xmin === null || low === clock) return from(low);
  const changed2 = `(${from(clock)} OR ${xminCondition(xmin)})`;
  return low === null ? changed2 : `(${from(low)} AND ${changed2})`;
}
var ZONE_SECONDS = { earlier: 12 * 3600, later: 14 * 3600 };
function sinceCondition(column2, type, since, lookbackSeconds) {
  if (since === null) return `${id(column2)} >= '-infinity'::${type}`;
  if (type === "timestamptz") return `${id(column2)} >= '${earlier(since, lookbackSeconds)}'::timestamptz`;
  const low = earlier(since, lookbackSeconds + ZONE_SECONDS.earlier);
  return type === "date" ? `${id(column2)} >= '${low.slice(0, 10)}'::date` : `${id(column2)} >= '${low.slice(0, -1)}'::timestamp`;
}
function xminCondition(since) {
  return `age(xmin) <= age('${BigInt(since) % 2n ** 32n}'::xid)`;
}
var XID_MARGIN = 50000000n;
function xminReason(since, next) {
  const distance3 = BigInt(next) - BigInt(since);
  if (distance3 < 0n) return "the server is behind the last import (restored, or another one)";
  return distance3 >= 2n ** 31n - XID_MARGIN ? "so many transactions have passed since the last import that their ids repeat" : null;
}

// src/sources/postgres/plan/row-queries.ts
function rowQueriesOf(plan, facts) {
  const rows = rowsOf2(plan);
  if (plan.mode === "full" || plan.since === null) return [rows];
  return [...changes(plan, facts, rows), ...deletedKeysQuery(plan, facts, rows), ...sweep(plan, facts, rows)];
}
function rowsOf2(plan) {
  const conditions = conditionsOf(plan.options);
  const columns = selection(plan);
  return { content: "rows", pass: "body", label: "rows", columns, conditions, divided: true, expectedRows: null };
}
function changes(plan, facts, rows) {
  const column2 = plan.schema.cursor?.column ?? "";
  const { cursor } = facts;
  const apart = usesIndex(facts);
  const estimated = [...estimateOf(plan, facts), ...rows.conditions];
  const since = { ...rows, divided: !apart, conditions: [changed(plan, facts, !apart), ...rows.conditions], estimated };
  if (!apart || cursor?.notNull === true) return [since];
  return [since, { ...rows, divided: false, label: "null-cursor", conditions: [`${id(column2)} IS NULL`, ...rows.conditions] }];
}
function usesIndex({ cursor, window, newMembers: newMembers2 }) {
  return cursor?.indexed === true && window?.low !== null && newMembers2.length === 0;
}
function estimateOf({ schema, options }, { cursor, window }) {
  if (cursor === null || window === null) return [];
  const from = window.xmin === null ? window.low : window.clock;
  return [sinceCondition(schema.cursor?.column ?? "", cursor.type, from, options.lookbackSeconds)];
}
function changed(plan, facts, withNulls) {
  const { since, options, schema } = plan;
  const column2 = schema.cursor?.column ?? "";
  const { cursor, window, newMembers: newMembers2 } = facts;
  const any = [
    cursor === null || window === null ? xminCondition(since?.value ?? "") : windowCondition(column2, cursor.type, window, options.lookbackSeconds)
  ];
  if (withNulls && cursor?.notNull === false) any.push(`${id(column2)} IS NULL`);
  if (newMembers2.length > 0) any.push(`tableoid = ANY('{${newMembers2.join()}}'::oid[])`);
  return any.length === 1 ? any[0] ?? "" : `(${any.join(" OR ")})`;
}
function deletedKeysQuery(plan, facts, rows) {
  const { where, range, deletes, deletesBy } = plan.options;
  if (where === void 0 || deletes === "ignore" || deletesBy === "keys" || facts.sweep) return [];
  const conditions = [
    changed(plan, facts, true),
    `(${where}
) IS NOT TRUE`,
    ...range === void 0 ? [] : [rangeCondition(range)]
  ];
  return [{ ...rows, content: "deleted", label: "deleted", columns: keys(plan), conditions, divided: !usesIndex(facts) }];
}
function sweep(plan, facts, rows) {
  const { deletes } = plan.options;
  return !sweepsKeys(plan) && !facts.sweep || deletes === "ignore" ? [] : [allKeysQuery(plan, rows)];
}
function sweepsKeys(plan) {
  const { deletesBy } = plan.options;
  return deletesBy === "keys" || deletesBy === "counts" && !isHashable(plan);
}
function keysWithin(plan, ranges2) {
  const rows = rowsOf2(plan);
  const within = ranges2.length === 0 ? [] : [`(${ranges2.join(" OR ")})`];
  return { ...allKeysQuery(plan, rows), divided: false, conditions: [...within, ...rows.conditions] };
}
function allKeysQuery(plan, rows) {
  return { ...rows, content: "present", pass: "sweep", label: "present", columns: keys(plan) };
}
function keys(plan) {
  return loaded(plan.schema.columns).filter((c) => plan.schema.key.includes(c.name)).map(selected);
}
function loaded(columns) {
  return columns.filter((c) => c.load !== null);
}
function selection(plan) {
  return loaded(plan.schema.columns).map(selected);
}
function selected(column2) {
  return column2.select ?? id(column2.name);
}
function decideSweep(plan, relation, before, now, loose) {
  const { deletes } = plan.options;
  if (plan.mode !== "incremental") return { sweep: false, notes: [] };
  const gone2 = goneReason(before, now);
  const notes = [];
  const ignored = deletes === "ignore";
  if (gone2 !== null) {
    const done = ignored ? "its rows are kept, as `deletes: ignore` says" : "all keys were compared";
    const read = wasRewritten(before, now) ? ", and what was written since was read, whatever its cursor" : "";
    notes.push({ kind: "plan", message: `${gone2} since the last import: ${done}${read}` });
  }
  for (const column2 of loose) {
    const done = ignored ? "under `deletes: ignore` the old spelling stays as a separate row" : "every run compares all keys";
    notes.push({
      kind: "plan",
      column: column2,
      message: `the key column ${column2} treats several spellings as one value, while DuckDB treats each as its own: ${done}`
    });
  }
  const sweep2 = gone2 !== null || loose.length > 0 || relation.kind === "m";
  return { sweep: sweep2 && !sweepsKeys(plan) && !ignored, notes };
}
var LOOSE = `
  SELECT a.attname AS name FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
  WHERE a.attrelid = $1::oid AND a.attnum = ANY ($2::int2[]) AND (coalesce(b.typname, t.typname) = 'citext' OR NOT c.collisdeterministic)
  ORDER BY a.attnum`;
async function looseKeys(session, relation, { schema }) {
  const numbers = schema.columns.filter((c) => schema.key.includes(c.name)).flatMap((c) => c.load === null ? [] : [c.load.wire.slice(1)]);
  if (numbers.length === 0) return [];
  return (await session.query(LOOSE, [relation.oid, numbers])).map((r) => r.name);
}
var KEYS_PER_QUERY = 1e3;
var AS_TEXT2 = /^(SMALLINT|INTEGER|BIGINT|UINTEGER|UBIGINT|BOOLEAN|UUID|VARCHAR|DATE|TIMESTAMP|TIMESTAMPTZ|DECIMAL\(.*\))$/;
function keyPartitions(plan, relation, keys2) {
  const columns = plan.schema.key.flatMap((name) => plan.schema.columns.find((c) => c.name === name) ?? []);
  if (columns.length !== plan.schema.key.length || !columns.every(isAsText)) return null;
  if (keys2.some((key) => key.some((value, i) => columns[i]?.semanticType === "date" && value.includes("(BC)")))) return null;
  const chunks = Array.from(
    { length: Math.ceil(keys2.length / KEYS_PER_QUERY) },
    (_, i) => keys2.slice(i * KEYS_PER_QUERY, (i + 1) * KEYS_PER_QUERY)
  );
  return chunks.map((chunk, i) => partition(plan, relation, columns, chunk, i + 1));
}
function isAsText(column2) {
  return AS_TEXT2.test(column2.duckdbType) && column2.nativeType !== "money" && comparedType(column2) !== null;
}
function comparedType(column2) {
  const expression = selected(column2);
  if (expression.endsWith("::text")) return "text";
  return /^"(?:[^"]|"")+"$/.test(expression) ? column2.nativeType : null;
}
function partition(plan, relation, columns, keys2, number2) {
  const rows = rowsOf2(plan);
  const conditions = [condition(columns, keys2), ...rows.conditions].join(" AND ");
  const copy = copyOf(`SELECT ${rows.columns.join(", ")} FROM ${qualified(relation)} WHERE ${conditions}`, rows.columns);
  const detail = { content: "rows", format: copy.format, ranges: [] };
  return {
    id: `rows by key ${number2}`,
    pass: "sweep",
    query: copy.query,
    expectedRows: keys2.length,
    expectedRequests: 1,
    detail
  };
}
function condition(columns, keys2) {
  const arrays = columns.map((c, i) => `${arrayOf(keys2.map((key) => key[i] ?? ""))}::${comparedType(c) ?? "text"}[]`);
  const [first] = columns;
  if (columns.length === 1 && first !== void 0) return `${selected(first)} = ANY (${arrays.join()})`;
  return `(${columns.map(selected).join(", ")}) IN (SELECT * FROM unnest(${arrays.join(", ")}))`;
}
function arrayOf(values) {
  return text(`{${values.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`);
}

// src/sources/postgres/plan/watermark.ts
async function timestampWatermark(session, plan, seen) {
  const { clock, cursor, snapshot, identity, overlap } = seen;
  const column2 = plan.schema.cursor?.column ?? "";
  const { marks, notes } = marksAfter(plan, seen);
  const token = JSON.stringify({ ...identity, window: overlap === null ? marks : { ...marks, overlap } });
  const watermark = { kind: "timestamp", value: marks.clock, token };
  const heldBack = heldBackOf(column2, cursor.type, clock.now);
  if (holdsCursor(plan.schema)) return { watermark, heldBack, notes };
  const newest = await newestAtSource(session, snapshot, column2, cursor.type, heldBack, conditionsOf(plan.options));
  return { watermark: heldBackTo(watermark, newest, heldBack.slackSeconds), notes: [...notes, ...heldBack.describe(newest)] };
}
function marksAfter(plan, { clock, snapshot, versioned, server }) {
  const plain = { clock: clock.safe, ...versioned ? { xmin: snapshot.xmin } : {} };
  const { unseen } = clock;
  const known = [...clock.notes, ...server.standby || server.seesTransactions ? [] : [hiddenTransactionsNote(server.user)]];
  const notes = (message) => [...known, { kind: "plan", message }];
  if (unseen === null) return { marks: plain, notes: known };
  if (versioned) {
    return {
      marks: { ...plain, unseen: true },
      notes: notes(`${unseen}; so that nothing they commit is lost, the next run checks the versions of all rows`)
    };
  }
  if (server.standby) {
    const covered = `the lookback of ${plan.options.lookbackSeconds} s covers those shorter than that, and a full sync all`;
    return { marks: plain, notes: notes(`${unseen}: ${covered}`) };
  }
  const last = marksOf(plan.since);
  const before = last?.unseen === true ? clock.earliest : last?.clock ?? plan.since?.value ?? clock.earliest;
  const held = toMicros(before) < toMicros(clock.safe) ? before : clock.safe;
  return { marks: { clock: held }, notes: notes(`${unseen}; until a run sees none of them, each run reads from ${held} on`) };
}
var DUCKDB = { timestamptz: "TIMESTAMPTZ", timestamp: "TIMESTAMP", date: "DATE" };
var DAY = 86400000000n;
function heldBackOf(column2, type, now) {
  const zoned = type === "timestamptz";
  return {
    type: DUCKDB[type],
    until: zoned ? now : later(now, ZONE_SECONDS.later),
    slackSeconds: zoned ? 0 : ZONE_SECONDS.earlier,
    describe: (newest) => farBehind(column2, newest, now)
  };
}
function farBehind(column2, newest, now) {
  if (newest === null || toMicros(now) - toMicros(newest) <= DAY) return [];
  const days = Number((toMicros(now) - toMicros(newest)) / DAY);
  const message = `the newest ${column2} is ${newest}, ${days} day${days === 1 ? "" : "s"} behind the database's clock. Incremental runs look for new rows from there on. One that arrives with an older ${column2} is found by the next full sync; \`cursor: xmin\` finds it at once`;
  return [{ kind: "plan", column: column2, message }];
}
function holdsCursor({ columns, cursor }) {
  return columns.some((c) => c.name === cursor?.column);
}
async function newestAtSource(session, { relation }, column2, type, { until }, conditions) {
  const c = id(column2);
  const at = type === "timestamptz" ? `max(${c}) AT TIME ZONE 'UTC'` : `max(${c})::timestamp`;
  const bounds = [`${c} <= '${until}'::timestamptz::${type}`, `isfinite(${c})`, ...conditions];
  const [row] = await session.query(
    `SELECT to_char(greatest(${at}, '1970-01-01'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS newest FROM ${qualified(relation)} WHERE ${bounds.join(" AND ")} HAVING count(*) > 0`
  );
  return row?.newest ?? null;
}
var MANY_ROWS = 1e4;
async function compareOverlap(session, snapshot, plan, cursor, window, clock) {
  const { options, schema } = plan;
  const since = (at) => sinceCondition(schema.cursor?.column ?? "", cursor.type, at, options.lookbackSeconds);
  const [from, to, next] = [since(window.low), since(window.clock), since(clock)];
  const nothing = { same: false, next: null };
  if (window.low === null || from === to) return nothing;
  const conditions = [from, ...conditionsOf(options)].join(" AND ");
  const rows = `FROM ${qualified(snapshot.relation)} WHERE ${conditions}`;
  const [guess] = await session.query(
    `EXPLAIN (FORMAT JSON) SELECT 1 ${rows} AND NOT ${to}`
  );
  if ((guess?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0) < MANY_ROWS) return nothing;
  const hash = `hashtextextended(ROW(${selection(plan).join(", ")})::text, 0)`;
  const upTo = (edge) => `concat(count(*) FILTER (WHERE NOT ${edge}), ':', sum(${hash}) FILTER (WHERE NOT ${edge}))`;
  const [found] = await session.query(`SELECT ${upTo(to)} AS now, ${upTo(next)} AS next ${rows}`);
  if (found === void 0) return nothing;
  const { overlap } = window;
  const same = overlap !== null && overlap.from === from && overlap.to === to && overlap.hash === found.now;
  return { same, next: { from, to: next, hash: found.next } };
}
async function windowToRead(session, plan, { clock, cursor, snapshot, versioned, rewritten: rewritten3 }) {
  if (clock === null || cursor === null || plan.since === null) return { window: null, overlap: null };
  const window = windowOf(plan.since, versioned, rewritten3);
  if (window.xmin !== null) return { window, overlap: null };
  const { same, next } = await compareOverlap(session, snapshot, plan, cursor, window, clock.safe);
  return { window: same ? { ...window, low: window.clock } : window, overlap: next };
}
async function whyNotContinue(session, { since }, relation, server) {
  const before = parseIdentity(since?.token);
  const [now, next] = await session.together(
    async () => Promise.all([tableIdentity(session, relation, server.cluster), nextTransaction(session)])
  );
  const reason = before === null ? null : identityReason(before, now) ?? newMembersReason(before, now, relation);
  if (reason !== null || since === null) return reason;
  if (since.kind === "xmin") return xminReason(since.value, next);
  const xmin = marksOf(since)?.xmin;
  return xmin === void 0 || server.standby && BigInt(next) < BigInt(xmin) ? null : xminReason(xmin, next);
}

// src/sources/postgres/plan/partition.ts
var SMALLEST_BYTES = 64 * 1024 * 1024;
var LARGEST_BYTES = 2 * 1024 * 1024 * 1024;
var PARTITIONS_PER_WORKER = 4;
var EXTENTS_PER_PARTITION = 100;
function partitionsOf(reading, extents, workers, smallestBytes = SMALLEST_BYTES) {
  const total = extents.reduce((sum, e) => sum + e.bytes, 0);
  const most = workers === 1 ? 1 : workers * PARTITIONS_PER_WORKER;
  const few = Math.min(most, Math.max(1, Math.floor(total / smallestBytes)));
  const wanted = reading.divided ? Math.max(few, Math.ceil(total / LARGEST_BYTES)) : 1;
  const share = Math.max(1, total / wanted);
  const groups = grouped(
    extents.flatMap((e) => ranges(e, share)),
    share
  );
  return groups.map((group) => partitionOf(reading, group, extents));
}
function ranges(extent, share) {
  const count = Math.min(Math.max(1, extent.pages), Math.max(1, Math.round(extent.bytes / share)));
  const step = Math.ceil(extent.pages / count);
  const starts = Array.from({ length: count }, (_, i) => i * step).filter((start) => start === 0 || start < extent.pages);
  return starts.map((from, i) => ({ oid: extent.oid, from, to: starts[i + 1] ?? null, bytes: extent.bytes / starts.length }));
}
function grouped(all, share) {
  const groups = [];
  let bytes2 = 0;
  for (const range of all) {
    const last = groups.at(-1);
    if (last !== void 0 && last.length < EXTENTS_PER_PARTITION && bytes2 + range.bytes <= share * 1.01) {
      last.push(range);
      bytes2 += range.bytes;
    } else {
      groups.push([range]);
      bytes2 = range.bytes;
    }
  }
  return groups;
}
function partitionOf(reading, group, extents) {
  const total = extents.reduce((sum, e) => sum + e.bytes, 0);
  const bytes2 = group.reduce((sum, r) => sum + r.bytes, 0);
  const rows = reading.expectedRows;
  const froms = new Map(extents.map((e) => [e.oid, e.from]));
  const query = group.map((r) => select2(reading, r, froms.get(r.oid) ?? "")).join("\nUNION ALL\n");
  const copy = copyOf(reading.wrap?.(query) ?? query, reading.columns);
  const detail = { content: reading.content, format: copy.format, ranges: group };
  return {
    id: `${reading.label}:${group.map(idOf).join("+")}`,
    pass: reading.pass,
    query: copy.query,
    expectedRows: rows === null ? null : Math.round(total > 0 ? rows * bytes2 / total : rows),
    expectedRequests: 1,
    detail
  };
}
function idOf({ oid, from, to }) {
  return from === 0 && to === null ? oid : `${oid}(${from}-${to ?? ""})`;
}
function select2(reading, { from, to }, relation) {
  const conditions = [
    ...from > 0 ? [`ctid >= '(${from},0)'`] : [],
    ...to === null ? [] : [`ctid < '(${to},0)'`],
    ...reading.conditions
  ];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  return `SELECT ${reading.columns.join(", ")} FROM ${relation}${where}`;
}
var TREE = `
  WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
  SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS table, c.relkind AS kind, c.reltuples::float8 AS "estimatedRows",
    coalesce(am.amname = 'heap', false) AS heap, has_table_privilege(c.oid, 'SELECT') AS selectable,
    CASE WHEN c.relkind IN ('r', 'm') THEN ceil(pg_relation_size(c.oid) / current_setting('block_size')::float8) ELSE 0 END AS pages,
    CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid)::float8 ELSE 0 END AS bytes,
    pg_relation_filenode(c.oid)::text AS file
  FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam
  WHERE c.relkind <> 'p' ORDER BY c.oid`;
var COMPRESSED = /^_timescaledb/;
async function extentsOf(session, relation, where = "") {
  const members = await session.query(TREE, [relation.oid]);
  const tables = members.every((m) => (m.kind === "r" || m.kind === "m") && m.heap && !COMPRESSED.test(m.schema));
  const named = where.toLowerCase().includes(relation.schema.toLowerCase());
  const versioned = tables && members.some((m) => m.pages > 0);
  const direct2 = tables && !relation.rowSecurity && !named && members.every((m) => m.selectable);
  if (relation.kind === "p" && direct2 && members.length > 0) return members.map((m) => leaf(m, relation, versioned));
  return [
    {
      oid: relation.oid,
      from: qualified(relation),
      pages: tables ? Math.max(0, ...members.map((m) => m.pages)) : 0,
      bytes: members.reduce((sum, m) => sum + m.bytes, 0),
      estimatedRows: members.some((m) => m.estimatedRows < 0) ? -1 : members.reduce((sum, m) => sum + m.estimatedRows, 0),
      files: versioned ? members.map(fileOf) : []
    }
  ];
}
function leaf(member, parent, versioned) {
  const { oid, pages, bytes: bytes2, estimatedRows } = member;
  return {
    oid,
    from: `ONLY ${qualified(member)} AS ${id(parent.table)}`,
    pages,
    bytes: bytes2,
    estimatedRows,
    files: versioned ? [fileOf(member)] : []
  };
}
function fileOf({ oid, file }) {
  return `${oid}:${file ?? ""}`;
}

// src/sources/postgres/plan/spelling.ts
var MOST_ARGUMENTS = 90;
var DIGITS = 15;
function rowHash(spellings, utf8) {
  const source = joined(spellings.flatMap((s) => ["|", ...s.pieces?.source ?? [{ sql: s.source }]]));
  const warehouse = `concat(${["''", ...spellings.flatMap((s) => ["'|'", ...s.pieces?.warehouse ?? [s.warehouse]])].join(", ")})`;
  return {
    source: `('x' || left(md5(${bytes(source, utf8)}), ${DIGITS}))::bit(60)::bigint`,
    warehouse: `CAST('0x' || left(md5(${warehouse}), ${DIGITS}) AS BIGINT)`
  };
}
function bytes(sql, utf8) {
  return utf8 ? sql : `convert_to(${sql}, 'UTF8')`;
}
function joined(pieces) {
  const groups = [{ text: "", values: [] }];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (typeof piece === "string") last.text += piece;
    else if (last.values.length < MOST_ARGUMENTS) {
      last.text += "%s";
      last.values.push(piece.sql);
    } else groups.push({ text: "%s", values: [piece.sql] });
  }
  return groups.map(({ text: text2, values }) => `format(${[`'${text2}'`, ...values].join(", ")})`).join(" || ");
}
function spellingOf({ column: column2, duckdbType, raw, type, utf8 }) {
  const select3 = column2.select ?? raw;
  const warehouse = `"${column2.name.replaceAll('"', '""')}"`;
  if (duckdbType.endsWith("[]")) return listSpelling(raw, warehouse, { type, duckdbType, utf8 });
  const exact = duckdbType === column2.duckdbType && column2.adaptive !== true && type.name !== "money";
  return scalarSpelling({ select: select3, raw, warehouse, duckdbType, type, utf8, exact, number: column2.adaptive === true });
}
var INTEGER = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
function scalarSpelling(value) {
  const { select: select3, raw, warehouse: w, duckdbType, exact, number: number2 } = value;
  const written = `CAST(${w} AS VARCHAR)`;
  if (number2 || duckdbType.startsWith("DECIMAL") && !exact) return trimmed(select3, w);
  if (INTEGER.test(duckdbType)) return { source: select3, warehouse: w };
  if (duckdbType.startsWith("DECIMAL"))
    return { source: select3, warehouse: lacksDigit(duckdbType) ? withDigit(written) : written };
  switch (duckdbType) {
    case "VARCHAR":
    case "JSON":
      return measured(value);
    case "BOOLEAN":
      return { source: select3, warehouse: `CASE WHEN ${w} THEN 't' WHEN NOT ${w} THEN 'f' END` };
    case "DOUBLE":
    case "FLOAT":
      return {
        source: `CASE WHEN ${raw} = 'NaN' THEN 'NaN' WHEN ${raw} = 0 THEN '0' ELSE concat(float${duckdbType === "DOUBLE" ? 8 : 4}send(${raw})) END`,
        warehouse: `CASE WHEN isnan(${w}) THEN 'NaN' WHEN ${w} = 0 THEN '0' ELSE '\\x' || lower(hex(CAST(CAST(${w} AS BIT) AS BLOB))) END`
      };
    case "UUID":
    case "TIME":
      return { source: select3, warehouse: written };
    case "DATE":
    case "TIMESTAMP":
      return {
        source: select3,
        warehouse: `CASE WHEN ${w} < ${duckdbType} '0001-01-01' THEN ${withEra(written)} ELSE ${written} END`
      };
    case "TIMESTAMPTZ":
      return { source: select3, warehouse: instantHere(w, written), pieces: instantPieces(select3, w, written) };
    case "BLOB":
      return { source: select3, warehouse: `'\\x' || lower(hex(${w}))` };
    case "INTERVAL":
      return interval2(raw, w);
    default:
      return null;
  }
}
var TEXTS2 = /* @__PURE__ */ new Set(["text", "varchar", "bpchar"]);
function measured({ select: select3, raw, warehouse, type, utf8 }) {
  const here = `strlen(${warehouse}) || ':' || ${warehouse}`;
  const there = `CASE WHEN num_nulls(${select3}) = 0 THEN octet_length(${bytes(`concat(${select3})`, utf8)}) || ':' || concat(${select3}) END`;
  const padded = type.name === "bpchar" && !utf8;
  if (select3 !== raw || type.kind !== "base" || !TEXTS2.has(type.name) || padded) return { source: there, warehouse: here };
  const pieces = {
    source: [{ sql: `octet_length(${bytes(raw, utf8)})` }, ":", { sql: raw }],
    warehouse: [`strlen(${warehouse})`, "':'", warehouse]
  };
  return {
    source: type.name === "bpchar" ? there : `octet_length(${bytes(raw, utf8)}) || ':' || ${raw}`,
    warehouse: here,
    pieces
  };
}
function instantHere(w, written) {
  const text2 = `CAST(make_timestamp(epoch_us(${w})) AS VARCHAR)`;
  return `CASE WHEN NOT isfinite(${w}) THEN ${written} WHEN epoch_us(${w}) >= ${FIRST_YEAR_US} THEN ${text2} || '+00' ELSE ${withEra(text2, "+00")} END`;
}
function instantPieces(select3, w, written) {
  const text2 = `CAST(make_timestamp(epoch_us(${w})) AS VARCHAR)`;
  const finite = (plain, other) => `CASE WHEN NOT isfinite(${w}) THEN ${other} WHEN epoch_us(${w}) >= ${FIRST_YEAR_US} THEN ${plain}`;
  return {
    source: [{ sql: select3 }],
    warehouse: [`${finite(text2, written)} ELSE ${withEra(text2, "+00")} END`, `${finite("'+00'", "''")} END`]
  };
}
var FIRST_YEAR_US = Date.parse("0001-01-01T00:00:00Z") * 1e3;
function lacksDigit(type) {
  const [, width, scale] = /\((\d+),\s*(\d+)\)/.exec(type) ?? [];
  return width === scale;
}
function withEra(written, zone = "") {
  const plain = zone === "" ? written : `${written} || '${zone}'`;
  return `CASE WHEN contains(${written}, '(BC)') THEN replace(${written}, ' (BC)', '') || '${zone} BC' ELSE ${plain} END`;
}
function withDigit(number2) {
  return `regexp_replace(${number2}, '^(-?)\\.', '\\10.')`;
}
function trimmed(select3, warehouse) {
  const there = `concat(${select3})`;
  const here = withDigit(`CAST(${warehouse} AS VARCHAR)`);
  return {
    source: `CASE WHEN strpos(${there}, '.') > 0 THEN rtrim(rtrim(${there}, '0'), '.') ELSE ${there} END`,
    warehouse: `CASE WHEN contains(${here}, '.') THEN rtrim(rtrim(${here}, '0'), '.') ELSE ${here} END`
  };
}
function interval2(raw, w) {
  const of = (part) => `extract(${part} from ${raw})`;
  return {
    source: `CASE WHEN ${raw} IS NOT NULL THEN concat((${of("year")} * 12 + ${of("month")})::bigint, ' ', ${of("day")}::bigint, ' ', ${of("hour")}::bigint * 3600000000 + ${of("minute")}::bigint * 60000000 + ${of("microseconds")}::bigint) END`,
    warehouse: `CASE WHEN ${w} IS NOT NULL THEN concat(year(${w}) * 12 + month(${w}), ' ', day(${w}), ' ', hour(${w}) * 3600000000 + minute(${w}) * 60000000 + microsecond(${w})) END`
  };
}
function listSpelling(raw, warehouse, { type, duckdbType, utf8 }) {
  const depth = duckdbType.match(/\[\]/g)?.length ?? 0;
  const elementType = duckdbType.slice(0, -2 * depth);
  const { element } = type;
  if (element === void 0) return null;
  const select3 = element.name === "money" ? "e::numeric" : "e";
  const exact = element.name !== "money" && element.name !== "interval";
  const of = { select: select3, raw: "e", warehouse: "e", duckdbType: elementType, type: element, utf8 };
  const own = scalarSpelling({ ...of, exact, number: false });
  if (own === null) return null;
  const elements = element.kind === "composite" ? `${raw}::text[]` : raw;
  return { source: arraySource(raw, elements, own.source), warehouse: arrayHere(warehouse, own.warehouse, depth) };
}
function arraySource(raw, list, element) {
  const dimensions = `(SELECT string_agg(array_length(${raw}, d)::text, ',' ORDER BY d) FROM generate_series(1, array_ndims(${raw})) d)`;
  const elements = `(SELECT string_agg(coalesce(nullif(concat(${element}), ''), 'N'), ',' ORDER BY o) FROM unnest(${list}) WITH ORDINALITY u(e, o))`;
  return `CASE WHEN ${raw} IS NOT NULL THEN concat('{', ${dimensions}, ':', ${elements}, '}') END`;
}
function arrayHere(w, element, depth) {
  const first = (d) => d === 0 ? w : `${w}${"[1]".repeat(d)}`;
  const lengths = Array.from({ length: depth }, (_, d) => `len(${first(d)})`);
  const flat = Array.from({ length: depth - 1 }).reduce((list) => `flatten(${list})`, w);
  const elements = `array_to_string(list_transform(${flat}, lambda e: coalesce(nullif(concat(${element}), ''), 'N')), ',')`;
  return `CASE WHEN ${w} IS NOT NULL THEN CASE WHEN len(${flat}) = 0 THEN '{:}' ELSE concat('{', concat_ws(',', ${lengths.join(", ")}), ':', ${elements}, '}') END END`;
}

// src/sources/postgres/read/resume.ts
var import_node_crypto3 = __toESM(require_node_crypto(), 1);
function continuationOf(plan, resume, now, rows, extents, divide) {
  const before = detailOf(resume.partitions[0])?.origin ?? null;
  const reason = originReason(before, now);
  if (before === null || reason !== null) return { reason: reason ?? "" };
  const body = resume.partitions.filter((p) => p.pass === "body").map((p) => rebuilt(p, rows, extents));
  const same = body.every((p, i) => p.query === resume.partitions[i]?.query && p.id === resume.partitions[i]?.id);
  if (!same) return { reason: "the query for its rows changed (a name, or the version of Highwater)" };
  const done = new Set(resume.done);
  const changed2 = {
    ...rows,
    pass: "tail",
    label: "changed",
    conditions: [xminCondition(before.xmin), ...rows.conditions],
    expectedRows: null
  };
  const tail = body.filter((p) => done.has(p.id)).map((p) => rebuilt(p, changed2, extents));
  return { partitions: [...body, ...tail, ...divide(allKeysQuery(plan, rows))] };
}
function rebuilt(partition2, reading, extents) {
  return partitionOf(reading, detailOf(partition2)?.ranges ?? [], extents);
}
function detailOf(partition2) {
  return partition2?.detail;
}
function withOrigin(partitions, origin) {
  const [first, ...others] = partitions;
  if (first === void 0 || origin === null) return partitions;
  const detail = { ...first.detail, origin };
  return [{ ...first, detail }, ...others];
}
function originOf({ schema }, { xmin, xmax }, identity, extents) {
  const versioned = extents.length > 0 && extents.every((e) => e.files.length > 0);
  if (schema.key.length === 0 || !versioned || identity.cluster === null) return null;
  return {
    xmin,
    xmax,
    identity,
    files: hashOf2(extents.flatMap((e) => e.files))
  };
}
function hashOf2(parts) {
  return (0, import_node_crypto3.createHash)("sha256").update(JSON.stringify(parts)).digest("base64");
}
function originReason(before, now) {
  if (before === null || now === null) return "its rows have no versions that show what was read before";
  const identity = identityReason(before.identity, now.identity);
  if (identity !== null) return identity;
  if (before.files !== now.files)
    return "the table was rewritten or truncated (TRUNCATE, VACUUM FULL, CLUSTER, ALTER TABLE), or partitions were added or removed";
  const behind = BigInt(now.xmin) < BigInt(before.xmin) || BigInt(now.xmax) < BigInt(before.xmax);
  return behind ? "the server is behind the one that was read before" : xminReason(before.xmin, now.xmax);
}

// src/sources/postgres/read/snapshot.ts
var import_node_util = __toESM(require_node_util(), 1);
var ATTEMPTS = 20;
async function knownRelation(session, { ref }) {
  const name = parseName(ref.name);
  const known = name === null ? null : await findRelation(session, name);
  if (known === null) throw gone(ref.name);
  return known;
}
async function beginSnapshot(session, known, schema, shared, further) {
  const table = schema.ref.name;
  const lockable = known.selectable && ["r", "p", "v"].includes(known.kind);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const begun = lockable ? await locked2(session, known, shared, further) : await unlocked(session, known, schema, further);
    if (begun !== null) {
      refuseChanged(begun.columns, schema);
      return begun;
    }
    await session.end();
  }
  throw new HighwaterError(
    "TABLE_LOCKED",
    `${table}: the ${KINDS[known.kind]} was rewritten ${ATTEMPTS} times while Highwater tried to read it.`,
    "Something refreshes or alters it all the time. Run again when that has stopped."
  );
}
async function locked2(session, known, shared, further) {
  const all = async (relation2) => Promise.all([columnsOf(session, relation2.oid), further(relation2)]);
  const [taken, relation, [columns, more]] = await session.together(
    async () => Promise.all([take(session, known, true, shared), findRelation(session, known), all(known)])
  );
  if (relation === null) return null;
  if ((0, import_node_util.isDeepStrictEqual)(relation, known)) return { ...taken, relation, columns, further: more };
  const [ofThis, moreOfThis] = await session.together(async () => all(relation));
  return { ...taken, relation, columns: ofThis, further: moreOfThis };
}
async function unlocked(session, known, schema, further) {
  const taken = await take(session, known, false, false);
  const relation = await findRelation(session, known);
  if (relation === null || !await lockedByQuery(session, relation, schema)) return null;
  const [columns, more] = await session.together(async () => Promise.all([columnsOf(session, relation.oid), further(relation)]));
  return { ...taken, relation, columns, further: more };
}
async function take(session, relation, lockable, shared) {
  const rows = await session.begin({
    isolation: "REPEATABLE READ",
    statements: [
      ...lockable ? [`LOCK TABLE ${qualified(relation)} IN ACCESS SHARE MODE`] : [],
      `SELECT ${shared ? "pg_export_snapshot()" : "NULL"} AS name, txid_snapshot_xmin(txid_current_snapshot())::text AS xmin,
         txid_snapshot_xmax(txid_current_snapshot())::text AS xmax`
    ]
  });
  const [taken] = rows.flat();
  if (taken === void 0) throw new Error("no snapshot");
  return taken;
}
async function lockedByQuery(session, relation, schema) {
  const columns = schema.columns.map((c) => c.select ?? "NULL").join(", ");
  await session.query(`SELECT ${columns} FROM ${qualified(relation)} LIMIT 0`);
  const [row] = await session.query(
    `WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT bool_and(c.relfilenode IS NOT DISTINCT FROM pg_relation_filenode(c.oid)) AS same
     FROM tree JOIN pg_class c ON c.oid = tree.oid WHERE c.relkind IN ('r', 'm')`,
    [relation.oid]
  );
  return row?.same !== false;
}
function refuseChanged(columns, schema) {
  const now = new Map(columns.map((c) => [wireName(c.number), c]));
  const isSame2 = ({ select: select3, nativeType }, row) => row?.nativeType === nativeType && (select3 === void 0 || select3.includes(id(row.name)));
  const changed2 = schema.columns.filter((c) => c.load !== null && !isSame2(c, now.get(c.load.wire))).map((c) => c.name);
  if (changed2.length === 0) return;
  throw new HighwaterError(
    "SCHEMA_CHANGED",
    `${schema.ref.name}: the table was altered while the run began (${changed2.join(", ")}).`,
    "The table keeps its previous rows. Run again. The next run sees the new columns."
  );
}
function gone(table) {
  return new HighwaterError(
    "TABLE_NOT_FOUND",
    `${table}: the table was dropped or renamed while the run began.`,
    "Run again, or remove it from the configuration."
  );
}

// src/sources/postgres/read/run-snapshot.ts
var RunSnapshot = class _RunSnapshot {
  name;
  /** Asked before the snapshot was taken, as a watermark needs. */
  clock;
  #connections;
  #session;
  constructor(connections, session, name, clock) {
    this.#connections = connections;
    this.#session = session;
    this.name = name;
    this.clock = clock;
  }
  static async take(connections, server) {
    const session = await connections.acquire();
    try {
      const clock = await databaseClock(session, server.standby, server.transactions);
      const rows = await session.begin({
        isolation: "REPEATABLE READ",
        statements: ["SELECT pg_export_snapshot() AS name"]
      });
      const name = rows.flat()[0]?.name ?? "";
      return new _RunSnapshot(connections, session, name, clock);
    } catch (error) {
      await connections.release(session);
      throw error;
    }
  }
  /** The session that holds it is gone, and nobody can join it any more. */
  get isLost() {
    return this.#session.broken;
  }
  async release() {
    await this.#connections.release(this.#session);
  }
};
async function joinRunSnapshot(session, run, schema, known, options) {
  const table = schema.ref.name;
  if (run.isLost) throw snapshotLost(table);
  const lockable = known.selectable && ["r", "p", "v"].includes(known.kind);
  const columns = schema.columns.map((c) => c.select ?? "NULL").join(", ");
  const lock = lockable ? `LOCK TABLE ${qualified(known)} IN ACCESS SHARE MODE` : `SELECT ${columns} FROM ${qualified(known)} LIMIT 0`;
  const begun = await session.begin({ isolation: "REPEATABLE READ", snapshot: run.name, statements: [lock, HORIZON] }).catch((error) => {
    throw run.isLost || UNKNOWN_SNAPSHOT.has(codeOf(error) ?? "") ? snapshotLost(table, error) : error;
  });
  const [taken] = begun.flat().filter((row) => row.xmin !== void 0);
  const [same] = await session.query(SAME_STORAGE);
  const now = await options.latest(async (other) => {
    const relation = await findRelation(other, known);
    return relation === null ? null : { relation, columns: await columnsOf(other, relation.oid) };
  });
  if (now === null || taken === void 0) throw gone(table);
  if (now.relation.oid !== known.oid || same?.same === false) throw rewritten2(table);
  refuseChanged(now.columns, schema);
  const { xmin, xmax } = taken;
  const snapshot = { name: options.shared ? run.name : null, xmin, xmax, relation: now.relation, columns: now.columns };
  return { ...snapshot, further: await session.together(async () => options.further(now.relation)) };
}
var UNKNOWN_SNAPSHOT = /* @__PURE__ */ new Set(["22023", "42704"]);
var HORIZON = "SELECT txid_snapshot_xmin(txid_current_snapshot())::text AS xmin, txid_snapshot_xmax(txid_current_snapshot())::text AS xmax";
var SAME_STORAGE = `SELECT bool_and(c.relfilenode IS NOT DISTINCT FROM pg_relation_filenode(c.oid)) AS same
  FROM pg_class c WHERE c.relkind IN ('r', 'm') AND NOT c.relisshared AND c.relnamespace <> 'pg_catalog'::regnamespace
    AND c.oid IN (SELECT l.relation FROM pg_locks l WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted)`;
function snapshotLost(table, cause) {
  return new HighwaterError(
    "SNAPSHOT_LOST",
    `${table}: the snapshot of this run (snapshot: run) can't be joined any more, so the table can't be read as of the same moment as the others.`,
    "The table keeps its previous rows. Run again. If it happens again: a proxy or firewall may end idle connections, a pooler may lead to several servers, or a standby may cancel long snapshots. Read from the primary by its own address, or set `snapshot: table`.",
    cause === void 0 ? {} : { cause }
  );
}
function rewritten2(table) {
  return new HighwaterError(
    "SNAPSHOT_LOST",
    `${table}: the table was rewritten or truncated after the snapshot of this run was taken (snapshot: run), so the snapshot may not show its rows any more.`,
    "The table keeps its previous rows. Run again when TRUNCATE, ALTER TABLE, VACUUM FULL or REFRESH are done, or set `snapshot: table` on the source."
  );
}

// src/sources/postgres/read/open.ts
var RANGE_SCANS_SINCE = 14e4;
async function openTable(session, plan, facts, resume) {
  const { schema, options } = plan;
  const { clock, ...begun } = await begin(
    session,
    schema,
    facts,
    async (relation) => Promise.all([
      tableIdentity(session, relation, facts.cluster),
      divisible(session, relation, facts, options.where),
      cursorFacts(session, relation, schema),
      plan.mode === "incremental" ? looseKeys(session, relation, plan) : []
    ])
  );
  const { further, ...snapshot } = begun;
  const [identity, extents, cursor, loose] = further;
  const before = plan.mode === "incremental" ? parseIdentity(plan.since?.token) : null;
  refuseAnother(schema.ref.name, before, identity);
  if (schema.cursor?.kind === "timestamp" && cursor === null)
    throw new Error(`the cursor ${schema.cursor.column} is not there any more`);
  const versioned = cursor?.xmin === true && extents.length > 0 && extents.every((e) => e.files.length > 0);
  const rewritten3 = wasRewritten(before, identity);
  const { window, overlap } = await windowToRead(session, plan, { clock, cursor, snapshot, versioned, rewritten: rewritten3 });
  const swept = decideSweep(plan, snapshot.relation, before, identity, loose);
  const readings = rowQueriesOf(plan, {
    cursor,
    window,
    newMembers: newMembers(before, identity),
    sweep: swept.sweep
  });
  const dividable = snapshot.name !== null || facts.parallel === 1 && snapshot.relation.selectable;
  const readable = await session.together(
    async () => Promise.all(
      readings.map(async (reading) => {
        const expectedRows = await expected(session, snapshot, reading, extents);
        return { ...reading, divided: reading.divided && dividable, expectedRows };
      })
    )
  );
  const divide = (reading) => partitionsOf(reading, extents, snapshot.name === null ? 1 : facts.parallel, facts.partitionBytes);
  const end = clock === null || cursor === null ? { watermark: xminWatermark(schema, snapshot, identity), notes: [] } : await timestampWatermark(session, plan, { clock, cursor, snapshot, identity, versioned, overlap, server: facts });
  const partitions = readable.flatMap(divide);
  const [rows] = readable;
  const byKey = (keys2) => keyPartitions(plan, snapshot.relation, keys2);
  const opened = { snapshot, ...end, notes: [...end.notes, ...swept.notes], partitions, resumed: false, byKey };
  if (plan.mode !== "full" || rows === void 0) return opened;
  const origin = originOf(plan, snapshot, identity, extents);
  const afresh = { ...opened, partitions: withOrigin(partitions, origin) };
  return resume === null ? afresh : resumed(afresh, resume, continuationOf(plan, resume, origin, rows, extents, divide));
}
async function begin(session, schema, facts, further) {
  const isTimed = schema.cursor?.kind === "timestamp";
  const { run } = facts;
  if (run !== null) {
    const known2 = await facts.latest(async (other) => knownRelation(other, schema));
    const joined3 = await joinRunSnapshot(session, run, schema, known2, { ...facts, further });
    return { ...joined3, clock: isTimed ? run.clock : null };
  }
  const [clock, known] = await session.together(async () => {
    const begun = isTimed ? databaseClock(session, facts.standby, facts.transactions) : session.begin({ isolation: "READ COMMITTED" }).then(() => null);
    return Promise.all([begun, knownRelation(session, schema)]);
  });
  return { ...await beginSnapshot(session, known, schema, facts.shared, further), clock };
}
function xminWatermark({ cursor }, { xmin }, identity) {
  return cursor === null ? null : { kind: cursor.kind, value: xmin, token: JSON.stringify(identity) };
}
function refuseAnother(table, before, now) {
  const reason = before === null ? null : identityReason(before, now);
  if (reason === null) return;
  throw new HighwaterError(
    "SCHEMA_CHANGED",
    `${table}: while the run began, ${reason}.`,
    "The table keeps its previous rows. Run again."
  );
}
function resumed(afresh, resume, how) {
  const [read, all] = [resume.done.length, resume.partitions.filter((p) => p.pass === "body").length];
  const note = (message2) => ({ kind: "plan", message: message2 });
  if ("reason" in how) {
    const message2 = `could not resume the interrupted full sync (${read} of ${all} parts were done): ${how.reason}; the table was read again from the start`;
    return { ...afresh, notes: [...afresh.notes, note(message2)] };
  }
  const message = `resumed the interrupted full sync (${read} of ${all} parts were done); from those parts, only later changes and all keys were read`;
  return { ...afresh, partitions: how.partitions, resumed: true, notes: [note(message)] };
}
async function divisible(session, relation, facts, where) {
  const extents = await extentsOf(session, relation, where);
  return facts.version >= RANGE_SCANS_SINCE ? extents : extents.map((e) => ({ ...e, pages: 0 }));
}
async function expected(session, snapshot, reading, extents) {
  const conditions = reading.estimated ?? reading.conditions;
  if (reading.conditions.length === 0) {
    return extents.some((e) => e.estimatedRows < 0) ? null : Math.round(extents.reduce((sum, e) => sum + e.estimatedRows, 0));
  }
  if (conditions.length === 0 || conditions.some((c) => c.includes("age(xmin)"))) return null;
  const [row] = await session.query(
    `EXPLAIN (FORMAT JSON) SELECT ${reading.columns.join(", ")} FROM ${qualified(snapshot.relation)} WHERE ${conditions.join(" AND ")}`
  );
  return row?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? null;
}

// src/sources/postgres/read/hashes.ts
var HASHED_BYTES = 64 * 1024 * 1024;
async function openHashes(session, plan, facts, request) {
  await session.begin({ isolation: "READ COMMITTED" });
  const known = await knownRelation(session, plan.schema);
  const { further, ...snapshot } = await beginSnapshot(
    session,
    known,
    plan.schema,
    facts.shared,
    async (relation) => Promise.all([
      divisible(session, relation, facts, plan.options.where),
      typesOf(session, relation.oid),
      session.query("SELECT getdatabaseencoding() IN ('UTF8', 'SQL_ASCII') AS utf8")
    ])
  );
  const [extents, types, [encoding]] = further;
  const utf8 = encoding?.utf8 === true;
  const spelled = plan.schema.columns.flatMap((column2) => {
    const row = snapshot.columns.find((c) => wireName(c.number) === column2.load?.wire);
    const duckdbType = request.types.get(column2.name);
    if (column2.load === null || column2.mask !== void 0 || row === void 0 || duckdbType === void 0)
      return [[column2, null]];
    const type = resolveType(types, row.type, row.typmod, row.dimensions);
    return [[column2, spellingOf({ column: column2, duckdbType, raw: id(row.name), type, utf8 })]];
  });
  const hash = rowHash(
    spelled.flatMap(([, spelling]) => spelling ?? []),
    utf8
  );
  const slice = sliceOf(plan, request);
  const rows = rowsOf2(plan);
  const only = request.only === null ? [] : [slice.within(request.only)];
  const reading = {
    ...rows,
    label: "hashes",
    columns: [slice.number, hash.source],
    conditions: [...only, ...rows.conditions],
    divided: snapshot.name !== null && request.only === null,
    wrap: (query) => `SELECT slice, count(*), sum(hash) FROM (${query}) AS hashed (slice, hash) GROUP BY slice`
  };
  const keys2 = plan.schema.key.flatMap((name) => plan.schema.columns.find((c) => c.name === name) ?? []);
  const inOrder = plan.schema.columns.filter((c) => keys2.includes(c));
  return {
    snapshot,
    watermark: null,
    resumed: false,
    notes: [],
    byKey: () => null,
    partitions: partitionsOf(reading, extents, snapshot.name === null ? 1 : facts.parallel, facts.partitionBytes ?? HASHED_BYTES),
    slices: [number("slice", "INTEGER"), number("rows", "BIGINT"), number("hash", "HUGEINT")],
    keyed: [...inOrder, number("hash", "BIGINT")],
    expression: hash.warehouse,
    leftOut: spelled.flatMap(([column2, spelling]) => spelling === null && column2.derived === void 0 ? [column2.name] : []),
    rowsOf: (slices) => {
      const columns = [...inOrder.map(selected), hash.source];
      const conditions = [...request.bounds.length === 0 ? [] : [slice.within(slices)], ...rows.conditions];
      return partitionsOf({ ...rows, label: "keys and hashes", columns, conditions, divided: false }, extents, 1);
    }
  };
}
function number(name, duckdbType) {
  return {
    name,
    label: name,
    nativeType: "bigint",
    semanticType: "number",
    allowedTypes: ["number"],
    duckdbType,
    load: { wire: name, read: "VARCHAR", expression: `CAST($ AS ${duckdbType})`, plain: true }
  };
}
var COMPARED_AS = {
  SMALLINT: "int8",
  INTEGER: "int8",
  BIGINT: "int8",
  DATE: "date",
  TIMESTAMP: "timestamp",
  TIMESTAMPTZ: "timestamptz",
  UUID: "uuid"
};
var RANGES = 100;
function sliceOf(plan, { types, bounds }) {
  const column2 = plan.schema.columns.find((c) => c.name === plan.schema.key[0]);
  if (column2 === void 0 || bounds.length === 0) return { number: "0", within: () => "true" };
  const type = types.get(column2.name) ?? "";
  const compared2 = type.startsWith("DECIMAL") ? "numeric" : COMPARED_AS[type] ?? "text";
  const own = selected(column2);
  const value = compared2 === "text" ? `concat(${own}) COLLATE "C"` : own;
  const literal = (bound) => `${text(bound)}::${compared2}`;
  const array = `ARRAY[${bounds.map(text).join(",")}]::${compared2}[]`;
  const number2 = `width_bucket(${compared2 === "text" ? value : `${own}::${compared2}`}, ${array})`;
  return {
    number: number2,
    within: (slices) => {
      const runs = adjoining(slices);
      if (runs.length > RANGES) return `${number2} IN (${slices.join(",")})`;
      const ranges2 = runs.map(([first, last]) => {
        const [low, high] = [bounds[first - 1], bounds[last]];
        const above = low === void 0 ? [] : [`${value} >= ${literal(low)}`];
        const below = high === void 0 ? [] : [`${value} < ${literal(high)}`];
        return `(${[...above, ...below].join(" AND ") || "true"})`;
      });
      return ranges2.length === 0 ? "false" : `(${ranges2.join(" OR ")})`;
    }
  };
}
function adjoining(slices) {
  const runs = [];
  for (const slice of [...slices].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== void 0 && run[1] === slice - 1) run[1] = slice;
    else runs.push([slice, slice]);
  }
  return runs;
}

// src/sources/postgres/read/compare-keys.ts
var NOW = `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now, current_setting('server_encoding') AS encoding`;
var RANGES_A_QUERY = 50;
async function compareKeys(session, plan, relation, held, swept) {
  const [known] = await session.query(NOW);
  const countedAt = known?.now ?? null;
  if (swept) return { ...NOTHING_COUNTED, countedAt };
  const [first] = keyColumns(plan);
  const column2 = first?.name ?? "";
  const [all] = await held.byPart([[]], {});
  const isOrdered = known?.encoding === "UTF8" || !hasTextKey(plan);
  const cuts = isOrdered ? await held.cuts([], column2, rangesFor(all?.rows ?? 0)) : [];
  const rows = await session.query(figuresQuery(plan, relation, cuts));
  const there = new Map(rows.map((row) => [Number(row.n), row]));
  const here = await held.bySpan(column2, cuts, { keyHash: true });
  const differing2 = here.flatMap((figures, n) => isSame(there.get(n), figures) ? [] : [n]);
  const ranges2 = joined2(differing2).map(([from, to]) => rangeOf(plan, cuts, from, to));
  return {
    countedAt,
    windows: [],
    parts: ranges2.map((r) => r.part),
    partitions: partitionsOf2(
      plan,
      relation,
      ranges2.map((r) => r.condition)
    ),
    notes: ranges2.length === 0 ? [] : [{ kind: "plan", message: `the keys of ${differing2.length} of ${here.length} key ranges differed and were read` }]
  };
}
function isSame(there, here) {
  return Number(there?.rows ?? 0) === here.rows && (there?.hash ?? "0") === here.hash;
}
function joined2(numbers) {
  const ranges2 = [];
  for (const n of numbers) {
    const last = ranges2.at(-1);
    if (last !== void 0 && last[1] === n - 1) last[1] = n;
    else ranges2.push([n, n]);
  }
  return ranges2;
}
function partitionsOf2(plan, relation, conditions) {
  const partitions = [];
  for (let at = 0; at < conditions.length; at += RANGES_A_QUERY) {
    const { columns, conditions: all } = keysWithin(plan, conditions.slice(at, at + RANGES_A_QUERY));
    const copy = copyOf(`SELECT ${columns.join(", ")} FROM ${qualified(relation)} WHERE ${all.join(" AND ")}`, columns);
    const detail = { content: "present", format: copy.format, ranges: [] };
    const id2 = `keys of differing ranges ${at + 1}`;
    partitions.push({ id: id2, pass: "sweep", query: copy.query, expectedRows: null, expectedRequests: 1, detail });
  }
  return partitions;
}

// src/sources/postgres/read/copy-out.ts
var COPY_DATA = 100;
var PASSED_OVER = new Set(Buffer.from("HcNSA"));
var HEADER = 5;
var FULL_READ = 64 * 1024;
var REST_MS = 1;
var REST_AFTER_BYTES = 1024 * 1024;
var QUEUE_BYTES = 2 * 1024 * 1024;
var KEPT_BY_NODE = () => void 0;
var CopyOut = class {
  text;
  /** Bytes of the longest row so far. */
  longestRow = 0;
  /** Rows according to COPY's tag; null until the end. */
  tag = null;
  #queue = [];
  #queued = 0;
  #received = 0;
  #rest = null;
  #stream = null;
  #parser = null;
  #onData = null;
  #failure = null;
  #ended = false;
  #wake = null;
  // Of the message being read: bytes of its header that have come, bytes of its body still to come.
  #header = Buffer.alloc(HEADER);
  #headerBytes = 0;
  #left = 0;
  #keep = false;
  constructor(text2) {
    this.text = text2;
  }
  /** The server has said its last word on it: the connection can be used again. */
  get over() {
    return this.#ended || this.#failure !== null;
  }
  /** The next bytes, at most to the first row end at or after `room`; null at the end. */
  async next(room) {
    for (; ; ) {
      const chunk = this.#queue[0];
      if (chunk !== void 0) {
        const piece = this.#scan(chunk, room);
        if (piece.bytes.length > 0 || piece.rows > 0) return piece;
        piece.release();
      } else if (this.#failure !== null) throw this.#failure;
      else if (this.#ended) return null;
      else
        await new Promise((resolve) => {
          this.#wake = resolve;
        });
    }
  }
  #scan(received, room) {
    const chunk = received.bytes;
    const end = chunk.length;
    let from = 0;
    let to = 0;
    let rows = 0;
    let endsRow = false;
    while (from < end) {
      if (this.#left > 0) {
        const n = Math.min(this.#left, end - from);
        if (this.#keep) {
          if (to !== from) chunk.copyWithin(to, from, from + n);
          to += n;
        }
        from += n;
        this.#left -= n;
        endsRow = this.#left === 0;
        if (endsRow && this.#keep) {
          rows += 1;
          if (to >= room) break;
        }
        continue;
      }
      from = this.#readHeader(chunk, from);
      if (from < 0) {
        return { bytes: chunk.subarray(0, to), rows, endsRow: true, release: received.release };
      }
    }
    const release = from === end ? received.release : KEPT_BY_NODE;
    this.#dequeue(received, from);
    return { bytes: chunk.subarray(0, to), rows, endsRow, release };
  }
  /** The offset after the header, or -1 where the message is not COPY's: then node-postgres has the socket again. */
  #readHeader(chunk, from) {
    if (this.#headerBytes === 0 && chunk[from] === COPY_DATA && from + HEADER <= chunk.length) {
      this.#beginRow(chunk.readUInt32BE(from + 1) - 4);
      return from + HEADER;
    }
    const n = Math.min(HEADER - this.#headerBytes, chunk.length - from);
    chunk.copy(this.#header, this.#headerBytes, from, from + n);
    this.#headerBytes += n;
    if (this.#headerBytes < HEADER) return from + n;
    const type = this.#header[0] ?? 0;
    if (type !== COPY_DATA && !PASSED_OVER.has(type)) {
      const rest = this.#queue.splice(0).map(({ bytes: bytes2 }) => bytes2);
      this.#handBack([this.#header, chunk.subarray(from + n), ...rest.slice(1)]);
      return -1;
    }
    this.#headerBytes = 0;
    const length = this.#header.readUInt32BE(1) - 4;
    if (type === COPY_DATA) this.#beginRow(length);
    else {
      this.#keep = false;
      this.#left = length;
    }
    return from + n;
  }
  #beginRow(length) {
    this.#keep = true;
    this.#left = length;
    if (length > this.longestRow) this.longestRow = length;
  }
  #dequeue(received, read) {
    this.#queued -= read;
    if (read === received.bytes.length) this.#queue.shift();
    else this.#queue[0] = { ...received, bytes: received.bytes.subarray(read) };
    if (this.#rest === null) this.#resume();
  }
  #resume() {
    if (this.#queued < QUEUE_BYTES && this.#stream?.isPaused()) this.#stream.resume();
  }
  #take(stream, received) {
    this.#queue.push(received);
    this.#queued += received.bytes.length;
    this.#pauseIfDue(stream, received);
    this.#wakeUp();
  }
  #pauseIfDue(stream, { bytes: bytes2, full }) {
    if (this.#queued >= QUEUE_BYTES) stream.pause();
    this.#received += bytes2.length;
    if (full || this.#received < REST_AFTER_BYTES || "getProtocol" in stream || this.#rest !== null) return;
    stream.pause();
    this.#rest = setTimeout(() => {
      this.#rest = null;
      this.#resume();
    }, REST_MS);
  }
  // What follows is called by node-postgres.
  submit(connection) {
    const wire = connection;
    this.#stream = wire.stream;
    this.#parser = wire.stream.listeners("data")[0];
    this.#onData = (chunk) => {
      this.#take(wire.stream, { bytes: chunk, full: chunk.length >= FULL_READ, release: KEPT_BY_NODE });
    };
    wire.stream.off("data", this.#parser);
    if (wire.stream instanceof ReceiveSocket) wire.stream.taker = (received) => this.#take(wire.stream, received);
    else wire.stream.on("data", this.#onData);
    wire.query(this.text);
  }
  #handBack(rest) {
    const { stream, parser, onData } = { stream: this.#stream, parser: this.#parser, onData: this.#onData };
    this.#parser = null;
    if (stream === null || parser === null || onData === null) return;
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#stream = null;
    stream.off("data", onData);
    if (stream instanceof ReceiveSocket) stream.taker = null;
    stream.on("data", parser);
    for (const chunk of rest) if (chunk.length > 0) parser(Buffer.from(chunk));
    stream.resume();
  }
  handleCommandComplete(message) {
    this.tag = Number(/^COPY (\d+)$/.exec(message.text ?? "")?.[1] ?? Number.NaN);
  }
  handleReadyForQuery() {
    this.#ended = true;
    this.#wakeUp();
  }
  handleError(error) {
    this.#failure ??= error;
    this.#wakeUp();
  }
  #wakeUp() {
    this.#wake?.();
    this.#wake = null;
  }
};

// src/sources/postgres/read/copy-to-staging.ts
async function copyToStaging(session, sql, { content, format }, staging, cut) {
  const copy = new CopyOut(sql);
  session.copy(copy);
  let rows = 0;
  let bytes2 = 0;
  let file = null;
  try {
    for (let piece = await copy.next(STAGING_FILE_BYTES); piece !== null; ) {
      file ??= await StagingFileWriter.create(staging, content, format);
      await file.append(piece.bytes, piece.rows, piece.release);
      rows += piece.rows;
      bytes2 += piece.bytes.length;
      if (piece.endsRow && file.bytes >= STAGING_FILE_BYTES) {
        await file.finish(copy.longestRow);
        file = null;
      }
      piece = await copy.next(STAGING_FILE_BYTES - (file?.bytes ?? 0));
    }
    await file?.finish(copy.longestRow);
    file = null;
  } catch (error) {
    if (!copy.over) cut();
    await file?.discard();
    throw error;
  }
  if (copy.tag !== rows) throw countMismatch(rows, copy.tag);
  return { rows, bytes: bytes2, requests: 1 };
}
function countMismatch(rows, tag) {
  return new HighwaterError(
    "COUNT_MISMATCH",
    `PostgreSQL reports that it sent ${tag} rows, but ${rows} arrived.`,
    "The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line."
  );
}

// src/sources/postgres/read/snapshot-import.ts
var SnapshotImport = class {
  watermark;
  heldBack;
  partitions;
  snapshot = true;
  notes;
  requests;
  resumed;
  #connections;
  #snapshot;
  #options;
  #sessions;
  #free;
  #waiting = [];
  #mayGrow;
  #giveWay;
  constructor(connections, coordinator, snapshot, options) {
    this.#connections = connections;
    this.#snapshot = snapshot;
    this.#options = options;
    this.#sessions = [coordinator];
    this.#free = [coordinator];
    this.#mayGrow = snapshot.name !== null;
    this.watermark = options.watermark;
    if (options.heldBack !== void 0) this.heldBack = options.heldBack;
    this.partitions = options.partitions;
    this.resumed = options.resumed;
    this.notes = options.notes;
    this.requests = options.requests;
    const { giveWaySeconds: seconds, table } = options;
    const end = () => connections.cut([...this.#sessions]);
    this.#giveWay = seconds === null ? null : new GiveWay(connections, table, snapshot.relation.oid, seconds, end);
  }
  fetch(keys2) {
    return this.#options.byKey(keys2);
  }
  /** Under the same snapshot as the rows, so that what differs is gone or missing for certain. */
  async compare(held, signal) {
    const { plan } = this.#options;
    if (plan.options.deletesBy !== "counts" || plan.options.deletes === "ignore") return NOTHING_COUNTED;
    const swept = this.partitions.some((p) => p.pass === "sweep");
    let session = null;
    const cut = () => {
      if (session !== null) this.#connections.cut([session]);
    };
    try {
      signal.throwIfAborted();
      session = await this.#borrow(signal);
      signal.addEventListener("abort", cut, { once: true });
      return await compareKeys(session, plan, this.#snapshot.relation, held, swept);
    } catch (error) {
      throw this.#giveWay?.error ?? this.#options.explain(error, signal);
    } finally {
      signal.removeEventListener("abort", cut);
      if (session !== null) this.#giveBack(session);
    }
  }
  async read(partition2, staging, signal) {
    let session = null;
    const cut = () => {
      if (session !== null) this.#connections.cut([session]);
    };
    try {
      signal.throwIfAborted();
      session = await this.#borrow(signal);
      signal.throwIfAborted();
      signal.addEventListener("abort", cut, { once: true });
      return await copyToStaging(session, partition2.query, partition2.detail, staging, cut);
    } catch (error) {
      throw this.#giveWay?.error ?? this.#options.explain(error, signal);
    } finally {
      signal.removeEventListener("abort", cut);
      if (session !== null) this.#giveBack(session);
    }
  }
  async #borrow(signal) {
    const free = this.#free.pop();
    if (free !== void 0) return free;
    return await this.#join() ?? await this.#wait(signal);
  }
  #giveBack(session) {
    const next = this.#waiting.shift();
    if (next === void 0) this.#free.push(session);
    else next(session);
  }
  async #wait(signal) {
    const free = this.#free.pop();
    if (free !== void 0) return free;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(take2), 1);
        reject(signal.reason);
      };
      const take2 = (session) => {
        signal.removeEventListener("abort", onAbort);
        resolve(session);
      };
      this.#waiting.push(take2);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
  /** One more session under the same snapshot and lock; null where that can't be had. */
  async #join() {
    const { name, relation } = this.#snapshot;
    if (!this.#mayGrow || name === null) return null;
    let session = null;
    try {
      session = await this.#connections.acquire();
      await session.begin({
        isolation: "REPEATABLE READ",
        snapshot: name,
        // NOWAIT: whoever waits to alter the table stands before us in the queue, and waits for our own coordinator.
        statements: [`LOCK TABLE ${qualified(relation)} IN ACCESS SHARE MODE NOWAIT`]
      });
      this.#sessions.push(session);
      return session;
    } catch (error) {
      if (session !== null) await this.#connections.release(session);
      const rule = retryOf(codeOf(error), "joining a snapshot");
      if (rule === null) throw error;
      if (this.#mayGrow) this.#options.notice(`${this.#options.table}: ${rule.meaning}; it is read over fewer connections.`);
      this.#mayGrow = false;
      return null;
    }
  }
  async close() {
    this.#giveWay?.close();
    await Promise.all(this.#sessions.map(async (session) => this.#connections.release(session)));
  }
};
var LONGEST_PAUSE_SECONDS = 10;
var GiveWay = class {
  #stop = new AbortController();
  /** Why the reading was ended; null as long as it was not. */
  error = null;
  /** `end` cuts what reads. `oid`: the relation; whoever waits for one of its partitions counts too. */
  constructor(connections, table, oid, seconds, end) {
    void this.#watch(connections, oid, seconds).then((waited) => {
      if (!waited) return;
      this.error = gaveWay(table, seconds);
      end();
    });
  }
  async #watch(connections, oid, seconds) {
    const { signal } = this.#stop;
    let since = null;
    while (!signal.aborted) {
      await pause(Math.min(LONGEST_PAUSE_SECONDS, seconds / 2) * 1e3, signal);
      if (signal.aborted) return false;
      const waits = await connections.within(async (session) => memberLocks(session, oid)).catch(() => false);
      since = waits ? since ?? Date.now() : null;
      if (since !== null && Date.now() - since >= seconds * 1e3) return !signal.aborted;
    }
    return false;
  }
  close() {
    this.#stop.abort();
  }
};
async function pause(ms, signal) {
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
function gaveWay(table, seconds) {
  return new HighwaterError(
    "TABLE_LOCKED",
    `${table}: stopped reading, because another session had waited ${seconds} s for the table (ALTER TABLE, TRUNCATE or a migration).`,
    "The table keeps its previous rows, and is read again when the other session is done. The source option `give_way_after` sets how long others wait.",
    { family: "restart" }
  );
}
async function memberLocks(session, oid) {
  const [row] = await session.query(
    `WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT EXISTS (SELECT FROM pg_locks l JOIN tree ON l.relation = tree.oid JOIN pg_database d ON d.oid = l.database
       WHERE NOT l.granted AND d.datname = current_database()) AS waits`,
    [oid]
  );
  return row?.waits === true;
}

// src/sources/postgres/source.ts
var PostgresSource = class {
  name;
  address;
  #database;
  #context;
  #login;
  #connections;
  #partitionBytes;
  #giveWaySeconds;
  /** All tables of a run are read under one snapshot. */
  #ofRun;
  #widened;
  /** By a table's name. */
  #asked = /* @__PURE__ */ new Map();
  #transactions = new OpenTransactions();
  #hiddenTransactionsReported = false;
  #connected = null;
  /** `partitionBytes`: for tests, so that a small table has several partitions. */
  constructor(options, context, login, partitionBytes) {
    this.#partitionBytes = partitionBytes;
    this.#giveWaySeconds = giveWaySeconds(options);
    this.#ofRun = options.snapshot === "run";
    this.name = context.name;
    this.address = databaseAddress(options);
    this.#database = options.database;
    this.#context = context;
    this.#login = login;
    this.#widened = new WidenedColumns(context.memory);
    this.#connections = new Connections(login, context.signal);
  }
  async connect() {
    return this.#guard(void 0, async () => {
      const { state } = await this.#server();
      return {
        identity: state.user,
        server: `PostgreSQL ${state.versionText} at ${this.#login.server}`,
        facts: state.facts,
        clock: new Date(Date.now() + state.clockAheadMs).toISOString()
      };
    });
  }
  async tables(choose) {
    const refs = await this.#guard(void 0, async () => this.#connections.within(async (s) => refsOf(await allRelations(s))));
    choose(refs);
    return { refs, implied: [], hidden: /* @__PURE__ */ new Map() };
  }
  async describe(tables) {
    return describeEach(tables, this.#context.parallel, async (chosen) => ({
      chosen,
      schema: await this.#describe(chosen.ref, chosen.options)
    }));
  }
  async #describe(ref, options) {
    const { state } = await this.#server();
    const schema = await this.#guard(
      ref.name,
      async () => this.#connections.within(async (s) => describeRelation(s, ref, options, state.user, this.#widened))
    );
    this.#asked.set(ref.name, tableScene(schema, options));
    return schema;
  }
  async divide({ ref, options }, schema, parts) {
    const { state } = await this.#server();
    return this.#guard(
      ref.name,
      async () => this.#connections.within(async (s) => keyEdges(s, await readableRelation(s, ref.name, state.user), schema, options, parts))
    );
  }
  async access(tables) {
    const { state } = await this.#server();
    const found = [];
    for (const table of tables) {
      const explain = (error, schema) => {
        if (schema !== null) this.#asked.set(table.ref.name, tableScene(schema, table.options));
        return this.#explain(error, table.ref.name);
      };
      found.push(
        await this.#guard(
          table.ref.name,
          async () => this.#connections.within(async (s) => tableAccess(s, table, state.user, this.#widened, explain))
        )
      );
    }
    return found;
  }
  async #cannotContinue(plan) {
    if (plan.mode !== "incremental") return null;
    const { state, cluster } = await this.#server();
    return this.#guard(
      plan.ref.name,
      async () => this.#connections.within(async (s) => {
        const relation = await readableRelation(s, plan.ref.name, state.user);
        return whyNotContinue(s, plan, relation, { cluster, standby: state.standby });
      })
    );
  }
  widen(ref, columns) {
    return this.#widened.add(ref.name, columns);
  }
  /** Nothing is fetched ahead, but for the snapshot of all tables where the source wants one. */
  async open(plans = []) {
    const run = this.#ofRun && plans.length > 0 ? await this.#snapshotOfRun() : null;
    return {
      begin: async (plan, resume) => this.#begin(plan, resume, run),
      hashes: async (plan, request) => this.#hashes(plan, request),
      close: () => void run?.release()
    };
  }
  async #snapshotOfRun() {
    const { state } = await this.#server();
    const transactions = this.#transactions;
    return this.#guard(void 0, async () => RunSnapshot.take(this.#connections, { standby: state.standby, transactions }));
  }
  async #begin(plan, resume, run) {
    const cannotContinue = await this.#cannotContinue(plan);
    if (cannotContinue !== null) return { cannotContinue };
    const { state } = await this.#server();
    if (plan.schema.cursor?.kind === "timestamp") this.#reportHiddenTransactions(state);
    return (await this.#underSnapshot(plan, run, async (session, facts) => openTable(session, plan, facts, resume))).import;
  }
  async #hashes(plan, request) {
    const { opened, import: hashes } = await this.#underSnapshot(
      plan,
      null,
      async (session, facts) => openHashes(session, plan, facts, request)
    );
    const { slices, keyed, expression, leftOut, rowsOf: rowsOf3 } = opened;
    return { import: hashes, slices, keyed, expression, leftOut, rowsOf: rowsOf3 };
  }
  /** Opens a table on a session of its own, which holds the snapshot until the import is closed. */
  async #underSnapshot(plan, run, open) {
    const { state, cluster } = await this.#server();
    const { parallel, notice } = this.#context;
    return this.#guard(plan.ref.name, async () => {
      const session = await this.#connections.acquire();
      try {
        const before = session.requests;
        const shared = parallel > 1 && !state.pooled;
        const transactions = this.#transactions;
        const latest = async (work) => this.#connections.within(work);
        const own = { shared, parallel, partitionBytes: this.#partitionBytes, cluster, transactions, run, latest };
        const facts = { ...state, ...own };
        const opened = await open(session, facts);
        const snapshotImport = new SnapshotImport(this.#connections, session, opened.snapshot, {
          ...opened,
          plan,
          table: plan.ref.name,
          requests: session.requests - before,
          explain: (error, signal) => this.#explain(error, plan.ref.name, signal),
          notice: (message) => notice(message),
          giveWaySeconds: this.#giveWaySeconds
        });
        return { opened, import: snapshotImport };
      } catch (error) {
        await this.#connections.release(session);
        throw error;
      }
    });
  }
  usage() {
    return { requests: this.#connections.requests, quotas: [] };
  }
  async close() {
    await this.#connections.close();
  }
  /** Signs in once, whoever asks first. */
  async #server() {
    this.#connected ??= this.#guard(void 0, async () => this.#signIn());
    return this.#connected;
  }
  async #signIn() {
    const session = await this.#connections.acquire();
    try {
      const state = await session.transaction(async () => serverState(session, this.#database));
      this.#connections.facts = { version: state.version, watchesClient: await watchesClient(session, state.version) };
      this.#connections.pooled = state.pooled;
      this.#remark(state, session);
      if (!state.standby) this.#transactions.add(await session.transaction(async () => sampleTransactions(session)));
      return { state, cluster: await clusterIdentity(session) };
    } finally {
      await this.#connections.release(session);
    }
  }
  #reportHiddenTransactions(state) {
    if (state.standby || state.seesTransactions || this.#hiddenTransactionsReported) return;
    this.#hiddenTransactionsReported = true;
    this.#context.notice(hiddenTransactionsNote(state.user).message);
  }
  #remark(state, session) {
    const { server } = this.#login;
    if (state.pooled) {
      this.#context.notice(
        `${server} is a connection pooler, so each table is read over one connection. To read large tables faster, use the address of the server itself.`
      );
    }
    if (session.encryption === null && !this.#login.local) {
      this.#context.notice(
        `The connection to ${server} is not encrypted: the server offers no TLS, or \`ssl.mode\` does not ask for it. Use \`verify-full\` to protect the data and the password.`
      );
    }
  }
  async #guard(table, work) {
    try {
      return await work();
    } catch (error) {
      throw this.#explain(error, table);
    }
  }
  #explain(error, table, signal) {
    if (signal?.aborted) return signal.reason;
    const { signal: run } = this.#context;
    if (run.aborted) return run.reason instanceof HighwaterError ? run.reason : new InterruptedError("it was told to stop");
    const scene = { server: this.#login.server, database: this.#database, user: this.#login.user() };
    return translate(error, table === void 0 ? scene : { ...scene, table, ...this.#asked.get(table) });
  }
};
function tableScene({ columns }, { where }) {
  return { columns: columns.map((c) => c.name), ...where === void 0 ? {} : { where } };
}
export {
  PostgresSource
};
