import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll } from 'vitest';
import { ETH_LIMIT } from '../desk/plans.js';
import type { TestListener } from '../events/test-listener.js';
import { Product, type ProductMarket, type ProductOptions } from './product.js';

/** A product, and what tests use to control and inspect it. */
export interface ProductInUse {
  readonly product: Product;
  /** Has listened to the event stream from the start. */
  readonly sse: TestListener;
  /** A client of the product's namespace. */
  readonly client: Client;
  /**
   * Places a limit order of ETH, and returns its client order id once its event reports that it
   * rests.
   */
  readonly rest: (market: ProductMarket, alertId: string, changes?: object) => Promise<string>;
}

export interface ProductUse extends ProductOptions {
  /** The markets where limit orders of ETH rest until they are filled on command. */
  readonly resting?: readonly ProductMarket[];
}

/**
 * Sets up a product for all tests of a file, started before the first and closed after the last.
 *
 * @param take receives the product once it runs
 */
export function useProduct(use: ProductUse, take: (inUse: ProductInUse) => void): void {
  const opened: { close(): unknown }[] = [];
  beforeAll(async () => {
    const product = await Product.start(use);
    opened.push(product);
    for (const market of use.resting ?? []) await product.venue.letOrdersRest(market);
    const sse = await product.listen();
    opened.push(sse);
    const connection = await Connection.connect({ address: product.config.temporalAddress ?? '' });
    opened.push(connection);
    const client = new Client({ connection, namespace: product.config.temporalNamespace });
    const rest = async (market: ProductMarket, id: string, changes: object = {}) => {
      const clientOrderId = await product.place(market, { ...ETH_LIMIT, ...changes, id });
      await sse.event('order_created', clientOrderId);
      return clientOrderId;
    };
    take({ product, sse, client, rest });
  });
  afterAll(async () => {
    for (const each of opened.reverse()) await each.close();
  });
}
