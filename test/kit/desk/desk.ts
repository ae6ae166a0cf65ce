import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { VenueLedger } from '../../../src/demo/venue-control.js';
import type { MarketType } from '../../../src/domain/order.js';
import type { MarketName } from '../../../simulator/names.js';
import type { Answer } from '../answer.js';
import { eventually } from '../eventually.js';
import { FaultWatch } from '../faults/fault-watch.js';
import type { RunningProduct } from '../product/running-product.js';
import { openDesk, type DeskAccount } from './open-desk.js';
import type { OutsideDesk } from './outside-order.js';
import { restingMarketId, type AlertOrder, type DeskPlan } from './plans.js';

/** A submission without a conclusive answer is sent again after 25 s at the earliest. */
const PLACED_WITHIN_MS = 120_000;
const ACCEPTED_WITHIN_MS = 90_000;
/** Long enough for a machine that is busy with many things: how fast it is, faults measure. */
const STANDS_WITHIN_MS = 120_000;
const STREAM_WITHIN_MS = 180_000;

/** The answer to one delivery of an alert. */
export interface Delivery {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly clientOrderId: string | undefined;
  /** The code of the problem, if the answer is one. */
  readonly code: string | undefined;
}

/**
 * A trader's desk: a test's own account, with a strategy and a private stream. It acts towards the
 * product as a trader does. What it does on the exchange concerns this account only.
 */
export class Desk implements OutsideDesk {
  /** How many times an alert was answered 503 with Retry-After. */
  timesAway = 0;
  readonly faults: FaultWatch;
  readonly name: string;
  readonly plan: DeskPlan;
  readonly market: MarketName;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly restUrl: string;
  readonly accountId: number;
  readonly apiKey: string;
  readonly secret: string;
  readonly outside: string[];
  readonly strategy: string;
  readonly token: string;
  readonly signingSecret: string;

  constructor(
    readonly product: RunningProduct,
    account: DeskAccount,
  ) {
    this.name = account.name;
    this.plan = account.plan;
    this.market = account.market;
    this.exchange = account.exchange;
    this.marketType = account.marketType;
    this.restUrl = account.restUrl;
    this.accountId = account.accountId;
    this.apiKey = account.apiKey;
    this.secret = account.secret;
    this.outside = account.outside;
    const [strategy] = account.strategies;
    if (!strategy) throw new Error(`${account.name} must have a strategy, has none`);
    this.strategy = strategy.name;
    this.token = strategy.token;
    this.signingSecret = strategy.signingSecret;
    this.faults = new FaultWatch(async () =>
      (await product.venue.faults()).filter(({ apiKey }) => apiKey === this.apiKey),
    );
  }

  /**
   * Opens a desk with a unique name, and waits for its private stream.
   *
   * @param sharing the desk whose key is also used on this market, where an exchange has one for
   *   several
   */
  static async open(product: RunningProduct, market: MarketName, sharing?: Desk): Promise<Desk> {
    const name = `${market}-${randomBytes(4).toString('hex')}`;
    const desk = new Desk(product, await openDesk(product, { name, market, sharing }));
    await desk.connected();
    return desk;
  }

  /** A limit order that rests. The test decides how much of it fills. */
  get limit(): AlertOrder {
    return this.plan.limit;
  }

  /** The same order as a sale. */
  get sale(): AlertOrder {
    return { ...this.plan.limit, side: 'sell', price: this.plan.sellPrice };
  }

  /** A market order, which fills at once. */
  get marketOrder(): AlertOrder {
    return this.plan.marketOrder;
  }

  /** The exchange's own name of the market in which limit orders rest. */
  get restingMarketId(): string {
    return restingMarketId(this.plan);
  }

  /** Waits until the account's private stream is connected. */
  async connected(): Promise<void> {
    await eventually(`the stream of ${this.name}`, () => this.connectedAt(), STREAM_WITHIN_MS);
  }

  /** Returns when the account's private stream was opened, or `undefined` if there is none. */
  async connectedAt(): Promise<number | undefined> {
    const [connection] = await this.product.venue.connectionsOf(this.apiKey);
    return connection?.openedAt;
  }

