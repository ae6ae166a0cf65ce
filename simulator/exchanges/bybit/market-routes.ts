import { instrumentView } from './instrument-wire.js';
import { limitOf, pageOf } from './paging.js';
import { priceText } from './order-wire.js';
import { open, type BybitRequest, type BybitRoutes } from './routes.js';

const USUAL_LIMIT = 500;
const MOST = 1000;

/** The open calls: time, instruments, prices. */
export const MARKET_ROUTES: BybitRoutes = {
  'GET /v5/market/time': open(({ engine }) => {
    const now = engine.clock.now();
    return { timeSecond: String(Math.floor(now / 1000)), timeNano: `${now}000000` };
  }),
  'GET /v5/market/instruments-info': open(instrumentsInfo),
  'GET /v5/market/tickers': open(tickers),
};

function instrumentsInfo(request: BybitRequest): object {
  const { parameters } = request;
  const category = request.category();
  const status = parameters.text('status') ?? 'Trading';
  const base = parameters.text('baseCoin');
  const market = request.market();
  // Unless another status is asked for, only what trades now is listed.
  const listed = shown(request).filter(
    ({ symbol, baseAsset }) =>
      (market.listingState(symbol) === 'trading') === (status === 'Trading') &&
      (base === undefined || base === baseAsset),
  );
  // Spot is not paged.
  const limit = category === 'spot' ? listed.length : limitOf(parameters, USUAL_LIMIT, MOST);
  const page = pageOf(listed, parameters, limit, ({ symbol }) => symbol);
  return {
    category,
    list: page.items
      .map((instrument): unknown => ({ ...instrumentView(instrument, category), status }))
      .concat(page.nextPageCursor === '' ? market.oddRows : []),
    nextPageCursor: page.nextPageCursor,
  };
}

function tickers(request: BybitRequest): object {
  const { prices } = request.market();
  return {
    category: request.category(),
    list: shown(request).map((instrument) => {
      const price = priceText(prices.price(instrument.symbol), instrument);
      return { symbol: instrument.symbol, lastPrice: price, bid1Price: price, ask1Price: price };
    }),
  };
}

function shown(request: BybitRequest): ReturnType<BybitRequest['instrument']>[] {
  return request.parameters.text('symbol') ? [request.instrument()] : request.market().listed();
}
