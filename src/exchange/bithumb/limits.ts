import type { GroupLimits } from '../kit/korean/limits.js';

/** What ccxt assumes: Bithumb does not document how many orders it takes. */
export const limits: GroupLimits = { groups: { order: 120, default: 120 }, isGuess: true };
