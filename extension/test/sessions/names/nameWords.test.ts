import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameComplaint, titleComplaint } from '../../../src/sessions/names/nameWords.ts';
import { t } from '../../sample.ts';

test('a name that can be has no complaint', () => {
  for (const name of ['a', '7', 'login-fix', 'Login_Fix-2', 'x'.repeat(20)])
    assert.equal(nameComplaint(name, ['other'], t), undefined, name);
});

test('of a name that cannot be it says why', () => {
  const only = 'A name has letters, digits, dashes and underscores only, and no';
  const cases: [string, string][] = [
    ['', 'A name cannot be empty.'],
    ['login fix', `${only} space.`],
    ['fix/login', `${only} “/”.`],
    ['größe', `${only} “ö”.`],
    ['a\u202eb', `${only} “\\u{202e}”.`],
    ['a😀', `${only} “😀”.`],
    ['x'.repeat(21), 'A name has at most 20 characters; this one has 21.'],
    ['-rf', 'A name begins with a letter or a digit.'],
    ['_a', 'A name begins with a letter or a digit.'],
    ['HEAD', '“HEAD” means something else to git or to Windows.'],
    ['com1', '“com1” means something else to git or to Windows.'],
    ['Other', 'Another session is named “Other”.'],
  ];
  for (const [name, says] of cases) assert.equal(nameComplaint(name, ['other'], t), says);
});

test('a title is a line that can be seen', () => {
  assert.equal(titleComplaint('', t), undefined);
  assert.equal(titleComplaint('Größe der 日本語 $(x)', t), undefined);
  assert.equal(titleComplaint('x'.repeat(60), t), undefined);
  assert.equal(titleComplaint('x'.repeat(61), t), 'A title has at most 60 characters; this one has 61.');
  assert.equal(titleComplaint('a\u202eb', t), 'A title has no hidden characters.');
});
