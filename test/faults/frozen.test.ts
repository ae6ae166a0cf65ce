import { eventually } from '../kit/eventually.js';
import type { Desk } from '../kit/desk/desk.js';
import { faultRig, type FaultBody } from '../kit/faults/fault-rig.js';
import { trade } from '../kit/faults/load.js';
import { marketInTurn, MARKETS } from '../kit/faults/markets.js';
import { isReady, ProcessProduct } from '../kit/product/process-product.js';
import { liveSessions } from '../kit/stream/live-sessions.js';

let processes: ProcessProduct;
const rig = faultRig('frozen', async () => (processes = await ProcessProduct.start()));

const TAKEN_OVER_WITHIN_MS = 60_000;

/**
 * Freezes a process between two steps, has another one take over what it had in hand, and wakes it:
 * it goes on where it was, and what it knows is old.
 */
function frozenAt(role: 'worker' | 'stream', boundary: string): FaultBody {
  return async (desk, run) => {
    const second = processes.startExtra(role);
    await isReady(second);
    const holder = await holderOf(desk);
    const reached = processes.freezeAt(role, boundary);
    const trading = trade(desk, 5);
    const frozen = await reached;
    try {
      await trading;
      if (role === 'stream') await isHeldByAnother(desk, holder);
    } finally {
      process.kill(frozen, 'SIGCONT');
    }
    if (role === 'worker') await isAtWork(frozen, desk);
    await trade(desk, 5);
    run.over();
    await run.expectWhole();
    second.kill('SIGKILL');
  };
}

async function holderOf({ accountId }: Desk): Promise<string | undefined> {
  const [session] = await liveSessions(processes.sql, [accountId]);
  return session?.worker;
}

function isHeldByAnother(desk: Desk, holder: string | undefined): Promise<boolean> {
  return eventually(
    'another stream worker to hold the account',
    async () => {
      const now = await holderOf(desk);
      return now !== undefined && now !== holder;
    },
    TAKEN_OVER_WITHIN_MS,
  );
}

/** Once a worker has sent another order, it has dealt with those that it had in hand. */
function isAtWork(worker: number, desk: Desk): Promise<boolean> {
  return eventually(
    'an order from the worker that woke',
    async () => {
      const next = processes.reaches('worker', 'before-submit');
      await trade(desk, 1);
      return (await next) === worker;
    },
    TAKEN_OVER_WITHIN_MS,
  );
}

for (const market of MARKETS) {
  rig.lonelyFault(
    `a worker, before it sends what another then sends, ${market}`,
    market,
    frozenAt('worker', 'before-submit'),
  );
}

const OTHERS: readonly ['worker' | 'stream', string, string][] = [
  ['worker', 'after-answer', 'a worker, with an answer in hand'],
  ['worker', 'after-commit', 'a worker, before Temporal knows what it wrote'],
  ['stream', 'update-received', 'a stream worker, with a message in hand'],
  ['stream', 'update-signalled', 'a stream worker, before it notes what it signalled'],
];

OTHERS.forEach(([role, boundary, what], index) => {
  const market = marketInTurn(index);
  rig.lonelyFault(`${what}, ${market}`, market, frozenAt(role, boundary));
});

rig.stillWhole();
