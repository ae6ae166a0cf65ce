import { z } from 'zod';
import { Decimal } from '../../decimal.js';
import type { Fill } from '../../model.js';
import { BYBIT_MARKETS } from './categories.js';

/** The part of a commission that is shown as a tax. */
const TAX = new Decimal('0.2');

export const extraFeesSchema = z.strictObject({
  apiKey: z.string().min(1),
  market: z.enum(BYBIT_MARKETS).optional(),
  /** How lists show it: as text, or as an array, which the stream always has. */
  listedAs: z.enum(['text', 'array']).default('text'),
});

/** How an execution shows what it cost. */
export interface ShownFees {
  readonly execFee: string;
  readonly extraFees?: object[] | string;
}

/**
 * Accounts that pay GST: part of each commission is shown as an extra fee, beside `execFee` and not
 * in it. A restart forgets them.
 */
export class ExtraFees {
  readonly #listedAs = new Map<string, 'text' | 'array'>();

  tax({ apiKey, listedAs }: z.output<typeof extraFeesSchema>): void {
    this.#listedAs.set(apiKey, listedAs);
  }

  /** Returns the fees of an account's fill, as the stream or a list shows them. */
  shown(apiKey: string, fill: Fill, where: 'stream' | 'list'): ShownFees {
    const listedAs = this.#listedAs.get(apiKey);
    const { commission, commissionAsset } = fill;
    if (listedAs === undefined) return { execFee: commission.toString() };
    const tax = commission.times(TAX);
    const fees = [
      {
        feeCoin: commissionAsset,
        feeType: 'GST',
        subFeeType: 'IND_GST',
        feeRate: '0.0001',
        fee: tax.toString(),
      },
    ];
    return {
      execFee: commission.minus(tax).toString(),
      extraFees: where === 'list' && listedAs === 'text' ? JSON.stringify(fees) : fees,
    };
  }
}
