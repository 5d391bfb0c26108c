import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autoYesMark, autoYesStatus, PRESETS, policyText, presetSentence, whyYou } from '../../src/autoYes/words.ts';
import { tooltip } from '../../src/sessions/rows/tooltip.ts';
import { contextValue, description, spoken } from '../../src/sessions/rows/words.ts';
import { around, pause, session, t, waiting } from '../sample.ts';

const NOW = new Date('2026-01-01T10:05:00Z');
const WHY = 'the same was answered 5 times within 2 minutes';
const ASKED = { rule: 'preset', why: 'The preset safe does not allow touch.' };
const safe = session({ autoYes: 'safe' });
const paused = session({ autoYes: 'safe', autoYesPaused: pause(WHY) });

test('each preset says what it answers', () => {
  assert.equal(new Set(PRESETS.map((preset) => presetSentence(preset, t))).size, PRESETS.length);
});

test('a row says where auto-yes is on or paused, beside its status, and nothing where it is off', () => {
  assert.equal(description(safe, around(), t), '5 min · Running · auto-yes: safe · Fix the login · claude');
  assert.equal(description(paused, around(), t), '5 min · Running · auto-yes paused · Fix the login · claude');
  const asks = waiting({}, { autoYes: 'safe', branch: '' });
  assert.equal(
    description(asks, around(), t),
    '5 min · Bash touch hello.txt · auto-yes: safe · Fix the login · claude',
  );
  assert.equal(autoYesMark(session({ autoYesPaused: pause(WHY) }), t), '', 'off is off, whatever paused it once');
  assert.match(contextValue(safe), /;autoYes;$/);
  assert.match(contextValue(waiting({}, { autoYes: 'safe', asked: ASKED })), /;autoYes;asked;$/);
  assert.doesNotMatch(contextValue(session({ asked: ASKED })), /asked/, 'it does not wait any more');
});

test('who listens hears the policy, and why it is paused', () => {
  assert.match(spoken(safe, around(), t), /^fix-login, Running, for 5 min, auto-yes safe, /);
  assert.match(spoken(paused, around(), t), /, auto-yes paused: the same was answered 5 times within 2 minutes, /);
  assert.doesNotMatch(spoken(session(), around(), t), /auto-yes/);
});

test('the tooltip says what the policy allows, why it is paused and why a prompt was left', () => {
  const bare = (row: typeof safe) => tooltip(row, [], NOW, t).replaceAll('\\', '');
  assert.match(bare(safe), /\| Auto-yes \| safe: Answers yes to reading and edits inside/);
  assert.match(bare(paused), /\| Auto-yes paused \| the same was answered 5 times/);
  const left = bare(waiting({}, { autoYes: 'safe', asked: ASKED }));
  assert.match(left, /\| Left to you \| The preset safe does not allow touch\. \(rule: preset\) \|/);
  assert.doesNotMatch(bare(session()), /auto-yes/i);
});

test('what a rule says is not obeyed in the tooltip', () => {
  const evil = '[x](command:evil) | <img src=x>\n# y';
  const row = waiting({}, { autoYes: 'safe', autoYesPaused: pause(evil), asked: { rule: evil, why: evil } });
  const rows = tooltip(row, [], NOW, t)
    .split('\n')
    .filter((line) => /^\| (Auto-yes|Left)/.test(line));
  assert.equal(rows.length, 3);
  for (const line of rows) {
    assert.doesNotMatch(line, /[^\\][<[\]]/);
    assert.equal(line.split(/(?<!\\)\|/).length, 4);
  }
});

test('why you have to answer: only while it waits and auto-yes is on', () => {
  const left = { autoYes: 'safe', asked: ASKED } as const;
  assert.equal(whyYou(waiting({}, left), t), 'The preset safe does not allow touch.');
  assert.equal(whyYou(waiting({}, { ...left, autoYesPaused: pause(WHY) }), t), `Auto-yes is paused: ${WHY}.`);
  assert.equal(whyYou(waiting({}, { autoYes: 'safe' }), t), undefined, 'it may be answered yet');
  assert.equal(whyYou(waiting({}, { asked: ASKED }), t), undefined, 'auto-yes is off');
  assert.equal(whyYou(session(left), t), undefined, 'it does not wait');
});

test('the status bar counts where auto-yes answers, and is hidden where it is on nowhere', () => {
  assert.equal(autoYesStatus([session()], t), undefined);
  assert.deepEqual(autoYesStatus([safe, session({ id: 'b' }), session({ id: 'c', autoYes: 'read-only' })], t), {
    text: '$(shield) Auto-yes: 2',
    spoken: 'Auto-yes is on in 2 of 3 sessions.',
    tooltip: 'Auto-yes is on in 2 of 3 sessions.\nfix-login: safe\nfix-login: read-only',
    warning: false,
  });
});

test('it warns where one is paused, and says why', () => {
  const shown = autoYesStatus([safe, paused], t);
  assert.equal(shown?.text, '$(shield) Auto-yes: 1, 1 paused');
  assert.equal(autoYesStatus([paused], t)?.text, '$(shield) Auto-yes: paused');
  assert.equal(shown?.warning, true);
  assert.match(shown?.tooltip ?? '', /fix-login: safe, paused: the same was answered/);
  assert.match(shown?.spoken ?? '', /In 1 it is paused/);
  assert.equal(policyText(session({ autoYesPaused: pause(WHY) }), t), 'off');
});
