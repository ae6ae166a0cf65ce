import { describe, expect, it } from 'vitest';
import { readOrder as readBithumb } from '../../../../../src/exchange/bithumb/messages.js';
import { UnreadableMessage } from '../../../../../src/exchange/kit/frames.js';
import { readOrder as readUpbit } from '../../../../../src/exchange/upbit/messages.js';
import { asText, bithumbFrame, symbolOf, upbitFrame } from './fixtures.js';

describe('a myOrder frame of either', () => {
  it('is passed over when its market is not listed', () => {
    expect(readUpbit({ ...asText(upbitFrame), code: 'KRW-NOPE' }, symbolOf)).toBeNull();
    expect(readBithumb({ ...asText(bithumbFrame), code: 'KRW-NOPE' }, symbolOf)).toBeNull();
  });

  it.each([
    ['an unknown state', { state: 'pending' }, /myOrder: state: .*"pending"/],
    ['a figure that is none', { executed_volume: 'many', executed_quantity: 'many' }, /: executed/],
    ['no time', { timestamp: undefined }, /: timestamp/],
    ['no market', { code: undefined }, /: code/],
  ])('is unreadable with %s, and says so', (_, changes, problem) => {
    const frames = [
      () => readUpbit({ ...asText(upbitFrame), ...changes }, symbolOf),
      () => readBithumb({ ...asText(bithumbFrame), ...changes }, symbolOf),
    ];
    for (const frame of frames) {
      expect(frame).toThrow(UnreadableMessage);
      expect(frame).toThrow(problem);
    }
  });
});
