import { describe, expect, it } from 'vitest';
import {
  hasGrown,
  nextStep,
  type HoldingState,
  type StreamState,
} from '../../../src/stream/next-step.js';

const NOW = 1_000;

const live: StreamState = {
  lost: null,
  renewAt: 2_000,
  endsAt: 5_000,
  isExtendable: true,
  unfit: null,
  covered: null,
};
const held: HoldingState = {
  stream: live,
  isWanted: true,
  markets: ['BTC/USDT'],
  demandChangesAt: Infinity,
  retryAt: 0,
};
const step = (changes: Partial<HoldingState>, now = NOW) => nextStep({ ...held, ...changes }, now);
const withStream = (changes: Partial<StreamState>) => ({ stream: { ...live, ...changes } });

describe('nextStep without a connection', () => {
  it('connects when the stream is needed', () => {
    expect(step({ stream: null })).toEqual({ kind: 'connect' });
  });

  it('waits for its turn after a failed attempt', () => {
    expect(step({ stream: null, retryAt: 1_500 })).toEqual({ kind: 'wait', until: 1_500 });
  });

  it('waits for a first order when nothing needs the stream', () => {
    expect(step({ stream: null, isWanted: false })).toEqual({ kind: 'wait', until: Infinity });
  });
});

describe('nextStep with a connection', () => {
  it('waits until the renewal is due', () => {
    expect(step({})).toEqual({ kind: 'wait', until: 2_000 });
  });

  it('wakes when the last market stops lingering', () => {
    expect(step({ demandChangesAt: 1_200 })).toEqual({ kind: 'wait', until: 1_200 });
  });

  it('lets go of one that was lost, whether or not it is needed', () => {
    const expected = { kind: 'forget', reason: 'cut' };
    expect(step(withStream({ lost: 'cut' }))).toEqual(expected);
    expect(step({ ...withStream({ lost: 'cut' }), isWanted: false })).toEqual(expected);
  });

  it('closes one that nothing needs any more', () => {
    expect(step({ isWanted: false })).toEqual({ kind: 'close' });
  });

  it('extends one that can be extended, and replaces any other', () => {
    expect(step({}, 2_000)).toEqual({ kind: 'extend' });
    const expected = { kind: 'replace', reason: 'renewal' };
    expect(step(withStream({ isExtendable: false }), 2_000)).toEqual(expected);
  });

  it('replaces one at the end of its life, even if it could be extended', () => {
    expect(step({}, 5_000)).toEqual({ kind: 'replace', reason: 'end of life' });
  });

  it('replaces one that is not fit, at the pace of failed attempts', () => {
    const unfit = withStream({ unfit: 'renewal failed' });
    expect(step(unfit)).toEqual({ kind: 'replace', reason: 'renewal failed' });
    expect(step({ ...unfit, retryAt: 1_300 })).toEqual({ kind: 'wait', until: 1_300 });
  });

  it('covers the markets of the open orders where the stream is subscribed by market', () => {
    const markets = ['BTC/KRW', 'ETH/KRW'];
    const narrow = withStream({ covered: ['BTC/KRW'] });
    expect(step({ ...narrow, markets })).toEqual({ kind: 'cover', markets });
    expect(step({ ...withStream({ covered: markets }), markets }).kind).toBe('wait');
  });

  it('covers nothing where the stream covers the whole account', () => {
    expect(step({ markets: ['BTC/USDT', 'ETH/USDT'] }).kind).toBe('wait');
  });
});

describe('hasGrown', () => {
  it('is so only when a market was added', () => {
    expect(hasGrown(['A/B'], ['A/B', 'C/D'])).toBe(true);
    expect(hasGrown(['A/B', 'C/D'], ['A/B'])).toBe(false);
    expect(hasGrown(['A/B'], ['C/D'])).toBe(true);
    expect(hasGrown(null, ['A/B'])).toBe(false);
  });
});
