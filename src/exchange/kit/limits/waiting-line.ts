import type { Wait } from './limits.js';

/** Takes what it needs and returns `null`, or returns how long it still has to wait. */
export type Attempt = (now: number) => Wait | null;

interface Waiting {
  readonly rank: number;
  readonly queue: string;
  readonly attempt: Attempt;
  readonly since: number;
  readonly leave: (outcome: Wait | null) => void;
}

/** Calls that wait a moment for room: by urgency first, then in order of arrival. */
export class WaitingLine {
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param patienceMs the longest wait of each kind that is waited out; a longer one is answered at
   *   once
   */
  constructor(private readonly patienceMs: (wait: Wait) => number) {}

  /**
   * Resolves with `null` when the attempt has succeeded, or else with the wait that is still
   * needed.
   *
   * @param rank lower goes first
   * @param queue calls of the same queue do not overtake one another
   */
  enter(rank: number, queue: string, attempt: Attempt): Promise<Wait | null> {
    const now = Date.now();
    if (!this.#waiting.some((other) => other.queue === queue)) {
      const wait = attempt(now);
      if (wait === null || wait.ms > this.patienceMs(wait)) return Promise.resolve(wait);
    }
    return new Promise((leave) => {
      this.#waiting.push({ rank, queue, attempt, since: now, leave });
      this.#waiting.sort((one, other) => one.rank - other.rank); // the sort is stable
      this.recheck();
    });
  }

  /** Tries the waiting calls again, after something has changed, such as an answer that came. */
  recheck(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    const now = Date.now();
    const heads = new Map<string, Wait>();
    this.#waiting = this.#waiting.filter((each) => {
      const head = heads.get(each.queue);
      const wait = head ?? each.attempt(now);
      if (wait && now + wait.ms <= each.since + this.patienceMs(wait)) {
        heads.set(each.queue, wait);
        return true;
      }
      if (wait) heads.set(each.queue, wait);
      each.leave(wait);
      return false;
    });
    const soonest = Math.min(...[...heads.values()].map(({ ms }) => ms));
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.recheck(), soonest);
  }
}
