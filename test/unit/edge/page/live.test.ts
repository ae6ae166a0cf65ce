// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ORDER_EVENT_TYPES } from '../../../../src/domain/event.js';
import { changedBy, eventTypes } from '../../../../src/edge/page/events.js';
import { followEvents } from '../../../../src/edge/page/live.js';
import { FakeEventSource, lastStream } from './kit/event-source.js';

const listener = { onEvent: vi.fn(), onResync: vi.fn(), onState: vi.fn() };

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
    ORDER_EVENT_TYPES.forEach((type, index) => lastStream().send(type, String(index)));
    const heard = listener.onEvent.mock.calls.map(([event]: { type: string }[]) => event?.type);
    expect(heard).toEqual(ORDER_EVENT_TYPES);
  });

  it('knows what each event may have changed', () => {
    for (const type of ORDER_EVENT_TYPES) expect(changedBy[type]).not.toHaveLength(0);
  });

  it('has everything loaded at each connect, and when it fell behind', () => {
    lastStream().dispatchEvent(new Event('open'));
    lastStream().dispatchEvent(new Event('resync'));
    expect(listener.onState).toHaveBeenLastCalledWith('live');
    expect(listener.onResync).toHaveBeenCalledTimes(2);
  });

  it('leaves a broken connection to the browser', async () => {
    const count = FakeEventSource.opened.length;
    lastStream().dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(listener.onState).toHaveBeenLastCalledWith('reconnecting');
    expect(FakeEventSource.opened).toHaveLength(count);
  });

  it('opens another stream after an error answer, and goes on after the last event', async () => {
    lastStream().send('order_filled', '42');
    lastStream().readyState = FakeEventSource.CLOSED;
    lastStream().dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(lastStream().url).toBe('/api/sse/events?lastEventId=42');
  });
});
