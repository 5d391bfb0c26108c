import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DecisionLog, MOST, othersThan } from '../../src/autoYes/decisionLog.ts';
import { decision } from '../sample.ts';

const prompts = (log: DecisionLog) => log.shown().map(({ decision }) => decision.promptId);

function filled(): DecisionLog {
  const log = new DecisionLog();
  log.load([
    decision({ promptId: 'p1' }),
    decision({ promptId: 'p2', decision: 'ask', outcome: 'asked' }),
    decision({ id: 'b', promptId: 'p3', decision: 'ask', outcome: 'asked' }),
  ]);
  return log;
}

test('the newest comes first, live ones before those that were loaded', () => {
  const log = filled();
  log.add(decision({ promptId: 'p4' }));
  assert.deepEqual(prompts(log), ['p4', 'p3', 'p2', 'p1']);
});

test('it is filtered by session, by what was asked, and by both', () => {
  const log = filled();
  log.filter = { session: 'a', askedOnly: false };
  assert.deepEqual(prompts(log), ['p2', 'p1']);
  log.filter = { askedOnly: true };
  assert.deepEqual(prompts(log), ['p3', 'p2']);
  log.filter = { session: 'b', askedOnly: true };
  assert.deepEqual(prompts(log), ['p3']);
  assert.ok(log.isFiltered);
  log.filter = { askedOnly: false };
  assert.ok(!log.isFiltered);
  assert.equal(prompts(log).length, 3);
});

test('entries of the same prompt stay apart, also after everything was loaded anew', () => {
  const log = filled();
  const before = log.shown().map(({ number }) => number);
  log.load([decision(), decision()]);
  const numbers = [...before, ...log.shown().map(({ number }) => number)];
  assert.equal(new Set(numbers).size, 5);
});

test('what is told again, when more is known of it, is the same entry', () => {
  const log = filled();
  log.add(decision({ promptId: 'p4', before: 4 }));
  const numbers = log.shown().map(({ number }) => number);
  log.add(decision({ promptId: 'p4', before: 4, after: 5 }));
  assert.deepEqual(
    log.shown().map(({ number }) => number),
    numbers,
  );
  assert.equal(log.shown()[0]?.decision.after, 5);
});

test('it keeps so many and no more', () => {
  const log = new DecisionLog();
  log.load(Array.from({ length: MOST + 5 }, (_, n) => decision({ promptId: `p${n}` })));
  log.add(decision({ promptId: 'last' }));
  assert.equal(log.shown().length, MOST);
  assert.equal(prompts(log)[0], 'last');
  assert.equal(prompts(log).at(-1), 'p6');
});

test('whoever listens is told of entries and of the filter', () => {
  const log = new DecisionLog();
  let told = 0;
  const heard = log.onDidChange(() => {
    told += 1;
  });
  log.load([]);
  log.add(decision());
  log.filter = { askedOnly: true };
  assert.equal(told, 3);
  heard.dispose();
  log.add(decision());
  assert.equal(told, 3);
});

test('what people answered is no decision of auto-yes', () => {
  const log = new DecisionLog();
  log.add(decision({ by: 'user', rule: 'user' }));
  assert.ok(!log.hasOwn);
  log.add(decision());
  assert.ok(log.hasOwn);
});

test('what is asked for again is nothing else; the same in another session is', () => {
  const again = decision({ promptId: 'p9', at: '2026-01-01T10:04:00Z' });
  const other = decision({ command: 'npm run build' });
  const elsewhere = decision({ id: 'b' });
  assert.deepEqual(othersThan(decision(), [again, other, elsewhere]), [other, elsewhere]);
});
