"""PyIceberg for test/bench: one command a line on standard input, `done MILLISECONDS COUNT` on standard output."""

import json
import sys
import time

from pyiceberg.catalog import load_catalog
from pyiceberg.table import StaticTable


def history(path):
    table = StaticTable.from_metadata(path)
    return table.inspect.snapshots().num_rows


def tables(uri, namespace):
    catalog = load_catalog("bench", type="hive", uri=uri)
    return len(catalog.list_tables(namespace))


COMMANDS = {"history": history, "tables": tables}

print("ready", flush=True)
for line in sys.stdin:
    name, *arguments = json.loads(line)
    start = time.perf_counter()
    count = COMMANDS[name](*arguments)
    print(f"done {(time.perf_counter() - start) * 1000:.3f} {count}", flush=True)
