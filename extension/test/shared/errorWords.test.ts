/** A refusal in another language than the sidecar's: one sentence for each code, with what its data name. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ErrorCode } from '../../src/protocol/protocol.ts';
import { errorSentence } from '../../src/shared/errorWords.ts';
import { plain } from '../../src/shared/plain.ts';
import { t } from '../sample.ts';

const OWN = plain('In the sidecar’s words.');

const german: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../l10n/bundle.l10n.de.json', import.meta.url), 'utf8'),
);
const inGerman = ((message: string, ...args: (string | number)[]) =>
  (german[message] ?? message).replace(/\{(\d)\}/g, (_, n) => String(args[Number(n)]))) as typeof t;

const CASES: [code: ErrorCode, data: object, said: string][] = [
  ['NO_SESSION', {}, 'Diese Sitzung gibt es nicht mehr.'],
  ['PATH_MISSING', { path: '/a/b' }, 'Den Ordner /a/b gibt es nicht.'],
  [
    'AGENT_NOT_FOUND',
    { title: 'Codex', program: 'codex', install: 'npm i -g codex' },
    'Codex ist nicht installiert: Das Programm „codex“ gibt es nicht. Installieren Sie es mit: npm i -g codex',
  ],
  ['OTHER_REPO', { path: '/r', name: 'fix' }, '/r liegt in einem Repository, aber nicht in dem von „fix“.'],
  [
    'WORKTREE_UNLINKED',
    { worktree: '/w', fault: 'pruned' },
    'Der Worktree /w gehört nicht mehr zum Repository der Sitzung: Git hat ihn aufgeräumt. Reparieren Sie die Verknüpfung, behalten Sie die Dateien als Snapshot, oder geben Sie die Sitzung auf und lassen Sie die Dateien liegen. Es wurde nichts geändert.',
  ],
  // What only others can word stands behind.
  ['GIT_FAILED', { stderr: 'fatal: no', status: 128 }, `Git ist fehlgeschlagen. ${OWN}`],
  // What is not named, an older sidecar did not say.
  ['BRANCH_NOT_FOUND', {}, 'In diesem Repository gibt es keinen Branch „…“.'],
  // No window is told this.
  ['BAD_RECORDING', {}, OWN],
];
for (const [code, data, said] of CASES)
  test(`${code} is said as: ${said}`, () => {
    assert.equal(errorSentence({ code, ...data }, OWN, inGerman), said);
  });

test('a code that only a newer sidecar knows is said in its own words', () => {
  for (const code of ['LATER', 'constructor', '__proto__'])
    assert.equal(errorSentence({ code: code as ErrorCode }, OWN, t), OWN);
});

test('what data name is shown, and obeyed by nobody', () => {
  const said = errorSentence({ code: 'PATH_MISSING', path: '$(x)\u202e[a](command:b)\nc' }, OWN, t);
  assert.ok(said.includes('$\u2009(x)\\u{202e}[a]\u2009(command:b) ⏎ c'), said);
});
