"""PySpark's Spark Connect client as the peer: runs each line of standard input as SQL, answers rows and milliseconds."""

import sys
import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
print("ready", spark.version, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    table = spark.sql(line.strip()).toArrow()
    elapsed = (time.perf_counter() - start) * 1000
    print(table.num_rows, elapsed, flush=True)
    del table
