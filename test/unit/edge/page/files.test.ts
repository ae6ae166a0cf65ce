import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const page = fileURLToPath(new URL('../../../../src/edge/page/', import.meta.url));
const read = (name: string) => readFileSync(`${page}${name}`, 'utf8');
const html = read('index.html');
const signIn = read('../sign-in.ts');

describe('the page’s files', () => {
  it('are linked by names that exist', () => {
    const files = new Set(readdirSync(page, { recursive: true, encoding: 'utf8' }));
    const linked = [...html.matchAll(/"\/page\/([^"]+)"/g)].map(([, name]) => name);
    expect(linked.filter((name) => !files.has(name ?? ''))).toEqual([]);
  });

  it('include no style sheet that neither the page nor the sign-in form uses', () => {
    const styles = readdirSync(`${page}style`).map((name) => name.replace(/\.css$/, ''));
    const isUsed = (name: string) =>
      html.includes(`/page/style/${name}.css`) || signIn.includes(`'${name}'`);
    expect(styles.filter((name) => !isUsed(name))).toEqual([]);
  });

  it('keep within helmet’s content security policy: no inline script, handler or style', () => {
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=/);
  });

  it('find every element that they look for', () => {
    const scripts = readdirSync(page).filter((name) => name.endsWith('.js'));
    const wanted = scripts.flatMap((name) =>
      [...read(name).matchAll(/(?:byId|createList)\('([\w-]+)'/g)].map(([, id]) => id),
    );
    expect(wanted).not.toHaveLength(0);
    expect(wanted.filter((id) => !html.includes(`id="${id}"`))).toEqual([]);
  });
});
