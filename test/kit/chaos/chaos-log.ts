import { appendFileSync } from 'node:fs';

/** An injected fault, as the report names it beside something that was lost. */
export interface Injected {
  readonly at: number;
  readonly name: string;
  /** The account it concerned, or `undefined` if it concerned all. */
  readonly account: string | undefined;
}

/** Records what the run did, in a file beside the logs of the processes. */
export class ChaosLog {
  readonly injected: Injected[] = [];
  /** Answers that nobody should get, whatever is broken. */
  readonly unexpected: string[] = [];

  /** How many orders the exchange has amended and forgotten. */
  readonly changed = { amended: 0, forgotten: 0 };

  constructor(private readonly path: string) {}

  note(text: string): void {
    appendFileSync(this.path, `${new Date().toISOString()} ${text}\n`);
  }

  fault(name: string, account: string | undefined, details: unknown): void {
    this.injected.push({ at: Date.now(), name, account });
    this.note(`fault "${name}" ${account ?? ''} ${JSON.stringify(details)}`);
  }

  /** Records that the exchange has amended or forgotten an order. */
  change(what: keyof ChaosLog['changed'], clientOrderId: string): void {
    this.changed[what] += 1;
    this.note(`${what} ${clientOrderId}`);
  }

  surprise(text: string): void {
    this.unexpected.push(text);
    this.note(`unexpected: ${text}`);
  }

  /** Returns how often each fault was injected. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { name } of this.injected) counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts;
  }

  /** Returns the faults that concerned an account around a moment. */
  before(at: number, account: string): string[] {
    return this.injected
      .filter((each) => each.at <= at + AFTER_MS && each.at >= at - BEFORE_MS)
      .filter((each) => each.account === undefined || each.account === account)
      .map((each) => `${each.name} (${((each.at - at) / 1000).toFixed(1)} s)`);
  }
}

/** A fault this close to the moment may have contributed. */
const BEFORE_MS = 20_000;
const AFTER_MS = 3_000;
