import { ExchangeFailure } from '../failure.js';
import { nameOf, type CallName } from './parse-answer.js';

/**
 * Called right before a request is made for which its caller has a time limit.
 *
 * @param end when the caller's time is over, in milliseconds since the epoch
 * @throws ExchangeFailure of origin `too_late` when it is
 */
export function mustBeInTime(what: CallName, end = Infinity): void {
  if (Date.now() < end) return;
  throw new ExchangeFailure(`${nameOf(what)}: not asked, since it took too long`, 'too_late');
}
