import { describe, expect, it } from 'vitest';
import { upbitMarketBuy } from './fixtures.js';
import { both, idField, received, sent, SUBMIT, submit, typeField } from './order-server.js';

describe.each(both)('a market buy on %s', (exchange) => {
  const buy = { orderType: 'MARKET', price: null, quantity: '0.00123457' } as const;

  it('spends what the quantity comes to at the alert’s price, in whole won', async () => {
    const bought = { ...upbitMarketBuy, state: 'wait', executed_volume: '0', executed_funds: '0' };
    const answers = exchange === 'upbit' ? { [SUBMIT.upbit]: bought } : {};
    const answer = await submit(exchange, { ...buy, referencePrice: '95123456.5' }, answers);
    expect(answer.view).toMatchObject({ status: 'NEW', filledQuantity: '0', isByCost: true });
    expect(sent().body).toEqual({
      // 0.00123457 at 95123456.5 is 117436.569…
      market: 'KRW-BTC',
      side: 'bid',
      [typeField[exchange]]: 'price',
      price: '117436',
      [idField[exchange]]: 'ft-1',
    });
    expect(received()).toHaveLength(1);
  });

  it('spends what it comes to at the last trade’s price, which keeps its digits', async () => {
    const ticker = '[{"market":"KRW-BTC","trade_price":95123456.78901234567}]';
    await submit(exchange, { ...buy, quantity: '100000000' }, { 'GET /v1/ticker': ticker });
    expect(sent().body).toMatchObject({ price: '9512345678901234' });
    expect(sent(0).query.get('markets')).toBe('KRW-BTC');
  });

  it('is denied, and not sent, where nobody names a price', async () => {
    const missing = { 'GET /v1/ticker': [{ market: 'KRW-ETH', trade_price: 1 }] };
    const none = { 'GET /v1/ticker': [{ market: 'KRW-BTC', trade_price: null }] };
    const unknown = {
      'GET /v1/ticker': () => ({ status: 404, body: { error: { name: 404, message: 'no' } } }),
    };
    for (const answers of [missing, none, unknown]) {
      await expect(submit(exchange, buy, answers)).rejects.toMatchObject({
        origin: 'denied',
        details: { code: 'REFERENCE_PRICE_REQUIRED' },
        message: expect.stringContaining('send the price with the alert') as string,
      });
      expect(received().map(({ method }) => method)).toEqual(['GET']);
    }
  });

  it('is tried again later where the exchange does not name the price right now', async () => {
    const busy = { status: 429, body: { error: { name: 'too_many_requests', message: 'busy' } } };
    const answers = [() => busy, () => ({ status: 500, body: '' }), '<html>'];
    for (const answer of answers) {
      const failing = submit(exchange, buy, { 'GET /v1/ticker': answer });
      await expect(failing).rejects.toMatchObject({ origin: 'paused' });
      expect(received().map(({ method }) => method)).toEqual(['GET']);
    }
  });

  it('is denied when it comes to less than the smallest amount', async () => {
    const tiny = { ...buy, quantity: '0.00000001', referencePrice: '1000' };
    await expect(submit(exchange, tiny)).rejects.toMatchObject({
      origin: 'denied',
      details: { code: 'NOTIONAL_BELOW_MINIMUM' },
    });
    expect(received()).toHaveLength(0);
  });
});

describe('a market buy for another asset', () => {
  it('spends up to eight decimals', async () => {
    const order = {
      symbol: 'ETH/BTC',
      orderType: 'MARKET',
      price: null,
      quantity: '1.23456789',
    } as const;
    await submit('upbit', { ...order, referencePrice: '0.03684211' });
    expect(sent().body).toMatchObject({ market: 'BTC-ETH', price: '0.04548408' });
  });
});
