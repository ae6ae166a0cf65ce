import type { ConnectionLike } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { ForeignTemporal, proveServer, watchServer } from '../../../src/temporal/own-server.js';

/** A connection to servers that answer in turn; an Error stands for one that does not answer. */
function connectionTo(...answers: readonly (string | Error)[]): ConnectionLike {
  const left = [...answers];
  const getClusterInfo = () => {
    const clusterId = left.length > 1 ? left.shift() : left[0];
    return clusterId instanceof Error ? Promise.reject(clusterId) : Promise.resolve({ clusterId });
  };
  return {
    workflowService: { getClusterInfo },
    withDeadline: (_deadline: number, call: () => unknown) => call(),
  } as unknown as ConnectionLike;
}

const ours = { temporalAddress: '127.0.0.1:7233', temporalClusterId: 'ours' };

describe('a Temporal that npm start runs', () => {
  it('is believed when it works on our data', async () => {
    await expect(proveServer(connectionTo('ours'), ours)).resolves.toBeUndefined();
  });

  it('is told apart from another one on its port', async () => {
    await expect(proveServer(connectionTo('theirs'), ours)).rejects.toThrow(
      'the Temporal at 127.0.0.1:7233 must be ours (cluster ours), was another one (cluster theirs)',
    );
  });

  it('is not called another one while it does not answer', async () => {
    const away = new Error('unavailable');
    await expect(proveServer(connectionTo(away), ours)).rejects.toBe(away);
  });

  it('is believed without a question when the settings name it', async () => {
    const given = { ...ours, temporalClusterId: undefined };
    await proveServer(connectionTo(new Error('must not be asked')), given);
  });

  it('is watched, so that one which takes its place later is noticed', async () => {
    const connection = connectionTo('ours', new Error('away'), 'theirs');
    const watching = watchServer(connection, ours, new AbortController().signal);
    await expect(watching).rejects.toBeInstanceOf(ForeignTemporal);
  });
});
