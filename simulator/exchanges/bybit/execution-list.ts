import type { LedgerView } from '../../engine/ledger-view.js';
import type { Fill } from '../../model.js';
import { executionView } from './execution-wire.js';
import type { ExtraFees } from './extra-fees.js';
import { instrumentFilter, namedOrders } from './order-lists.js';
import type { OtherExecution, OtherExecutions } from './other-executions.js';
import { limitOf, pageOf } from './paging.js';
import type { BybitRequest } from './routes.js';
import { windowOf } from './windows.js';

const USUAL_LIMIT = 50;
const MOST = 100;

interface Listed {
  readonly at: number;
  readonly key: string;
  view(): object;
}

/** Answers GET /v5/execution/list: fills, and what else moved a position, newest first. */
export function listExecutions(
  request: BybitRequest,
  others: OtherExecutions,
  extraFees: ExtraFees,
): object {
  const { parameters, engine } = request;
  const [start, end] = windowOf(parameters, engine.clock.now());
  const view = request.view();
  const named = namedOrders(request, view);
  const isWanted = instrumentFilter(request);
  const execType = parameters.text('execType');
  const limit = limitOf(parameters, USUAL_LIMIT, MOST);
  const isInside = ({ at, symbol }: { at: number; symbol: string }): boolean =>
    at >= start && at <= end && isWanted(symbol);

  const wantsTrades = execType === undefined || execType === 'Trade';
  const fills = wantsTrades ? fillsOf(view, named) : [];
  const rest = named ? [] : others.of(request.account().apiKey, request.market().name);
  const listed = [
    ...fills.filter(isInside).map((fill) => listedFill(fill, request, view, extraFees)),
    ...rest
      .filter((each) => isInside(each) && (execType ?? each.execType) === each.execType)
      .map(listedOther),
  ];
  // The sort is stable: what happened in the same millisecond keeps its order, latest first.
  const newestFirst = listed.reverse().sort((a, b) => b.at - a.at);
  const page = pageOf(newestFirst, parameters, limit, ({ key }) => key);
  return {
    category: request.category(),
    list: page.items.map((item) => item.view()),
    nextPageCursor: page.nextPageCursor,
  };
}

function fillsOf(view: LedgerView, named: ReturnType<typeof namedOrders>): readonly Fill[] {
  if (named) return named.flatMap(({ orderId }) => view.fillsOf(orderId));
  return view.symbols().flatMap((symbol) => view.fills(symbol));
}

function listedFill(
  fill: Fill,
  request: BybitRequest,
  view: LedgerView,
  extraFees: ExtraFees,
): Listed {
  const market = request.market();
  return {
    at: fill.at,
    key: `${fill.symbol}:${fill.tradeId},${fill.at}`,
    view() {
      const fills = view.fillsOf(fill.orderId);
      // Not from the view (V6): only the order's terms are shown, and these never change.
      const order = market.ledger.order(fill.orderId);
      if (!order) throw new Error(`fill ${fill.tradeId} of ${fill.symbol} has no order`);
      const fees = extraFees.shown(order.apiKey, fill, 'list');
      return executionView(fill, order, fills, market, fees);
    },
  };
}

function listedOther({ at, execId, view }: OtherExecution): Listed {
  return { at, key: execId, view: () => view };
}
