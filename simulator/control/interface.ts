import { z } from 'zod';
import type { Engine } from '../engine/engine.js';
import { jsonAnswer, type Answer, type Call } from '../http.js';
import type { Order } from '../model.js';
import type { ExchangeName, MarketName } from '../names.js';
import type { ControlHandler } from '../server/http-server.js';
import { takeRegistration } from './accounts.js';
import type { ControlCall, LimitControl } from './exchange-controls.js';
import { faultSchemaWith, type UnclearCodes } from './fault-codes.js';
import {
  amendOrder,
  cancelOrder,
  expireOrder,
  fillOrder,
  forgetOrder,
  placeOutside,
} from './orders.js';
import { changeListing } from './listing.js';
import { setLiquidity, setMovement, setPrice } from './prices.js';
import { ControlRefusal } from './refusal.js';
import { ledgerReport, orderReport, stateReport } from './reports.js';
import { schemas } from './schemas.js';
import { dropStreams, sendFrame } from './streams.js';

const LOOPBACK = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/;

type Handler = (call: Call) => unknown;

/** What the exchanges add to the control interface. */
export interface ExchangeControls {
  /** The controls of those markets whose limits can be changed. */
  readonly limits: Readonly<Partial<Record<MarketName, LimitControl>>>;
  /** Calls that only one exchange has, by "METHOD path". */
  readonly calls: Readonly<Record<string, ControlCall>>;
  readonly unclearCodes: UnclearCodes;
}

/**
 * Returns the control interface, with which tests and demonstrations move prices, fill orders and
 * cause faults. It answers this machine only.
 */
export function createControl(
  engine: Engine,
  { limits, calls, unclearCodes }: ExchangeControls,
  originsOf: () => Readonly<Record<ExchangeName, string>>,
): ControlHandler {
  const { faults, clock, state, streams } = engine;
  const faultSchema = faultSchemaWith(unclearCodes);
  const report = (order: Order): object =>
    orderReport(clock.order(order), state.markets[order.market]);
  const handlers: Readonly<Record<string, Handler>> = {
    'GET /control/state': (call) => ({
      origins: originsOf(),
      ...stateReport(engine, new URLSearchParams(call.query)),
    }),
    'GET /control/ledger': (call) => ledgerReport(engine, new URLSearchParams(call.query)),
    'POST /control/accounts': on(schemas.account, (input) => takeRegistration(engine, input)),
    'POST /control/price': on(schemas.price, (input) => setPrice(engine, input)),
    'POST /control/listing': on(schemas.listing, (input) => changeListing(engine, input)),
    'POST /control/movement': on(schemas.movement, ({ mode }) => setMovement(engine, mode)),
    'POST /control/liquidity': on(schemas.liquidity, (input) => setLiquidity(engine, input)),
    'POST /control/fill': on(schemas.fill, (input) => report(fillOrder(engine, input))),
    'POST /control/amend': on(schemas.amend, (input) => report(amendOrder(engine, input))),
    'POST /control/outside-order': on(schemas.outsideOrder, (input) =>
      report(placeOutside(engine, input)),
    ),
    'POST /control/cancel': on(schemas.order, (input) => report(cancelOrder(engine, input))),
    'POST /control/expire': on(schemas.order, (input) => report(expireOrder(engine, input))),
    'POST /control/forget': on(schemas.order, (input) => report(forgetOrder(engine, input))),
    'POST /control/stream/drop': on(schemas.drop, (input) => dropStreams(engine, input)),
    'POST /control/stream/frame': on(schemas.streamFrame, (input) => sendFrame(engine, input)),
    'POST /control/stream/life': on(schemas.streamLife, ({ market, ms }) => {
      return { streamLifeMs: streams.limitLife(ms, market) };
    }),
    'POST /control/clock': (call) => {
      const { offsetMs } = parse(schemas.clock, call.body);
      clock.set(offsetMs, call.at);
      return { offsetMs, serverTime: clock.now() };
    },
    'POST /control/limits': on(schemas.limits, ({ market, ...wanted }) => {
      const control = limits[market];
      if (!control) throw new ControlRefusal(400, `${market} has no limits that can be changed`);
      return control.change(check(control.schema, wanted));
    }),
    'GET /control/faults': (call) =>
      faults.list(call.at).map(({ order, hits }) => ({ ...order, hits })),
    'POST /control/faults': (call) => faults.add(parse(faultSchema, call.body), call.at).order,
    'DELETE /control/faults': (call) => {
      const name = new URLSearchParams(call.query).get('name') ?? undefined;
      return { cleared: faults.clear(name) };
    },
    ...Object.fromEntries(
      Object.entries(calls).map(([name, own]) => [
        name,
        on(own.schema, (input) => own.handle(input)),
      ]),
    ),
  };
  return (call) => answer(handlers, call);
}

function answer(handlers: Readonly<Record<string, Handler>>, call: Call): Answer {
  if (!LOOPBACK.test(call.peer)) {
    return jsonAnswer(403, { error: 'the control interface is for this machine only' });
  }
  try {
    const handler = handlers[`${call.method} ${call.path}`];
    if (!handler) {
      const known = Object.keys(handlers).join(', ');
      throw new ControlRefusal(
        404,
        `no control call ${call.method} ${call.path}; there are ${known}`,
      );
    }
    return jsonAnswer(200, handler(call));
  } catch (error) {
    if (!(error instanceof ControlRefusal)) throw error;
    return jsonAnswer(error.status, { error: error.message });
  }
}

function on<S extends z.ZodType>(schema: S, handle: (input: z.output<S>) => unknown): Handler {
  return (call) => handle(parse(schema, call.body));
}

function parse<S extends z.ZodType>(schema: S, body: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(body || '{}');
  } catch {
    throw new ControlRefusal(400, `expected a JSON body, came ${JSON.stringify(body)}`);
  }
  return check(schema, value);
}

function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ControlRefusal(400, `${z.prettifyError(result.error)}; came ${JSON.stringify(value)}`);
}
