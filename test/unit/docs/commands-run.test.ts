import { describe, expect, it } from 'vitest';
import { documents, read, sources } from './documents.js';

/** What is neither run as it stands nor replaced by its parts, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  start: 'test/system starts it by its script, as npm does',
  check: 'its parts are steps of their own',
  'db:generate': 'it writes a migration, and is meant to only when a table has changed',
  'histories:record': 'it changes files, and is meant to only when a workflow has changed',
};

describe('commands that the documents name', () => {
  const named = new Set(
    documents().flatMap(({ text }) =>
      [...text.matchAll(/\bnpm (?:run )?(?:--silent )?([a-z:]+)/g)].map(([, name = '']) => name),
    ),
  );
  const runs = [read('.ci/run'), ...sources('test/system').map(({ text }) => text)].join('\n');

  it.each([...named].filter((name) => !(name in NOT_RUN)))('npm %s is run', (name) => {
    // By .ci/run as a line of the shell, by a test as an argument.
    expect(runs).toMatch(new RegExp(`npm (run --silent )?${name}(?![\\w:])|'${name}(?![\\w:])`));
  });

  it('are excused from being run only if they are named', () => {
    expect(Object.keys(NOT_RUN).filter((name) => !named.has(name))).toEqual([]);
  });
});
