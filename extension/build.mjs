// Bundles the extension and lists its texts for translators; with `tests`, bundles what tests it in an extension host.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const common = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'warning' };

async function tests() {
  const external = ['vscode', 'mocha'];
  await build({ ...common, entryPoints: ['src/test-host/index.ts'], outfile: 'dist-test/index.js', external });
}

/** As a namespace, VS Code's whole interface would be copied at the start for each file that imports it. */
const once = {
  name: 'vscode as it is',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return {
        loader: 'ts',
        contents: source.replace(/^import \* as vscode from 'vscode';/m, "import vscode = require('vscode');"),
      };
    }),
};

async function extension() {
  const options = { external: ['vscode'], minify: true, sourcemap: 'linked', plugins: [once] };
  await build({ ...common, ...options, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' });
}

/** What runs in pages, which have no Node. */
async function pages() {
  const page = { ...common, platform: 'browser', target: 'chrome120', format: 'iife', minify: true };
  for (const name of ['dashboard', 'comparison'])
    await build({ ...page, entryPoints: [`webview/${name}/main.ts`], outfile: `dist/${name}.js` });
}

async function texts() {
  const found = new Set();
  for (const file of await readdir('src', { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const source = await readFile(`src/${file}`, 'utf8');
    for (const [, text] of source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)) found.add(text);
  }
  const bundle = Object.fromEntries([...found].sort().map((text) => [text, text]));
  await writeFile('l10n/bundle.l10n.json', `${JSON.stringify(bundle, null, 2)}\n`);
}

if (process.argv[2] === 'tests') await tests();
else await Promise.all([extension(), pages(), texts()]);
