import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { denialByMarket } from '../../../src/exchange/market-denial.js';
import { startServer, type AnsweringServer } from '../../kit/exchange/http-server.js';
import { linearInstrument, list } from './bybit/fixtures.js';

const order = {
  symbol: 'BTC/USDT',
  orderType: 'LIMIT',
  quantity: '1',
  price: '50000.01',
  reduceOnly: false,
} as const;

const halted = { ...linearInstrument, status: 'PreLaunch' };
const finer = {
  ...linearInstrument,
  priceFilter: { ...linearInstrument.priceFilter, tickSize: '0.01' },
};

let body: unknown;
let server: AnsweringServer;

beforeEach(async () => {
  body = list([linearInstrument]);
  server = await startServer(() => ({ body }));
});
afterEach(() => {
  vi.useRealTimers();
});

function codeOf(changes: object = {}): Promise<string | undefined> {
  const account = {
    exchange: 'bybit',
    marketType: 'FUTURES',
    restUrl: server.origin,
    streamUrl: null,
  } as const;
  return denialByMarket(account, { ...order, ...changes }).then((denial) => denial?.code);
}

/** Lets time pass, but no more than a listing is kept for. */
function later(ms = 60_000): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

describe('a refusal by the rules of a market', () => {
  it('asks for them once more, when the tick has become finer', async () => {
    expect(await codeOf()).toBe('PRICE_OFF_STEP');
    body = list([finer]);
    later();
    expect(await codeOf()).toBeUndefined();
    expect(server.requests).toHaveLength(2);
  });

  it('asks for them once more, when the market trades again', async () => {
    body = list([halted]);
    expect(await codeOf()).toBe('SYMBOL_NOT_TRADING');
    body = list([finer]);
    later();
    expect(await codeOf()).toBeUndefined();
  });

  it('asks for them once more, when the market has been listed', async () => {
    expect(await codeOf({ symbol: 'NEW/USDT' })).toBe('SYMBOL_NOT_LISTED');
    body = list([linearInstrument, { ...finer, symbol: 'NEWUSDT', baseCoin: 'NEW' }]);
    later();
    expect(await codeOf({ symbol: 'NEW/USDT' })).toBeUndefined();
  });

  it('stands when a flood of bad orders comes, and costs the exchange one question', async () => {
    await codeOf();
    later();
    const codes = await Promise.all(Array.from({ length: 200 }, () => codeOf()));
    expect(new Set(codes)).toEqual(new Set(['PRICE_OFF_STEP']));
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['a page of HTML', '<html>Please wait</html>'],
    ['an empty list', list([])],
    ['an error', { retCode: 10016, retMsg: 'Server error.' }],
  ])('stands when %s is answered', async (_, broken) => {
    await codeOf();
    body = broken;
    later();
    expect(await codeOf()).toBe('PRICE_OFF_STEP');
    expect(server.requests).toHaveLength(2);
  });

  it('is left to the exchange where the rules cannot be read', async () => {
    body = list([{ ...linearInstrument, lotSizeFilter: {}, priceFilter: { tickSize: '' } }]);
    await expect(codeOf()).rejects.toMatchObject({ origin: 'unreadable' });
  });

  it('is not asked about when the rules allow the order', async () => {
    expect(await codeOf({ price: '50000.1' })).toBeUndefined();
    later();
    expect(await codeOf({ price: '50000.1' })).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });
});
