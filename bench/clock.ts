import { performance } from 'node:perf_hooks';

/** Wall clock in fractional milliseconds: comparable between the processes of one machine. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
