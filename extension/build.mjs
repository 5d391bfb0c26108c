// Bundles the extension, and the tests that run inside the extension host.
import { build } from 'esbuild';

const common = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', sourcemap: 'linked', logLevel: 'warning' };
await build({ ...common, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'], minify: true });
await build({ ...common, entryPoints: ['src/test-host/index.ts'], outfile: 'dist-test/index.js', external: ['vscode', 'mocha'] });
