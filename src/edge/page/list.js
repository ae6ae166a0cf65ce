// A list on the page: a table that shows the answer of one call.
import { ApiError, call } from './api.js';
import { byId } from './dom.js';
import { createTable } from './table.js';

/**
 * @template Row
 * @typedef {object} ListDefinition
 * @property {string} path
 * @property {import('./table.js').TableDefinition<Row>} table
 * @property {(rows: readonly Row[]) => number} [total] the number for the bar at the top
 * @property {(row: Row) => boolean} [shows] which rows are shown; if none is, the list is hidden
 */

/**
 * Builds a list in the section that has its name.
 *
 * @template {{ readonly id: number }} Row
 * @param {string} name
 * @param {ListDefinition<Row>} definition
 */
export function createList(name, { path, table: tableDefinition, total, shows }) {
  const section = byId(name);
  const table = createTable(section, tableDefinition);
  /** @type {number | undefined} */
  let rowCount;
  return {
    /** How many rows are shown; `undefined` until they have been loaded once. */
    get rowCount() {
      return rowCount;
    },

    /**
     * Loads the list again. If that fails, the list stays as it was.
     *
     * @returns {Promise<ApiError | undefined>} why it could not be loaded
     */
    async load() {
      try {
        const { body, hasMore } = await call('GET', path);
        /** @type {Row[]} */
        const rows = shows ? body.filter(shows) : body;
        rowCount = rows.length;
        if (shows) section.hidden = rows.length === 0;
        table.render({ rows, hasMore: hasMore && rows.length === body.length });
        if (!total) return undefined;
        const count = total(body);
        const mark = hasMore && count === body.length ? '+' : '';
        byId(`total-${name}`).textContent = `${count}${mark}`;
        return undefined;
      } catch (error) {
        if (error instanceof ApiError) return error;
        throw error;
      }
    },
  };
}
