/** A newer sidecar may have words that these tables do not: each shows them as they are, and none of them breaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as decisions from '../src/autoYes/decisionWords.ts';
import { pauseSentence } from '../src/autoYes/pauseWords.ts';
import { presetSentence } from '../src/autoYes/words.ts';
import { choices, kindWord, meaningWord, wayToAnswer } from '../src/prompts/asked.ts';
import type { Decision, Notice, Option, Preset, Prompt, Session } from '../src/protocol/protocol.ts';
import { fileLetter } from '../src/review/words.ts';
import { noticeText } from '../src/sessions/rows/noticeWords.ts';
import { statusText, statusWord } from '../src/sessions/rows/statusWords.ts';
import { look, sessionMark, spoken } from '../src/sessions/rows/words.ts';
import { reasonWord, snapshotIcon } from '../src/timeline/words.ts';
import { around, decision, pause, prompt, session, snapshot, t, waiting } from './sample.ts';

/** What is not in a table, and what every object has without being asked. */
const NEW = ['postponed', 'constructor', '__proto__'];
const NOW = new Date('2026-01-01T10:05:00Z');

/** Each says with a new word what is on the screen. */
const TABLES: Record<string, (word: never) => string> = {
  'a status': (status: Session['status']) => statusWord(status, t),
  'a status on a row': (status: Session['status']) => statusText(session({ status }), t),
  'a status that is spoken': (status: Session['status']) => spoken(session({ status }), around(), t),
  'how a turn ended': (reason: string) => statusText(session({ status: 'ready', reason }), t),
  'why it is paused': (reason: string) => statusText(session({ status: 'paused', reason }), t),
  'what is waited for': (kind: Prompt['kind']) => kindWord(kind, t),
  'what an option does': (meaning: Option['meaning']) => meaningWord(meaning, t),
  'an option in the list': (meaning: Option['meaning']) =>
    choices(prompt({ options: [{ id: '1', label: 'Yes', meaning }] }), t)[0]?.description ?? '',
  'why a snapshot was taken': (reason: string) => reasonWord(reason, t),
  'how a file differs': (status: 'A') => fileLetter(status, t).word,
  'what a preset answers': (preset: Preset) => presetSentence(preset, t),
  'what came of a decision': (outcome: Decision['outcome']) => decisions.outcomeWord(decision({ outcome }), t),
  'who decided': (by: Decision['by']) => decisions.decidedBy(decision({ by }), t),
  'how it was answered': (via: 'keys') => decisions.decisionTooltip(decision({ via }), NOW, t).replaceAll('\\', ''),
  'why auto-yes pauses': (code: string) => pauseSentence(pause(code), t),
  'a notice': (code: Notice['code']) => noticeText({ code, count: 1, names: [], file: '', kept: '', detail: '' }, t),
};

for (const [name, shown] of Object.entries(TABLES))
  test(`${name} of a newer sidecar is shown as it is`, () => {
    for (const word of NEW) {
      const text = shown(word as never);
      assert.ok(text.includes(word), text);
      assert.doesNotMatch(text, /undefined|\[object|function/);
    }
  });

test('there is an icon for what is not known', () => {
  for (const word of NEW) {
    assert.equal(look(session({ status: word as Session['status'] })).icon, 'circle-outline');
    assert.equal(decisions.decisionLook(decision({ outcome: word as Decision['outcome'] })).icon, 'circle-outline');
    assert.equal(snapshotIcon(snapshot({ reason: word })), 'circle-outline');
    assert.ok(fileLetter(word as 'A', t).letter.length <= 2, 'a badge has two characters at most');
    assert.equal(sessionMark(word as Session['status'], false, t), undefined);
  }
});

test('what is asked in a way that is not known is answered in the terminal: it may be a secret', () => {
  const kind = 'fingerprint' as Prompt['kind'];
  assert.equal(wayToAnswer(prompt({ kind })), 'terminal');
  assert.match(statusText(waiting({ kind }), t), /fingerprint/);
});
