import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../src/protocol/protocol.ts';
import { type Filter, fits, foundLine, isFiltering, NO_FILTER } from '../../../src/sessions/groups/filter.ts';
import { session } from '../../sample.ts';

const filter = (fields: Partial<Filter>): Filter => ({ ...NO_FILTER, ...fields });
const found = new Map([['a', 'the line']]);

const TABLE: [Partial<Session>, Partial<Filter>, boolean][] = [
  [{}, {}, true],
  [{}, { text: 'LOGIN' }, true],
  [{ title: 'Mend it' }, { text: 'mend' }, true],
  [{ task: 'web-12' }, { text: 'web-1' }, true],
  [{ persona: 'tester' }, { text: 'test' }, true],
  [{ branch: 'topic' }, { text: 'topic' }, true],
  [{}, { text: 'claude' }, false],
  [{}, { text: 'f.x' }, false],
  [{}, { text: 'said', found }, true],
  [{ id: 'b' }, { text: 'said', found }, false],
  [{ status: 'waiting' }, { standings: ['waiting', 'failed'] }, true],
  [{ status: 'ready' }, { standings: ['unread'] }, false],
  [{ status: 'ready', unread: true }, { standings: ['unread'] }, true],
  [{ status: 'queued' }, { standings: ['working'] }, true],
  [{ status: 'waiting' }, { standings: ['failed'], text: 'login' }, false],
];
for (const [fields, wanted, expected] of TABLE)
  test(`${JSON.stringify(fields)} with ${JSON.stringify(wanted)}`, () => {
    assert.equal(fits(session(fields), filter(wanted)), expected);
  });

test('a filter is one where it may leave something out', () => {
  assert.deepEqual(
    [{}, { text: 'a' }, { standings: ['failed' as const] }].map((each) => isFiltering(filter(each))),
    [false, true, true],
  );
});

test('the line that was found is said where the row does not say the text', () => {
  assert.equal(foundLine(session(), filter({ text: 'said', found })), 'the line');
  assert.equal(foundLine(session(), filter({ text: 'login', found })), undefined);
  assert.equal(foundLine(session(), filter({ found })), undefined);
});
