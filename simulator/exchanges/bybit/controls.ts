import { z } from 'zod';
import { namedOrder } from '../../control/orders.js';
import { ControlRefusal } from '../../control/refusal.js';
import { orderNameShape } from '../../control/schemas.js';
import type { Engine } from '../../engine/engine.js';
import { controlCall, type ControlCall } from '../../control/exchange-controls.js';
import type { AuthRefusals } from './auth-refusals.js';
import { BYBIT_MARKETS, categoryOf } from './categories.js';
import { bybitEvent, orderData } from './events.js';
import { extraFeesSchema, type ExtraFees } from './extra-fees.js';
import { otherExecutionSchema, type OtherExecutions } from './other-executions.js';

const refusalSchema = z.strictObject({
  apiKey: z.string().min(1),
  /** One stream carries both categories, so either of them may be named. */
  market: z.enum(BYBIT_MARKETS).optional(),
  times: z.number().int().min(1).max(100).optional(),
});

/** What the control interface can do with Bybit only. */
export function bybitControls(
  engine: Engine,
  others: OtherExecutions,
  extraFees: ExtraFees,
  refusals: AuthRefusals,
): Readonly<Record<string, ControlCall>> {
  return {
    // Sends and lists an execution that is not a fill: funding, liquidation, delivery.
    'POST /control/bybit/execution': controlCall(otherExecutionSchema, (input) => {
      const { market, symbol, apiKey } = input;
      if (!engine.state.markets[market].instruments.has(symbol)) {
        throw new ControlRefusal(400, `expected a symbol of ${market}, came "${symbol}"`);
      }
      const execution = others.add(input);
      const data = [{ category: categoryOf(market), ...execution.view }];
      const event = bybitEvent('execution', data, execution.at, { symbol });
      engine.streams.publish(market, apiKey, () => [event]);
      return { execId: execution.execId };
    }),

    // From now on, a part of each of an account's commissions is shown as a tax.
    'POST /control/bybit/extra-fees': controlCall(extraFeesSchema, (input) => {
      extraFees.tax(input);
      return input;
    }),

    // Sends a filled order once more, as Bybit does when a cancel came too late.
    'POST /control/bybit/cancel-lost': controlCall(z.strictObject(orderNameShape), (name) => {
      const order = namedOrder(engine, name);
      if (order?.status !== 'FILLED') {
        throw new ControlRefusal(409, `expected a filled order, came ${order?.status ?? 'none'}`);
      }
      const market = engine.state.markets[order.market];
      const data = {
        ...orderData(engine.clock.order(order), market),
        cancelType: 'CancelByUser',
        rejectReason: 'EC_OrigClOrdIDDoesNotExist',
      };
      const event = bybitEvent('order', [data], engine.clock.now(), { symbol: order.symbol });
      engine.streams.publish(order.market, order.apiKey, () => [event]);
      return { orderId: market.wireIds.orderId(order.orderId) };
    }),

    // Refuses an account's next logins to the private stream. Answers how many are left.
    'POST /control/bybit/refuse-auth': controlCall(refusalSchema, ({ apiKey, times }) => {
      if (times !== undefined) refusals.add(apiKey, times);
      return { left: refusals.left(apiKey) };
    }),
  };
}
