import { randomUUID } from 'node:crypto';
import { now } from './clock.js';
import { fillOrder, type BenchDesk } from './desk.js';
import type { EventTimes } from './event-times.js';
import type { ExchangeObserver } from './observer.js';

/** A way of placing orders to be measured: the product's webhook or the bare path. */
export interface Path extends Pick<BenchDesk, 'venue' | 'apiKey'> {
  readonly name: string;
  readonly observer: ExchangeObserver;
  readonly events: EventTimes;
  /** Sends one alert. Resolves with the client order id when the answer has come. */
  place(id: string): Promise<string>;
}

/** One order's times, in milliseconds since the epoch. */
export interface Sample {
  readonly clientOrderId: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly acceptedAt: number;
  /** When the exchange's event of the fill arrived. */
  readonly filledAt: number;
  /** When the product's event of the fill arrived. */
  readonly heardAt: number;
}

const ORDER_TIMEOUT_MS = 30_000;

/** Places, fills and settles orders one at a time. */
export async function measureLatency(path: Path, count: number, firstId = 0): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let index = firstId; index < firstId + count; index += 1) {
    samples.push(await within(`${path.name} order ${index}`, oneOrder(path, `latency-${index}`)));
  }
  return samples;
}

async function oneOrder(path: Path, id: string): Promise<Sample> {
  const sentAt = now();
  const clientOrderId = await path.place(id);
  const answeredAt = now();
  await path.observer.accepted(clientOrderId);
  // Fills the order only once our side has settled its submission, so nothing else is under way.
  await path.events.of('order_created', clientOrderId);
  await fillOrder(path, clientOrderId);
  const heardAt = await path.events.of('order_filled', clientOrderId);
  const seen = path.observer.order(clientOrderId);
  return {
    clientOrderId,
    sentAt,
    answeredAt,
    acceptedAt: seen.acceptedAt ?? Number.NaN,
    filledAt: seen.filledAt ?? Number.NaN,
    heardAt,
  };
}

/**
 * Keeps a number of orders in flight, and fills each as soon as it rests. Returns orders per
 * second.
 */
export async function measureThroughput(
  path: Path,
  count: number,
  inFlight: number,
): Promise<number> {
  const run = randomUUID();
  let next = 0;
  const startedAt = now();
  const lane = async (): Promise<void> => {
    while (next < count) {
      const id = `throughput-${run}-${next++}`;
      await within(`${path.name} ${id}`, settleOne(path, id));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return count / ((now() - startedAt) / 1000);
}

async function settleOne(path: Path, id: string): Promise<void> {
  const clientOrderId = await path.place(id);
  await path.observer.accepted(clientOrderId);
  await fillOrder(path, clientOrderId);
  await path.events.of('order_filled', clientOrderId);
}

/**
 * Puts a time limit on a run: an order that gets stuck ends the benchmark with an error naming it.
 */
async function within<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} was not settled within ${ORDER_TIMEOUT_MS / 1000} s`));
    }, ORDER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
