import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import type { Database } from '../../../drizzle/database.js';
import { loadConfig, requireSetting, type Config } from '../../../src/config.js';
import { runEdge } from '../../../src/edge/main.js';
import { createLogger } from '../../../src/observability/log.js';
import type { Secret } from '../../../src/observability/secret.js';
import { runStream } from '../../../src/stream/main.js';
import { runWorker } from '../../../src/worker/main.js';
import { startVenue, type Venue } from '../../../simulator/venue.js';
import type { Answer } from '../answer.js';
import { SimulatorControl } from '../control/simulator-control.js';
import { Desk } from '../desk/desk.js';
import { openDesk } from '../desk/open-desk.js';
import { TestListener } from '../events/test-listener.js';
import { eventually } from '../eventually.js';
import { createDatabase, type TestDatabase } from './database.js';
import { freePorts } from './data-dir.js';
import { EdgeClient } from './edge-client.js';
import { createNamespace } from './namespace.js';
import { RoleProcess } from './role-process.js';
import type { RunningProduct } from './running-product.js';

export type Role = 'edge' | 'worker' | 'stream';

export interface ProductOptions {
  readonly pollIntervalMs?: number;
  readonly staleAfterMs?: number;
  readonly forgottenAfterMs?: number;
  readonly verifyTimeoutMs?: number;
  readonly renewIntervalMs?: number;
  readonly streamLingerMs?: number;
  readonly syncIntervalMs?: number;
  readonly sweepIntervalMs?: number;
  /** The exchange's request limit on spot. The default is ample. */
  readonly weightPerMinute?: number;
  /** Whether each role is a process of its own, for tests that end its database connections. */
  readonly isApart?: boolean;
}

interface Running {
  close(): Promise<void>;
}

const DESK_MARKETS = ['spot', 'futures'] as const;
/** A market on which there is a desk from the start. */
export type ProductMarket = (typeof DESK_MARKETS)[number];

/**
 * The whole product, in this process unless told otherwise: real Postgres, real Temporal, real
 * sockets, the simulated exchange. It has its own database, namespace and exchange.
 */
export class Product implements RunningProduct {
  readonly desks = {} as Record<ProductMarket, Desk>;
  readonly edge: EdgeClient;
  readonly venue: SimulatorControl;
  readonly #roles = new Map<Role, Running>();
  #origin = '';

