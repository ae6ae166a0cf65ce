import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');

/** Where names are allowed. */
export interface Allowed {
  /** Files and folders in which they are allowed everywhere. */
  readonly everywhere: RegExp;
  /** TypeScript files in which they are allowed in comments. */
  readonly inComments: RegExp;
}

/**
 * Returns the lines that contain one of some names, as `path:line: text`. Searches all files of
 * some folders, whatever their type: code, comments, pages and migrations alike.
 */
export function mentionsOf(
  names: readonly string[],
  folders: readonly string[],
  { everywhere, inComments }: Allowed,
): string[] {
  const name = new RegExp(names.join('|'), 'i');
  return folders.flatMap(filesIn).flatMap((path) => {
    if (everywhere.test(path)) return [];
    const text = readFileSync(join(ROOT, path), 'utf8');
    const lines = (inComments.test(path) ? withoutComments(text) : text).split('\n');
    return lines.flatMap((line, index) =>
      name.test(line) || (index === 0 && name.test(path))
        ? [`${path}:${index + 1}: ${line.trim()}`]
        : [],
    );
  });
}

/** Returns all files of a folder, as paths from the root. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** Returns TypeScript with blanks instead of comments, so that lines keep their numbers. */
export function withoutComments(text: string): string {
  const source = ts.createSourceFile('code.ts', text, ts.ScriptTarget.Latest, true);
  let code = text;
  const blank = (from: number, to: number): void => {
    code = code.slice(0, from) + code.slice(from, to).replace(/[^\n]/g, ' ') + code.slice(to);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    // Only white space and comments stand between two tokens.
    if (node.getChildCount(source) === 0) blank(node.getFullStart(), node.getStart(source));
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return code;
}
