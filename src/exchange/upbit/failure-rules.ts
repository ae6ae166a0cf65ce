import type { FailureRule } from '../failure.js';
import { koreanFailureRules } from '../kit/korean/failure-rules.js';

/**
 * Upbit has no rules of its own. How it names an `identifier` that was used before is not
 * documented. Source: docs.upbit.com, "REST API Guide", errors.
 */
export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = {
  upbit: koreanFailureRules(),
};
