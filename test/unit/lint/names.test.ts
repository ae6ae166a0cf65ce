import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { sources, type Document } from '../docs/documents.js';

const PRODUCT = ['src', 'activities', 'workflows', 'drizzle'];
const SIMULATOR = ['simulator'];

describe('names of exported types', () => {
  it.each([
    { what: 'the product', folders: PRODUCT },
    { what: 'the simulator', folders: SIMULATOR },
  ])('have one meaning in $what', ({ folders }) => {
    const documents = folders.flatMap((folder) => sources(folder));
    expect(documents.length).toBeGreaterThan(50);
    expect(sharedNames(documents)).toEqual([]);
  });

  it('are found in every way to declare and to export one', () => {
    const texts = [
      'export interface A {}\nexport type B = 1;\nexport class C {}\nexport enum D {}',
      'interface A {}\ntype B = 2;\nclass C {}\nexport { C };\nexport type { A, B as D };',
    ];
    const documents = texts.map((text, index) => ({ path: `${index}.ts`, text }));
    expect(sharedNames(documents)).toEqual(['A', 'C', 'D'].map((name) => `${name}: 0.ts, 1.ts`));
  });

  it('count once for a constant and its union, and where they are only passed on', () => {
    const texts = [
      'export const Side = { buy: 1 } as const;\nexport type Side = keyof typeof Side;',
      "export type { Side } from './0.js';\nexport const Other = 1;",
      "import { type Side } from './0.js';\nexport { type Side };",
    ];
    const documents = texts.map((text, index) => ({ path: `${index}.ts`, text }));
    expect(sharedNames(documents)).toEqual([]);
  });
});

/** Returns each name under which more than one file exports a type of its own, with the files. */
function sharedNames(documents: readonly Document[]): string[] {
  const files = new Map<string, string[]>();
  for (const { path, text } of documents) {
    for (const name of exportedTypes(path, text)) {
      files.set(name, [...(files.get(name) ?? []), path]);
    }
  }
  return [...files]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name}: ${paths.join(', ')}`)
    .sort();
}

/** Returns the names under which a module exports the types that it declares itself. */
function exportedTypes(path: string, text: string): Set<string> {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const declared = statements.filter(isType);
  const names = declared.filter(isExported).map(({ name }) => name?.text);
  const local = new Set(declared.map(({ name }) => name?.text));
  for (const statement of statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier) continue;
    const clause = statement.exportClause;
    if (!clause || !ts.isNamedExports(clause)) continue;
    const own = clause.elements.filter(({ name, propertyName }) =>
      local.has((propertyName ?? name).text),
    );
    names.push(...own.map(({ name }) => name.text));
  }
  return new Set(names.filter((name) => name !== undefined));
}

type TypeDeclaration =
  ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration | ts.EnumDeclaration;

function isType(statement: ts.Statement): statement is TypeDeclaration {
  return (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  );
}

function isExported(declaration: TypeDeclaration): boolean {
  return (declaration.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}
