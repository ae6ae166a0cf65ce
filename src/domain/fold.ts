import { compareExecutions, type ExecutionMark } from './fill.js';
import {
  applyExecution,
  FLAT,
  type Position,
  type PositionExecution,
  type PositionMarket,
} from './position.js';

/** A position together with the last execution that went into it. */
export interface FoldedPosition extends Position, ExecutionMark {}

export interface Fold {
  readonly newest: FoldedPosition;
  /**
   * Earlier states, oldest first: an execution that comes late redoes the fold from one of them.
   */
  readonly checkpoints: readonly FoldedPosition[];
}

/** States closer together than this count as one. */
const FINEST_MS = 50;
/** Ages of 50 ms, 200 ms and so on to 3.6 h: a late execution costs about as much as it is late. */
const AGE_CLASSES = 10;

/**
 * Carries a fold on by executions that come after it.
 *
 * @param passed earlier states, oldest first; the last is where it goes on, none is flat
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
    // Between the two sides of a self-trade nothing can go on: they share one mark.
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
 * Keeps one state of each class of age: the oldest, but the newest of what is older than all
 * classes.
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
