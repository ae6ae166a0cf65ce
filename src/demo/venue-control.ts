import { z } from 'zod';
import { normalise } from '../domain/decimal.js';

/*
 * Orders and trades go by the ids that clients are told: the venue's own numbers are nobody else's.
 */

/** The venue may write small numbers with an exponent. */
const decimal = z.string().transform(normalise);

const orderSchema = z.object({
  exchangeOrderId: z.string(),
  clientOrderId: z.string(),
  symbol: z.string(),
  side: z.enum(['BUY', 'SELL']),
  status: z.enum(['NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'EXPIRED']),
  quantity: decimal,
  filledQuantity: decimal,
  cumulativeQuote: decimal,
  updatedAt: z.number(),
});
export type VenueOrder = z.infer<typeof orderSchema>;

const fillSchema = z.object({
  exchangeTradeId: z.string(),
  exchangeOrderId: z.string(),
  clientOrderId: z.string(),
  symbol: z.string(),
  side: z.enum(['BUY', 'SELL']),
  price: decimal,
  quantity: decimal,
  commission: decimal,
  commissionAsset: z.string(),
  isMaker: z.boolean(),
  realizedPnl: decimal.nullable(),
  at: z.number(),
});
export type VenueFill = z.infer<typeof fillSchema>;

const ledgerSchema = z.object({ orders: z.array(orderSchema), fills: z.array(fillSchema) });
export type VenueLedger = z.infer<typeof ledgerSchema>;

const stateSchema = z.object({ accounts: z.array(z.object({ apiKey: z.string() })) });

/** A market by the simulated exchange's own name for it. */
export type VenueMarket = string;

/** The simulated exchange's control interface, over HTTP: the venue is somebody else's server. */
export class VenueControl {
  constructor(private readonly origin: string) {}

  /** Makes an API key valid; one that the venue knows keeps its balances. */
  async registerAccount(account: {
    readonly apiKey: string;
    readonly secret: string;
    readonly market: VenueMarket;
    readonly balances: Readonly<Record<string, string>>;
  }): Promise<void> {
    const { accounts } = stateSchema.parse(await this.#call('GET', '/control/state'));
    const isKnown = accounts.some(({ apiKey }) => apiKey === account.apiKey);
    await this.#call('POST', '/control/accounts', {
      ...account,
      balances: isKnown ? {} : account.balances,
    });
  }

  /** `manual`: orders fill when told to; `auto`: as the price reaches them. */
  async setLiquidity(market: VenueMarket, symbol: string, mode: 'auto' | 'manual'): Promise<void> {
    await this.#call('POST', '/control/liquidity', { market, symbol, mode });
  }

  /** Fills an open order, all that is left unless told how much. */
  async fill(order: {
    readonly market: VenueMarket;
    readonly apiKey: string;
    readonly clientOrderId: string;
    readonly quantity?: string;
  }): Promise<VenueOrder> {
    return orderSchema.parse(await this.#call('POST', '/control/fill', order));
  }

  /** Cuts an account's private streams and refuses new ones for a while. */
  async dropStreams(market: VenueMarket, apiKey: string, refuseForMs: number): Promise<void> {
    await this.#call('POST', '/control/stream/drop', { market, apiKey, refuseForMs });
  }

  /** Returns everything an account ever did on one market. */
  async ledger(market: VenueMarket, apiKey: string): Promise<VenueLedger> {
    const query = new URLSearchParams({ apiKey, market });
    return ledgerSchema.parse(await this.#call('GET', `/control/ledger?${query.toString()}`));
  }

  async #call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (response.ok) return response.json();
    const text = await response.text();
    throw new Error(`the simulated exchange refused ${path}: HTTP ${response.status} ${text}`);
  }
}
