import { describe, expect, it } from 'vitest';
import { documents, read } from './documents.js';

const COLUMNS = 100;

/** Files of commands and settings that no linter looks at. */
const scripts = ['.ci/run', 'temporal-dev.sh', '.env.example'].map((path) => {
  return { path, text: read(path) };
});

describe(`no line is longer than ${COLUMNS} columns`, () => {
  it.each(documents())('in $path, but for tables and code', ({ text }) => {
    expect(tooLong(withoutBlocks(text))).toEqual([]);
  });

  it.each(scripts)('in the comments of $path', ({ text }) => {
    const comments = text.split('\n').filter((line) => /^\s*#/.test(line));
    expect(tooLong(comments)).toEqual([]);
  });

  it('counts what a reader could wrap, not an address alone in its line', () => {
    const words = 'word '.repeat(25).trim();
    const address = `https://example.com/${'path/'.repeat(25)}`;
    const text = [
      words,
      `| ${words} |`,
      '```text',
      words,
      '```',
      `- see [the page](${address})`,
      `- or <${address}>`,
      `five words beside it: [the page](${address})`,
    ];
    expect(tooLong(withoutBlocks(text.join('\n')))).toEqual([
      words,
      `five words beside it: [the page](${address})`,
    ]);
  });
});

/** Returns the lines of a document that stand outside tables and fenced blocks. */
function withoutBlocks(text: string): string[] {
  let isCode = false;
  return text.split('\n').filter((line) => {
    if (/^\s*```/.test(line)) {
      isCode = !isCode;
      return false;
    }
    return !isCode && !line.trimStart().startsWith('|');
  });
}

function tooLong(lines: readonly string[]): string[] {
  return lines.filter((line) => line.length > COLUMNS && !isOneAddress(line));
}

/** Returns whether a line has only a few words beside an address, which cannot be wrapped. */
function isOneAddress(line: string): boolean {
  const words = line.replace(/\]\([^)\s]*\)/g, ']').replace(/<?https?:\/\/[^\s>)]+>?/g, '');
  return words !== line && words.trim().split(/\s+/).length <= 4;
}
