import assert from 'node:assert/strict';
import { test } from 'node:test';
import { droppedText, keptText, mendedText } from '../../../src/sessions/repositories/unlinkedWords.ts';
import { session, t } from '../../sample.ts';

test('each way out says what came of it, and where the files are', () => {
  assert.match(mendedText(session(), t), /^“fix-login” and its repository are linked again\./);
  assert.match(keptText(session(), t), /when you resume it\. .* stays at \/code\/shop\.worktrees\/fix-login\.$/);
  assert.match(droppedText(session(), t), /can be restored .*\. Its files stay at \/code\/shop\.worktrees/);
});

test('a name that was made to deceive is seen as it is', () => {
  const evil = session({ name: '$(check) [x](command:y)' });
  for (const text of [mendedText, keptText, droppedText]) assert.doesNotMatch(text(evil, t), /\]\(|\$\(/);
});
