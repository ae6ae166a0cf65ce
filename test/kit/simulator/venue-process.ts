import { runVenue } from '../../../simulator/main.js';
import { KEY, SECRET } from './venue-keys.js';

// A venue in a separate process, so that a test can kill it.
const venue = await runVenue({
  journalFile: process.argv[2] ?? '',
  priceMovement: 'still',
  accounts: [{ apiKey: KEY, secret: SECRET, balances: { USDT: '100000' } }],
  log: () => undefined,
});
process.send?.(venue.origin);