  private constructor(
    private readonly simulator: Venue,
    readonly database: TestDatabase,
    readonly config: Config,
    /** What the roles are started with, if they are processes of their own. */
    private readonly settings: NodeJS.ProcessEnv | undefined,
  ) {
    this.venue = new SimulatorControl(simulator.origin);
    this.edge = new EdgeClient(() => this.#origin, {
      viewer: requireSetting(config.viewerToken, 'VIEWER_TOKEN').reveal(),
      operator: requireSetting(config.operatorToken, 'OPERATOR_TOKEN').reveal(),
    });
  }

  static async start(options: ProductOptions = {}): Promise<Product> {
    const [database, namespace, simulator] = await Promise.all([
      createDatabase(),
      createNamespace(),
      startVenue({ priceMovement: 'still', pingIntervalMs: 1_000 }),
    ]);
    const settings = {
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: namespace,
      DATA_DIR: `${tmpdir()}/filltrail-none-${namespace}`,
      EDGE_PORT: options.isApart ? (await freePorts())['EDGE_PORT'] : '0',
      METRICS_PORT: '0',
      OPERATOR_TOKEN: 'operator-token-of-a-test',
      VIEWER_TOKEN: 'viewer-token-of-a-test',
      SECRETS_KEY: randomBytes(32).toString('hex'),
      POLL_INTERVAL_MS: String(options.pollIntervalMs ?? 10_000),
      STALE_AFTER_MS: String(options.staleAfterMs ?? 30_000),
      FORGOTTEN_AFTER_MS: String(options.forgottenAfterMs ?? 180_000),
      VERIFY_TIMEOUT_MS: String(options.verifyTimeoutMs ?? 5_000),
      RENEW_INTERVAL_MS: String(options.renewIntervalMs ?? 1_800_000),
      STREAM_LINGER_MS: String(options.streamLingerMs ?? 300_000),
      SYNC_INTERVAL_MS: String(options.syncIntervalMs ?? 10_000),
      SWEEP_INTERVAL_MS: String(options.sweepIntervalMs ?? 29_000),
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
    };
    const config = loadConfig(settings);
    const apart = options.isApart ? settings : undefined;
    const product = new Product(simulator, database, config, apart);
    for (const market of DESK_MARKETS) {
      await product.venue.allowPlenty(market);
      const names = { name: market, apiKey: `key-${market}`, strategies: [`${market}-desk`] };
      product.desks[market] = new Desk(product, await openDesk(product, { market, ...names }));
    }
    const { weightPerMinute } = options;
    if (weightPerMinute !== undefined) {
      await product.venue.post('limits', { market: 'spot', weightPerMinute });
    }
    await Promise.all([product.run('edge'), product.run('worker'), product.run('stream')]);
    await product.streamsConnected();
    return product;
  }

  get secretsKey(): Secret<Buffer> {
    return requireSetting(this.config.secretsKey, 'SECRETS_KEY');
  }
  get db(): Database {
    return this.database.db;
  }
  get sql(): Sql {
    return this.database.sql;
  }
  get commandSettings(): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.database.url,
      TEMPORAL_ADDRESS: this.config.temporalAddress,
      TEMPORAL_NAMESPACE: this.config.temporalNamespace,
      DATA_DIR: this.config.dataDir,
    };
  }

  async run(role: Role): Promise<void> {
    if (this.settings) {
      this.#origin = `http://127.0.0.1:${this.config.edgePort}`;
      this.#roles.set(role, await RoleProcess.start(role, this.settings));
      return;
    }
    const log = createLogger(role, this.config.logLevel);
    if (role === 'edge') {
      const edge = await runEdge(this.config, log);
      this.#origin = `http://127.0.0.1:${edge.port}`;
      this.#roles.set(role, edge);
    } else {
      const start = role === 'worker' ? runWorker : runStream;
      this.#roles.set(role, await start(this.config, log));
    }
  }

  async end(role: Role): Promise<void> {
    await this.#roles.get(role)?.close();
    this.#roles.delete(role);
  }

  async close(): Promise<void> {
    for (const role of ['edge', 'stream', 'worker'] as const) await this.end(role);
    await this.simulator.close();
    await this.database.close();
  }

  async streamsConnected(): Promise<void> {
    await eventually('every account has its stream', async () => {
      const { connections } = await this.venue.state();
      return connections.length >= Object.keys(this.desks).length;
    });
  }

  /**
   * Sends an alert of a desk once. `changes` replaces fields, or removes those that are undefined.
   */
  alert(market: ProductMarket, changes: Record<string, unknown>): Promise<Answer> {
    return this.desks[market].send(changes);
  }

  /** Sends an alert of a desk once, and returns the client order id of the answer. */
  async place(market: ProductMarket, changes: Record<string, unknown>): Promise<string> {
    const { body } = await this.alert(market, changes);
    return body.clientOrderId as string;
  }

  /** Fills an order of a desk on the exchange: a part, or all that is left. */
  fill(
    market: ProductMarket,
    clientOrderId: string,
    part: { readonly quantity?: string; readonly fills?: number } = {},
  ): Promise<unknown> {
    return this.desks[market].control('fill', { clientOrderId, ...part });
  }

  /** Listens to the event stream. @param lastEventId continues after it; by default, from now on */
  async listen(lastEventId?: number): Promise<TestListener> {
    const listener = new TestListener(() => this.edge.origin, this.edge.tokens.viewer);
    await listener.connect(lastEventId);
    return listener;
  }
}
