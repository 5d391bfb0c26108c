/** The keybindings: each where it makes sense alone, none in another's way, and all of them in the docs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const { contributes } = JSON.parse(read('package.json'));
const texts: Record<string, string> = JSON.parse(read('package.nls.json'));

interface Binding {
  command: string;
  key: string;
  mac?: string;
  when?: string;
}
const bindings: Binding[] = contributes.keybindings;

/** The letters that VS Code 1.139 takes with Ctrl+Alt (Linux, Windows), and with Ctrl+Alt or Cmd+Alt (macOS). */
const TAKEN = 'bcfgijklnoprstvwy';
/** The ones that type a character with AltGr, which is Ctrl+Alt to Windows, on common keyboards of Europe. */
const TYPED = 'acdelmnoqsuxyz';

test('each keybinding is of a command that there is, and has a when', () => {
  const declared = contributes.commands.map(({ command }: Binding) => command);
  for (const { command, when } of bindings) {
    assert.ok(declared.includes(command), command);
    assert.match(when ?? '', /branchline/, command);
  }
});

test('no two collide on any system, and none begins another', () => {
  for (const system of ['key', 'mac'] as const) {
    const keys = bindings.map((each) => each[system] ?? each.key);
    assert.equal(new Set(keys).size, keys.length, system);
    for (const key of keys) assert.ok(!keys.some((other) => other.startsWith(`${key} `)), key);
  }
});

test('those for everywhere begin with a key that neither VS Code nor a keyboard needs', () => {
  const prefixes = new Set(
    bindings.filter(({ when }) => !when?.startsWith('editorTextFocus')).map(({ key }) => key.split(' ')[0]),
  );
  assert.deepEqual([...prefixes], ['ctrl+alt+h'], 'one key alone, after which a terminal waits for the second one');
  for (const prefix of prefixes) assert.ok(!(TAKEN + TYPED).includes(prefix?.at(-1) ?? ''), prefix);
});

test('the docs have each of them, with the command’s own title', () => {
  const rows = [...read('../docs/keys.md').matchAll(/^\| (<kbd>.+?) \| (.+?) \|/gm)];
  const said = rows.map(([, keys, title]) => `${keys?.replaceAll(/<\/?kbd>/g, '').toLowerCase()}: ${title}`);
  const titleOf = (command: string) =>
    texts[contributes.commands.find((each: Binding) => each.command === command).title.replaceAll('%', '')];
  const bound = bindings.map(({ command, key, mac }) => `${mac ? `${key} (macos: ${mac})` : key}: ${titleOf(command)}`);
  assert.deepEqual(said.sort(), bound.sort());
});
