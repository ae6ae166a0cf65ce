import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { Channel } from '../../../drizzle/hints.js';
import { addAccount } from '../../../src/accounts/accounts.js';
import type { OrderUpdate } from '../../../src/domain/order.js';
import { createLogger } from '../../../src/observability/log.js';
import { Secret } from '../../../src/observability/secret.js';
import type { StreamTiming } from '../../../src/stream/dependencies.js';
import { Holding, type HoldingEnd } from '../../../src/stream/holding.js';
import { ReferenceWatch } from '../../../src/stream/reference-watch.js';
import { eventually } from '../eventually.js';
import type { TestDatabase } from '../product/database.js';
import { ScriptedExchange, type ScriptedTraits } from './scripted-exchange.js';

/** Long enough that nothing is renewed, closed or replaced by itself. */
const STILL: StreamTiming = {
  renewIntervalMs: 600_000,
  lingerMs: 600_000,
  longestLifeMs: 600_000,
  overlapMs: 300,
};

export interface SessionRow {
  readonly session_id: string;
  readonly status: string;
  readonly worker: string;
  readonly error: string | null;
  readonly connected_at: string | null;
  readonly last_ping: string;
  readonly ended_at: string | null;
  readonly statistics: Record<string, unknown>;
}

/** A signal that a workflow would have received. */
export interface SentSignal {
  readonly workflowId: string;
  readonly name: string;
  readonly updates: readonly OrderUpdate[];
}

/**
 * An account with a stream holder on a scripted exchange: real tables, but no network and no
 * Temporal.
 */
export class HeldAccount {
  readonly signals: SentSignal[] = [];
  readonly #ended: Promise<HoldingEnd>;
  readonly #stop = new AbortController();
  readonly #lease = new AbortController();
  readonly #watching: Promise<void>;
  readonly #others: HeldAccount[] = [];

  private constructor(
    private readonly database: TestDatabase,
    readonly accountId: number,
    readonly exchange: ScriptedExchange,
    private readonly key: Secret<Buffer>,
    private readonly timing: StreamTiming,
    worker: string,
  ) {
    const log = createLogger('stream', process.env['TEST_LOG_LEVEL'] ?? 'silent');
    const references = new ReferenceWatch(database, log);
    this.#watching = references.run(this.#stop.signal);
    const { db } = database;
    this.holding = new Holding(
      {
        db,
        client: this.#client(),
        secretsKey: key,
        log,
        references,
        exchanges: exchange,
        timing,
        worker,
      },
      accountId,
      this.#lease.signal,
    );
    this.#ended = this.holding.run();
  }

  readonly holding: Holding;

  static async hold(
    database: TestDatabase,
    traits: ScriptedTraits,
    timing: Partial<StreamTiming> = {},
  ): Promise<HeldAccount> {
    const key = new Secret(randomBytes(32));
    const { id } = await addAccount(database.db, key, {
      name: randomBytes(6).toString('hex'),
      exchange: 'scripted',
      marketType: 'SPOT',
      restUrl: null,
      streamUrl: null,
      credentials: { apiKey: 'key', secret: 'secret' },
    });
    const exchange = new ScriptedExchange(traits);
    return new HeldAccount(database, id, exchange, key, { ...STILL, ...timing }, 'first');
  }

  /** Makes another worker hold the same account too, until this one is closed. */
  alsoHeldBy(worker: string): HeldAccount {
    const { database, accountId, exchange, key, timing } = this;
    const other = new HeldAccount(database, accountId, exchange, key, timing, worker);
    this.#others.push(other);
    return other;
  }

  get comparisonsAsked(): number {
    return this.signals.filter(({ name }) => name === 'sync').length;
  }

  /** Resolves with the reason why the holding ended. */
  ended(): Promise<HoldingEnd> {
    return this.#ended;
  }

  loseLease(): void {
    this.#lease.abort();
  }

  /** Sends the edge's hint, and then stores an open order as a worker does before placing it. */
  async order(clientOrderId: string, symbol: string): Promise<void> {
    await this.database.sql.notify(Channel.inbox, '');
    await this.database.sql`
      insert into open_orders (account_id, client_order_id, symbol, market_type, side, order_type,
        time_in_force, price, quantity)
      values (${this.accountId}, ${clientOrderId}, ${symbol}, 'SPOT', 'BUY', 'LIMIT', 'GTC', 1, 1)`;
  }

  async end(clientOrderId: string): Promise<void> {
    await this.database.sql`
      delete from open_orders
      where account_id = ${this.accountId} and client_order_id = ${clientOrderId}`;
  }

  /** Returns the account's sessions, oldest first. */
  async sessions(): Promise<SessionRow[]> {
    return this.database.sql<SessionRow[]>`
      select session_id, status, worker, error, connected_at, last_ping, ended_at, statistics
      from order_tracking_sessions where account_id = ${this.accountId} order by created_at`;
  }

  /** Waits until the latest session meets a condition, and returns it. */
  session(what: string, isSo: (session: SessionRow) => boolean): Promise<SessionRow> {
    return eventually(what, async () => {
      const latest = (await this.sessions()).at(-1);
      return latest && isSo(latest) ? latest : undefined;
    });
  }

  /** Waits until a session has ended, counted from the oldest (0) or back from the latest (-1). */
  endedSession(index: number): Promise<SessionRow> {
    return eventually(`the end of session ${index}`, async () => {
      const row = (await this.sessions()).at(index);
      return row && row.ended_at !== null ? row : undefined;
    });
  }

  connected(): Promise<SessionRow> {
    return this.session('the session to be connected', ({ status }) => status === 'connected');
  }

  async close(): Promise<void> {
    await Promise.all([this.#giveUp(), ...this.#others.map((other) => other.close())]);
  }

  async #giveUp(): Promise<void> {
    this.#lease.abort();
    await this.#ended;
    this.#stop.abort();
    await this.#watching;
  }

  #client(): Client {
    const getHandle = (workflowId: string) => ({
      signal: (definition: { name: string }, updates: readonly OrderUpdate[] = []) => {
        this.signals.push({ workflowId, name: definition.name, updates });
        return Promise.resolve();
      },
    });
    return { workflow: { getHandle } } as unknown as Client;
  }
}
