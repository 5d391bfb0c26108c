/** The folders of src/ are the architecture: imports, those of types too, only go down, and never in a circle. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';

/** From the top to the bottom. Folders on one line do not know each other; '' is src/ itself. */
const LAYERS = [
  ['test-host'],
  [''],
  ['sessions'],
  ['autoYes'],
  ['prompts', 'timeline'],
  ['review', 'terminals'],
  ['sidecar'],
  ['shared'],
  ['protocol'],
];
/** What stands in src/ itself puts the parts together. */
const TOP = ['commands.ts', 'extension.ts', 'targets.ts'];

/**
 * Pure is a file of words, of the protocol, and each that has a test of its own: it knows neither VS Code nor a file
 * that does, so that it can be tried without a window. Of such files it may know types.
 */
function isPure(file: string): boolean {
  return isWords(file) || folder(file) === 'protocol' || hasTest(file);
}

function isWords(file: string): boolean {
  return /(?:\/w|W)ords\.ts$/.test(file);
}

function hasTest(file: string): boolean {
  return existsSync(new URL(file.replace(/\.ts$/, '.test.ts'), import.meta.url));
}

interface Import {
  /** A file of src/, or a package. */
  target: string;
  isLocal: boolean;
  onlyTypes: boolean;
}

const root = new URL('../src/', import.meta.url);
const sources = readdirSync(root, { encoding: 'utf8', recursive: true })
  .filter((name) => /\.[cm]?tsx?$/.test(name))
  .sort();
const imports = new Map(sources.map((file) => [file, importsOf(readFileSync(new URL(file, root), 'utf8'), file)]));

/** Whatever names another file: `import`, `export … from`, `import()`, also that of a type, and `require()`. */
function importsOf(code: string, file: string): Import[] {
  const statements = /^(?:import|export)\s+(type\s)?(?:[\w$*{},\s]*?\sfrom\s+)?'([^']+)'/gm;
  const calls = /\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g;
  const named = (name: string, onlyTypes: boolean) => {
    const isLocal = name.startsWith('.');
    return { target: isLocal ? posix.join(posix.dirname(file), name) : name, isLocal, onlyTypes };
  };
  return [
    ...[...code.matchAll(statements)].map(([, type, name]) => named(name as string, Boolean(type))),
    ...[...code.matchAll(calls)].map(([, name]) => named(name as string, false)),
  ];
}

/** The files of src/ that a file imports. */
function local(file: string): string[] {
  return (imports.get(file) ?? []).filter(({ isLocal }) => isLocal).map(({ target }) => target);
}

function folder(file: string): string {
  return file.includes('/') ? (file.split('/')[0] as string) : '';
}

function layer(file: string): number {
  return LAYERS.findIndex((folders) => folders.includes(folder(file)));
}

test('no way of importing is overlooked', () => {
  const code = [
    "import type { A } from '../a/a.ts';",
    "import {\n  type B,\n  b,\n} from './b.ts';",
    "import * as c from './c.ts';",
    "import './d.ts';",
    "export { e } from './e.ts';",
    "export * from 'f';",
    "const g = await import('./g.ts'); require('./h.ts');",
  ].join('\n');
  const found = importsOf(code, 'x/y.ts').map(({ target, onlyTypes }) => (onlyTypes ? `type ${target}` : target));
  assert.deepEqual(found, ['type a/a.ts', ...['b', 'c', 'd', 'e'].map((n) => `x/${n}.ts`), 'f', 'x/g.ts', 'x/h.ts']);
  for (const file of sources) for (const target of local(file)) assert.ok(imports.has(target), `${file}: ${target}`);
});

test('every file is in a folder of the order, and what puts the parts together stands above them', () => {
  assert.deepEqual(
    sources.filter((file) => layer(file) < 0),
    [],
  );
  assert.deepEqual(
    sources.filter((file) => folder(file) === ''),
    TOP,
  );
});

test('no file is longer than can be overseen', () => {
  const lines = (file: string) => readFileSync(new URL(file, root), 'utf8').split('\n').length - 1;
  assert.deepEqual(
    sources.filter((file) => lines(file) > 250),
    [],
  );
});

test('imports go down', () => {
  const up = sources.flatMap((file) =>
    local(file)
      .filter((target) => folder(target) !== folder(file) && layer(target) <= layer(file))
      .map((target) => `${file} imports ${target}`),
  );
  assert.deepEqual(up, []);
});

test('no file imports itself by a detour', () => {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]) => {
    assert.ok(!way.includes(file), [...way, file].join(' → '));
    if (!done.has(file)) for (const target of local(file)) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
});

test('what is pure knows nothing of VS Code, and all words are tested', () => {
  const draws = (file: string): boolean =>
    (imports.get(file) ?? []).some(({ target, isLocal, onlyTypes }) =>
      isLocal ? !onlyTypes && draws(target) : /^vscode\b/.test(target),
    );
  const pure = sources.filter(isPure);
  assert.ok(pure.length > 20, 'the tests are found');
  assert.deepEqual(pure.filter(draws), []);
  assert.deepEqual(
    sources.filter((file) => isWords(file) && !hasTest(file)),
    [],
  );
});
