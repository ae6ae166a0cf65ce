import type { Difference, DifferenceKind } from '../verify/difference.js';
import type { AccountComparison, Verification } from '../verify/verify.js';
import { formatTable } from '../text-table.js';
import { formatFacts } from './output.js';

const meanings: Readonly<Record<DifferenceKind, string>> = {
  position_differs: 'position is not the fold of its executions',
  position_missing: 'executions without a position',
  position_unfounded: 'position without executions',
  trade_differs: 'trade is not the sum of its executions',
  trade_missing: 'executions of an order that is neither open nor a trade',
  trade_unfounded: 'trade without executions',
  order_lost: 'request was placed, and no order or outcome is recorded',
  open_order_differs: 'open order is not filled as its executions say',
  order_open_and_ended: 'order is both open and ended',
  order_ended_twice: 'order has two outcomes',
  execution_inferred: 'execution is inferred, the exchange has not told it',
  exchange_order_differs: 'open order differs from the exchange',
  exchange_order_not_recorded: 'order is open on the exchange only',
  order_not_on_exchange: 'order is open here, and not on the exchange',
  fill_differs: 'execution differs from the exchange',
  fill_not_recorded: 'fill on the exchange is not recorded',
  execution_not_on_exchange: 'execution is not on the exchange',
};

/** Formats a verification: the differences, their number, and what was compared. */
export function formatVerification(verification: Verification): string {
  const { differences } = verification;
  const count = counted(differences.length, 'difference');
  const list = differences.length === 0 ? [] : [formatDifferences(differences), ''];
  return [...list, count, '', formatScope(verification)].join('\n');
}

function formatDifferences(differences: readonly Difference[]): string {
  const rows = differences.flatMap((difference) => {
    const fields = difference.fields.length > 0 ? difference.fields : [undefined];
    return fields.map((field, index) => ({ difference, field, isFirst: index === 0 }));
  });
  type Row = (typeof rows)[number];
  // A value that repeats the line above is left out.
  const once = (value: (difference: Difference) => string | number) => (row: Row) =>
    row.isFirst ? value(row.difference) : '';
  return formatTable(
    rows,
    [
      { title: 'ACCOUNT', isNumber: true, value: once(({ accountId }) => accountId) },
      { title: 'DIFFERENCE', value: once(({ kind }) => meanings[kind]) },
      { title: 'WHICH', value: once(({ subject }) => subject) },
      { title: 'FIELD', value: ({ field }) => field?.field ?? '' },
      { title: 'EXPECTED', isNumber: true, value: ({ field }) => (field ? field.expected : '') },
      { title: 'RECORDED', isNumber: true, value: ({ field }) => (field ? field.recorded : '') },
    ],
    '',
  );
}

function formatScope({ recomputed, compared, notCompared }: Verification): string {
  const { executions, positions, trades, openOrders } = recomputed;
  const facts = [
    fact(
      'from executions',
      `${counted(positions, 'position')}, ${counted(trades, 'trade')} and ` +
        `${counted(openOrders, 'open order')}, from ${counted(executions, 'execution')}`,
    ),
    ...compared.map((account) => fact(nameOf(account), formatCompared(account))),
    ...notCompared.map((account) => fact(nameOf(account), `NOT COMPARED: ${account.reason}`)),
    ...(compared.length + notCompared.length === 0
      ? [fact('exchanges', 'not compared, none was asked')]
      : []),
  ];
  return formatFacts(Object.fromEntries(facts));
}

function formatCompared(account: AccountComparison): string {
  const { openOrders, foreignOrders, fills, foreignFills, tooOld } = account;
  return [
    `compared with the exchange: ${counted(openOrders, 'open order')}, ${counted(fills, 'fill')}`,
    ...(foreignOrders > 0
      ? [`${counted(foreignOrders, 'open order')} of other kinds left out`]
      : []),
    ...(foreignFills > 0 ? [`${counted(foreignFills, 'fill')} of other orders left out`] : []),
    ...(tooOld > 0 ? [`${counted(tooOld, 'execution')} too old for the exchange to tell of`] : []),
  ].join('; ');
}

function nameOf({ accountId, account }: { accountId: number; account: string }): string {
  return `account ${accountId} ${account}`;
}

function fact(name: string, value: string): [string, string] {
  return [name, value];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
