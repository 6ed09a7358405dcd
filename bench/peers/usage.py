"""Runs a program and writes what it cost: usage.py FILE PROGRAM [ARGUMENT …]. The same measure for every contender, in whatever language."""

import json
import resource
import subprocess
import sys
import time

started = time.monotonic()
code = subprocess.call(sys.argv[2:])
seconds = time.monotonic() - started
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    # ru_maxrss is in KiB on Linux.
    json.dump({"seconds": seconds, "cpuSeconds": usage.ru_utime + usage.ru_stime, "peakMib": usage.ru_maxrss / 1024}, file)
sys.exit(code)
