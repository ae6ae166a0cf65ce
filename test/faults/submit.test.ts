import { expect } from 'vitest';
import type { MarketName } from '../../simulator/names.js';
import { bybitBarFaults } from './cases/bybit-submit.js';
import { ESSENTIAL_MARKETS, MARKETS } from '../kit/faults/markets.js';
import { hideWhatIsSent } from '../kit/desk/hide-what-is-sent.js';
import { newRefusal } from '../kit/desk/new-refusal.js';
import { faultRig, type FaultBody } from '../kit/faults/fault-rig.js';
import { Product } from '../kit/product/product.js';

// What proves never to have arrived is sent again after 25 s: before it is stale, on a busy machine
// too.
const rig = faultRig('submit', () => Product.start({ staleAfterMs: 60_000 }));

interface SubmitCase {
  readonly fault: string;
  /** A switch of the exchange, and its parameters. */
  readonly name: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The switch concerns every call: narrow it to those that place an order. */
  readonly onCreate?: boolean;
  readonly isEssential?: boolean;
  /** Where others who share the address have to wait, too: there the fault is tried on its own. */
  readonly isLonelyOn?: readonly MarketName[];
  readonly only?: readonly MarketName[];
}

const BINANCE = ['spot', 'futures'] as const;

/** What goes wrong while an order is sent. */
const CASES: readonly SubmitCase[] = [
  { fault: 'accepted, then no answer', name: 'accept-then-hang', isEssential: true },
  { fault: 'accepted, then reset', name: 'accept-then-reset' },
  // 503 on Binance, 10016 on Bybit; the exchange's own time-out is -1007 and 10000 or 170007.
  { fault: 'unavailable, executed', name: 'unavailable-executed', isEssential: true },
  { fault: 'unavailable, not executed', name: 'unavailable-not-executed', isEssential: true },
  {
    fault: 'unavailable, says it failed',
    name: 'unavailable-not-executed',
    parameters: { executed: false },
  },
  { fault: 'its own time-out, executed', name: 'unknown-1007-executed' },
  { fault: 'its own time-out, not executed', name: 'unknown-1007-not-executed' },
  {
    fault: '170146 (order creation timeout), executed',
    name: 'unknown-1007-executed',
    parameters: { code: 170146 },
    isEssential: true,
    only: ['bybit-spot'],
  },
  {
    fault: '170146 (order creation timeout), not executed',
    name: 'unknown-1007-not-executed',
    parameters: { code: 170146 },
    only: ['bybit-spot'],
  },
  {
    // Futures say that -1008 means failed; on spot it is 503, like any other.
    fault: '-1008 (overloaded), executed',
    name: 'unknown-1007-executed',
    parameters: { code: -1008 },
    only: ['spot'],
  },
  { fault: '200 with HTML, executed', name: 'html-200', onCreate: true },
  {
    fault: '200 with HTML, not executed',
    name: 'html-200',
    onCreate: true,
    parameters: { executed: false },
  },
  { fault: 'duplicate-id answer', name: 'duplicate-id', isEssential: true },
  {
    // 429 with Retry-After on Binance, 10006 with the reset header on Bybit.
    fault: 'too often, with how long to wait',
    name: 'rate-limited',
    onCreate: true,
    parameters: { status: 429, retryAfter: 3 },
    isEssential: true,
    isLonelyOn: BINANCE,
  },
  {
    // Bybit bars an address instead: see below.
    fault: 'banned (418), with how long to wait',
    name: 'rate-limited',
    onCreate: true,
    parameters: { status: 418, retryAfter: 5 },
    only: BINANCE,
    isLonelyOn: BINANCE,
  },
];

const sending = ({ name, parameters, onCreate }: SubmitCase): FaultBody => {
  return async (desk, run) => {
    await desk.switchOn(name, {
      ...(onCreate ? { method: 'POST', path: desk.plan.paths.create } : {}),
      ...parameters,
      times: 2,
    });
    const [resting] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.marketOrder)]);
    await desk.fill(resting, { quantity: '0.4' });
    await desk.fill(resting);
    await run.expectWhole();
  };
};

const cells = CASES.flatMap((each) => {
  const { isEssential, isLonelyOn, only } = each;
  return (isEssential ? ESSENTIAL_MARKETS : MARKETS)
    .filter((market) => only?.includes(market) ?? true)
    .map((market) => ({ each, market, isLonely: isLonelyOn?.includes(market) ?? false }));
});

for (const { each, market, isLonely } of cells) {
  if (!isLonely) rig.fault(`${each.fault}, ${market}`, market, sending(each));
}

for (const market of MARKETS) {
  rig.fault(`not found for 3 s after an unclear answer, ${market}`, market, async (desk, run) => {
    await desk.switchOn('not-found-after-create', { ms: 3_000, forMs: 10_000 });
    await desk.switchOn('unavailable-executed', { times: 2 });
    const [resting] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.marketOrder)]);
    await desk.fill(resting);
    await run.expectWhole();
  });
}

for (const market of ESSENTIAL_MARKETS) {
  rig.fault(
    `not found for 20 s after an unclear answer, no frames for 25 s, cancels fail for 35 s, ${market}`,
    market,
    async (desk, run) => {
      await hideWhatIsSent(desk, { hiddenMs: 20_000, forMs: 25_000, cancelsFailForMs: 35_000 });
      const [kept, withdrawn] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.limit)]);
      await Promise.all([kept, withdrawn].map((each) => desk.stands(each, 'UNKNOWN')));
      expect(await desk.cancel(withdrawn), 'a cancel that the exchange does not answer').toBe(502);
      await Promise.all([kept, withdrawn].map((each) => desk.stands(each, 'NEW')));
      await desk.stands(withdrawn, 'CANCELLED');
      await desk.fill(kept);
      await run.expectWhole();
    },
  );
}

// A market order that is sent again while nobody reports the first one would trade twice.
for (const market of MARKETS.filter((each) => each === 'spot')) {
  rig.fault(`-1008 (overloaded), executed, reported late, ${market}`, market, async (desk, run) => {
    await desk.switchOn('stream-delay', { ms: 3_000, forMs: 6_000 });
    await desk.switchOn('unknown-1007-executed', { code: -1008, times: 2 });
    const [resting] = await Promise.all([desk.alert(desk.limit), desk.alert(desk.marketOrder)]);
    await desk.fill(resting);
    await run.expectWhole();
  });
}

for (const market of MARKETS) {
  rig.fault(`refused under a code that no table lists, ${market}`, market, async (desk, run) => {
    await desk.switchOn('refuse-create', { refusal: newRefusal(desk.plan.exchange), times: 1 });
    const refused = await desk.alert(desk.limit);
    await desk.stands(refused, 'REJECTED');
    const taken = await desk.alert(desk.limit);
    await desk.fill(taken, { quantity: '0.4' });
    await desk.fill(taken);
    await run.expectWhole();
  });
}

for (const { each, market, isLonely } of cells) {
  if (isLonely) rig.lonelyFault(`${each.fault}, ${market}`, market, sending(each));
}
bybitBarFaults(rig);

rig.stillWhole();