  /** Sends an alert once. `changes` replaces fields, or removes those that are undefined. */
  send(changes: Record<string, unknown>): Promise<Answer> {
    return this.product.edge.alert({ strategy: this.strategy, token: this.token, ...changes });
  }

  /** Sends an alert once, and returns the relevant parts of the answer. */
  async deliver(order: Record<string, unknown>): Promise<Delivery> {
    const { status, headers, body } = await this.send(order);
    return {
      status,
      retryAfter: headers.get('retry-after'),
      clientOrderId: body.clientOrderId,
      code: body.code,
    };
  }

  /** Sends an alert repeatedly until it is accepted, and returns the client order id. */
  async alert(order: Record<string, unknown> = this.plan.limit): Promise<string> {
    const id = randomBytes(6).toString('hex');
    const answer = await eventually(
      'the alert to be accepted',
      async () => {
        const delivery = await this.deliver({ id, ...this.plan.limit, ...order });
        // Only this answer means that the product is away. The alert is then sent again.
        const isAway = delivery.status === 503 && delivery.retryAfter !== null;
        if (isAway) this.timesAway += 1;
        return isAway ? undefined : delivery;
      },
      ACCEPTED_WITHIN_MS,
    );
    expect([200, 202], `the answer to an alert, ${JSON.stringify(answer)}`).toContain(
      answer.status,
    );
    return answer.clientOrderId ?? '';
  }

  /** Sends an alert of a limit order, and returns its client order id once it rests. */
  async rest(): Promise<string> {
    const clientOrderId = await this.alert(this.limit);
    await this.stands(clientOrderId, 'NEW');
    return clientOrderId;
  }

  /** Cancels an order through our own API, and returns the answer's status. */
  async cancel(clientOrderId: string): Promise<number> {
    return (await this.product.edge.cancel(clientOrderId)).status;
  }

  /** Waits until the exchange has the order. */
  async placed(clientOrderId: string): Promise<void> {
    await eventually(
      `order ${clientOrderId} on the exchange`,
      async () => (await this.ledger()).orders.some((each) => each.clientOrderId === clientOrderId),
      PLACED_WITHIN_MS,
    );
  }

  /** Fills an order on the exchange as soon as it is there: a part, or all that is left. */
  async fill(
    clientOrderId: string,
    part: { quantity?: string; fills?: number } = {},
  ): Promise<void> {
    await this.placed(clientOrderId);
    await this.control('fill', { clientOrderId, ...part });
  }

  /** Makes a call of the exchange's control interface that concerns this account only. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
  control(path: string, body: Record<string, unknown> = {}): Promise<any> {
    const { market, apiKey } = this;
    return this.product.venue.post(path, { market, apiKey, ...body });
  }

  /** Switches on a fault that concerns this account only. */
  async switchOn(name: string, parameters: Record<string, unknown> = {}): Promise<void> {
    await this.control('faults', { name, ...parameters });
    this.faults.add(name, parameters['forMs'] !== undefined);
  }

  /** Returns the exchange's ledger of everything that the account has done on its market. */
  ledger(): Promise<VenueLedger> {
    return this.product.venue.ledger(this.market, this.apiKey);
  }

  /** Returns how many times the account has made each call so far. */
  async requests(): Promise<VenueLedger['requests']> {
    return (await this.ledger()).requests;
  }

  /** Returns how often the account has made a call, such as `GET /api/v3/order`. */
  async timesAsked(call: string): Promise<number> {
    return (await this.requests())[call] ?? 0;
  }

  /** Returns an order as the product reports it. */
  orderOf(clientOrderId: string): Promise<Record<string, unknown>> {
    return this.product.edge.order(clientOrderId);
  }

  /** Returns an order's status as the product reports it. */
  statusOf(clientOrderId: string): Promise<string> {
    return this.product.edge.statusOf(clientOrderId);
  }

  /** Waits until the product reports that an order has a status. */
  async stands(clientOrderId: string, status: string): Promise<void> {
    let last = '';
    const reached = async (): Promise<boolean> => {
      last = await this.statusOf(clientOrderId);
      return last === status;
    };
    const what = `order ${clientOrderId} to be ${status}`;
    await eventually(what, reached, STANDS_WITHIN_MS).catch((error: unknown) => {
      throw new Error(`order ${clientOrderId} is ${last}, not ${status}`, { cause: error });
    });
  }
}
