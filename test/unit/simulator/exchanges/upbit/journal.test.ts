import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { restingLimit } from '../../../../kit/simulator/korean-desk.js';
import { fund, koreanRequest } from '../../../../kit/simulator/korean.js';
import { openVenue, testVenue } from '../../../../kit/simulator/venue.js';

const LIMIT = restingLimit('upbit');
const directory = mkdtempSync(join(tmpdir(), 'upbit-journal-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('Upbit knows orders, funds and used identifiers after restarts', async () => {
  const journalFile = join(directory, 'venue.journal');
  const first = testVenue(await openVenue({ journalFile }));
  await fund(first, 'upbit');
  const placed = await koreanRequest(first, 'upbit', 'POST', '/v1/orders', {
    ...LIMIT,
    identifier: 'kept',
  });
  const refused = { ...LIMIT, volume: '1000', identifier: 'spent' };
  expect((await koreanRequest(first, 'upbit', 'POST', '/v1/orders', refused)).status).toBe(400);
  const fill = { market: 'upbit', clientOrderId: 'kept', quantity: '0.0004' };
  await first.control.post('fill', fill);
  const before = await koreanRequest(first, 'upbit', 'GET', '/v1/order', { identifier: 'kept' });
  const funds = await koreanRequest(first, 'upbit', 'GET', '/v1/accounts');
  await first.venue.close();

  // The second start reads what was appended, the third what the second start had compacted.
  for (const start of ['second', 'third']) {
    const again = testVenue(await openVenue({ journalFile }));
    const { uuid } = placed.body as { uuid: string };
    const after = await koreanRequest(again, 'upbit', 'GET', '/v1/order', { uuid });
    expect(after.body, start).toEqual(before.body);
    expect((await koreanRequest(again, 'upbit', 'GET', '/v1/accounts')).body).toEqual(funds.body);
    const reused = { ...LIMIT, identifier: 'spent' };
    expect(await koreanRequest(again, 'upbit', 'POST', '/v1/orders', reused)).toMatchObject({
      status: 400,
      body: { error: { name: 'duplicate_identifier' } },
    });
    await again.venue.close();
  }
});
