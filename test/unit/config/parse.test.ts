import { describe, expect, it } from 'vitest';
import { parseConfig, parseConnections } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';

function fault(text: string): LakehouseError {
  try {
    parseConfig(text, 'lakehouse.json');
  } catch (error) {
    if (error instanceof LakehouseError) return error;
  }
  throw new Error('no LakehouseError was thrown');
}

describe('parseConfig', () => {
  it('reads the example of the design, with comments and trailing commas', () => {
    const text = `{ // both kinds
      "$schema": "x",
      "connections": [
        { "name": "local", "stack": "embedded" },
        { "name": "prod", "readOnly": true,
          "spark": { "url": "sc://spark.example.com:15002/;use_ssl=true", "token": "\${secret:prod-token}" },
          "catalogs": [
            { "name": "hive_prod", "type": "hive", "uri": "thrift://metastore:9083", "s3": { "endpoint": "https://s3.example.com", "pathStyle": false } },
            { "name": "glue_catalog", "type": "glue", "region": "eu-west-1", "profile": "analytics" }, ] } ] }`;
    const { connections } = parseConfig(text, 'lakehouse.json');
    expect(connections.map((connection) => connection.name)).toEqual(['local', 'prod']);
    expect(connections[0]).toMatchObject({ stack: 'embedded' });
    expect(connections[1]?.catalogs?.[0]).toEqual({
      name: 'hive_prod',
      type: 'hive',
      uri: 'thrift://metastore:9083',
      s3: { endpoint: 'https://s3.example.com', pathStyle: false },
    });
    expect(connections[1]?.catalogs?.[1]).toMatchObject({ type: 'glue', region: 'eu-west-1', profile: 'analytics' });
  });

  it.each([
    ['{ "connections": [', 'not valid JSON', 1],
    ['', 'is empty', 1],
    ['[]', 'must be an object', 1],
    ['{}', '"connections" is missing', 1],
    ['{ "connections": {} }', 'must be an array', 1],
    ['{ "connections": [ { "stack": "auto" } ] }', 'needs "name"', 1],
    ['{\n "connections": [\n { "name": "a", "stack": "docker" } ] }', 'must be one of auto, compose, embedded', 3],
    ['{ "connections": [ { "name": "a" } ] }', 'needs "stack", "spark" or "catalogs"', 1],
    [
      '{ "connections": [ { "name": "a", "stack": "auto", "spark": { "url": "sc://h" } } ] }',
      'addresses of its own',
      1,
    ],
    ['{ "connections": [ { "name": "a", "spark": { "url": "http://h" } } ] }', 'must begin with sc://', 1],
    ['{ "connections": [ { "name": "a", "stack": "auto" }, { "name": "a", "stack": "auto" } ] }', 'used twice', 1],
    ['{ "connections": [ { "name": "a", "catalogs": [ { "name": "c", "type": "rest" } ] } ] }', '"hive" or "glue"', 1],
    ['{ "connections": [ { "name": "a", "catalogs": [ { "name": "c", "type": "hive" } ] } ] }', 'needs "uri"', 1],
    [
      '{ "connections": [ { "name": "a", "catalogs": [ { "name": "c", "type": "hive", "uri": "h:1" } ] } ] }',
      'thrift://host:port',
      1,
    ],
    ['{ "connections": [ { "name": "a", "stak": "auto" } ] }', '"stak" is not known', 1],
    ['{ "connections": [ { "name": "a", "stack": "auto", "readOnly": 1 } ] }', 'must be a boolean', 1],
  ])('names what is wrong in %s', (text, words, line) => {
    const error = fault(text);
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(words);
    expect(error.message).toContain(`lakehouse.json, line ${line}`);
    expect(error.nextStep?.command).toBe('lakehouse.openConfig');
  });

  it('reads the setting, which may be absent', () => {
    expect(parseConnections(undefined, 'settings')).toEqual([]);
    expect(parseConnections([{ name: 'a', stack: 'auto' }], 'settings')[0]?.stack).toBe('auto');
    expect(() => parseConnections([{ name: 7 }], 'lakehouse.connections')).toThrow(
      /lakehouse\.connections.*"name" must be a string/,
    );
  });
});
