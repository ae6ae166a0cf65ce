import { UPBIT_LIMITS } from '../kit/korean/limits.js';
import type { RestParts } from '../kit/korean/open-rest.js';
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
