#!/bin/sh
# Spark Connect, local to this container. S3 and Glue keys come from the environment.
set -eu
export SPARK_LOCAL_IP=127.0.0.1
opens=
for package in java.base/java.lang java.base/java.lang.invoke java.base/java.lang.reflect java.base/java.io \
  java.base/java.net java.base/java.nio java.base/java.util java.base/java.util.concurrent \
  java.base/java.util.concurrent.atomic java.base/jdk.internal.ref java.base/sun.nio.ch java.base/sun.nio.cs \
  java.base/sun.security.action java.base/sun.util.calendar java.security.jgss/sun.security.krb5; do
  opens="$opens --add-opens=$package=ALL-UNNAMED"
done
sed -e "s|@BUCKET@|$LAKEHOUSE_BUCKET|" /opt/spark/conf/spark-defaults.conf >"$HOME/spark-defaults.conf"
# A server out of memory that lives on answers nobody; one that ends can be started again.
# shellcheck disable=SC2086 # a list of options
exec java "-Xmx$LAKEHOUSE_HEAP" -XX:+ExitOnOutOfMemoryError $opens \
  -Djdk.reflect.useDirectMethodHandle=false -Dio.netty.tryReflectionSetAccessible=true \
  -Dlog4j2.configurationFile=/opt/spark/conf/log4j2.properties -cp '/opt/spark/jars/*' \
  org.apache.spark.deploy.SparkSubmit --properties-file "$HOME/spark-defaults.conf" \
  --class org.apache.spark.sql.connect.service.SparkConnectServer spark-internal
