import { request } from 'undici';
import { z } from 'zod';
import { normalise } from '../domain/decimal.js';
import { ORDER_TYPES, SIDES } from '../domain/order.js';

/*
 * The client of the control interface, for demo, benchmark and tests. It uses HTTP, since the
 * venue stands in for an external server, and undici's own `request`, since `fetch` would take more
 * of the machine that the benchmark measures. Orders and fills have the ids that clients see. The
 * venue's own numbers are needed only for calls that take them.
 */

/** The venue may write small numbers with an exponent. */
const decimal = z.string().transform(normalise);

const orderSchema = z.object({
  /** The venue's own number. */
  orderId: z.number(),
  exchangeOrderId: z.string(),
  /** The one that it was placed with. */
  clientOrderId: z.string(),
  /** The one that it has now: an amendment may have given it another. */
  currentClientOrderId: z.string().optional(),
  symbol: z.string(),
  side: z.enum(SIDES),
  type: z.enum(ORDER_TYPES),
  status: z.enum(['NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'EXPIRED', 'REJECTED']),
  /** Zero for a market order. */
  price: decimal,
  quantity: decimal,
  filledQuantity: decimal,
  cumulativeQuote: decimal,
  /** Milliseconds since the epoch, by the clock that clients see. */
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type VenueOrder = z.infer<typeof orderSchema>;

const fillSchema = z.object({
  exchangeTradeId: z.string(),
  exchangeOrderId: z.string(),
  clientOrderId: z.string(),
  symbol: z.string(),
  side: z.enum(SIDES),
  price: decimal,
  quantity: decimal,
  commission: decimal,
  commissionAsset: z.string(),
  isMaker: z.boolean(),
  /** Null on spot. */
  realizedPnl: decimal.nullable(),
  /** Milliseconds since the epoch, by the clock that clients see. */
  at: z.number(),
});
export type VenueFill = z.infer<typeof fillSchema>;

const ledgerSchema = z.object({
  orders: z.array(orderSchema),
  fills: z.array(fillSchema),
  /** How many times the account has made each call so far, by names such as `GET /api/v3/order`. */
  requests: z.record(z.string(), z.number()),
});
/** Everything an account has ever done on one market. */
export type VenueLedger = z.infer<typeof ledgerSchema>;

const stateSchema = z.object({
  /** The origin of each simulated exchange. */
  origins: z.record(z.string(), z.string()),
  accounts: z.array(z.object({ apiKey: z.string() })),
  /** The private streams that are currently open. */
  connections: z.array(z.object({ apiKeys: z.array(z.string()), openedAt: z.number() })),
});
export type ControlState = z.infer<typeof stateSchema>;

/** A market, by the simulated exchange's own name for it. */
export type VenueMarket = string;

/** An account's keys, and its balances on one market. */
export interface VenueAccount {
  readonly apiKey: string;
  readonly secret: string;
  readonly market: VenueMarket;
  readonly balances: Readonly<Record<string, string>>;
}

/** A control call that the venue answered but did not carry out. */
export class ControlRefused extends Error {
  /** Why, in the venue's words. */
  readonly reason: string;

  constructor(
    path: string,
    /** The HTTP status: 404 if something does not exist, 409 for an order that has ended. */
    readonly status: number,
    answer: string,
  ) {
    super(`the simulated exchange refused /control/${path}: HTTP ${status} ${answer}`);
    this.reason = reasonOf(answer);
  }
}

function reasonOf(answer: string): string {
  try {
    return z.object({ error: z.string() }).parse(JSON.parse(answer)).error;
  } catch {
    return answer; // not the control interface's own
  }
}

export class VenueControl {
  /** @param origin where the control interface is served */
  constructor(
    readonly origin: string,
    private readonly timeoutMs = 10_000,
  ) {}

  /** Makes an API key valid. A key that the venue already knows keeps its balances. */
  async registerAccount(account: VenueAccount): Promise<void> {
    const { accounts } = await this.state(account.apiKey);
    const isKnown = accounts.some(({ apiKey }) => apiKey === account.apiKey);
    await this.post('accounts', { ...account, balances: isKnown ? {} : account.balances });
  }

  /** Sets how a symbol's orders fill. `manual`: on command. `auto`: when the price reaches them. */
  async setLiquidity(market: VenueMarket, symbol: string, mode: 'auto' | 'manual'): Promise<void> {
    await this.post('liquidity', { market, symbol, mode });
  }

  /** Fills an open order: the given quantity or, without one, all that is left. */
  async fill(order: {
    readonly market: VenueMarket;
    readonly apiKey: string;
    readonly clientOrderId: string;
    readonly quantity?: string;
  }): Promise<VenueOrder> {
    return orderSchema.parse(await this.post('fill', order));
  }

  /** Cuts an account's private streams, and refuses new ones for a while. */
  async dropStreams(market: VenueMarket, apiKey: string, refuseForMs: number): Promise<void> {
    await this.post('stream/drop', { market, apiKey, refuseForMs });
  }

  /** Returns everything an account has ever done on one market. */
  async ledger(market: VenueMarket, apiKey: string): Promise<VenueLedger> {
    const query = new URLSearchParams({ apiKey, market });
    const ledger = ledgerSchema.parse(await this.call('GET', `ledger?${query.toString()}`));
    return { ...ledger, orders: ledger.orders.map(named), fills: ledger.fills.map(named) };
  }

  /** Returns the venue's state, with all of its accounts or with one. */
  async state(apiKey?: string): Promise<ControlState> {
    const query = apiKey === undefined ? '' : `?${new URLSearchParams({ apiKey }).toString()}`;
    return stateSchema.parse(await this.call('GET', `state${query}`));
  }

  /** Makes any call that changes something. @throws ControlRefused when it is not carried out */
  post(path: string, body: object): Promise<unknown> {
    return this.call('POST', path, body);
  }

  /** @param path relative to `/control/` */
  protected async call(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<unknown> {
    const answer = await request(`${this.origin}/control/${path}`, {
      method,
      signal: AbortSignal.timeout(this.timeoutMs),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (answer.statusCode < 300) return answer.body.json();
    throw new ControlRefused(path, answer.statusCode, await answer.body.text());
  }
}

/** An order without a client order id goes by the exchange's own id, here as in our tables. */
function named<T extends { readonly clientOrderId: string; readonly exchangeOrderId: string }>(
  row: T,
): T {
  return row.clientOrderId === '' ? { ...row, clientOrderId: row.exchangeOrderId } : row;
}
