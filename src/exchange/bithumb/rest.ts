import { BITHUMB_LIMITS } from '../kit/korean/limits.js';
import type { RestParts } from '../kit/korean/open-rest.js';
import { createClient } from './client.js';
import { dialect } from './dialect.js';

/** What the calls are like here. */
export const rest: RestParts = {
  dialect,
  limits: BITHUMB_LIMITS,
  names: {
    submit: 'privatePostV2Orders',
    getOrder: 'privateGetV1Order',
    cancel: 'privateDeleteV2Order',
    listOpen: 'privateGetV1Orders',
    listClosed: 'privateGetV1Orders',
    ticker: 'publicGetV1Ticker',
  },
  createClient,
};
