import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comment } from '../../../src/protocol/protocol.ts';
import { authorText, contextOf, stateText } from '../../../src/review/comments/words.ts';
import { t } from '../../sample.ts';

function comment(fields: Partial<Comment> = {}): Comment {
  const lines = { path: 'src/a.py', side: 'now' as const, line: 3, end: 4, quote: 'x', text: 'Why?' };
  const state = { sent: false, resolved: false, outdated: false };
  return { id: 'c', ...lines, at: '2026-01-01T00:00:00Z', author: '', ...state, ...fields };
}

const cases: [Partial<Comment>, string, string][] = [
  [{}, 'Not sent yet', 'comment;open;pending;'],
  [{ sent: true }, 'Sent', 'comment;open;'],
  [{ resolved: true, sent: true }, 'Resolved', 'comment;resolved;'],
  [{ resolved: true }, 'Resolved', 'comment;resolved;'],
  [{ outdated: true }, 'Not sent yet · its lines have altered', 'comment;open;pending;'],
];

for (const [fields, text, context] of cases)
  test(`${JSON.stringify(fields)} is “${text}”`, () => {
    assert.equal(stateText(comment(fields), t), text);
    assert.equal(contextOf(comment(fields)), context);
  });

test('who found it is named, and cannot draw icons', () => {
  assert.equal(authorText(comment(), t), 'You');
  assert.equal(authorText(comment({ author: 'review-login' }), t), 'review-login');
  assert.doesNotMatch(authorText(comment({ author: '$(flame)(x)\u202e' }), t), /\u202e/);
});
