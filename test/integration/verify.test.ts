import { beforeAll, describe, expect, it } from 'vitest';
import { tradeOutcomes } from '../kit/desk/trade-outcomes.js';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';
import { runVerify, runVerifyJson } from '../kit/product/verify-command.js';

let product: Product;
let inUse: ProductInUse;

useProduct({ resting: ['spot', 'futures'] }, (each) => {
  inUse = each;
  product = each.product;
});
beforeAll(async () => {
  for (const market of ['spot', 'futures'] as const) await tradeOutcomes(inUse, market);
});

const command = (options: string[]) => runVerify(product, options);
const verifyJson = (...options: string[]) => runVerifyJson(product, ...options);

it('finds no difference between what is recorded and what the exchange says', async () => {
  const found = await verifyJson();
  expect(found).toMatchObject({ count: 0, differences: [], notCompared: [], exitCode: 0 });
  const [spot, futures] = await Promise.all(
    (['spot', 'futures'] as const).map(
      async (market) => (await product.desks[market].ledger()).fills.length,
    ),
  );
  const executions = (spot ?? 0) + (futures ?? 0);
  expect(found.recomputed).toEqual({ executions, positions: 4, trades: 6, openOrders: 2 });
  expect(found.compared).toMatchObject([
    { account: 'spot', openOrders: 1, fills: spot, foreignFills: 0 },
    { account: 'futures', openOrders: 1, fills: futures, foreignFills: 0 },
  ]);
  const { text, exitCode } = await command([]);
  expect(text).toMatch(/^0 differences\n/);
  expect(exitCode).toBe(0);
});

it('gives no false difference while the product trades', async () => {
  const spot = String(product.desks.spot.accountId);
  let isTrading = true;
  const trading = (async () => {
    for (let count = 0; isTrading; count += 1) {
      await product.alert('spot', {
        symbol: 'SOLUSDT',
        side: 'buy',
        type: 'market',
        quantity: '1',
        id: `busy-${count}`,
      });
    }
    return true;
  })();
  try {
    for (let look = 0; look < 5; look += 1) {
      const found = await verifyJson('--account', spot);
      expect(found.differences).toEqual([]);
    }
  } finally {
    isTrading = false;
    await trading;
  }
  await eventually('everything that was traded is recorded', async () => {
    const { compared, count } = await verifyJson('--account', spot);
    return count === 0 && (compared[0]?.fills ?? 0) > 10;
  });
}, 120_000);

describe('with nothing running', () => {
  beforeAll(async () => {
    for (const role of ['stream', 'worker', 'edge'] as const) await product.end(role);
  });

  it('compares the database alone when it is asked to, and then needs no key', async () => {
    const found = await verifyJson('--no-exchange');
    expect(found).toMatchObject({ count: 0, compared: [], notCompared: [], exitCode: 0 });
  });

  it('refuses an account that is not there', async () => {
    await expect(command(['--account', '4711'])).rejects.toThrow(/--account must be .*"4711"/);
  });

  it('names an account whose exchange cannot be asked, and ends with 3', async () => {
    await product.venue.post('faults', {
      market: 'futures',
      method: 'GET',
      path: '/fapi/v1/openOrders',
      name: 'unavailable-not-executed',
      times: 100,
    });
    const found = await verifyJson();
    expect(found).toMatchObject({
      count: 0,
      compared: [{ account: 'spot' }],
      notCompared: [{ account: 'futures' }],
      exitCode: 3,
    });
    const { text } = await command([]);
    expect(text).toMatch(/account \d+ futures +NOT COMPARED: binanceusdm GET openOrders: HTTP 503/);
  });
});
