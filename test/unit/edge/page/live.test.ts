// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ORDER_EVENT_TYPES } from '../../../../src/domain/event.js';
import { changedBy, eventTypes } from '../../../../src/edge/page/events.js';
import { followEvents } from '../../../../src/edge/page/live.js';

/** A stream whose server is the test. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: FakeEventSource[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  send(type: string, lastEventId: string): void {
    const data = JSON.stringify({ type });
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId }));
  }
}

const listener = { onEvent: vi.fn(), onResync: vi.fn(), onState: vi.fn() };
const stream = () => FakeEventSource.opened.at(-1) as FakeEventSource;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.clearAllMocks();
  followEvents(listener);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the page’s event stream', () => {
  it('hears every event that the server sends', () => {
    expect(eventTypes).toEqual(ORDER_EVENT_TYPES);
    ORDER_EVENT_TYPES.forEach((type, index) => stream().send(type, String(index)));
    const heard = listener.onEvent.mock.calls.map(([event]: { type: string }[]) => event?.type);
    expect(heard).toEqual(ORDER_EVENT_TYPES);
  });

  it('knows what each event may have changed', () => {
    for (const type of ORDER_EVENT_TYPES) expect(changedBy[type]).not.toHaveLength(0);
  });

  it('has everything loaded at each connect, and when it fell behind', () => {
    stream().dispatchEvent(new Event('open'));
    stream().dispatchEvent(new Event('resync'));
    expect(listener.onState).toHaveBeenLastCalledWith('live');
    expect(listener.onResync).toHaveBeenCalledTimes(2);
  });

  it('leaves a broken connection to the browser', async () => {
    const count = FakeEventSource.opened.length;
    stream().dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(listener.onState).toHaveBeenLastCalledWith('reconnecting');
    expect(FakeEventSource.opened).toHaveLength(count);
  });

  it('opens another stream after an error answer, and goes on after the last event', async () => {
    stream().send('order_filled', '42');
    stream().readyState = FakeEventSource.CLOSED;
    stream().dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(stream().url).toBe('/api/sse/events?lastEventId=42');
  });
});
