import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AT_ONCE, below, parts } from '../../src/review/folders.ts';
import { changedFile } from '../sample.ts';

const shown = (paths: string[], folder = '') => {
  const { folders, files } = below(
    paths.map((path) => changedFile(path)),
    folder,
  );
  return [folders, files.map(({ path }) => path)];
};
const PATHS = ['README.md', 'docs/a.md', 'docs/b.md', 'src/shop/cart/cart.ts', 'src/shop/cart/sum.ts', 'src2/x'];

test('folders come as Source Control shows them, those with nothing else in them as one', () => {
  assert.deepEqual(shown(PATHS), [['docs', 'src/shop/cart', 'src2'], ['README.md']]);
  assert.deepEqual(shown(PATHS, 'docs'), [[], ['docs/a.md', 'docs/b.md']]);
  assert.deepEqual(shown(PATHS, 'src/shop/cart'), [[], ['src/shop/cart/cart.ts', 'src/shop/cart/sum.ts']]);
  assert.deepEqual(shown(['a/b/c', 'a/d']), [['a'], []]);
  assert.deepEqual(shown(['a/b/c', 'a/d'], 'a'), [['a/b'], ['a/d']]);
  assert.deepEqual(shown([]), [[], []]);
});

test('each of 5,000 files is below one folder', () => {
  const paths = Array.from({ length: 5000 }, (_, number) => `p${number % 7}/q${number % 31}/f${number}`).sort();
  const walk = (folder: string): string[] => {
    const { folders, files } = below(
      paths.map((path) => changedFile(path)),
      folder,
    );
    return [...files.map(({ path }) => path), ...folders.flatMap(walk)];
  };
  assert.deepEqual(walk('').sort(), paths);
});

test('very many files come in parts', () => {
  assert.deepEqual(parts(0), []);
  assert.deepEqual(parts(AT_ONCE), [[0, AT_ONCE]]);
  assert.deepEqual(parts(2 * AT_ONCE + 1), [
    [0, AT_ONCE],
    [AT_ONCE, 2 * AT_ONCE],
    [2 * AT_ONCE, 2 * AT_ONCE + 1],
  ]);
});
