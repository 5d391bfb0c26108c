// Bundles the extension; with `tests`, what runs inside the extension host to test it.
import { build } from 'esbuild';

const common = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'warning' };

if (process.argv[2] === 'tests') {
  const external = ['vscode', 'mocha'];
  await build({ ...common, entryPoints: ['src/test-host/index.ts'], outfile: 'dist-test/index.js', external });
} else {
  const options = { external: ['vscode'], minify: true, sourcemap: 'linked' };
  await build({ ...common, ...options, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' });
}
