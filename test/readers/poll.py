"""Reads a Delta table again and again with delta-rs while others write to it: every version that it finds must be whole."""

import os
import sys
import time


def main(table, stop):
    from deltalake import DeltaTable

    polls, newest = 0, -1
    while not os.path.exists(stop):
        if not os.path.isdir(os.path.join(table, "_delta_log")):
            time.sleep(0.05)
            continue
        found = DeltaTable(table)
        rows = found.to_pyarrow_table().to_pylist()
        sums = {}
        for row in rows:
            sums[row["part"]] = sums.get(row["part"], 0) + row["v"]
        if len(rows) != 1200 or any(sums.values()) or found.version() < newest:
            print(f"version {found.version()}: {len(rows)} rows, sums {sums}, after version {newest}")
            return 1
        polls, newest = polls + 1, found.version()
    print(f"delta-rs read {polls} times, up to version {newest}: every version was whole")
    return 0 if polls > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
