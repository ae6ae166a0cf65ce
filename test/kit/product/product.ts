import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { addAccount } from '../../../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../../../src/accounts/strategies.js';
import { loadConfig, type Config } from '../../../src/config.js';
import { runEdge } from '../../../src/edge/main.js';
import { createLogger } from '../../../src/observability/log.js';
import { runStream } from '../../../src/stream/main.js';
import type { MarketName } from '../../../simulator/model.js';
import { startVenue, type Venue } from '../../../simulator/venue.js';
import { runWorker } from '../../../src/worker/main.js';
import { inject } from 'vitest';
import { createDatabase, type TestDatabase } from './database.js';
import { ampleLimits, binanceDesks, type DeskPlan } from '../desk/plans.js';
import { eventually } from '../eventually.js';
import { SseListener } from '../events/test-listener.js';
import { createNamespace } from './namespace.js';

export interface TestDesk {
  readonly accountId: number;
  readonly strategy: string;
  readonly token: string;
  readonly signingSecret: string;
  readonly apiKey: string;
  readonly market: MarketName;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

export type Role = 'edge' | 'worker' | 'stream';

export interface ProductOptions {
  readonly pollIntervalMs?: number;
  readonly staleAfterMs?: number;
  readonly verifyTimeoutMs?: number;
  readonly renewIntervalMs?: number;
  readonly streamLingerMs?: number;
  readonly syncIntervalMs?: number;
  readonly sweepIntervalMs?: number;
  /** An account with one strategy each; Binance's two markets, if not told. */
  readonly desks?: readonly DeskPlan[];
  /** What the exchange allows of spot; plenty, if not told. */
  readonly weightPerMinute?: number;
}

interface Running {
  close(): Promise<void>;
}

/** The whole product in this process: real Postgres, real Temporal, real sockets, the simulated exchange. */
export class Product {
  readonly desks = {} as Record<MarketName, TestDesk>;
  origin = '';
  #roles = new Map<Role, Running>();

  private constructor(
    readonly venue: Venue,
    readonly database: TestDatabase,
    readonly config: Config,
  ) {}

  static async start(options: ProductOptions = {}): Promise<Product> {
    const [database, namespace, venue] = await Promise.all([
      createDatabase(),
      createNamespace(),
      startVenue({ priceMovement: 'still', pingIntervalMs: 1_000 }),
    ]);
    const config = loadConfig({
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: namespace,
      DATA_DIR: `${tmpdir()}/filltrail-none-${namespace}`,
      EDGE_PORT: '0',
      METRICS_PORT: '0',
      OPERATOR_TOKEN: 'operator-token-of-a-test',
      VIEWER_TOKEN: 'viewer-token-of-a-test',
      SECRETS_KEY: randomBytes(32).toString('hex'),
      POLL_INTERVAL_MS: String(options.pollIntervalMs ?? 10_000),
      STALE_AFTER_MS: String(options.staleAfterMs ?? 30_000),
      VERIFY_TIMEOUT_MS: String(options.verifyTimeoutMs ?? 5_000),
      RENEW_INTERVAL_MS: String(options.renewIntervalMs ?? 1_800_000),
      STREAM_LINGER_MS: String(options.streamLingerMs ?? 300_000),
      SYNC_INTERVAL_MS: String(options.syncIntervalMs ?? 10_000),
      SWEEP_INTERVAL_MS: String(options.sweepIntervalMs ?? 29_000),
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
    });
    const product = new Product(venue, database, config);
    for (const plan of options.desks ?? binanceDesks) {
      const { market } = plan;
      await product.control('limits', { market, ...ampleLimits(market) });
      product.desks[plan.market] = await product.#addDesk(plan);
    }
    if (options.weightPerMinute !== undefined) {
      await product.control('limits', {
        market: 'spot',
        weightPerMinute: options.weightPerMinute,
      });
    }
    await Promise.all([product.run('edge'), product.run('worker'), product.run('stream')]);
    await product.streamsConnected();
    return product;
  }

  async run(role: Role): Promise<void> {
    const log = createLogger(role, this.config.logLevel);
    if (role === 'edge') {
      const edge = await runEdge(this.config, log);
      this.origin = `http://127.0.0.1:${edge.port}`;
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
    await this.venue.close();
    await this.database.close();
  }

  async streamsConnected(): Promise<void> {
    await eventually('every account has its stream', async () => {
      const { connections } = await this.venueState();
      return connections.length >= Object.keys(this.desks).length;
    });
  }

  /** Sends an alert of a desk; `changes` replaces or removes (undefined) fields. */
  alert(market: MarketName, changes: Record<string, unknown>): Promise<Answer> {
    const desk = this.desks[market];
    return this.post('/api/webhook', { strategy: desk.strategy, token: desk.token, ...changes });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request('POST', path, {
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path, {
      headers: { Authorization: 'Bearer viewer-token-of-a-test' },
    });
  }

  async request(method: string, path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${this.origin}${path}`, { method, ...init });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as unknown) : text,
    };
  }

  readonly asOperator = { Authorization: 'Bearer operator-token-of-a-test' };

  listen(lastEventId?: number): Promise<SseListener> {
    return SseListener.open(
      `${this.origin}/api/sse/events`,
      this.config.viewerToken?.reveal() ?? '',
      lastEventId,
    );
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the control interface's answers
  async control(path: string, body: Record<string, unknown>): Promise<any> {
    const response = await fetch(`${this.venue.origin}/control/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`control/${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the control interface's answers
  async ledger(market: MarketName): Promise<any> {
    const { apiKey } = this.desks[market];
    const url = `${this.venue.origin}/control/ledger?apiKey=${apiKey}&market=${market}`;
    return (await fetch(url)).json();
  }

  async venueState(): Promise<{ connections: unknown[] }> {
    return (await (await fetch(`${this.venue.origin}/control/state`)).json()) as never;
  }

  async #addDesk({
    market,
    exchange,
    marketType,
    streamPath,
    balances,
  }: DeskPlan): Promise<TestDesk> {
    const apiKey = `key-${market}`;
    const credentials = { apiKey, secret: createHash('sha256').update(apiKey).digest('hex') };
    await this.control('accounts', { ...credentials, balances });
    const { db } = this.database;
    const key = this.config.secretsKey;
    if (!key) throw new Error('the test configuration has a key');
    const restUrl = this.venue.origins[exchange];
    const streamUrl = `${restUrl.replace('http', 'ws')}${streamPath}`;
    const server = { restUrl, streamUrl, credentials };
    const account = await addAccount(db, key, { name: market, exchange, marketType, ...server });
    const secrets = newStrategySecrets();
    const names = { name: `${market}-desk`, accountId: account.id };
    const strategy = await addStrategy(db, key, names, secrets);
    return { accountId: account.id, strategy: strategy.name, apiKey, market, ...secrets };
  }
}
