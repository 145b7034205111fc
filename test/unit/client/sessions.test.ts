import { describe, expect, it } from 'vitest';
import { Sessions } from '../../../client/src/query/sessions';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { ConnectOptions, SparkSession } from '../../../lakehouse/src/spark/types';

/** A Spark that answers everything at once and notes which sessions are opened and closed. */
class FakeSpark {
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  failing = false;

  readonly connect = async ({ spark }: ConnectOptions): Promise<SparkSession> => {
    if (this.failing) throw new LakehouseError('CONNECTION_REFUSED', 'nothing answers');
    const sessionId = `${spark.url}#${this.opened.length}`;
    this.opened.push(sessionId);
    return {
      sessionId,
      sparkVersion: '4.0.1',
      execute: () => (async function* () {})(),
      getConfig: async () => ({ 'spark.sql.session.timeZone': 'Asia/Tokyo' }),
      setConfig: async () => undefined,
      explain: async () => '',
      texts: async () => [],
      schema: async () => [],
      interruptAll: async () => undefined,
      disconnect: () => undefined,
      close: async () => void this.closed.push(sessionId),
    };
  };
}

const LOCAL = { name: 'local', spark: { url: 'sc://a' } };
const { signal } = new AbortController();

function sessions(): { readonly spark: FakeSpark; readonly of: Sessions } {
  const spark = new FakeSpark();
  return { spark, of: new Sessions(spark.connect, { debug: () => undefined }) };
}

describe('sessions', () => {
  it('are opened once a connection, also when asked for twice at once', async () => {
    const { spark, of } = sessions();
    expect(of.has(LOCAL)).toBe(false);
    const both = await Promise.all([of.get(LOCAL, signal), of.get({ ...LOCAL }, signal)]);
    expect(both[0]).toBe(both[1]);
    expect(both[0]?.timeZone).toBe('Asia/Tokyo');
    expect(spark.opened).toHaveLength(1);
    expect(of.has(LOCAL)).toBe(true);
  });

  it('tell the time zone of each that is opened', async () => {
    const told: string[][] = [];
    const of = new Sessions(new FakeSpark().connect, { debug: () => undefined }, (...zone) => told.push(zone));
    await of.get(LOCAL, signal);
    await of.get(LOCAL, signal);
    expect(told).toEqual([['local', 'Asia/Tokyo']]);
  });

  it('are opened anew where the address changed, and the old one is closed', async () => {
    const { spark, of } = sessions();
    await of.get(LOCAL, signal);
    const other = await of.get({ ...LOCAL, spark: { url: 'sc://b' } }, signal);
    expect(other.session.sessionId).toBe('sc://b#1');
    await Promise.resolve();
    expect(spark.closed).toEqual(['sc://a#0']);
    expect(of.takeLost('local')).toBe(false);
  });

  it('that could not be opened are tried again', async () => {
    const { spark, of } = sessions();
    spark.failing = true;
    await expect(of.get(LOCAL, signal)).rejects.toThrow('nothing answers');
    spark.failing = false;
    expect((await of.get(LOCAL, signal)).session.sessionId).toBe('sc://a#0');
  });

  it('that were lost are told once', async () => {
    const { of } = sessions();
    of.drop('local');
    expect(of.takeLost('local')).toBe(false);
    await of.get(LOCAL, signal);
    of.drop('local');
    expect(of.has(LOCAL)).toBe(false);
    expect(of.takeLost('local')).toBe(true);
    expect(of.takeLost('local')).toBe(false);
  });

  it('need a Spark', async () => {
    await expect(sessions().of.get({ name: 'catalogs only', catalogs: [] }, signal)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
