import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Document {
  /** Path from the root. */
  readonly path: string;
  readonly text: string;
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Returns the documents at the root, everything under docs/, and the guide to the tests. */
export function documents(): Document[] {
  const inRoot = readdirSync(root).filter((name) => name.endsWith('.md'));
  const inDocs = filesIn('docs').filter((path) => path.endsWith('.md'));
  return [...inRoot, ...inDocs, 'test/README.md'].map((path) => ({ path, text: read(path) }));
}

/** Returns the text of every file under a folder whose name ends so. */
export function sources(folder: string, ending = '.ts'): Document[] {
  return filesIn(folder)
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path, text: read(path) }));
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Returns the cells of the rows of the first table under a heading, without its head. */
export function tableUnder(text: string, heading: string): string[][] {
  const section = sectionUnder(text, heading);
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  if (first < 0) throw new Error(`no table under "${heading}"`);
  const rest = lines.slice(first);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest
    .slice(2, end < 0 ? undefined : end)
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

export function sectionUnder(text: string, heading: string): string {
  const start = text.split('\n').indexOf(heading);
  if (start < 0) throw new Error(`no heading "${heading}"`);
  const after = text.split('\n').slice(start + 1);
  const end = after.findIndex((line) => line.startsWith('## '));
  return after.slice(0, end < 0 ? undefined : end).join('\n');
}

/** Returns what stands in backticks in a text. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

/** Returns the lines of the fenced blocks of some languages. */
export function commandLines(text: string): string[] {
  return [...text.matchAll(/```(?:bash|sh)\n([\s\S]*?)```/g)].flatMap((match) =>
    (match[1] ?? '').split('\n'),
  );
}

/** Returns the relative links of a document, as paths from the root, with their anchors. */
export function linksIn(document: Document): { path: string; anchor: string | undefined }[] {
  return [...document.text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? document.path : join(dirname(document.path), file);
      return { path, anchor };
    });
}

/** Returns the anchors that a document's headings have on GitHub. */
export function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
