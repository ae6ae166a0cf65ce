// Tables that follow their rows: a refresh touches only the cells that changed, so that focus,
// selection and scroll position survive it.
import { element } from './cells.js';

/**
 * Fills a section with a heading and a table.
 *
 * A column is `{ label, className?, value(row), show(value, row) }`; `value` decides whether a cell
 * is built again, `show` builds it.
 *
 * @returns `{ render({ rows, hasMore }) }`
 */
export function createTable(section, { title, caption, empty, columns }) {
  const name = section.id;
  const count = element('span', 'count', '');
  const heading = element('h2', '', title, ' ', count);
  heading.id = `${name}-title`;
  const body = document.createElement('tbody');
  const table = element(
    'table',
    '',
    element('caption', 'unseen', caption),
    element('thead', '', headRow(columns)),
    body,
  );
  const scroller = element('div', 'scroller', table);
  scroller.setAttribute('role', 'region');
  scroller.setAttribute('aria-labelledby', heading.id);
  const emptyText = element('p', 'empty', 'loading');
  section.replaceChildren(heading, scroller, emptyText);
  // Styles that lay rows out as cards must not take their meaning away.
  for (const [tag, role] of Object.entries({
    table: 'table',
    thead: 'rowgroup',
    tbody: 'rowgroup',
  }))
    section.querySelector(tag).setAttribute('role', role);
  scroller.hidden = true;

  const known = new Map();
  let isFirst = true;
  return {
    render({ rows, hasMore }) {
      count.textContent = rows.length === 0 ? '' : `${rows.length}${hasMore ? '+' : ''}`;
      count.title = hasMore ? `the newest ${rows.length} are shown` : '';
      scroller.hidden = rows.length === 0;
      // Only what can be scrolled needs the keyboard's focus.
      emptyText.hidden = rows.length > 0;
      emptyText.textContent = empty;
      const ids = new Set(rows.map((row) => row.id));
      for (const [id, shown] of known) {
        if (ids.has(id)) continue;
        shown.line.remove();
        known.delete(id);
      }
      rows.forEach((row, index) => {
        const shown = known.get(row.id) ?? newLine(columns);
        const isChanged = update(shown, row, columns);
        if (isChanged && !isFirst) flash(shown.line);
        known.set(row.id, shown);
        const there = body.children[index];
        if (there !== shown.line) body.insertBefore(shown.line, there ?? null);
      });
      isFirst = false;
      const canScroll = scroller.scrollHeight > scroller.clientHeight + 1;
      const isWide = scroller.scrollWidth > scroller.clientWidth + 1;
      if (canScroll || isWide) scroller.tabIndex = 0;
      else scroller.removeAttribute('tabindex');
    },
  };
}

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

function newLine(columns) {
  const line = element('tr', '');
  line.setAttribute('role', 'row');
  const cells = columns.map(({ label, className }) => {
    const cell = element('td', className ?? '');
    cell.setAttribute('role', 'cell');
    cell.dataset.label = label;
    line.append(cell);
    return { cell, signature: undefined };
  });
  return { line, cells };
}

/** Returns whether any cell changed. */
function update(shown, row, columns) {
  let isChanged = false;
  columns.forEach((column, index) => {
    const value = column.value(row);
    const signature = JSON.stringify(value);
    const { cell, signature: before } = shown.cells[index];
    if (signature === before) return;
    cell.replaceChildren(column.show(value, row));
    shown.cells[index].signature = signature;
    isChanged = true;
  });
  return isChanged;
}

function flash(line) {
  line.classList.remove('changed');
  requestAnimationFrame(() => line.classList.add('changed'));
}
