import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  choice,
  duration,
  flag,
  group,
  integer,
  interval,
  list,
  mapOf,
  names,
  oneOf,
  text
} from "./config-declare-fields.js";
import {
  build_default
} from "./lib-typebox.js";
import {
  KEPT_UNITS,
  SEMANTIC_TYPES
} from "./model-table.js";

// src/config/declare/check-options.ts
var freshness = (description) => group(
  {
    warn_after: build_default.Optional(
      duration("A table whose last successful sync is older is reported as late.", { format: "positive-duration" })
    ),
    error_after: build_default.Optional(
      duration("A table whose last successful sync is older is an error.", { format: "positive-duration" })
    )
  },
  {
    description,
    minProperties: 1,
    expected: "a mapping such as { warn_after: 6h, error_after: 24h }",
    examples: [{ warn_after: "6h", error_after: "24h" }]
  }
);
var acceptedValues = build_default.Unsafe({
  type: "array",
  minItems: 1,
  uniqueItems: true,
  items: build_default.Unsafe({ type: ["string", "number", "boolean"], expected: "a value" }),
  expected: "a list of values, such as [open, closed]"
});
var rowCount = group(
  {
    min: build_default.Optional(integer("The fewest rows that the table may have.", 0, 1e15, { examples: [100] })),
    max: build_default.Optional(integer("The most rows that the table may have.", 0, 1e15, { examples: [1e6] })),
    change: build_default.Optional(
      build_default.String({
        description: "The most that the number of rows may change from one run to the next.",
        pattern: "^\\d{1,4}(\\.\\d+)?%$",
        shown: true,
        expected: "a percentage, such as 30%",
        examples: ["30%"]
      })
    )
  },
  {
    description: "Limits of the number of rows.",
    minProperties: 1,
    expected: "a mapping with min, max or change",
    examples: [{ min: 100, change: "30%" }]
  }
);
var tableCheck = group(
  {
    not_null: build_default.Optional(names("Columns that have a value in every row.", { examples: [["AccountId", "StageName"]] })),
    unique: build_default.Optional(names("Columns of which each has no value twice.", { examples: [["Id"]] })),
    accepted_values: build_default.Optional(
      mapOf(acceptedValues, {
        description: "The values that a column may have, by column. Rows without a value pass.",
        minProperties: 1,
        expected: "a mapping of columns to lists of values",
        examples: [{ StageName: ["Prospecting", "Closed Won", "Closed Lost"] }]
      })
    ),
    relationships: build_default.Optional(
      mapOf(
        build_default.String({ pattern: "^[^.]+\\..+\\.[^.]+$", shown: true, expected: "source.table.column, such as crm.Account.Id" }),
        {
          description: "Columns whose values occur in a column of another table, written as source.table.column. Rows without a value pass.",
          minProperties: 1,
          expected: "a mapping of columns to source.table.column",
          examples: [{ AccountId: "crm.Account.Id" }]
        }
      )
    ),
    row_count: build_default.Optional(rowCount),
    freshness: build_default.Optional(
      mapOf(duration("The greatest age of the newest value.", { format: "positive-duration" }), {
        description: "The greatest age of the newest value of a date or time column, by column.",
        minProperties: 1,
        expected: "a mapping of columns to durations",
        examples: [{ CreatedDate: "2d" }]
      })
    ),
    expression: build_default.Optional(
      text("A condition in DuckDB SQL that is false in no row.", { expected: "a condition in SQL", examples: ["Amount >= 0"] })
    ),
    severity: build_default.Optional(choice("`fail` (default) fails the step; `warn` only reports.", ["fail", "warn"]))
  },
  { description: "One check, and its severity.", expected: "a mapping with one check, such as not_null: [Id]" }
);
var checkList = build_default.Unsafe({
  type: "array",
  description: "Checks of the data, made after each merge. Names and meanings are as in dbt.",
  minItems: 1,
  items: tableCheck,
  expected: "a list of checks, such as [not_null: [Id]]",
  examples: [[{ not_null: ["Id"] }, { expression: "Amount >= 0", severity: "warn" }]]
});

