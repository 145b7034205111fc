#!/bin/sh
# Hive Metastore over PostgreSQL; makes its tables there at the first start.
set -eu
export METASTORE_HOME=/opt/metastore METASTORE_CONF_DIR="$HOME/conf"

# The password goes into a file of this container, not on the command line.
mkdir -p -m 700 "$METASTORE_CONF_DIR"
sed -e "s|@DATABASE@|$POSTGRES_DB|" -e "s|@USER@|$POSTGRES_USER|" -e "s|@PASSWORD@|$POSTGRES_PASSWORD|" \
  -e "s|@BUCKET@|$LAKEHOUSE_BUCKET|" "$METASTORE_HOME/conf/metastore-site.xml" >"$METASTORE_CONF_DIR/metastore-site.xml"

# Java 17 closes what Hive and DataNucleus reach into.
set -- "-Xmx$LAKEHOUSE_HEAP" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  --add-opens=java.base/java.lang=ALL-UNNAMED \
  --add-opens=java.base/java.net=ALL-UNNAMED \
  --add-opens=java.base/java.util=ALL-UNNAMED \
  "-Dlog4j2.configurationFile=$METASTORE_HOME/conf/log4j2.properties" \
  -cp "$METASTORE_CONF_DIR:$METASTORE_HOME/lib/*"
tool=org.apache.hadoop.hive.metastore.tools.MetastoreSchemaTool
if ! java "$@" $tool -dbType postgres -info >/dev/null 2>&1; then
  java "$@" $tool -dbType postgres -initSchema
fi
exec java "$@" org.apache.hadoop.hive.metastore.HiveMetaStore -p 9083
