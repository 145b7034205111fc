import { describe, expect, it } from 'vitest';
import {
  containerState,
  overallState,
  parseContainers,
  type Container,
} from '../../../lakehouse/src/stack/composeStatus';

const row = (Service: string, more: object = {}) => ({
  ID: 'abc',
  Service,
  State: 'running',
  Health: 'healthy',
  ExitCode: 0,
  ...more,
});
const container = (service: string, more: Partial<Container> = {}): Container => ({
  id: 'abc',
  service,
  state: 'running',
  health: 'healthy',
  exitCode: 0,
  ...more,
});

describe('what docker compose ps prints', () => {
  const expected = [container('s3'), container('spark', { state: 'exited', health: '', exitCode: 137 })];
  const rows = [row('s3'), row('spark', { State: 'exited', Health: '', ExitCode: 137 })];

  it('is read as one array or as one object a line', () => {
    expect(parseContainers(JSON.stringify(rows))).toEqual(expected);
    expect(parseContainers(`${rows.map((each) => JSON.stringify(each)).join('\n')}\n`)).toEqual(expected);
  });

  it('may be nothing', () => {
    expect(parseContainers('\n')).toEqual([]);
    expect(parseContainers('[]')).toEqual([]);
  });

  it('is refused when it is something else', () => {
    expect(() => parseContainers('no configuration file provided')).toThrow(/cannot be read/);
  });
});

describe('the state of a service', () => {
  const both = [container('postgres'), container('metastore')];

  it('is stopped without containers and running with healthy ones', () => {
    expect(containerState('metastore', [])).toEqual({ state: 'stopped', error: null });
    expect(containerState('metastore', both)).toEqual({ state: 'running', error: null });
  });

  it('is starting until its last container is healthy', () => {
    expect(
      containerState('metastore', [container('postgres'), container('metastore', { health: 'starting' })]).state,
    ).toBe('starting');
    expect(containerState('spark', [container('spark', { state: 'created', health: '' })]).state).toBe('starting');
  });

  it('is failed when PostgreSQL is gone, and says so with the button that mends it', () => {
    const { state, error } = containerState('metastore', [container('metastore')]);
    expect(state).toBe('failed');
    expect(error).toMatchObject({
      code: 'STACK_SERVICE_FAILED',
      message: expect.stringContaining('its container postgres is gone') as string,
      nextStep: { command: 'lakehouse.restartService', args: ['metastore'] },
    });
  });

  it('tells a kill from an end by itself', () => {
    const killed = containerState('spark', [container('spark', { state: 'exited', exitCode: 137 })]);
    expect(killed).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('killed') as string } });
    const ended = containerState('spark', [container('spark', { state: 'exited', exitCode: 3 })]);
    expect(ended.error?.message).toContain('ended with exit code 3');
  });
});

describe('the state of the whole', () => {
  it('is running only when everything is', () => {
    expect(overallState(['running', 'running'])).toBe('running');
    expect(overallState(['running', 'failed'])).toBe('degraded');
    expect(overallState(['running', 'stopped'])).toBe('degraded');
    expect(overallState(['running', 'starting'])).toBe('starting');
    expect(overallState(['failed', 'starting'])).toBe('degraded');
    expect(overallState(['stopped', 'stopped'])).toBe('stopped');
  });
});
