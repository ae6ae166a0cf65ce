import type { GroupLimits } from '../kit/korean/limits.js';

/**
 * 140 calls a second in each private group; public calls (150 a second) are counted by address.
 * Bithumb's answers do not show what is left. Source: apidocs.bithumb.com, on numbers of requests.
 */
export const limits: GroupLimits = { order: 140, default: 140, quotation: 150 };
