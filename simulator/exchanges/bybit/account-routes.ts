import { errors } from './errors.js';
import { positionView, walletView } from './account-views.js';
import { read, type BybitRequest, type BybitRoutes } from './routes.js';

/** Reads of the account itself: its wallet, its positions and its key. */
export const ACCOUNT_ROUTES: BybitRoutes = {
  'GET /v5/account/wallet-balance': read(walletBalance),
  'GET /v5/account/info': read(() => ({
    unifiedMarginStatus: 6,
    marginMode: 'REGULAR_MARGIN',
    dcpStatus: 'OFF',
    isMasterTrader: false,
    spotHedgingStatus: 'OFF',
    updatedTime: '1700000000000',
  })),
  'GET /v5/position/list': read(positionList),
  'GET /v5/user/query-api': read((request) => ({
    id: '1',
    note: 'venue',
    apiKey: request.account().apiKey,
    readOnly: 0,
    permissions: { ContractTrade: ['Order', 'Position'], Spot: ['SpotTrade'], Wallet: [] },
    ips: ['*'],
    type: 1,
    userID: 1,
    uta: 1,
    unified: 0,
    isMaster: true,
  })),
  'GET /v5/asset/coin/query-info': read(coinInfo),
};

function walletBalance(request: BybitRequest): object {
  const { parameters, engine } = request;
  if (parameters.requiredText('accountType') !== 'UNIFIED') {
    throw errors.parameter('accountType only support UNIFIED.');
  }
  const wanted = parameters.text('coin')?.split(',');
  const view = walletView(engine.state, request.account()) as { coin: { coin: string }[] };
  const coin = view.coin.filter((each) => wanted?.includes(each.coin) ?? true);
  return { list: [{ ...view, coin }] };
}

/** Lists the position of a symbol, even if it is flat, or all open positions of a settle coin. */
function positionList(request: BybitRequest): object {
  const { parameters, engine } = request;
  const category = request.category();
  if (category !== 'linear') throw errors.parameter('Illegal category');
  const symbol = parameters.text('symbol') && request.instrument().symbol;
  const settleCoin = parameters.text('settleCoin');
  if (symbol === undefined && settleCoin === undefined) {
    throw errors.parameter('symbol or settleCoin is required');
  }
  const account = request.account();
  const funds = account.wallets['bybit-linear'];
  const held = funds.positions().filter(({ amount }) => !amount.isZero());
  const positions = symbol === undefined ? held : [funds.position(symbol)];
  const now = engine.clock.now();
  return {
    category,
    list: positions.map((each) => positionView(engine.state, account, each, 'avgPrice', now)),
    nextPageCursor: '',
  };
}

function coinInfo({ engine }: BybitRequest): object {
  const instruments = [...engine.state.markets['bybit-spot'].instruments.values()];
  const coins = new Set(instruments.flatMap((each) => [each.baseAsset, each.quoteAsset]));
  return {
    rows: [...coins].map((coin) => ({ name: coin, coin, remainAmount: '0', chains: [] })),
  };
}
