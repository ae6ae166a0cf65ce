import { foldPosition } from '../domain/position.js';
import { exchangePnl } from '../domain/trade.js';
import { describeFees, differingFields, fieldsOfOne } from './difference.js';
import type { Difference, FieldValues } from './difference.js';
import type { ExecutionRecord, PositionRecord, Snapshot } from '../queries/snapshot.js';
import { groupBy } from './groups.js';

/** Compares each strategy's position in a market with the fold of its executions. */
export function comparePositions(snapshot: Snapshot): Difference[] {
  const { strategies, positions } = snapshot;
  const executions = groupBy(snapshot.executions, ({ strategyId, symbol }) =>
    strategyId === null ? undefined : positionKey(strategyId, symbol),
  );
  const subjectOf = (strategyId: number, symbol: string) =>
    `${symbol} of ${strategies.get(strategyId)?.name ?? `strategy ${strategyId}`}`;
  const recorded = positions.flatMap((position): Difference[] => {
    const { accountId, strategyId, symbol } = position;
    const subject = subjectOf(strategyId, symbol);
    const facts = valuesOf(position);
    const group = executions.get(positionKey(strategyId, symbol));
    if (!group) {
      // A position's row is created before its first execution is folded in.
      const fields = differingFields(nothing, facts).length > 0 && fieldsOfOne('recorded', facts);
      return fields ? [{ kind: 'position_unfounded', accountId, subject, fields }] : [];
    }
    const fields = differingFields(foldedValues(group), facts);
    return fields.length > 0 ? [{ kind: 'position_differs', accountId, subject, fields }] : [];
  });
  const known = new Set(positions.map(({ strategyId, symbol }) => positionKey(strategyId, symbol)));
  const missing = [...executions].flatMap(([key, group]): Difference[] => {
    const [first] = group;
    if (known.has(key) || !first || first.strategyId === null) return [];
    const subject = subjectOf(first.strategyId, first.symbol);
    const fields = fieldsOfOne('expected', foldedValues(group));
    return [{ kind: 'position_missing', accountId: first.accountId, subject, fields }];
  });
  return [...recorded, ...missing];
}

function positionKey(strategyId: number, symbol: string): string {
  return `${strategyId} ${symbol}`;
}

function foldedValues(executions: readonly ExecutionRecord[]): FieldValues {
  const [first] = executions;
  if (!first) return nothing;
  const folded = foldPosition(first, executions);
  return valuesOf({ ...folded, exchangeRealizedPnl: exchangePnl(executions) });
}

type Figures = Omit<PositionRecord, 'accountId' | 'strategyId' | 'symbol'>;

function valuesOf(position: Figures): FieldValues {
  const { quantity, entryPrice, realizedPnl, exchangeRealizedPnl, fees } = position;
  return { quantity, entryPrice, realizedPnl, exchangeRealizedPnl, fees: describeFees(fees) };
}

const nothing = valuesOf({
  quantity: '0',
  entryPrice: null,
  realizedPnl: '0',
  exchangeRealizedPnl: null,
  fees: {},
});
