// The live page: lists from the API, refreshed by the event stream.
import { createActions } from './actions.js';
import { isZeroAmount } from './decimal.js';
import { byId } from './dom.js';
import { changedBy } from './events.js';
import { createList } from './list.js';
import { followEvents } from './live.js';
import { explain } from './notices.js';
import { createRefresher } from './refresher.js';
import { alertTable, failedTable, orderTable, positionTable, tradeTable } from './tables.js';
import { createTicker } from './ticker.js';
import { isToday, isWithinADay, refreshRelativeTimes } from './time.js';

/** @typedef {import('./api.js').ApiError} ApiError */
/** @typedef {import('./events.js').ListName} ListName */

/** For changes that no event reports, such as an order that is not accepted yet. */
const FULL_REFRESH_MS = 15_000;

const { cancelOrder, deleteFailedOrder } = createActions(() => refresh(everything));

const lists = {
  orders: createList('orders', {
    path: '/api/orders?limit=500',
    table: orderTable(cancelOrder),
    total: (rows) => rows.length,
  }),
  positions: createList('positions', {
    path: '/api/positions?limit=500',
    table: positionTable,
    total: (rows) => rows.filter(({ quantity }) => !isZeroAmount(quantity)).length,
  }),
  trades: createList('trades', {
    path: '/api/trades?limit=200',
    table: tradeTable,
    total: (rows) => rows.filter(({ createdAt }) => isToday(createdAt)).length,
  }),
  failed: createList('failed', {
    path: '/api/failed-orders?limit=200',
    table: failedTable(deleteFailedOrder),
    total: (rows) => rows.length,
  }),
  // Alerts cannot be acknowledged. An alert leaves the page when it is a day old.
  alerts: createList('alerts', {
    path: '/api/alerts?limit=100',
    table: alertTable,
    shows: ({ createdAt }) => isWithinADay(createdAt),
  }),
};
const everything = /** @type {ListName[]} */ (Object.keys(lists));

/** @type {(names: readonly ListName[], delayMs?: number) => void} */
const refresh = createRefresher(
  (name) => lists[name].load(),
  (error) => {
    showProblem(error);
    showFirstAlert();
  },
);

/** @param {ApiError | undefined} error */
function showProblem(error) {
  const place = byId('problem');
  place.hidden = !error;
  // Each problem is reported once, not at every retry.
  const key = error ? `${error.status} ${error.code}` : '';
  if (place.dataset.problem === key) return;
  place.dataset.problem = key;
  place.replaceChildren(...(error ? explain(error) : []));
}

/** Shows how to send the first alert, as long as there has never been an order. */
function showFirstAlert() {
  const { orders, trades, failed } = lists;
  byId('first').hidden = ![orders, trades, failed].every(({ rowCount }) => rowCount === 0);
}

const alertExample = {
  strategy: '<strategy>',
  token: '<its token>',
  id: 'my-first-alert',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'market',
  quantity: '0.01',
};
byId('first-command').textContent =
  `curl ${location.origin}/api/webhook -H 'Content-Type: application/json' \\\n` +
  `  -d '${JSON.stringify(alertExample)}'`;

const tick = createTicker(byId('ticker'), byId('events-empty'));
followEvents({
  onEvent: (event) => {
    tick(event);
    refresh(changedBy[event.type]);
  },
  onResync: () => refresh(everything),
  onState: (state) => {
    const place = byId('connection');
    if (place.dataset.state === state) return;
    place.dataset.state = state;
    place.textContent = state;
    // The stream's error does not say why it failed. The lists' answers do.
    if (state === 'reconnecting') refresh(everything);
  },
});
refresh(everything, 0);
setInterval(() => {
  if (!document.hidden) refresh(everything);
}, FULL_REFRESH_MS);
setInterval(() => {
  if (!document.hidden) refreshRelativeTimes();
}, 1_000);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh(everything);
});
