import type { DescField, DescFile, DescMessage, FileRegistry } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import { file_google_rpc_status } from '../../lakehouse/generated/google/rpc/status_pb';
import { file_spark_connect_base } from '../../lakehouse/generated/spark/connect/base_pb';
import { file_spark_connect_commands } from '../../lakehouse/generated/spark/connect/commands_pb';
import { file_spark_connect_expressions } from '../../lakehouse/generated/spark/connect/expressions_pb';
import { file_spark_connect_relations } from '../../lakehouse/generated/spark/connect/relations_pb';
import { file_spark_connect_types } from '../../lakehouse/generated/spark/connect/types_pb';
import { compileProtos, sparkConnectJar } from './spark-jar';

const files = [
  file_spark_connect_base,
  file_spark_connect_commands,
  file_spark_connect_expressions,
  file_spark_connect_relations,
  file_spark_connect_types,
  file_google_rpc_status,
];

function allMessages(file: DescFile): DescMessage[] {
  const nested = (message: DescMessage): DescMessage[] => [message, ...message.nestedMessages.flatMap(nested)];
  return file.messages.flatMap(nested).filter((message) => !message.proto.options?.mapEntry);
}

/** All that decides how a field is written: number, type, cardinality, presence, oneof. */
function shape(field: DescField): string {
  const { proto, oneof } = field;
  return [
    `${field.name} = ${field.number}`,
    `type ${proto.type}`,
    proto.typeName.replace(/^\./, ''),
    `label ${proto.label}`,
    proto.proto3Optional ? 'optional' : '',
    oneof ? `oneof ${oneof.name}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

describe('our Spark Connect definitions', () => {
  let spark: FileRegistry;
  beforeAll(() => {
    spark = compileProtos(
      sparkConnectJar(),
      /^(spark\/connect\/(?!example)|google\/(rpc\/(status|error_details)|protobuf\/(any|duration))\.).*proto$/,
    );
  });

  const messages = files.flatMap(allMessages);
  it('cover what the client uses', () => {
    expect(messages.length).toBeGreaterThan(60);
  });

  it.each(messages.map((message) => [message.typeName, message] as const))('%s is as Spark has it', (name, ours) => {
    const theirs = spark.getMessage(name);
    expect(theirs, `${name} in the jar`).toBeDefined();
    for (const field of ours.fields) {
      const same = theirs?.fields.find(({ number }) => number === field.number);
      expect(same && shape(same)).toBe(shape(field));
    }
    for (const ourEnum of ours.nestedEnums) {
      const values = Object.fromEntries(ourEnum.values.map((value) => [value.name, value.number]));
      const theirValues = spark.getEnum(ourEnum.typeName)?.values.map((value) => [value.name, value.number] as const);
      expect(Object.fromEntries(theirValues ?? [])).toMatchObject(values);
    }
  });

  it('has the methods of the service, with the same messages and streaming', () => {
    for (const service of file_spark_connect_base.services) {
      const theirs = spark.getService(service.typeName);
      for (const method of service.methods) {
        const same = theirs?.methods.find(({ name }) => name === method.name);
        expect(same && [same.methodKind, same.input.typeName, same.output.typeName]).toEqual([
          method.methodKind,
          method.input.typeName,
          method.output.typeName,
        ]);
      }
    }
  });
});
