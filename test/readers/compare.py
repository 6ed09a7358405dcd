"""Reads each lake below a folder with readers that others wrote, and compares every value: delta-rs, DuckDB's delta extension, Spark."""

import datetime
import decimal
import math
import os
import sys

import pyarrow.parquet as parquet


def plain(value):
    """One form for a value, whichever reader gave it."""
    if isinstance(value, datetime.datetime):
        return (value.astimezone(datetime.timezone.utc) if value.tzinfo else value).replace(tzinfo=None).isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value.normalize())
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else value
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def rows(columns, records):
    return sorted((tuple(repr(plain(record[c])) for c in columns) for record in records))


def delta_rs(path):
    from deltalake import DeltaTable

    return DeltaTable(path).to_pyarrow_table().to_pylist()


def duckdb(path):
    import duckdb as engine

    connection = engine.connect(config={"allow_unsigned_extensions": "true"})
    extension = os.environ.get("HIGHWATER_DELTA_EXTENSION")
    connection.execute(f"LOAD '{extension}'")
    connection.execute("SET TimeZone = 'UTC'")
    return connection.execute(f"SELECT * FROM delta_scan('{path}')").to_arrow_table().to_pylist()


def spark(path):
    return [row.asDict() for row in session().read.format("delta").load(path).collect()]


_session = None


def session():
    global _session
    if _session is None:
        from pyspark.sql import SparkSession

        _session = (
            SparkSession.builder.master("local[1]")
            .config("spark.jars", os.environ["HIGHWATER_DELTA_JARS"])
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            # Small tables: one task each, not fifty.
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate()
        )
        _session.sparkContext.setLogLevel("ERROR")
    return _session


READERS = {"delta-rs": delta_rs, "duckdb": duckdb, "spark": spark}


def main(folder, names):
    failed = 0
    for case in sorted(os.listdir(folder)):
        expected = parquet.read_table(os.path.join(folder, case, "expected.parquet"))
        columns = expected.column_names
        wanted = rows(columns, expected.to_pylist())
        for name in names:
            try:
                found = rows(columns, READERS[name](os.path.join(folder, case, "table")))
                problem = None if found == wanted else difference(wanted, found)
            except Exception as error:  # A reader that fails is what this looks for.
                problem = f"{type(error).__name__}: {str(error)[:400]}"
            failed += problem is not None
            print(f"{'ok    ' if problem is None else 'FAILED'} {case}: {name}, {len(wanted)} rows{'' if problem is None else ': ' + problem}", flush=True)
    return 1 if failed else 0


def difference(wanted, found):
    if len(wanted) != len(found):
        return f"{len(found)} rows"
    return next(f"{w} is read as {f}" for w, f in zip(wanted, found) if w != f)[:600]


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    sys.exit(main(sys.argv[1], sys.argv[2:]))
