import type { Chance } from '../chance.js';
import type { ChaosGoods, RestingGoods } from './goods.js';

/** Something that happens to an accepted order, some time after the previous step. */
export interface Step {
  readonly afterMs: number;
  /** `cancel` uses our own API, the others use the exchange; `race` is a cancel during a fill. */
  readonly what: 'fill' | 'amend' | 'cancel' | 'race' | 'exchange-cancel' | 'expire' | 'forget';
  /** For a fill: how much, and in how many trades. For an amendment: what is asked for then. */
  readonly quantity?: string;
  readonly fills?: number;
  /** For an amendment that moves the order. */
  readonly price?: string;
}

/** An order that rests until the exchange fills it on command, and what happens to it. */
export interface RestingOrder {
  readonly order: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** What is left of an order while its life is planned, in its smallest units. */
interface Life {
  filled: number;
  left: number;
}

const HUNDREDTHS = 100;
/** In percent, before each fill and before the end. */
const AMENDED = 20;
/** With less than this left, an amendment might leave nothing for the steps that follow. */
const LEAST_AMENDED = 20;

/** Plans an order that rests until the exchange fills it on command, and its further steps. */
export function planResting(chance: Chance, goods: ChaosGoods, side: string): RestingOrder {
  const resting = chance.pick(goods.resting);
  const units = chance.between(80, 300);
  const price = (): string => restingPrice(chance, resting, side);
  const order = {
    symbol: resting.symbol,
    side,
    type: 'limit',
    timeInForce: 'GTC',
    quantity: inHundredths(units * resting.unit),
    price: price(),
  };
  const life: Life = { filled: 0, left: units };
  const { unit } = resting;
  const amended = (): Step[] =>
    life.left >= LEAST_AMENDED && goods.amends !== 'nothing' && chance.happens(AMENDED)
      ? [amend(chance, life, unit, goods.amends === 'all' ? price : undefined)]
      : [];
  const parts = Array.from({ length: chance.between(0, 3) });
  const steps = parts.flatMap(() => [...amended(), fillPart(chance, life, unit)]);
  return { order, steps: [...steps, ...amended(), ...end(chance, life, unit)] };
}

function restingPrice(chance: Chance, { low, high, step }: RestingGoods, side: string): string {
  const away = chance.between(0, 9) * step;
  return String(side === 'buy' ? low - away : high + away);
}

/** Changes what an order asks for. Without a price, it may only ask for less. */
function amend(chance: Chance, life: Life, unit: number, price?: () => string): Step {
  const most = price ? life.left * 2 : life.left - 1;
  life.left = chance.between(Math.ceil(life.left / 2), most);
  const quantity = inHundredths((life.filled + life.left) * unit);
  const isMoved = price !== undefined && chance.happens(50);
  return {
    afterMs: pause(chance),
    what: 'amend',
    quantity,
    ...(isMoved ? { price: price() } : {}),
  };
}

function fillPart(chance: Chance, life: Life, unit: number): Step {
  const part = chance.between(1, Math.floor(life.left / 2));
  life.left -= part;
  life.filled += part;
  return fill(chance, part, unit);
}

function end(chance: Chance, { left }: Life, unit: number): Step[] {
  const ending = chance.between(1, 100);
  if (ending <= 43) return [fill(chance, left, unit)];
  const afterMs = pause(chance);
  if (ending <= 58) return [{ afterMs, what: 'cancel' }];
  if (ending <= 73) {
    const part = chance.happens(50) ? left : Math.ceil(left / 2);
    const quantity = inHundredths(part * unit);
    return [{ afterMs, what: 'race', quantity, fills: chance.between(1, 3) }];
  }
  if (ending <= 80) return [{ afterMs, what: 'exchange-cancel' }];
  if (ending <= 85) return [{ afterMs, what: 'expire' }];
  if (ending <= 91) return [{ afterMs, what: 'forget' }];
  return []; // it rests until the quiet end
}

function fill(chance: Chance, units: number, unit: number): Step {
  const fills = chance.between(1, Math.min(4, units));
  return { afterMs: pause(chance), what: 'fill', quantity: inHundredths(units * unit), fills };
}

function pause(chance: Chance): number {
  return chance.happens(40) ? chance.between(0, 300) : chance.between(300, 9_000);
}

/** Returns hundredths as a decimal string, without floats. */
export function inHundredths(hundredths: number): string {
  const rest = String(hundredths % HUNDREDTHS).padStart(2, '0');
  return `${Math.floor(hundredths / HUNDREDTHS)}.${rest}`;
}
