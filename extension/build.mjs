// Bundles the extension and the tests that run inside the extension host, and lists the texts to translate.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'linked',
  logLevel: 'warning',
};
await build({
  ...common,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  external: ['vscode'],
  minify: true,
});
await build({
  ...common,
  entryPoints: ['src/test-host/index.ts'],
  outfile: 'dist-test/index.js',
  external: ['vscode', 'mocha'],
});

const texts = new Set();
for (const file of await readdir('src')) {
  if (!file.endsWith('.ts')) continue;
  const source = await readFile(`src/${file}`, 'utf8');
  for (const [, text] of source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)) texts.add(text);
}
const bundle = Object.fromEntries([...texts].sort().map((text) => [text, text]));
await writeFile('l10n/bundle.l10n.json', `${JSON.stringify(bundle, null, 2)}\n`);
