import { Decimal } from '../../decimal.js';
import type { Call } from '../../server/rest-api.js';
import { errors } from './errors.js';

const DECIMAL = /^([0-9]{1,20})(\.[0-9]{1,20})?$/;
const DECIMAL_RANGE = '^([0-9]{1,20})(\\.[0-9]{1,20})?$';
const INTEGER = /^[0-9]{1,19}$/;
const INTEGER_RANGE = '^[0-9]{1,20}$';

/** The parameters of one request, from query and form alike; unknown ones are ignored. */
export class Parameters {
  readonly #values: URLSearchParams;

  constructor({ query, body }: Pick<Call, 'query' | 'body'>) {
    this.#values = new URLSearchParams(query && body ? `${query}&${body}` : query || body);
  }

  text(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw errors.missing(name);
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!INTEGER.test(value)) throw errors.illegalCharacters(name, INTEGER_RANGE);
    return Number(value);
  }

  requiredInteger(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw errors.missing(name);
    return value;
  }

  decimal(name: string): Decimal | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!DECIMAL.test(value)) throw errors.illegalCharacters(name, DECIMAL_RANGE);
    return new Decimal(value);
  }

  requiredDecimal(name: string): Decimal {
    const value = this.decimal(name);
    if (value === undefined) throw errors.missing(name);
    return value;
  }

  flag(name: string): boolean {
    return this.text(name)?.toLowerCase() === 'true';
  }
}
