/** package.json against its texts and the code: nothing is named that is not there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));
const texts = JSON.parse(read('package.nls.json'));
const { contributes } = manifest;

test('every %text% of the manifest exists, and none is left over', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] as string);
  assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
});

test('menus name declared commands, and each command has an icon and a category', () => {
  const declared = new Set(contributes.commands.map((each: { command: string }) => each.command));
  for (const [menu, entries] of Object.entries(contributes.menus as Record<string, { command: string }[]>))
    for (const { command } of entries) assert.ok(declared.has(command), `${menu}: ${command}`);
  for (const each of contributes.commands) {
    assert.equal(each.category, 'Branchline');
    assert.match(each.icon, /^\$\([a-z-]+\)$/);
  }
});

test('whatever executes cannot be set by a workspace', () => {
  for (const key of ['pythonPath', 'agents', 'agentPaths', 'worktreesFolder'])
    assert.equal(contributes.configuration.properties[`branchline.${key}`].scope, 'machine', key);
});

test('an untrusted workspace gets nothing, with the reason', () => {
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, false);
  assert.ok(texts['untrusted'].length > 20);
  assert.deepEqual(manifest.extensionKind, ['workspace']);
});

test('every text in the code is in the bundle for translators', () => {
  const bundle = JSON.parse(read('l10n/bundle.l10n.json'));
  const sources = readdirSync(new URL('../src', import.meta.url)).filter((name) => name.endsWith('.ts'));
  for (const name of sources)
    for (const [, text] of read(`src/${name}`).matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g))
      assert.ok((text as string) in bundle, `${name}: ${text}`);
});
