import { errors } from './errors.js';
import type { BybitParameters } from './parameters.js';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Returns the period of a list: the last week, unless startTime or endTime is given. */
export function windowOf(parameters: BybitParameters, now: number): [start: number, end: number] {
  const startTime = parameters.integer('startTime');
  const endTime = parameters.integer('endTime');
  const end = endTime ?? (startTime === undefined ? now : startTime + WEEK_MS);
  const start = startTime ?? end - WEEK_MS;
  if (end < start) throw errors.parameter('endTime must be after startTime');
  if (end - start > WEEK_MS) {
    throw errors.parameter('The time range between startTime and endTime cannot exceed 7 days');
  }
  return [start, end];
}
