import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  bybitCall,
  bybitDesk,
  listPages,
  type BybitItem,
} from '../../../../kit/simulator/bybit.js';
import { newId, openVenue, testVenue, useVenue } from '../../../../kit/simulator/venue.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const MARKET = { orderType: 'Market', qty: '0.01', marketUnit: 'baseCoin' };
const REALTIME = '/v5/order/realtime';
const HISTORY = '/v5/order/history';
const EXECUTIONS = '/v5/execution/list';

const venueOf = useVenue();
const desks = [bybitDesk(venueOf, 'spot'), bybitDesk(venueOf, 'linear')];

const linkIds = (list: BybitItem[]): unknown[] => list.map((each) => each['orderLinkId']);

describe.each(desks)('the list of orders at hand in $category', (desk) => {
  const { category } = desk;
  const bitcoin = { symbol: 'BTCUSDT' };

  it('has open orders, newest first, in pages', async () => {
    const ids = [await desk.rest(), await desk.rest(), await desk.rest()].reverse();
    for (const read of [decodeURIComponent, String]) {
      const listed = await listPages(desk, REALTIME, { ...bitcoin, limit: 2 }, read);
      expect(listed.every((page) => page.length <= 2)).toBe(true);
      expect(linkIds(listed.flat()).slice(0, 3)).toEqual(ids);
    }
    for (const orderLinkId of ids) await desk.cancel({ orderLinkId });
  });

  it('can be narrowed by symbol and coin, and must be for contracts', async () => {
    const other = await desk.rest({ symbol: 'ETHUSDT', price: '2400', qty: '0.1' });
    const mine = await desk.rest();
    const list = async (query: object): Promise<unknown[]> =>
      linkIds((await desk.get(REALTIME, query as never)).result.list as BybitItem[]);
    expect(await list({ baseCoin: 'ETH' })).toEqual([other]);
    expect(await list(bitcoin)).toEqual([mine]);
    expect(await list({ settleCoin: 'USDT' })).toEqual([mine, other]);
    const { retCode } = await desk.get(REALTIME);
    expect(retCode).toBe(category === 'spot' ? 0 : 10001);
    await desk.cancel({ orderLinkId: mine });
    await desk.cancel({ orderLinkId: other, symbol: 'ETHUSDT' });
  });

  it('shows closed orders by id or when asked for them only', async () => {
    const orderLinkId = await desk.rest();
    await desk.cancel({ orderLinkId });
    const list = async (query: object): Promise<unknown[]> =>
      linkIds((await desk.get(REALTIME, { ...bitcoin, ...query })).result.list as BybitItem[]);
    expect(await list({})).not.toContain(orderLinkId);
    expect(await list({ openOnly: '0' })).not.toContain(orderLinkId);
    expect((await list({ openOnly: '1' }))[0]).toBe(orderLinkId);
    expect(await list({ orderLinkId })).toEqual([orderLinkId]);
    expect(await list({ orderLinkId: 'never-given' })).toEqual([]);
    expect(await list({ orderLinkId, orderFilter: 'StopOrder' })).toEqual([]);
  });
});

describe.each(desks)('the history of orders in $category', (desk) => {
  const { category } = desk;

  it('has closed orders, by status and by id', async () => {
    const [open, cancelled] = [await desk.rest(), await desk.rest()];
    const filled = newId('filled');
    await desk.cancel({ orderLinkId: cancelled });
    await desk.create({ ...MARKET, orderLinkId: filled });
    const list = async (query: object): Promise<unknown[]> =>
      linkIds((await desk.get(HISTORY, query as never)).result.list as BybitItem[]);
    expect((await list({})).slice(0, 2)).toEqual([filled, cancelled]);
    expect(await list({})).not.toContain(open);
    expect((await list({ orderStatus: 'Filled' }))[0]).toBe(filled);
    expect(await list({ orderStatus: 'Cancelled' })).not.toContain(filled);
    expect(await list({ orderLinkId: cancelled })).toEqual([cancelled]);
    expect(await list({ orderLinkId: open })).toEqual([]);
    const listed = await listPages(desk, HISTORY, { limit: 1 });
    expect(linkIds(listed.flat()).slice(0, 2)).toEqual([filled, cancelled]);
    await desk.cancel({ orderLinkId: open });
  });

  it('serves a week at most', async () => {
    const orderLinkId = newId('window');
    await desk.create({ ...MARKET, orderLinkId });
    const now = Date.now();
    const list = async (query: object): Promise<unknown[]> =>
      linkIds((await desk.get(HISTORY, query as never)).result.list as BybitItem[]);
    expect(await list({ startTime: now - DAY_MS })).toContain(orderLinkId);
    expect(await list({ endTime: now - DAY_MS })).not.toContain(orderLinkId);
    const wide = await desk.get(HISTORY, { startTime: now - 8 * DAY_MS, endTime: now });
    expect(wide.retCode).toBe(10001);
  });

  it('forgets what was cancelled unfilled after a day, and the rest after a week', async () => {
    const { control } = venueOf();
    const cancelled = await desk.rest();
    await desk.cancel({ orderLinkId: cancelled });
    const filled = newId('kept');
    await desk.create({ ...MARKET, orderLinkId: filled });
    const after = async (offsetMs: number, query: object): Promise<unknown[]> => {
      await control.post('clock', { offsetMs });
      const signing = { timestamp: Date.now() + offsetMs };
      const all = { category, ...query };
      const answer = await bybitCall(venueOf().venue, 'GET', HISTORY, all, signing);
      await control.post('clock', { offsetMs: 0 });
      return linkIds(answer.result.list as BybitItem[]);
    };
    expect(await after(DAY_MS / 2, {})).toEqual(expect.arrayContaining([filled, cancelled]));
    const later = await after(2 * DAY_MS, {});
    expect(later).toContain(filled);
    expect(later).not.toContain(cancelled);
    expect(await after(8 * DAY_MS, {})).toEqual([]);
    expect(await after(8 * DAY_MS, { orderLinkId: filled })).toEqual([filled]);
  });
});

describe('a restart', () => {
  const directory = mkdtempSync(join(tmpdir(), 'filltrail-bybit-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('keeps orders, fills and funds, but no closed orders at hand', async () => {
    const journalFile = join(directory, 'venue.jsonl');
    let venue = await openVenue({ journalFile });
    const desk = bybitDesk(() => testVenue(venue), 'linear');
    const open = await desk.rest();
    const closed = newId('closed');
    await desk.create({ ...MARKET, orderLinkId: closed });
    const wallet = { accountType: 'UNIFIED' };
    const before = (await desk.get('/v5/account/wallet-balance', wallet)).result;
    const executions = (await desk.get(EXECUTIONS)).result;
    await venue.close();

    venue = await openVenue({ journalFile });
    expect((await desk.get('/v5/account/wallet-balance', wallet)).result).toEqual(before);
    expect((await desk.get(EXECUTIONS)).result).toEqual(executions);
    expect(await desk.order(open)).toMatchObject({ orderStatus: 'New' });
    expect(await desk.order(closed)).toBeUndefined();
    const { result } = await desk.get(HISTORY, { orderLinkId: closed });
    expect(result.list).toMatchObject([{ orderLinkId: closed, orderStatus: 'Filled' }]);
    expect((await desk.create({ ...MARKET, orderLinkId: closed })).retCode).toBe(110072);
    await desk.cancel({ orderLinkId: open });
    const after = (await desk.get('/v5/account/wallet-balance', wallet)).result;
    expect(after.list[0].coin[0].totalOrderIM).toBe('0');
    await venue.close();
  });
});
