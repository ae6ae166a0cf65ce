/** A turn that its owner does not take is given up after this time. */
const TURN_KEPT_MS = 60_000;

/**
 * Spreads calls evenly over time. A call that comes too soon is given a turn and comes back at that
 * time, so that calls do not compete for the same moment. This is the generic cell rate algorithm.
 */
export class Pacer {
  /** The time until which all calls made so far are earned. */
  #earnedUntil = 0;
  readonly #turns = new Map<string, number>();

  /**
   * Returns how long a call has to wait, in milliseconds.
   *
   * @param who the caller; a caller that has a turn keeps it
   * @param earnMs how long it takes to earn the call
   * @param aheadMs how far calls may run ahead of what is earned
   */
  waitFor(who: string, earnMs: number, aheadMs: number, now: number): number {
    this.#giveUpOldTurns(now);
    const turn = this.#turns.get(who);
    if (turn !== undefined) return Math.max(turn - now, 0);
    const earned = Math.max(this.#earnedUntil, now) + earnMs;
    const waitMs = earned - now - aheadMs;
    if (waitMs <= 0) return 0;
    this.#turns.set(who, now + waitMs);
    this.#earnedUntil = earned;
    return waitMs;
  }

  /** Notes that a call is made. */
  spend(who: string, earnMs: number, now: number): void {
    if (this.#turns.delete(who)) return; // was counted when the turn was given
    this.#earnedUntil = Math.max(this.#earnedUntil, now) + earnMs;
  }

  #giveUpOldTurns(now: number): void {
    for (const [who, turn] of this.#turns) {
      if (turn < now - TURN_KEPT_MS) this.#turns.delete(who);
    }
  }
}
