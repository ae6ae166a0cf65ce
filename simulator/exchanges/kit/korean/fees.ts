import { Decimal } from '../../../decimal.js';

const RATE = '0.0005';

/** The fee of both exchanges, as a share of the funds: on top of a buy, out of a sale. */
export const FEE_RATE = new Decimal(RATE);
export const FEE_TERMS = { rate: RATE, commissionIn: 'quote' } as const;
