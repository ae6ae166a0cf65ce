import { VenueControl } from '../../../src/demo/venue-control.js';
import type { ExchangeName, MarketName } from '../../../simulator/names.js';
import { planOf, restingMarketId } from '../desk/plans.js';
import { AMPLE_LIMITS } from './ample-limits.js';

/** A fault that is switched on. */
export interface SwitchedFault {
  readonly name: string;
  /** How many times it has taken effect. */
  readonly hits: number;
  /** The account that it concerns, unless it concerns all. */
  readonly apiKey?: string;
}

/** Longer than the demo waits, since a machine that is busy with faults may answer slowly. */
const ANSWER_WITHIN_MS = 30_000;

/** The client of the control interface, with what only tests need: faults, limits, connections. */
export class SimulatorControl extends VenueControl {
  constructor(origin: string) {
    super(origin, ANSWER_WITHIN_MS);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
  override post(path: string, body: object = {}): Promise<any> {
    return super.post(path, body);
  }

  /** Makes any call that only reads, and returns its answer as it is sent. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
  get(path: string): Promise<any> {
    return this.call('GET', path);
  }

  /** Returns the origin of one of the simulated exchanges, each of which has its own port. */
  async originOf(exchange: ExchangeName): Promise<string> {
    const { origins } = await this.state();
    const origin = origins[exchange];
    if (origin === undefined) throw new Error(`there must be a simulated ${exchange}, was none`);
    return origin;
  }

  /** Returns the private streams that an account has open. */
  async connectionsOf(apiKey: string): Promise<readonly { readonly openedAt: number }[]> {
    const { connections } = await this.state(apiKey);
    return connections;
  }

  /** Returns the faults that are currently switched on. */
  async faults(): Promise<SwitchedFault[]> {
    return (await this.call('GET', 'faults')) as SwitchedFault[];
  }

  /** Switches one fault off, or all of them. */
  clearFaults(name?: string): Promise<unknown> {
    return this.call('DELETE', name === undefined ? 'faults' : `faults?name=${name}`);
  }

  /** Makes the limit orders of a market's plan rest until they are filled on command. */
  async letOrdersRest(market: MarketName): Promise<void> {
    await this.setLiquidity(market, restingMarketId(planOf(market)), 'manual');
  }

  /** Leaves it to a test what happens on markets: prices stand, orders rest, limits are high. */
  async leaveToTest(markets: readonly MarketName[]): Promise<void> {
    await this.post('movement', { mode: 'still' });
    for (const market of markets) {
      await this.letOrdersRest(market);
      await this.allowPlenty(market);
    }
  }

  /** Raises a market's limits, so that no test reaches them by accident. */
  async allowPlenty(market: MarketName): Promise<void> {
    await this.post('limits', { market, ...AMPLE_LIMITS[market] });
  }
}
