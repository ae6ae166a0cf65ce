import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CoveredMarkets } from '../../../../../src/exchange/kit/korean/covered-markets.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function coverageOver(listed: Set<string>) {
  const sent: string[][] = [];
  const problems: string[] = [];
  const coverage = new CoveredMarkets(
    'somewhere',
    { listed: (symbols) => Promise.resolve(symbols.filter((symbol) => listed.has(symbol))) },
    { onUnreadable: (problem) => void problems.push(problem) },
    {
      subscribe: (codes) => {
        sent.push([...codes]);
        return Promise.resolve();
      },
    },
  );
  return { coverage, sent, problems };
}

describe('the markets that a stream covers', () => {
  it('get those that are listed later, and an unlisted one is reported once', async () => {
    const listed = new Set(['BTC/KRW']);
    const { coverage, sent, problems } = coverageOver(listed);
    await coverage.cover(['BTC/KRW', 'NEW/KRW']);
    expect(sent).toEqual([['KRW-BTC']]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(problems).toEqual([
      'somewhere: NEW/KRW is not listed, so its orders are followed by REST alone',
    ]);
    listed.add('NEW/KRW');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(sent.at(-1)).toEqual(['KRW-BTC', 'KRW-NEW']);
    const times = sent.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(times);
    expect(problems).toHaveLength(1);
  });

  it('are those that were wanted last', async () => {
    const { coverage, sent } = coverageOver(new Set(['BTC/KRW']));
    await coverage.cover(['BTC/KRW', 'NEW/KRW']);
    await coverage.cover(['BTC/KRW']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual([['KRW-BTC'], ['KRW-BTC']]);
  });

  it('are not looked for when the connection has ended', async () => {
    const { coverage, sent } = coverageOver(new Set());
    await coverage.cover(['NEW/KRW']);
    coverage.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(sent).toEqual([]);
  });
});
