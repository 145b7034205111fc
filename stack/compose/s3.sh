#!/bin/sh
# The bucket is a folder of MinIO's drive; made here, it is there before anybody asks for it.
set -eu
mkdir -p "/data/$LAKEHOUSE_BUCKET"
exec minio server --address :9000 /data
