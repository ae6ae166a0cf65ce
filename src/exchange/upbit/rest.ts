import { UPBIT_LIMITS } from '../korea/limits.js';
import type { RestParts } from '../korea/open-rest.js';
import { createClient } from './client.js';
import { dialect } from './dialect.js';

/** What the calls are like here. */
export const rest: RestParts = {
  dialect,
  limits: UPBIT_LIMITS,
  names: {
    submit: 'privatePostOrders',
    getOrder: 'privateGetOrder',
    cancel: 'privateDeleteOrder',
    listOpen: 'privateGetOrdersOpen',
    listClosed: 'privateGetOrdersClosed',
    ticker: 'publicGetTicker',
  },
  createClient,
};
