import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../../src/shared/html.ts';

test('nothing runs and nothing is fetched but our own files', () => {
  const page = html({ script: 'x:/a.js', style: 'x:/a.css', source: 'x:', nonce: 'n0', language: 'de' });
  assert.match(page, /content="default-src 'none'; style-src x:; script-src 'nonce-n0'"/);
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.doesNotMatch(page, /unsafe|https?:|\son\w+=|style=/);
  assert.match(page, /<html lang="de">/);
});
