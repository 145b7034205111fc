import { describe, expect, it } from 'vitest';
import { diedSince, downServices, stackError, statusView } from '../../../client/src/stack/status-view';
import {
  SERVICE_NAMES,
  type ServiceName,
  type ServiceState,
  type StackStatus,
} from '../../../lakehouse/src/stack/types';

function status(state: StackStatus['state'], states: Partial<Record<ServiceName, ServiceState>> = {}): StackStatus {
  const services = SERVICE_NAMES.map((name) => ({
    name,
    state: states[name] ?? ('running' as const),
    title: `${name} 1.0`,
    address: '127.0.0.1:1',
    pid: 1,
    error: null,
  }));
  return { runtime: 'embedded', state, services, connection: { name: 'local' }, home: '/home/u/data' };
}

describe('the status bar', () => {
  it.each([
    [null, '$(circle-outline) Lakehouse', 'Lakehouse is stopped'],
    [status('running'), '$(pass-filled) Lakehouse', 'Lakehouse is running (embedded)'],
    [
      status('degraded', { glue: 'starting' }),
      '$(sync~spin) Lakehouse: starting Glue',
      'Lakehouse waits for Glue (embedded)',
    ],
    [status('starting'), '$(sync~spin) Lakehouse: starting', 'Lakehouse is starting (embedded)'],
    [
      status('degraded', { spark: 'failed' }),
      '$(warning) Lakehouse: Spark is down',
      'Lakehouse runs without Spark (embedded)',
    ],
    [
      status('degraded', { spark: 'failed', glue: 'stopped' }),
      '$(warning) Lakehouse: 2 services are down',
      'Lakehouse runs without Glue, Spark (embedded)',
    ],
  ])('%#', (of, text, heading) => {
    const view = statusView(of);
    expect([view.text, view.heading]).toEqual([text, heading]);
    expect(view.severity).toBe(text.startsWith('$(warning)') ? 'warning' : 'normal');
  });

  it('tells each service with its address', () => {
    expect(statusView(status('running')).services[3]).toEqual({
      icon: 'pass-filled',
      title: 'Spark',
      text: 'spark 1.0, running, 127.0.0.1:1',
    });
  });
});

describe('a service that died', () => {
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);

  it('ran before and is down now', () => {
    expect(names(diedSince(status('running'), status('degraded', { glue: 'failed' })))).toEqual(['glue']);
    expect(names(diedSince(status('degraded', { glue: 'failed' }), status('degraded', { glue: 'failed' })))).toEqual(
      [],
    );
    expect(names(diedSince(null, status('degraded', { glue: 'failed' })))).toEqual([]);
    expect(names(diedSince(status('starting', { s3: 'starting' }), status('degraded', { s3: 'failed' })))).toEqual([]);
  });

  it('is down only while others run', () => {
    expect(names(downServices(status('degraded', { s3: 'stopped' })))).toEqual(['s3']);
    expect(names(downServices(status('stopped', { s3: 'stopped' })))).toEqual([]);
  });
});

describe('a connection to a stack that cannot be reached', () => {
  it('says why, and what to do', () => {
    const config = { name: 'mine', stack: 'compose' } as const;
    expect(stackError(null, config)).toMatchObject({
      code: 'STACK_NOT_RUNNING',
      nextStep: { command: 'lakehouse.startStack' },
    });
    expect(stackError(status('starting'), config)).toMatchObject({ code: 'STACK_BUSY' });
    expect(stackError(status('running'), config).message).toContain('the embedded one runs');
    expect(stackError(status('running'), { name: 'any', stack: 'auto' }).message).toBe('The lakehouse is not running');
  });
});
