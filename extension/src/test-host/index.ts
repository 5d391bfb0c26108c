/** What VS Code's extension host runs: `run()` resolves when every test passed. */
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false });
  mocha.suite.emit('pre-require', globalThis, 'global', mocha);
  require('./extension.suite.ts');
  require('./hostile.suite.ts');
  require('./rows.suite.ts');
  require('./settings.suite.ts');
  require('./sidecar.suite.ts');
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures) throw new Error(`${failures} tests failed`);
}
