// Tables that are updated in place. A refresh touches only the cells that changed, so that focus,
// selection and scroll position survive it.
import { element } from './dom.js';

/**
 * @template Row
 * @typedef {object} Column
 * @property {string} label
 * @property {string} [className]
 * @property {(row: Row) => unknown} value a cell is built again when its value changes
 * @property {(value: any, current: () => Row) => Node} show builds the cell from the value; a cell
 *   that stays while its row changes asks for the current one
 */

/**
 * @template Row
 * @typedef {object} TableDefinition
 * @property {string} title
 * @property {string} caption what the table lists and how it is sorted, for people who do not see
 *   it
 * @property {string} empty the text if there are no rows
 * @property {readonly Column<Row>[]} columns
 */

/**
 * @template Row
 * @typedef {object} Line
 * @property {Row} row as it was shown last
 * @property {HTMLTableRowElement} line
 * @property {{ cell: HTMLElement, signature?: string }[]} cells each with the value that it shows
 */

/**
 * Fills a section with a heading and a table.
 *
 * @template {{ readonly id: number }} Row
 * @param {HTMLElement} section
 * @param {TableDefinition<Row>} definition
 * @returns {{ render(shown: { rows: readonly Row[], hasMore: boolean }): void }}
 */
export function createTable(section, { title, caption, empty, columns }) {
  const count = element('span', 'count', '');
  const heading = element('h2', '', title, ' ', count);
  heading.id = `${section.id}-title`;
  const head = element('thead', '', headRow(columns));
  const body = element('tbody', '');
  const table = element('table', '', element('caption', 'unseen', caption), head, body);
  const scroller = element('div', 'scroller', table);
  scroller.setAttribute('role', 'region');
  scroller.setAttribute('aria-labelledby', heading.id);
  const emptyText = element('p', 'empty', 'loading');
  section.replaceChildren(heading, scroller, emptyText);
  // The roles keep their meaning even where styles lay rows out as cards.
  table.setAttribute('role', 'table');
  for (const group of [head, body]) group.setAttribute('role', 'rowgroup');
  scroller.hidden = true;

  /** @type {Map<number, Line<Row>>} */
  const known = new Map();
  let isFirst = true;
  return {
    render({ rows, hasMore }) {
      count.textContent = rows.length === 0 ? '' : `${rows.length}${hasMore ? '+' : ''}`;
      count.title = hasMore ? `the newest ${rows.length} are shown` : '';
      scroller.hidden = rows.length === 0;
      emptyText.hidden = rows.length > 0;
      emptyText.textContent = empty;
      const ids = new Set(rows.map((row) => row.id));
      for (const [id, { line }] of known) {
        if (ids.has(id)) continue;
        line.remove();
        known.delete(id);
      }
      rows.forEach((row, index) => {
        const shown = known.get(row.id) ?? newLine(row, columns);
        const isChanged = update(shown, row, columns);
        if (isChanged && !isFirst) flash(shown.line);
        known.set(row.id, shown);
        const there = body.children[index];
        if (there !== shown.line) body.insertBefore(shown.line, there ?? null);
      });
      isFirst = false;
      // Only a table that can be scrolled needs keyboard focus.
      const canScroll = scroller.scrollHeight > scroller.clientHeight + 1;
      const isWide = scroller.scrollWidth > scroller.clientWidth + 1;
      if (canScroll || isWide) scroller.tabIndex = 0;
      else scroller.removeAttribute('tabindex');
    },
  };
}

/** @param {readonly Pick<Column<never>, 'label' | 'className'>[]} columns */
function headRow(columns) {
  const row = element('tr', '');
  row.setAttribute('role', 'row');
  for (const { label, className } of columns) {
    const cell = element('th', className ?? '', label);
    cell.scope = 'col';
    cell.setAttribute('role', 'columnheader');
    row.append(cell);
  }
  return row;
}

/**
 * @template Row
 * @param {Row} row
 * @param {readonly Pick<Column<never>, 'label' | 'className'>[]} columns
 * @returns {Line<Row>}
 */
function newLine(row, columns) {
  const line = element('tr', '');
  line.setAttribute('role', 'row');
  const cells = columns.map(({ label, className }) => {
    const cell = element('td', className ?? '');
    cell.setAttribute('role', 'cell');
    cell.dataset.label = label;
    line.append(cell);
    return { cell };
  });
  return { row, line, cells };
}

/**
 * Returns whether any cell changed.
 *
 * @template Row
 * @param {Line<Row>} shown
 * @param {Row} row
 * @param {readonly Column<Row>[]} columns
 */
function update(shown, row, columns) {
  let isChanged = false;
  shown.row = row;
  columns.forEach((column, index) => {
    const place = shown.cells[index];
    const value = column.value(row);
    const signature = JSON.stringify(value);
    if (!place || signature === place.signature) return;
    place.cell.replaceChildren(column.show(value, () => shown.row));
    place.signature = signature;
    isChanged = true;
  });
  return isChanged;
}

/** @param {HTMLElement} line */
function flash(line) {
  line.classList.remove('changed');
  requestAnimationFrame(() => line.classList.add('changed'));
}
