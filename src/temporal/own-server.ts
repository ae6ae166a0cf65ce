import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionLike } from '@temporalio/client';
import type { Config } from '../config.js';

/** Soon enough that little comes from a server that has taken the place of ours. */
const LOOK_INTERVAL_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;

type ServerConfig = Pick<Config, 'temporalAddress' | 'temporalClusterId'>;

/**
 * Another Temporal answers than the one that belongs to our data. Its tasks are other people's
 * orders, so nothing may be taken from it, nor asked of it.
 */
export class ForeignTemporal extends Error {
  override readonly name = 'ForeignTemporal';

  constructor(address: string | undefined, found: string, expected: string) {
    super(
      `the Temporal at ${address ?? 'its address'} must be ours (cluster ${expected}), was another one (cluster ${found}). Next step: find out which program took that port, end one of the two, and start again`,
    );
  }
}

/** Returns the id that a server made for itself with its database, and keeps as long as that. */
export async function clusterIdOf(connection: ConnectionLike): Promise<string> {
  const { clusterId } = await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
    connection.workflowService.getClusterInfo({}),
  );
  return clusterId;
}

/**
 * Makes sure that the server is the one that `npm start` runs with our data. A server that the
 * settings name is believed: only its owner knows which one it is.
 *
 * @throws ForeignTemporal if another one answers, or the error of the connection if none does
 */
export async function proveServer(connection: ConnectionLike, config: ServerConfig): Promise<void> {
  const { temporalAddress, temporalClusterId: expected } = config;
  if (expected === undefined) return;
  const found = await clusterIdOf(connection);
  if (found !== expected) throw new ForeignTemporal(temporalAddress, found, expected);
}

/**
 * Watches for another server at the address: connections come back by themselves, to whoever
 * listens there by then. Rejects with ForeignTemporal, and otherwise never ends.
 */
export async function watchServer(
  connection: ConnectionLike,
  config: ServerConfig,
  signal: AbortSignal,
): Promise<never> {
  while (!signal.aborted && config.temporalClusterId !== undefined) {
    try {
      await proveServer(connection, config);
    } catch (error) {
      if (error instanceof ForeignTemporal) throw error;
      // nobody answers, which others notice
    }
    await sleep(LOOK_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
  return new Promise<never>(() => undefined);
}
