import type { GroupLimits } from '../kit/korean/limits.js';

/**
 * Source: docs.upbit.com, "Rate Limits". Orders are 12 a second since version 1.6.4 and were 8
 * before; the first answer shows which (`Remaining-Req`). Prices are counted by address.
 */
export const limits: GroupLimits = { order: 8, default: 30, quotation: 10 };
