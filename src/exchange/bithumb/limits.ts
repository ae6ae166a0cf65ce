import type { GroupLimits } from '../kit/korean/limits.js';

/** The limits that ccxt assumes: Bithumb does not document how many orders it allows. */
export const limits: GroupLimits = { groups: { order: 120, default: 120 }, isGuess: true };
