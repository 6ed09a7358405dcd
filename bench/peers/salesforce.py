"""Contenders that read an object of the local Salesforce into DuckDB: salesforce.py CONTENDER OBJECT URL DIRECTORY.

Both take Salesforce's own addresses for granted, so each is given the local server's after it has been made.
"""

import json
import os
import sys
import urllib.parse
import urllib.request
from pathlib import Path

contender, name, url, directory = sys.argv[1:5]
FILE = str(Path(directory) / f"{contender}.duckdb")
FIELDS = os.environ["PEERS_FIELDS"].split(",")
SECRETS = {"client_id": "consumer-key", "client_secret": "consumer-secret"}


def token():
    body = urllib.parse.urlencode({"grant_type": "client_credentials", **SECRETS}).encode()
    with urllib.request.urlopen(f"{url}/services/oauth2/token", body) as answer:
        return json.load(answer)["access_token"]


def simple_salesforce():
    """Bulk API 2.0 by simple-salesforce, pages to files, files to DuckDB."""
    import duckdb
    import requests
    from simple_salesforce.bulk2 import SFBulk2Type

    headers = {"Authorization": f"Bearer {token()}", "Content-Type": "application/json"}
    pages = SFBulk2Type(object_name=name, bulk2_url=f"{url}/services/data/v64.0/jobs/", headers=headers, session=requests.Session())
    folder = Path(directory) / "pages"
    folder.mkdir(exist_ok=True)
    pages.download(f"SELECT {','.join(FIELDS)} FROM {name}", path=str(folder), max_records=50_000)
    connection = duckdb.connect(FILE)
    connection.execute(f"CREATE OR REPLACE TABLE rows AS SELECT * FROM read_csv('{folder}/*.csv', header = true, sample_size = 100000)")
    connection.execute(f"COPY rows TO '{directory}/{contender}.parquet' (FORMAT parquet, COMPRESSION zstd)")


def airbyte():
    """Airbyte's connector, its messages thrown away, which is less than a destination does."""
    from source_salesforce.api import Salesforce
    from source_salesforce.run import run

    def login(self):
        self.instance_url, self.access_token = url, token()

    Salesforce.login = login
    folder = Path(directory)
    criteria = [{"criteria": "exacts", "value": name}]
    config = {**SECRETS, "refresh_token": "none", "start_date": "2020-01-01T00:00:00Z", "streams_criteria": criteria}
    (folder / "config.json").write_text(json.dumps(config))
    stream = {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]}
    catalog = {"streams": [{"stream": stream, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}]}
    (folder / "catalog.json").write_text(json.dumps(catalog))
    sys.argv = ["source-salesforce", "read", "--config", str(folder / "config.json"), "--catalog", str(folder / "catalog.json")]
    run()


{"simple_salesforce": simple_salesforce, "airbyte": airbyte}[contender]()
