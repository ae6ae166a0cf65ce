import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { addAccount } from '../../../src/accounts/accounts.js';
import type { MarketType } from '../../../src/domain/order.js';
import type { Credentials } from '../../../src/exchange/exchange.js';
import { addStrategy, newStrategySecrets } from '../../../src/accounts/strategies.js';
import { eventually } from '../eventually.js';
import type { MarketName } from '../../../simulator/model.js';
import { habitsOf, planOf, type AlertOrder, type DeskPlan } from './plans.js';
import type { Ledger } from '../ledger/expect-ledger.js';
import { FaultWatch, type SwitchedFault } from '../faults/fault-watch.js';
import { control, originOf, type RunningProduct } from '../product/running-product.js';

const toldMarkets = process.env['FAULT_MARKETS']?.split(',') as MarketName[] | undefined;

/** Where every fault is tried; FAULT_MARKETS names others, as the run of all faults does. */
export const MARKETS: readonly MarketName[] = toldMarkets ?? ['spot', 'futures'];

/** Where the essential ones are tried too, for which `npm test` has time. */
export const ESSENTIAL_MARKETS: readonly MarketName[] = toldMarkets ?? [
  ...MARKETS,
  'bybit-spot',
  'bybit-linear',
];

/** Returns one of the markets in turn, for faults that no exchange has a part in. */
export function marketInTurn(index: number): MarketName {
  const market = MARKETS[index % MARKETS.length];
  if (!market) throw new Error('FAULT_MARKETS names no market');
  return market;
}

/** A submission that proves nothing is sent again after 25 s at the earliest. */
const PLACED_WITHIN_MS = 45_000;

