import { Decimal } from '../../../decimal.js';

const RATE = '0.0005';

/** What both exchanges take of the money that changes hands, on top of a buy and out of a sale. */
export const FEE_RATE = new Decimal(RATE);
export const FEE_TERMS = { rate: RATE, commissionIn: 'quote' } as const;
