import { expect, it } from 'vitest';
import { realPayloads } from '../../kit/exchange/payloads.js';

it('has no payload of an exchange that nobody reads', () => {
  const others = realPayloads().filter(({ name }) => !/^(binance|bybit|upbit)_/.test(name));
  expect(others).toEqual([]);
});
