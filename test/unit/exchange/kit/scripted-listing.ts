import { KeptListing } from '../../../../src/exchange/kit/kept-listing.js';
import type { Listing } from '../../../../src/exchange/kit/listing.js';
import { listingOf } from './listing-rows.js';

/** A kept listing whose exchange lists these rows, or fails. */
export class ScriptedListing extends KeptListing {
  rows: readonly unknown[];
  failure: Error | undefined;
  timesAsked = 0;
  readonly problems: string[] = [];

  constructor(...rows: readonly unknown[]) {
    super((problem) => this.problems.push(problem));
    this.rows = rows;
  }

  protected fetch(): Promise<Listing> {
    this.timesAsked += 1;
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve(listingOf(this.rows));
  }

  protected usualIdOf(symbol: string): string {
    return symbol.replace('/', '');
  }
}
