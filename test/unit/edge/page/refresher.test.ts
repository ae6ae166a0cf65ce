import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../../../src/edge/page/api.js';
import { createRefresher } from '../../../../src/edge/page/refresher.js';

const away = new ApiError(0, 'NO_ANSWER', 'Filltrail does not answer');

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a refresh', () => {
  it('makes one load of a burst of events', async () => {
    const load = vi.fn(() => Promise.resolve(undefined));
    const refresh = createRefresher<string>(load, vi.fn());
    refresh(['orders']);
    refresh(['orders', 'trades']);
    await vi.advanceTimersByTimeAsync(60);
    expect(load.mock.calls.map(([name]: string[]) => name)).toEqual(['orders', 'trades']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('loads again what was asked for during a load, half a second later', async () => {
    const finish: (() => void)[] = [];
    const load = vi.fn(
      () => new Promise<undefined>((resolve) => finish.push(() => resolve(undefined))),
    );
    const refresh = createRefresher<string>(load, vi.fn());
    refresh(['orders']);
    await vi.advanceTimersByTimeAsync(60);
    refresh(['orders']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(load).toHaveBeenCalledTimes(1);
    finish.shift()?.();
    await vi.advanceTimersByTimeAsync(499);
    expect(load).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('tries what could not be loaded again, and that alone', async () => {
    const load = vi.fn((name: string) => Promise.resolve(name === 'orders' ? away : undefined));
    const onLoaded = vi.fn();
    const refresh = createRefresher<string>(load, onLoaded);
    refresh(['trades', 'orders']);
    await vi.advanceTimersByTimeAsync(60);
    expect(onLoaded).toHaveBeenLastCalledWith(away);
    load.mockImplementation(() => Promise.resolve(undefined));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(load.mock.calls.map(([name]) => name)).toEqual(['trades', 'orders', 'orders']);
    expect(onLoaded).toHaveBeenLastCalledWith(undefined);
  });

  it('goes on after an answer that nobody expected', async () => {
    const reported = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = new TypeError('body.filter is not a function');
    const load = vi.fn<(name: string) => Promise<undefined>>(() => Promise.resolve(undefined));
    load.mockRejectedValueOnce(broken);
    const refresh = createRefresher<string>(load, vi.fn());
    refresh(['orders']);
    await vi.advanceTimersByTimeAsync(60);
    expect(reported.mock.calls).toEqual([[broken]]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(load).toHaveBeenCalledTimes(2);
    refresh(['orders']);
    await vi.advanceTimersByTimeAsync(60);
    expect(load).toHaveBeenCalledTimes(3);
    reported.mockRestore();
  });
});
