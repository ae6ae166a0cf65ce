import type { ExchangeFaultMaker } from '../../kit/chaos/exchange-fault.js';
import { fault, only } from '../../kit/chaos/switches.js';

const POST = ['POST', 'order'] as const;
const DELETE = ['DELETE', 'order'] as const;

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
  'submit: HTML with 200, executed': only(...POST, 'html-200', { times: 2 }),
  'submit: HTML with 200, not executed': only(...POST, 'html-200', { times: 2, executed: false }),
  'submit: HTML with 502, executed': only(...POST, 'html-error', { times: 2 }),
  'submit: HTML with 502, not executed': only(...POST, 'html-error', { times: 2, executed: false }),
  'submit: duplicate id': fault('duplicate-id', { times: 2 }),
  'submit: refused under a new code': fault('refuse-create', {
    times: 1,
    refusal: { code: -9_999, message: 'This rule is new.' },
  }),
  'submit: 429': only(...POST, 'rate-limited', { times: 2, status: 429, retryAfter: 2 }),
  'submit: 418': only(...POST, 'rate-limited', { times: 2, status: 418, retryAfter: 3 }),
  'submit: answered late': only(...POST, 'delay-answer', { times: 3, ms: 3_000 }),
  'submit: answered after the time-out': only(...POST, 'delay-answer', { times: 2, ms: 12_000 }),
  'submit: executed late': only(...POST, 'delay-request', { times: 2, ms: 3_000 }),
  'submit: not found for 3 s': fault('not-found-after-create', { ms: 3_000, forMs: 10_000 }),
  'cancel: executed, then reset': only(...DELETE, 'accept-then-reset', { times: 2 }),
  'cancel: executed, then no answer': only(...DELETE, 'accept-then-hang', { times: 1 }),
  'cancel: HTML with 502, not executed': only(...DELETE, 'html-error', {
    times: 2,
    executed: false,
  }),
  'cancel: answered late': only(...DELETE, 'delay-answer', { times: 2, ms: 6_000 }),
};
