/**
 * Returns when, by our clock, the window ends in which an answer was counted. The windows are
 * aligned to the exchange's clock. The answer's `Date` header shows the exchange's time in whole
 * seconds, so the result is rather too late than too early.
 */
export function resetOfWindow(windowMs: number, date: string | undefined, now: number): number {
  const parsed = date === undefined ? Number.NaN : Date.parse(date);
  const theirs = Number.isNaN(parsed) ? now : parsed;
  return now + windowMs - (theirs % windowMs);
}
