import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase } from '../../drizzle/database.js';
import { Channel, createHint } from '../../drizzle/hints.js';
import { logListingProblems, warmMarkets } from '../accounts/warm-markets.js';
import { requireSetting, type Config } from '../config.js';
import type { Logger } from '../observability/log.js';
import { serveMetrics } from '../observability/metrics.js';
import { streamMetrics } from '../observability/stream-metrics.js';
import { countStreams } from '../queries/streams.js';
import { repeat } from '../repeat.js';
import type { Running } from '../running.js';
import { connectClient } from '../temporal/client.js';
import { watchServer } from '../temporal/own-server.js';
import { createApp } from './app.js';
import { Authentication } from './authentication.js';
import { EpochWatch } from './epoch-watch.js';
import { Inbox } from './inbox.js';
import { OutboxReader } from './outbox-reader.js';
import { SseHub } from './sse.js';

const DRAIN_MS = 3_000;
/** Market rules normally load in a second. An order that comes earlier waits for its own market. */
const WARM_UP_MS = 3_000;

/** How often the edge looks whether the database was restored. */
const EPOCH_LOOK_MS = 1_000;

/** Runs the edge: webhooks in, reads, SSE out. It keeps no state except its sockets (E1). */
export async function runEdge(config: Config, log: Logger): Promise<Running & { port: number }> {
  const secretsKey = requireSetting(config.secretsKey, 'SECRETS_KEY');
  const database = connectDatabase(requireSetting(config.databaseUrl, 'DATABASE_URL').reveal(), {
    name: 'edge',
    poolSize: 15,
  });
  const temporal = connectClient(config);
  const stopping = new AbortController();
  const inbox = new Inbox(database.db, createHint(database.sql, Channel.inbox));
  const reader = new OutboxReader(database, log);
  const hub = new SseHub(reader, log);
  const app = createApp({
    db: database.db,
    temporal,
    inbox,
    hub,
    authentication: new Authentication({
      operator: requireSetting(config.operatorToken, 'OPERATOR_TOKEN'),
      viewer: requireSetting(config.viewerToken, 'VIEWER_TOKEN'),
    }),
    secretsKey,
    log,
  });
  const epochs = new EpochWatch(database.db, () => hub.resync());
  const following = Promise.all([
    reader.follow(stopping.signal),
    repeat(
      () => epochs.look(),
      { pauseMs: EPOCH_LOOK_MS, log, complaint: 'not known whether the database was restored' },
      stopping.signal,
    ),
  ]);
  logListingProblems(log);
  // Listens even without a database, so that alerts get an answer that says so.
  await Promise.race([warmMarkets(database.db, log), sleep(WARM_UP_MS, undefined, { ref: false })]);
  const server = await listen(app.listen.bind(app), config);
  const { port } = server.address() as AddressInfo;
  const metrics = await serveMetrics(config.edgeHost, config.metricsPort, [
    streamMetrics(() => countStreams(database.db)),
  ]);
  log.info({ host: config.edgeHost, port }, 'edge listens');
  return {
    port,
    done: watchServer(temporal.connection, config, stopping.signal),
    close: async () => {
      stopping.abort();
      hub.close();
      const closed = new Promise((resolve) => server.close(resolve));
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      server.closeIdleConnections();
      await closed;
      clearTimeout(cut);
      await metrics.close();
      await following;
      await temporal.close();
      await database.close();
    },
  };
}

function listen(
  open: (port: number, host: string, callback: (error?: Error) => void) => Server,
  config: Config,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = open(config.edgePort, config.edgeHost, (error) => {
      if (error) reject(error);
      else resolve(server);
    });
    // A proxy in front of the edge keeps connections longer than Node's default of 5 s.
    server.keepAliveTimeout = 65_000;
  });
}
