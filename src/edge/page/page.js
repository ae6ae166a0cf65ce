// The live page: lists from the API, refreshed by the event stream.
import { call, Problem } from './api.js';
import { isZero } from './decimal.js';
import { followEvents } from './live.js';
import { explain, say } from './notices.js';
import { createTable } from './table.js';
import { alertTable, failedTable, orderTable, positionTable, tradeTable } from './tables.js';
import { createTicker } from './ticker.js';
import { isToday, isWithinADay, refreshRelativeTimes } from './time.js';

/** The event stream is enough; this finds what it cannot tell, such as an order not accepted yet. */
const FULL_REFRESH_MS = 15_000;
const RETRY_MS = 3_000;
/** A burst of events is one refresh. */
const SETTLE_MS = 60;
const SHORTEST_PAUSE_MS = 500;

const byId = (id) => document.getElementById(id);
const notices = byId('notices');

const lists = {
  orders: {
    path: '/api/orders?limit=500',
    table: createTable(byId('orders'), orderTable(cancelOrder)),
    total: (rows) => rows.length,
  },
  positions: {
    path: '/api/positions?limit=500',
    table: createTable(byId('positions'), positionTable),
    total: (rows) => rows.filter(({ quantity }) => !isZero(quantity)).length,
  },
  trades: {
    path: '/api/trades?limit=200',
    table: createTable(byId('trades'), tradeTable),
    total: (rows) => rows.filter(({ createdAt }) => isToday(createdAt)).length,
  },
  failed: {
    path: '/api/failed-orders?limit=200',
    table: createTable(byId('failed'), failedTable(deleteFailedOrder)),
    total: (rows) => rows.length,
  },
  // Nobody acknowledges an alert: it leaves the page when it is a day old.
  alerts: {
    path: '/api/alerts?limit=100',
    table: createTable(byId('alerts'), alertTable),
    shows: ({ createdAt }) => isWithinADay(createdAt),
  },
};
const everything = Object.keys(lists);

/** What each event may have changed; a late fill turns a failed order into a trade. */
const changedBy = {
  order_created: ['orders'],
  order_partially_filled: ['orders', 'trades', 'failed'],
  order_filled: ['orders', 'trades', 'failed'],
  order_cancelled: ['orders', 'trades', 'failed'],
  order_expired: ['orders', 'trades', 'failed'],
  order_rejected: ['orders', 'trades', 'failed'],
  position_updated: ['positions'],
};

const due = new Set();
let timer;
let isLoading = false;

/** Refreshes lists soon; calls that come close together are one. */
function refresh(names, delayMs = SETTLE_MS) {
  for (const name of names) due.add(name);
  if (!isLoading) timer ??= setTimeout(load, delayMs);
}

async function load() {
  timer = undefined;
  isLoading = true;
  const names = [...due];
  due.clear();
  const problems = await Promise.all(names.map(loadList));
  isLoading = false;
  const failed = names.filter((_, index) => problems[index]);
  showProblem(problems.find(Boolean));
  showFirstAlert();
  if (failed.length > 0) refresh(failed, RETRY_MS);
  else if (due.size > 0) refresh([], SHORTEST_PAUSE_MS);
}

/** Returns the problem that kept a list from being loaded, if any; the list then stays as it was. */
async function loadList(name) {
  const list = lists[name];
  try {
    const { body, hasMore } = await call('GET', list.path);
    list.rows = list.shows ? body.filter(list.shows) : body;
    const isCut = hasMore && list.rows.length === body.length;
    if (list.shows) byId(name).hidden = list.rows.length === 0;
    list.table.render({ rows: list.rows, hasMore: isCut });
    if (!list.total) return undefined;
    const total = list.total(body);
    byId(`total-${name}`).textContent = `${total}${hasMore && total === body.length ? '+' : ''}`;
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function showProblem(problem) {
  const place = byId('problem');
  place.hidden = !problem;
  // Said once, not at every retry.
  const key = problem ? `${problem.status} ${problem.code}` : '';
  if (place.dataset.problem === key) return;
  place.dataset.problem = key;
  place.replaceChildren(...(problem ? explain(problem) : []));
}

function showFirstAlert() {
  const { orders, trades, failed } = lists;
  const isKnown = [orders, trades, failed].every(({ rows }) => rows);
  byId('first').hidden = !isKnown || [orders, trades, failed].some(({ rows }) => rows.length > 0);
}

async function cancelOrder(order, button) {
  const name = `${order.side} ${order.quantity} ${order.symbol}`;
  const isSure = await confirm({
    title: `Cancel ${name}?`,
    text: `${order.filledQuantity} of ${order.quantity} is filled. The rest is cancelled on the exchange.`,
    yes: 'Cancel the order',
  });
  if (!isSure) return;
  const path = `/api/orders/${encodeURIComponent(order.clientOrderId)}/cancel`;
  await act(button, 'POST', path, ({ status, filledQuantity }) =>
    status === 'CANCELLED'
      ? `${name} is cancelled; ${filledQuantity} was filled.`
      : `${name} had already ended as ${status}; ${filledQuantity} was filled.`,
  );
}

async function deleteFailedOrder(order, button) {
  const name = `${order.side} ${order.quantity} ${order.symbol}`;
  const isSure = await confirm({
    title: `Delete the failed order ${name}?`,
    text: 'It leaves this list for good. Its events are kept.',
    yes: 'Delete it',
  });
  if (!isSure) return;
  await act(button, 'DELETE', `/api/failed-orders/${order.id}`, () => `${name} is deleted.`);
}

/** Carries an operator's wish out and says how it ended. */
async function act(button, method, path, describe) {
  button.disabled = true;
  try {
    const { body } = await call(method, path);
    say(notices, 'done', describe(body));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(notices, 'problem', ...explain(error));
  } finally {
    button.disabled = false;
    refresh(everything);
  }
}

function confirm({ title, text, yes }) {
  const dialog = byId('confirm');
  byId('confirm-title').textContent = title;
  byId('confirm-text').textContent = text;
  byId('confirm-yes').textContent = yes;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
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
    // The stream's error does not say why; the lists' answers do.
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
