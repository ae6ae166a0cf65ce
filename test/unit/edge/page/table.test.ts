// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createTable } from '../../../../src/edge/page/table.js';

interface Row {
  readonly id: number;
  readonly name: string;
}

function shownTable() {
  const section = document.createElement('section');
  section.id = 'things';
  let built = 0;
  const table = createTable<Row>(section, {
    title: 'Things',
    caption: 'All things',
    empty: 'No things.',
    columns: [
      {
        label: 'Name',
        value: (row) => row.name,
        show: (name: string) => {
          built += 1;
          return document.createTextNode(name);
        },
      },
    ],
  });
  const texts = () => [...section.querySelectorAll('tbody tr')].map((row) => row.textContent);
  const lines = () => [...section.querySelectorAll('tbody tr')];
  return { section, table, texts, lines, built: () => built };
}

const row = (id: number, name = `thing ${id}`): Row => ({ id, name });

describe('a table of the page', () => {
  it('says that it has nothing, once it knows', () => {
    const { section, table } = shownTable();
    expect(section.querySelector('.empty')?.textContent).toBe('loading');
    table.render({ rows: [], hasMore: false });
    expect(section.querySelector('.empty')?.textContent).toBe('No things.');
    expect(section.querySelector<HTMLElement>('.scroller')?.hidden).toBe(true);
  });

  it('follows its rows: new ones come, others go, and the order is theirs', () => {
    const { table, texts } = shownTable();
    table.render({ rows: [row(2), row(1)], hasMore: false });
    table.render({ rows: [row(3), row(1), row(2)], hasMore: false });
    expect(texts()).toEqual(['thing 3', 'thing 1', 'thing 2']);
    table.render({ rows: [row(2)], hasMore: false });
    expect(texts()).toEqual(['thing 2']);
  });

  it('keeps lines that stay, and builds only cells that changed', () => {
    const { table, lines, texts, built } = shownTable();
    table.render({ rows: [row(2), row(1)], hasMore: false });
    const [second, first] = lines();
    table.render({ rows: [row(2, 'other'), row(1)], hasMore: false });
    expect(lines()).toEqual([second, first]);
    expect(texts()).toEqual(['other', 'thing 1']);
    expect(built()).toBe(3);
  });

  it('counts what it shows, and marks that there is more', () => {
    const { section, table } = shownTable();
    table.render({ rows: [row(2), row(1)], hasMore: true });
    expect(section.querySelector('.count')?.textContent).toBe('2+');
  });

  it('has a name and roles that survive styles which lay rows out as cards', () => {
    const { section, table } = shownTable();
    table.render({ rows: [row(1)], hasMore: false });
    expect(section.querySelector('h2')?.id).toBe('things-title');
    const roles = [...section.querySelectorAll('[role]')].map((node) => node.getAttribute('role'));
    expect(roles).toEqual(
      [
        ['region', 'table', 'rowgroup', 'row', 'columnheader'],
        ['rowgroup', 'row', 'cell'],
      ].flat(),
    );
    expect(section.querySelector('td')?.dataset['label']).toBe('Name');
  });
});
