import { compareExecutions, type ExecutionMark } from './fill.js';
import {
  applyExecution,
  FLAT,
  type Position,
  type PositionExecution,
  type PositionMarket,
} from './position.js';

/** A position together with the last execution that was folded into it. */
export interface FoldedPosition extends Position, ExecutionMark {}

export interface Fold {
  readonly newest: FoldedPosition;
  /** Earlier states, oldest first. A late execution makes the fold restart from one of them. */
  readonly checkpoints: readonly FoldedPosition[];
}

/** The finest age that is distinguished: younger states count as this old. */
const FINEST_MS = 50;
/**
 * Age classes begin at 50 ms, 200 ms and so on up to 3.6 h, so that the cost of a late execution is
 * proportional to its lateness.
 */
const AGE_CLASSES = 10;

/**
 * Continues a fold with executions that come after it.
 *
 * @param passed earlier states, oldest first. The fold continues from the last, or from a flat
 *   position if there is none
 * @param executions in fold order ({@link compareForFold}), all later than `passed`, at least one
 */
export function carryOn(
  market: PositionMarket,
  passed: readonly FoldedPosition[],
  executions: readonly PositionExecution[],
): Fold {
  const states = [...passed];
  let position: Position = states.at(-1) ?? FLAT;
  for (const [index, execution] of executions.entries()) {
    const previous = executions[index - 1];
    // The two sides of a self-trade share one mark, so no fold can restart between them.
    if (previous && compareExecutions(previous, execution) === 0) states.pop();
    position = applyExecution(market, position, execution);
    const { executedAt, exchangeTradeId } = execution;
    states.push({ ...position, executedAt, exchangeTradeId });
  }
  const newest = states.pop();
  if (!newest || executions.length === 0) throw new Error('a fold needs an execution');
  return { newest, checkpoints: thinned(states, Date.parse(newest.executedAt)) };
}

/**
 * Keeps one state of each age class: the oldest. Of the states that are older than all classes, it
 * keeps the newest.
 */
function thinned(states: readonly FoldedPosition[], nowMs: number): FoldedPosition[] {
  const kept = new Map<number, FoldedPosition>();
  for (const state of states) {
    const ageClass = ageClassOf(nowMs - Date.parse(state.executedAt));
    if (ageClass === AGE_CLASSES || !kept.has(ageClass)) kept.set(ageClass, state);
  }
  return [...kept.values()];
}

function ageClassOf(ageMs: number): number {
  const quadruplings = Math.floor(Math.log2(Math.max(ageMs, FINEST_MS) / FINEST_MS) / 2);
  return Math.min(quadruplings, AGE_CLASSES);
}
