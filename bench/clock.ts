import { performance } from 'node:perf_hooks';

/**
 * Returns the wall clock in fractional milliseconds, comparable between processes of one machine.
 */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
