import type { Call } from '../../http.js';
import { Parameters } from '../kit/parameters.js';
import { errors } from './errors.js';

const DECIMAL_RANGE = '^([0-9]{1,20})(\\.[0-9]{1,20})?$';
const INTEGER = /^[0-9]{1,19}$/;
const INTEGER_RANGE = '^[0-9]{1,20}$';

/** The parameters of one request, from both query and form. */
export class BinanceParameters extends Parameters {
  readonly #values: URLSearchParams;

  constructor({ query, body }: Pick<Call, 'query' | 'body'>) {
    super();
    this.#values = new URLSearchParams(query && body ? `${query}&${body}` : query || body);
  }

  text(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!INTEGER.test(value)) throw errors.illegalCharacters(name, INTEGER_RANGE);
    return Number(value);
  }

  requiredInteger(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw this.missing(name);
    return value;
  }

  flag(name: string): boolean {
    return this.text(name)?.toLowerCase() === 'true';
  }

  protected missing(name: string): Error {
    return errors.missing(name);
  }

  protected noDecimal(name: string): Error {
    return errors.illegalCharacters(name, DECIMAL_RANGE);
  }
}
