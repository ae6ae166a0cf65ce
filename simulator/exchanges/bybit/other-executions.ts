import { z } from 'zod';
import { Decimal, ZERO } from '../../decimal.js';
import type { Engine } from '../../engine/engine.js';
import type { MarketName } from '../../names.js';
import { BYBIT_MARKETS, categoryOf, type BybitMarket } from './categories.js';
import { uuidOf } from './ids.js';
import { priceText, quantityText, sideText } from './order-wire.js';

/** What is listed among executions but is not a fill. */
const OTHER_TYPES = ['Funding', 'AdlTrade', 'BustTrade', 'Settle', 'Delivery'] as const;

const amount = z
  .string()
  .regex(/^-?\d{1,20}(\.\d{1,20})?$/, 'expected a decimal string such as "0.5"')
  .transform((text) => new Decimal(text));

export const otherExecutionSchema = z.strictObject({
  apiKey: z.string().min(1),
  market: z.enum(BYBIT_MARKETS).default('bybit-linear'),
  symbol: z.string().min(1),
  execType: z.enum(OTHER_TYPES),
  side: z.enum(['BUY', 'SELL']).default('SELL'),
  quantity: amount,
  price: amount.optional(),
  fee: amount.default(ZERO),
});

export interface OtherExecution {
  readonly apiKey: string;
  readonly market: BybitMarket;
  readonly symbol: string;
  readonly at: number;
  readonly execId: string;
  readonly execType: string;
  readonly view: object;
}

/**
 * Executions that are not fills of orders: funding, and what the exchange itself trades. They are
 * sent and listed, but change neither wallet nor position. A restart forgets them.
 */
export class OtherExecutions {
  readonly #kept: OtherExecution[] = [];

  constructor(private readonly engine: Engine) {}

  of(apiKey: string, market: MarketName): readonly OtherExecution[] {
    return this.#kept.filter((each) => each.apiKey === apiKey && each.market === market);
  }

  add(input: z.output<typeof otherExecutionSchema>): OtherExecution {
    const { apiKey, market, symbol, execType } = input;
    const at = this.engine.clock.now();
    const execId = uuidOf(`${execType} ${apiKey} ${this.#kept.length} ${at}`);
    const view = this.#view(input, execId, at);
    const execution = { apiKey, market, symbol, at, execId, execType, view };
    this.#kept.push(execution);
    return execution;
  }

  #view(input: z.output<typeof otherExecutionSchema>, execId: string, at: number): object {
    const { market: name, symbol, execType, side, quantity, fee } = input;
    const market = this.engine.state.markets[name];
    const instrument = market.instrument(symbol);
    const price = input.price ?? market.prices.price(symbol);
    const value = price.times(quantity);
    const text = quantityText(quantity, instrument);
    return {
      symbol,
      // This is the exchange's own order, which is never listed.
      orderId: uuidOf(`order of ${execId}`),
      orderLinkId: '',
      side: sideText(side),
      orderPrice: '0',
      orderQty: text,
      leavesQty: '0',
      createType: execType === 'AdlTrade' ? 'CreateByAdl_PassThrough' : 'CreateByUser',
      orderType: execType === 'Funding' ? 'UNKNOWN' : 'Market',
      stopOrderType: 'UNKNOWN',
      execId,
      execPrice: priceText(price, instrument),
      execQty: text,
      execValue: value.toString(),
      execType,
      execTime: String(at),
      execFee: fee.toString(),
      feeCurrency: instrument.quoteAsset,
      feeRate: fee.isZero() ? '0' : fee.div(value).toDecimalPlaces(8).toString(),
      execPnl: '0',
      closedSize: execType === 'Funding' ? '0' : text,
      isMaker: false,
      isLeverage: '0',
      blockTradeId: '',
      markPrice: priceText(market.prices.price(symbol), instrument),
      indexPrice: '',
      tradeIv: '',
      markIv: '',
      underlyingPrice: '',
      seq: market.ledger.nextTradeId(symbol),
      ...(categoryOf(name) === 'linear' ? { extraFees: '' } : {}),
    };
  }
}
