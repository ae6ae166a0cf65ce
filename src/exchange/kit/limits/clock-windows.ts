/**
 * Returns when the window ends that an answer was counted in, by our clock, where windows begin with the
 * exchange's minute and the like. Its `Date` header tells by which clock; as that is in whole seconds, the end
 * is told late rather than early.
 */
export function resetOfWindow(windowMs: number, date: string | undefined, now: number): number {
  const told = date === undefined ? Number.NaN : Date.parse(date);
  const theirs = Number.isNaN(told) ? now : told;
  return now + windowMs - (theirs % windowMs);
}
