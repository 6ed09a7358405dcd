/* What `highwater <command> --help` says below its options. */

export const EXIT_CODES = `
Exit codes:
  0    all tables succeeded
  1    at least one table, or the run, failed
  2    the configuration or the command line is wrong
  130  interrupted; everything committed so far is kept`;

export const EXPORT_HELP = `
Compares each export's rows with what was sent before and with what the service
holds, and sends what differs. The rows and outcomes are in <output>/exports.

Examples:
  highwater export --dry-run              what would be sent?
  highwater export --limit 10             a first try
  highwater export --first                the first run with all rows
  highwater export --only account_scores  one export

Exit codes:
  0    all exports succeeded
  1    at least one export, or the run, failed
  2    the configuration or the command line is wrong
  130  interrupted; every outcome so far is kept`;

export const EXAMPLES = `
Examples:
  highwater validate                      is highwater.yml right?
  highwater check                         who am I, and what may be read?
  highwater sync                          at first everything, then the changes
  highwater sync --full -t "crm.*"        read all of one source again
  highwater sync --json | jq .run.status  for scripts`;

export const SYNC_HELP = `
The first sync reads everything, later ones what has changed since. A table that
fails keeps its rows and does not stop the others. Ctrl-C stops and keeps what
is committed; a second one ends at once.

Environment:
  HIGHWATER_STATE_ENCRYPTION_KEY  encrypts the saved state
  HIGHWATER_NATIVE_DIR            where DuckDB's native library is, on machines
                                  without an npm registry
  NO_COLOR, FORCE_COLOR           colours off, on`;

export const VERIFY_HELP = `
PostgreSQL: counts and hashes of all rows, computed on both sides. Salesforce and
Dynamics: all keys, and a sample of the rows value by value. The keys of rows that
differ are in <output>/verify/<source>.<table>.csv, and in no log.

Exit codes:
  0    nothing differs, or only what the next run reads; with --repair: nothing is left
  1    rows differ, or a table could not be compared
  2    the configuration or the command line is wrong
  130  interrupted`;

export const VALIDATE_HELP = `
Shows every mistake at once, with file, line and column. The variables that
the file names must be set.`;

export const CHECK_HELP = `
For each source: the user that Highwater signs in as, the version, and what is
left of the call limits. For each table: whether it can be read, rows, key and
cursor. Where a permission is missing: which one, and who can give it.
For a state or a lake in a cloud's store: whether it can be read.`;

export const DISCOVER_HELP = `
Examples:
  highwater discover                    every table of every source
  highwater discover -t "crm.Account"   one table with its columns
  highwater discover --source crm -v    a source with all columns of all tables
  highwater discover --json             for scripts: all of it

Salesforce describes 25 objects in an API call; the calls made are shown.`;

export const PLAN_HELP = `
Reads the saved state and does not change it.

--matrix prints a JSON list of jobs {name, tables, state-name}: by how long the
tables take and what each service's limits feed. Large PostgreSQL tables are
divided (db.deals@2/4). Tables stay with the job whose state has their rows.`;

export const COMBINE_HELP = `
Each directory is the output of one job of a matrix: its manifest.json with its
warehouse.duckdb, or its Parquet files. What is missing keeps its last version
where --output has one.

Exit codes:
  0    every job's output is there, and every table succeeded
  1    an output or a table is missing or failed; the rest was combined
  2    the command line is wrong`;
