import { afterAll, beforeAll, expect, it } from 'vitest';
import { ControlRefused, VenueControl } from '../../../src/demo/venue-control.js';
import { startVenue, type Venue } from '../../../simulator/venue.js';

let venue: Venue;
let control: VenueControl;
const account = { apiKey: 'key', secret: 'secret', market: 'spot' };

beforeAll(async () => {
  venue = await startVenue({ priceMovement: 'still' });
  control = new VenueControl(venue.origin);
});
afterAll(() => venue.close());

it('makes a key valid once: one that is known keeps its balances', async () => {
  await control.registerAccount({ ...account, balances: { USDT: '5' } });
  await control.registerAccount({ ...account, balances: { USDT: '7' } });
  const response = await fetch(`${venue.origin}/control/state`);
  expect(await response.text()).toContain('"free":"5"');
  const { accounts, origins, connections } = await control.state();
  expect(accounts).toEqual([{ apiKey: 'key' }]);
  expect(origins).toEqual(venue.origins);
  expect(connections).toEqual([]);
});

it('reads the ledger of an account that has done nothing', async () => {
  expect(await control.ledger('spot', 'key')).toEqual({ orders: [], fills: [], requests: {} });
});

it('says which call was refused, why, and with which status', async () => {
  const order = { market: 'spot', apiKey: 'key', clientOrderId: 'none' };
  const refusal: unknown = await control.fill(order).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ControlRefused);
  expect(refusal).toMatchObject({
    status: 404,
    message: expect.stringMatching(/^the simulated exchange refused \/control\/fill: HTTP 404 /),
  });
  await expect(control.setLiquidity('spot', 'NOPE', 'auto')).rejects.toMatchObject({ status: 400 });
});
