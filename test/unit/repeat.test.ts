import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Logger } from '../../src/observability/log.js';
import { repeat } from '../../src/repeat.js';

const warn = vi.fn();
const log = { warn } as unknown as Logger;

beforeEach(() => {
  vi.clearAllMocks();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a repetition', () => {
  it('takes turns until it is stopped, and then ends at once', async () => {
    const stopping = new AbortController();
    let turns = 0;
    const turn = () => {
      turns += 1;
      if (turns === 3) stopping.abort();
      return Promise.resolve();
    };
    await repeat(turn, { pauseMs: 1, log, complaint: 'not done' }, stopping.signal);
    expect(turns).toBe(3);
    expect(warn).not.toHaveBeenCalled();
  });

  it('does not wait out a long pause when it is stopped', async () => {
    const stopping = new AbortController();
    const turn = () => Promise.resolve();
    const ended = repeat(turn, { pauseMs: 60_000, log, complaint: 'not done' }, stopping.signal);
    setImmediate(() => stopping.abort());
    await expect(ended).resolves.toBeUndefined();
  });

  it('complains of a turn that fails, and takes the next one', async () => {
    const stopping = new AbortController();
    const error = new Error('the database is away');
    const turn = vi
      .fn<() => Promise<void>>()
      .mockRejectedValueOnce(error)
      .mockImplementation(() => Promise.resolve(stopping.abort()));
    await repeat(turn, { pauseMs: 1, log, complaint: 'not done' }, stopping.signal);
    expect(turn).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledWith({ err: error }, 'not done');
  });
});
