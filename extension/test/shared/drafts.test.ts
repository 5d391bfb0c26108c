import assert from 'node:assert/strict';
import { test } from 'node:test';
import { below, Drafts, destinationOf, fileName, type Memory, MOST, queryOf } from '../../src/shared/drafts.ts';

function memory(): Memory {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string) => kept.get(key) as T | undefined,
    update: async (key, value) => void kept.set(key, value),
  };
}

const to = (target: string) => ({ purpose: 'send', target });

test('a draft is there until it is sent, also for whoever comes after a reload', async () => {
  const window = memory();
  await new Drafts(window).write(to('a'), 'Fix it,\nand test it.', 5);
  assert.deepEqual(new Drafts(window).read(to('a')), { text: 'Fix it,\nand test it.', at: 5 });
  await new Drafts(window).write(to('a'), '', 6);
  assert.equal(new Drafts(window).read(to('a')), undefined);
});

test('each destination has its own draft', async () => {
  const drafts = new Drafts(memory());
  await drafts.write(to('a'), 'one', 1);
  await drafts.write(to('a,b'), 'two', 2);
  await drafts.write({ purpose: 'new', target: 'a' }, 'three', 3);
  const texts = [to('a'), to('a,b'), { purpose: 'new', target: 'a' }, to('__proto__')].map((each) => drafts.read(each));
  assert.deepEqual(
    texts.map((draft) => draft?.text),
    ['one', 'two', 'three', undefined],
  );
});

test('the oldest drafts go when there are too many', async () => {
  const drafts = new Drafts(memory());
  for (let n = 0; n <= MOST; n++) await drafts.write(to(String(n)), `text ${n}`, n);
  assert.equal(drafts.read(to('0')), undefined);
  assert.equal(drafts.read(to('1'))?.text, 'text 1');
  assert.equal(drafts.read(to(String(MOST)))?.text, `text ${MOST}`);
});

test('a destination comes back from the URI as it was', () => {
  for (const target of ['a,b', 'id/prompt & more = 1', '', 'ü#?%'])
    assert.deepEqual(destinationOf(queryOf(to(target))), to(target));
  assert.deepEqual(destinationOf('nonsense'), { purpose: '', target: '' });
});

test('a tab’s name is one of a file, whatever stands in it', () => {
  assert.equal(fileName('Instruction for login-fix'), 'Instruction for login-fix.md');
  assert.equal(fileName('../../etc/passwd\n'), '.. .. etc passwd.md');
  assert.equal(fileName('a\u202eb'), 'a\\u{202e}b.md');
  assert.ok([...fileName('x'.repeat(500))].length <= 53);
});

test('a text that comes is put below the draft, once', () => {
  assert.equal(below('', 'new'), 'new');
  assert.equal(below('\n', 'new'), '\nnew');
  assert.equal(below('old', 'new'), 'old\n\nnew');
  assert.equal(below('old\n\nnew', 'new'), 'old\n\nnew');
  assert.equal(below('old', ''), 'old');
});
