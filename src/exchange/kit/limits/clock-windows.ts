/**
 * Returns when the window ends that an answer was counted in, by our clock, where windows begin
 * with the exchange's minute and the like. The answer's `Date` header shows the exchange's time; as
 * that is in whole seconds, the end comes out late rather than early.
 */
export function resetOfWindow(windowMs: number, date: string | undefined, now: number): number {
  const parsed = date === undefined ? Number.NaN : Date.parse(date);
  const theirs = Number.isNaN(parsed) ? now : parsed;
  return now + windowMs - (theirs % windowMs);
}
