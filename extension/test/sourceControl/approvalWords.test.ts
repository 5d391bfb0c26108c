import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Approval, Script } from '../../src/protocol/protocol.ts';
import {
  approvalQuestion,
  approvalText,
  isUnapproved,
  scriptsText,
  sourceText,
} from '../../src/sourceControl/approvalWords.ts';
import { t } from '../sample.ts';

function script(fields: Partial<Script> = {}): Script {
  return {
    kind: 'setup',
    command: 'sh ./.branchline/setup',
    source: '.branchline/setup',
    text: 'npm ci\n',
    oneAtATime: false,
    digest: '0',
    approval: 'waiting',
    before: null,
    ...fields,
  };
}

test('all of a script is shown, and nothing of it is hidden', () => {
  const scripts = [
    script({ text: 'npm ci\n\u202emake\n' }),
    script({ kind: 'run', source: 'conductor.json', text: 'npm start' }),
  ];
  assert.equal(
    scriptsText(scripts, ({ text }) => text, t),
    '# ════ Set-up script: .branchline/setup ════\n\nnpm ci\n\\u{202e}make\n\n# ════ Run command: conductor.json ════\n\nnpm start',
  );
});

test('a script that is another one than was approved is asked about as such', () => {
  assert.match(
    approvalQuestion('shop', [script()], t),
    /^The script \.branchline\/setup of “shop” comes with the repository\./,
  );
  assert.match(approvalQuestion('shop', [script(), script({ before: 'x' })], t), /is not the one that you approved\./);
});

test('each state of a script has its words, and some are to be looked at', () => {
  const states: Approval[] = ['own', 'approved', 'waiting', 'declined'];
  const said = states.map((approval) => approvalText({ kind: 'setup', approval }, t));
  assert.equal(new Set(said).size, states.length);
  assert.deepEqual(
    states.map((approval) => isUnapproved({ approval })),
    [false, false, true, true],
  );
  assert.equal(sourceText({ source: 'settings' }, t), 'Your settings');
  assert.equal(approvalText({ kind: 'setup', approval: 'new' as never }, t), 'Set-up script');
});
