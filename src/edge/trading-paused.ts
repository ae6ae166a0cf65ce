import { DenialCode } from '../domain/denial.js';
import { Problem } from './problem.js';

/** Returns the answer to an order of a strategy that takes none: it or its account was stopped. */
export function tradingPaused(strategyName: string): Problem {
  const detail = `strategy ${strategyName} is paused: nothing was placed`;
  return new Problem(423, DenialCode.TRADING_PAUSED, detail);
}
