import { describe } from 'vitest';
import { faultRig } from '../kit/faults/fault-rig.js';
import { MARKET_NAMES } from '../../simulator/names.js';
import { abandoned } from './cases/abandoned.js';
import { amendments } from './cases/amendments.js';
import { charges } from './cases/charges.js';
import { empty } from './cases/empty.js';
import { ends } from './cases/ends.js';
import { forgotten } from './cases/forgotten.js';
import { refusals } from './cases/refusals.js';
import { markets as changingMarkets } from './cases/markets.js';
import { listings } from './cases/listings.js';
import { lists } from './cases/lists.js';
import { longLists } from './cases/long-lists.js';
import { replaced } from './cases/replaced.js';
import { roads } from './cases/roads.js';
import { shallow } from './cases/shallow.js';
import { slowLists } from './cases/slow-lists.js';
import { terms } from './cases/terms.js';
import { unclear } from './cases/unclear.js';
import { Product } from '../kit/product/product.js';
import type {} from '../kit/tables/conformance-table.js';

/**
 * `npm run test:conformance` plays all of them on all markets; `npm test` those that take seconds,
 * each on a third of the markets in turn.
 */
const isWhole = process.env['CONFORMANCE'] === 'all';
const only = process.env['CONFORMANCE_MARKETS']?.split(',');
const markets = MARKET_NAMES.filter((each) => only?.includes(each) ?? true);
const isInTurn = (market: number, number: number): boolean =>
  isWhole || (market + number) % 3 === 0;

/**
 * No case is about alerts that come too late, and on a busy machine many would. An order that the
 * exchange does not know ends sooner than it usually does, so that a test can wait for that. The
 * streams of cases that are over close soon, since there are hundreds.
 */
const start = () =>
  Product.start({ staleAfterMs: 600_000, forgottenAfterMs: 40_000, streamLingerMs: 20_000 });

const rig = faultRig('conformance', start, markets);

const cases = [
  ...ends,
  ...unclear,
  ...roads,
  ...terms,
  ...refusals,
  ...shallow,
  ...changingMarkets,
  ...amendments,
  ...forgotten,
  ...lists,
  ...charges,
  ...empty,
  ...replaced,
  ...longLists,
  ...abandoned,
  ...listings,
  ...slowLists,
];

cases.forEach((each, index) => {
  if (each.isSlow && !isWhole) return;
  const number = index + 1;
  describe(`${number} ${each.name}`, () => {
    for (const market of markets.filter((_, at) => isInTurn(at, number))) {
      const notThere = each.notThere?.[market];
      const reason = notThere === undefined ? {} : { notThere };
      rig.conforms({ number, name: each.name, market, ...reason }, each.play);
    }
  });
});

rig.stillWhole();
