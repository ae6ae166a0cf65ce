import type { ExchangeFaultMaker } from '../../kit/chaos/exchange-fault.js';
import { READ_FAULTS } from './read-faults.js';
import { STREAM_FAULTS } from './stream-faults.js';
import { SUBMIT_FAULTS } from './submit-faults.js';

/** Faults of the simulated exchange, by the name that the report gives them. */
export const EXCHANGE_FAULTS: Readonly<Record<string, ExchangeFaultMaker>> = {
  ...SUBMIT_FAULTS,
  ...READ_FAULTS,
  ...STREAM_FAULTS,
};
