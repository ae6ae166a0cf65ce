import { marketsWithout } from '../../kit/chaos/accounts-plan.js';
import type { ExchangeFaultMaker } from '../../kit/chaos/exchange-fault.js';
import { listedRefusals } from '../../kit/desk/listed-refusals.js';
import { newRefusal } from '../../kit/desk/new-refusal.js';
import { planOf } from '../../kit/desk/plans.js';
import { fault, onCancel, onCreate } from '../../kit/chaos/switches.js';

/** Bybit bars an address for ten minutes, which is longer than a run. */
const BANS_BRIEFLY = marketsWithout('bybit');

/** What goes wrong with calls that change something. */
export const SUBMIT_FAULTS: Readonly<Record<string, ExchangeFaultMaker>> = {
  'submit: accepted, then no answer': fault('accept-then-hang', { times: 2 }),
  'submit: accepted, then reset': fault('accept-then-reset', { times: 2 }),
  'submit: 503, executed': fault('unavailable-executed', { times: 2 }),
  'submit: 503, not executed': fault('unavailable-not-executed', { times: 2 }),
  'submit: 503 that says it failed': fault('unavailable-not-executed', {
    executed: false,
    times: 2,
  }),
  'submit: -1007, executed': fault('unknown-1007-executed', { times: 2 }),
  'submit: -1007, not executed': fault('unknown-1007-not-executed', { times: 2 }),
  'submit: HTML with 200, executed': onCreate('html-200', { times: 2 }),
  'submit: HTML with 200, not executed': onCreate('html-200', { times: 2, executed: false }),
  'submit: HTML with 502, executed': onCreate('html-error', { times: 2 }),
  'submit: HTML with 502, not executed': onCreate('html-error', { times: 2, executed: false }),
  'submit: duplicate id': fault('duplicate-id', { times: 2 }),
  'submit: refused under a new code': fault('refuse-create', (_chance, market) => ({
    times: 1,
    refusal: newRefusal(planOf(market).exchange),
  })),
  'submit: refused under a listed code': fault('refuse-create', (chance, market) => ({
    times: 1,
    refusal: chance.pick(listedRefusals(market)),
  })),
  'submit: 429': onCreate('rate-limited', { times: 2, status: 429, retryAfter: 2 }),
  'submit: 418': {
    ...onCreate('rate-limited', { times: 2, status: 418, retryAfter: 3 }),
    markets: BANS_BRIEFLY,
  },
  'submit: answered late': onCreate('delay-answer', { times: 3, ms: 3_000 }),
  'submit: answered after the time-out': onCreate('delay-answer', { times: 2, ms: 12_000 }),
  'submit: executed late': onCreate('delay-request', { times: 2, ms: 3_000 }),
  'submit: not found for 3 s': fault('not-found-after-create', { ms: 3_000, forMs: 10_000 }),
  'cancel: executed, then reset': onCancel('accept-then-reset', { times: 2 }),
  'cancel: executed, then no answer': onCancel('accept-then-hang', { times: 1 }),
  'cancel: HTML with 502, not executed': onCancel('html-error', {
    times: 2,
    executed: false,
  }),
  'cancel: answered late': onCancel('delay-answer', { times: 2, ms: 6_000 }),
};