// src/config/declare/options.ts
var truncation = build_default.Unsafe({
  type: ["string", "integer"],
  description: "Keeps the year, month, day or hour of a date, or so many characters of a text.",
  pattern: `^(${KEPT_UNITS.join("|")})$`,
  minimum: 1,
  maximum: 1e3,
  shown: true,
  expected: `${KEPT_UNITS.join(", ")}, or a number of characters from 1 to 1000`,
  examples: ["year", 3]
});
var maskRule = build_default.Unsafe({
  type: ["string", "object"],
  description: "`hash`: HMAC-SHA-256 under mask_key. `redact`: NULL; the column is not requested. `{ truncate: year }`: a shortened date or text. `keep`: not masked, although a glob takes it.",
  pattern: "^(hash|redact|keep)$",
  shown: true,
  properties: { truncate: truncation },
  required: ["truncate"],
  additionalProperties: false,
  expected: "hash, redact, keep or a mapping such as { truncate: year }"
});
var commonTableOptions = {
  where: build_default.Optional(
    text("Syncs only the rows that match this condition, in the source's language (SQL, SOQL, OData $filter).", {
      expected: "a condition in the source's language",
      examples: ["StageName = 'Closed Won'", "statecode eq 0"]
    })
  ),
  columns: build_default.Optional(
    build_default.Unsafe({
      type: ["array", "object"],
      description: "The columns to sync: a list, or a mapping with include or exclude. Default: all columns that the user can read.",
      minItems: 1,
      minProperties: 1,
      uniqueItems: true,
      items: build_default.String({ minLength: 1, expected: "a column's name" }),
      properties: {
        include: list("Only these columns (and the key).", "column names", { examples: [["Name", "Amount"]] }),
        exclude: list("All columns except these.", "column names", { examples: [["Description"]] })
      },
      additionalProperties: false,
      expected: "a list of column names, or a mapping with include or exclude",
      examples: [["Id", "Name"], { exclude: ["Description"] }]
    })
  ),
  mask: build_default.Optional(
    mapOf(maskRule, {
      description: "How to mask columns before their values are written anywhere, by column name or glob. An exact name wins over a glob.",
      expected: "a mapping of column names to hash, redact, keep or { truncate: … }",
      minProperties: 1,
      examples: [{ Email: "hash", "*Phone*": "redact", Birthdate: { truncate: "year" } }]
    })
  ),
  checks: build_default.Optional(checkList),
  freshness: build_default.Optional(freshness("How old this table's data may become. Default: run.freshness.")),
  types: build_default.Optional(
    mapOf(choice("The column's meaning.", SEMANTIC_TYPES), {
      description: `The meaning of columns, by column name, if the default does not fit: ${oneOf(SEMANTIC_TYPES)}.`,
      expected: "a mapping of column names to types",
      examples: [{ discount: "percentage" }]
    })
  ),
  key: build_default.Optional(
    names("The column or columns that identify a row. Default: the source's own key (the primary key).", {
      examples: ["id", ["order_id", "line"]]
    })
  ),
  cursor: build_default.Optional(
    text("The column that changes whenever a row changes. Incremental runs use it to find changed rows.", {
      expected: "a column's name",
      examples: ["updated_at"]
    })
  ),
  sync: build_default.Optional(
    choice(
      "`incremental` reads what changed, `full` reads the whole table in every run. Default: incremental if there is a cursor.",
      ["incremental", "full"]
    )
  ),
  deletes: build_default.Optional(
    choice(
      "What to do when the source has deleted a row: `remove` it (default), `mark` it by setting _deleted_at, or `ignore` the delete.",
      ["remove", "mark", "ignore"]
    )
  ),
  lookback: build_default.Optional(duration("Overlap subtracted from the last watermark, for this table. Default: run.lookback.")),
  full_sync_every: build_default.Optional(
    interval("The greatest age of this table's last full sync, or `never`. Default: run.full_sync_every.")
  ),
  calculated: build_default.Optional(
    interval(
      "How old calculated columns (formulas, roll-ups, related columns) may become between full syncs: an interval, `every_run`, or `never`. Default: 24h.",
      {
        pattern: "^(never|every_run|(\\d{1,9}[smhd])+)$",
        format: "interval-or-every-run",
        expected: "a duration in s, m, h or d, such as 12h or 1d, or every_run, or never",
        examples: ["24h", "every_run", "never"]
      }
    )
  ),
  as: build_default.Optional(
    text("The table's name in DuckDB. Default: the source's own name.", {
      examples: ["customers"],
      pattern: '^[^/\\\\"\\u0000-\\u001f]{1,120}$',
      expected: 'a name without / \\ " and of at most 120 characters',
      shown: true
    })
  ),
  history: build_default.Optional(
    build_default.Unsafe({
      type: ["boolean", "object"],
      description: "Keeps every version of each row in <table>__history. `true`: a change of any column that is not calculated makes a version. A mapping with columns: a change of these columns does. Needs a state that is not lost: no source can give old versions again.",
      properties: {
        columns: list("A change of these columns makes a version.", "column names", { examples: [["StageName", "Amount"]] })
      },
      required: ["columns"],
      additionalProperties: false,
      expected: "true, false, or a mapping with columns",
      examples: [true, { columns: ["StageName", "Amount"] }]
    })
  ),
  max_delete_fraction: build_default.Optional(
    build_default.Number({
      description: "A run that would remove or mark a larger share of the table's rows (0 to 1) fails instead, whatever showed the deletes. Default: 0.5.",
      minimum: 0,
      maximum: 1,
      expected: "a share from 0 to 1, such as 0.5",
      examples: [0.5],
      fix: "Write it as a number without %: 0.5 is half of the rows."
    })
  )
};
function tableOptions(own) {
  const shape = group({ ...commonTableOptions, ...own }, {});
  return build_default.Unsafe({
    ...shape,
    type: ["object", "null"],
    description: "Options of this table. Leave it empty to use the defaults.",
    expected: "a mapping of the table's options, or nothing"
  });
}
var commonSourceOptions = {
  exclude: build_default.Optional(
    list("Tables that no glob may select. A table that is named exactly is still synced.", "table names or globs", {
      examples: [["*History", "*Share"]]
    })
  )
};
var COMPRESSIONS = ["zstd", "snappy", "gzip", "lz4_raw", "uncompressed"];
var outputOptions = group(
  {
    directory: text("Where to write the artifacts, relative to the working directory.", {
      default: "highwater-output",
      expected: "a path"
    }),
    duckdb: flag("Writes warehouse.duckdb.", { default: true }),
    parquet: build_default.Unsafe({
      type: ["boolean", "object"],
      description: "Writes one Parquet file for each table. `false` writes none.",
      properties: {
        compression: choice("The compression of Parquet files.", COMPRESSIONS, {
          default: "zstd"
        }),
        layout: choice(
          "`flat`: parquet/<source>/<table>.parquet. `directory`: a folder for each category, with a directory.json.",
          ["flat", "directory"],
          {
            default: "flat"
          }
        )
      },
      additionalProperties: false,
      default: {},
      expected: "false, or a mapping such as { compression: zstd }"
    }),
    publish: build_default.Optional(
      group(
        {
          to: text("Where the lake is: s3://bucket/prefix, az://account/container/prefix, gs://bucket/prefix, or a directory.", {
            examples: ["s3://acme-data/lake", "lake"],
            expected: "an address such as s3://bucket/prefix, or a directory"
          }),
          format: choice("The format of its tables.", ["delta"], { default: "delta" }),
          keep: duration("How long earlier versions of a table stay readable.", { default: "7d" })
        },
        {
          description: "Publishes each table as a Delta Lake table, which Spark, Trino, Polars, Power BI and DuckDB read in place."
        }
      )
    )
  },
  { description: "What a run writes to the output directory.", default: {} }
);
var runOptions = group(
  {
    parallel: integer("How many partitions to read at once, for each source.", 1, 64, { default: 4 }),
    lookback: duration("Overlap subtracted from the last watermark, for rows that were committed late.", { default: "10m" }),
    full_sync_every: interval(
      "The greatest age of a table's last full sync. When it is older, the next run reads the table in full. `never` leaves full syncs to `full_sync_schedule` and to you.",
      { default: "7d" }
    ),
    full_sync_schedule: build_default.Optional(
      build_default.String({
        description: "A cron line of the workflow, written as under on.schedule. Runs that it starts are full syncs of all tables.",
        pattern: "^\\s*\\S+(\\s+\\S+){4}\\s*$",
        format: "cron",
        shown: true,
        expected: 'a cron line of five fields, as in the workflow, such as "0 2 * * *"',
        examples: ["0 2 * * *"]
      })
    ),
    api_budget: build_default.String({
      description: "The share of a source's daily call limit that a run may use. When it is reached, the run stops reading and keeps what is committed.",
      pattern: "^(100|[1-9]?\\d)(\\.\\d+)?%$",
      format: "percentage",
      shown: true,
      default: "50%",
      expected: "a percentage above 0% and up to 100%, such as 50%",
      examples: ["50%"],
      fix: "Write it with a percent sign: 50%."
    }),
    freshness: build_default.Optional(freshness("How old the data of a table may become: the time since its last successful sync.")),
    verify: build_default.Optional(
      build_default.String({
        description: "Compares this share of each table with its source after every sync, the next share in each run, so that all rows are proven in turn. What differs is mended and reported. Default: off.",
        pattern: "^(100|[1-9]?\\d)(\\.\\d+)?%$",
        format: "percentage",
        shown: true,
        expected: "a percentage above 0% and up to 100%, such as 1%",
        examples: ["1%"],
        fix: "Write it with a percent sign: 1%."
      })
    ),
    timeout: duration("When this time is up, the run stops reading and keeps what is committed. The next run continues.", {
      default: "5h",
      format: "positive-duration"
    }),
    memory: build_default.Optional(
      build_default.String({
        description: "How much memory DuckDB may use. Default: half of the memory of the machine (or its container), less 512 MiB. A single statement that DuckDB cannot do within it may take more.",
        pattern: "^\\d{1,7}(\\.\\d{1,3})?(MiB|GiB|TiB)$",
        format: "memory",
        shown: true,
        expected: "a size of at least 512MiB, such as 2GiB",
        examples: ["2GiB"]
      })
    )
  },
  { description: "How a run works.", default: {} }
);

export {
  tableOptions,
  commonSourceOptions,
  outputOptions,
  runOptions
};