/** An account of a test's own, with one strategy and its own private stream: whom its faults concern. */
export class Desk {
  /** Client order ids that were given to the exchange behind our back. */
  readonly outside: string[] = [];
  /** How often an alert was answered 503 with Retry-After. */
  timesAway = 0;
  readonly faults = new FaultWatch(() => this.#activeFaults());
  readonly market: MarketName;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly strategy: string;
  readonly apiKey: string;
  readonly secret: string;

  private constructor(
    readonly product: RunningProduct,
    readonly plan: DeskPlan,
    readonly restUrl: string,
    readonly name: string,
    readonly accountId: number,
    credentials: Credentials,
    private readonly token: string,
  ) {
    this.market = plan.market;
    this.exchange = plan.exchange;
    this.marketType = plan.marketType;
    this.strategy = name;
    this.apiKey = credentials.apiKey;
    this.secret = credentials.secret;
  }

  /** @param sharing whose key it is that is used on this market too, where an exchange has one for several */
  static async open(product: RunningProduct, market: MarketName, sharing?: Desk): Promise<Desk> {
    const name = `${market}-${randomBytes(4).toString('hex')}`;
    const { apiKey, secret } = sharing ?? { apiKey: name, secret: secretOf(name) };
    const credentials = { apiKey, secret };
    const plan = planOf(market);
    const { balances } = plan;
    await control(
      product.venue,
      'accounts',
      sharing ? credentials : { ...credentials, market, balances },
    );
    const { db, secretsKey } = product;
    const { exchange, marketType } = plan;
    const restUrl = await originOf(product.venue, exchange);
    const streamUrl = `${restUrl.replace('http', 'ws')}${plan.streamPath}`;
    const server = { restUrl, streamUrl, credentials };
    const account = await addAccount(db, secretsKey, { name, exchange, marketType, ...server });
    const secrets = newStrategySecrets();
    await addStrategy(db, secretsKey, { name, accountId: account.id }, secrets);
    const desk = new Desk(product, plan, restUrl, name, account.id, credentials, secrets.token);
    await desk.connected();
    return desk;
  }

  /** Rests: what is traded of it is for the test to say. */
  get limit(): AlertOrder {
    return this.plan.limit;
  }

  /** The same as a sale. */
  get sale(): AlertOrder {
    return { ...this.plan.limit, side: 'sell', price: this.plan.sellPrice };
  }

  /** Fills at once. */
  get marketOrder(): AlertOrder {
    return this.plan.marketOrder;
  }

  /** The exchange's own name of the market in which orders rest. */
  get restingMarketId(): string {
    return habitsOf(this.market).marketId(this.plan.limit.symbol);
  }

  /** Waits until the account's private stream is there. */
  async connected(): Promise<void> {
    await eventually(`the stream of ${this.name}`, () => this.connectedAt(), 60_000);
  }

  /** Returns when the account's private stream was opened, or `undefined` while there is none. */
  async connectedAt(): Promise<number | undefined> {
    const { connections } = (await this.#venue('state')) as {
      connections: { apiKeys: string[]; openedAt: number }[];
    };
    return connections.find(({ apiKeys }) => apiKeys.includes(this.apiKey))?.openedAt;
  }

  /** Sends an alert as a charting service does, until it is accepted, and returns the client order id. */
  async alert(order: Record<string, unknown> = this.plan.limit): Promise<string> {
    const id = randomBytes(6).toString('hex');
    const answer = await eventually(
      'the alert to be accepted',
      async () => {
        const { status, retryAfter, ...rest } = await this.deliver({
          id,
          ...this.plan.limit,
          ...order,
        });
        // An outage may be told in one way only; then it comes again.
        const isAway = status === 503 && retryAfter !== null;
        if (isAway) this.timesAway += 1;
        return isAway ? undefined : { status, ...rest };
      },
      90_000,
    );
    expect([200, 202], `the answer to an alert, ${JSON.stringify(answer)}`).toContain(
      answer.status,
    );
    return answer.clientOrderId ?? '';
  }

  /** Sends an alert once and returns what it was answered. */
  async deliver(order: Record<string, unknown>): Promise<{
    status: number;
    retryAfter: string | null;
    clientOrderId: string | undefined;
    /** Of an answer that is a problem. */
    code: string | undefined;
  }> {
    const response = await fetch(`${this.product.edge()}/api/webhook`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ strategy: this.strategy, token: this.token, ...order }),
    });
    const body = (await response.json()) as { clientOrderId?: string; code?: string };
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      clientOrderId: body.clientOrderId,
      code: body.code,
    };
  }

  /** Cancels through our own API, and returns the answer's status. */
  async cancel(clientOrderId: string): Promise<number> {
    const url = `${this.product.edge()}/api/orders/${clientOrderId}/cancel`;
    const headers = { Authorization: `Bearer ${this.product.operatorToken}` };
    return (await fetch(url, { method: 'POST', headers })).status;
  }

  /** Waits until the exchange has the order. */
  async placed(clientOrderId: string): Promise<void> {
    await eventually(
      `order ${clientOrderId} on the exchange`,
      async () => (await this.ledger()).orders.some((each) => each.clientOrderId === clientOrderId),
      PLACED_WITHIN_MS,
    );
  }

  /** Fills an order on the exchange as soon as it is there: all that is left, or a part. */
  async fill(
    clientOrderId: string,
    part: { quantity?: string; fills?: number } = {},
  ): Promise<void> {
    await this.placed(clientOrderId);
    await this.control('fill', { clientOrderId, ...part });
  }

  /** Makes a call of the exchange's control interface that concerns this account only. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the control interface's answers
  control(path: string, body: Record<string, unknown> = {}): Promise<any> {
    return control(this.product.venue, path, {
      market: this.market,
      apiKey: this.apiKey,
      ...body,
    });
  }

  /** Switches a fault on that concerns this account only. */
  async switchOn(name: string, parameters: Record<string, unknown> = {}): Promise<void> {
    await this.control('faults', { name, ...parameters });
    this.faults.add(name, parameters['forMs'] !== undefined);
  }

  async #activeFaults(): Promise<SwitchedFault[]> {
    const all = (await this.#venue('faults')) as (SwitchedFault & { apiKey?: string })[];
    return all.filter(({ apiKey }) => apiKey === this.apiKey);
  }

  async ledger(): Promise<Ledger> {
    return (await this.#venue(`ledger?apiKey=${this.apiKey}&market=${this.market}`)) as Ledger;
  }

  /** How the product says that an order stands. */
  async statusOf(clientOrderId: string): Promise<string> {
    return String((await this.orderOf(clientOrderId)).status);
  }

  /** What the product tells of an order. */
  async orderOf(clientOrderId: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.product.edge()}/api/orders/${clientOrderId}`, {
      headers: { Authorization: `Bearer ${this.product.viewerToken}` },
    });
    return (await response.json()) as Record<string, unknown>;
  }

  /** Waits until the product says that an order stands so. */
  async stands(clientOrderId: string, status: string): Promise<void> {
    let last = '';
    await eventually(`order ${clientOrderId} to be ${status}`, async () => {
      last = await this.statusOf(clientOrderId);
      return last === status;
    }).catch((error: unknown) => {
      throw new Error(`order ${clientOrderId} is ${last}, not ${status}`, { cause: error });
    });
  }

  async #venue(path: string): Promise<unknown> {
    return (await fetch(`${this.product.venue}/control/${path}`)).json();
  }
}

function secretOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex');
}
