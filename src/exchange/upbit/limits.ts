import type { GroupLimits } from '../kit/korean/limits.js';

/** Source: docs.upbit.com, "Rate Limits". */
export const limits: GroupLimits = { groups: { order: 8, default: 30 }, isGuess: false };
