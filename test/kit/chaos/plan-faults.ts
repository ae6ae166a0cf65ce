import type { Chance } from '../chance.js';
import { accountAt, type ChaosAccount } from './accounts-plan.js';
import type { ExchangeFault, ExchangeFaultMaker } from './exchange-fault.js';
import type { MachineFault, MachineFaultMaker } from './machine-fault.js';

/** The faults to choose from, by their names in the report. */
export interface FaultMenu {
  readonly exchange: Readonly<Record<string, ExchangeFaultMaker>>;
  readonly machine: Readonly<Record<string, MachineFaultMaker>>;
}

/** One fault: when and what. Every fault ends by itself. */
export type PlannedFault = { readonly atMs: number; readonly name: string } & (
  | { readonly where: 'exchange'; readonly account: number; readonly fault: ExchangeFault }
  | { readonly where: 'machine'; readonly fault: MachineFault }
);

/** Pauses between two faults of the exchange. Those of the machine come in addition. */
const EXCHANGE_PAUSE_MS = { least: 1_500, most: 5_000 };
/**
 * A process takes seconds to come back. With shorter pauses, there would be nothing left to break.
 */
const MACHINE_PAUSE_MS = { least: 7_000, most: 13_000 };
/** How many faults of the exchange come at the same time. */
const AT_ONCE = [1, 1, 1, 2, 3];

/** Plans the faults of a run, oldest first. */
export function planFaults(
  chance: Chance,
  menu: FaultMenu,
  accounts: readonly ChaosAccount[],
  untilMs: number,
): PlannedFault[] {
  return [
    ...exchangeFaults(chance, menu.exchange, accounts, untilMs),
    ...machineFaults(chance, menu.machine, untilMs),
  ].sort((left, right) => left.atMs - right.atMs);
}

function exchangeFaults(
  chance: Chance,
  faults: FaultMenu['exchange'],
  accounts: readonly ChaosAccount[],
  untilMs: number,
): PlannedFault[] {
  const menu = chance.deal(
    Object.entries(faults).filter(([, maker]) => indexesOf(maker, accounts).length > 0),
  );
  return moments(chance, untilMs, EXCHANGE_PAUSE_MS).flatMap((atMs) =>
    Array.from({ length: chance.pick(AT_ONCE) }, (): PlannedFault => {
      const [name, maker] = menu.next().value;
      const account = chance.pick(indexesOf(maker, accounts));
      const { market } = accountAt(accounts, account);
      const fault = maker.make(chance, market);
      return { atMs, name, where: 'exchange', account, fault };
    }),
  );
}

/** Returns the indexes of the accounts whose market has a fault. */
function indexesOf({ markets }: ExchangeFaultMaker, accounts: readonly ChaosAccount[]): number[] {
  return accounts.flatMap(({ market }, index) =>
    markets === undefined || markets.includes(market) ? [index] : [],
  );
}

function machineFaults(
  chance: Chance,
  faults: FaultMenu['machine'],
  untilMs: number,
): PlannedFault[] {
  const menu = chance.deal(Object.entries(faults));
  return moments(chance, untilMs, MACHINE_PAUSE_MS).map((atMs) => {
    const [name, make] = menu.next().value;
    return { atMs, name, where: 'machine', fault: make(chance) };
  });
}

function moments(
  chance: Chance,
  untilMs: number,
  pause: { readonly least: number; readonly most: number },
): number[] {
  const all: number[] = [];
  let atMs = 0;
  for (;;) {
    atMs += chance.between(pause.least, pause.most);
    if (atMs >= untilMs) return all;
    all.push(atMs);
  }
}
