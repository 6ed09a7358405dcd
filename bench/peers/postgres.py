"""Contenders that read the table `deals` of PostgreSQL into DuckDB: postgres.py CONTENDER full|incremental URL DIRECTORY.

Each is written as its own documentation suggests. What it holds afterwards is in DIRECTORY/CONTENDER.duckdb.
"""

import os
import sys
from pathlib import Path

contender, mode, url, directory = sys.argv[1:5]
url = url.replace("postgres://", "postgresql://", 1)
FILE = str(Path(directory) / f"{contender}.duckdb")
PARQUET = str(Path(directory) / f"{contender}.parquet")


def connect():
    import duckdb

    connection = duckdb.connect(FILE)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def publish(connection):
    connection.execute(f"COPY deals TO '{PARQUET}' (FORMAT parquet, COMPRESSION zstd)")
    connection.close()


def extension():
    """A hand-written script around DuckDB's own extension."""
    connection = connect()
    local = os.environ.get("POSTGRES_EXTENSION")
    if local is None:
        connection.execute("INSTALL postgres")
    connection.execute("LOAD postgres" if local is None else f"LOAD '{local}'")
    connection.execute(f"ATTACH '{url}' AS source (TYPE postgres, READ_ONLY)")
    if mode == "full":
        connection.execute("CREATE OR REPLACE TABLE deals AS SELECT * FROM source.public.deals")
    else:
        newest = connection.execute("SELECT max(updated_at)::VARCHAR FROM deals").fetchone()[0]
        query = f"SELECT * FROM deals WHERE updated_at >= ''{newest}''"
        connection.execute("BEGIN")
        connection.execute(f"CREATE TEMP TABLE changed AS SELECT * FROM postgres_query('source', '{query}')")
        connection.execute("DELETE FROM deals WHERE id IN (SELECT id FROM changed)")
        connection.execute("INSERT INTO deals SELECT * FROM changed")
        connection.execute("COMMIT")
    publish(connection)


def connectorx():
    import connectorx as cx

    rows = cx.read_sql(url, "SELECT * FROM deals", partition_on="id", partition_num=2, return_type="arrow")
    connection = connect()
    connection.execute("CREATE OR REPLACE TABLE deals AS SELECT * FROM rows")
    publish(connection)


def adbc():
    import adbc_driver_postgresql.dbapi

    connection = connect()
    with adbc_driver_postgresql.dbapi.connect(url) as source, source.cursor() as cursor:
        cursor.execute("SELECT * FROM deals")
        batches = cursor.fetch_record_batch()
        connection.execute("CREATE OR REPLACE TABLE deals AS SELECT * FROM batches")
    publish(connection)


def dlt(backend):
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    import dlt
    from dlt.sources.sql_database import sql_table

    where = dlt.destinations.duckdb(FILE)
    pipeline = dlt.pipeline(f"peers_{backend}", destination=where, dataset_name="crm", pipelines_dir=f"{directory}/{contender}")
    by = dlt.sources.incremental("updated_at")
    options = {"backend_kwargs": {"conn": url}} if backend == "connectorx" else {}
    # Precision as in the database, not the guess of the first rows.
    table = sql_table(url, "deals", incremental=by, backend=backend, chunk_size=100_000, reflection_level="full_with_precision", **options)
    table.apply_hints(primary_key="id")
    pipeline.run(table, write_disposition="replace" if mode == "full" else "merge")


if contender == "extension":
    extension()
elif contender == "connectorx":
    connectorx()
elif contender == "adbc":
    adbc()
elif contender == "dlt_connectorx":
    dlt("connectorx")
elif contender == "dlt_pyarrow":
    dlt("pyarrow")
else:
    sys.exit(f"no such contender: {contender}")
