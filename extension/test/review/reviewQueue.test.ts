import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Unreviewed } from '../../src/protocol/protocol.ts';
import { nextUnreviewed } from '../../src/review/reviewQueue.ts';
import { changedFile } from '../sample.ts';

function change(file: string) {
  return changedFile(file.slice(3), { file });
}

const login: Unreviewed = { id: 'login', tree: 't1', files: ['/l/a', '/l/c'].map(change) };
const api: Unreviewed = { id: 'api', tree: 't2', files: [change('/a/b')] };

const cases: [string, Unreviewed[], [string, string] | undefined, string | undefined][] = [
  ['from elsewhere, the first one comes', [login, api], undefined, '/l/a'],
  ['from one of them, the next one comes', [login, api], ['login', '/l/a'], '/l/c'],
  ['after the last one of a session comes the next session', [login, api], ['login', '/l/c'], '/a/b'],
  ['after the last one of all comes the first', [login, api], ['api', '/a/b'], '/l/a'],
  ['the only one comes again', [api], ['api', '/a/b'], '/a/b'],
  ['from one that was looked at, the next one of its session', [login, api], ['login', '/l/b'], '/l/c'],
  ['from the last one that was looked at, the first one of its session', [api, login], ['login', '/l/d'], '/l/a'],
  ['from a session in which all was looked at, the first one of all', [api], ['login', '/l/a'], '/a/b'],
  ['where all was looked at, none comes', [], ['login', '/l/a'], undefined],
];

for (const [name, sessions, from, file] of cases)
  test(name, () => {
    const next = nextUnreviewed(sessions, from && { session: from[0], file: from[1] });
    assert.equal(next?.file.file, file);
  });
