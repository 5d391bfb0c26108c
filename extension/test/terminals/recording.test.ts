import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { recordedText } from '../../src/terminals/recording.ts';

function packed(...printed: string[]): Uint8Array {
  const steps = printed.map((text, n) => JSON.stringify({ t: n, d: Buffer.from(text, 'latin1').toString('base64') }));
  return gzipSync(`${[JSON.stringify({ agent: 'claude' }), ...steps].join('\n')}\n`);
}

test('a recording is read as what was printed, without what only moves and colours', () => {
  const text = recordedText(packed('\x1b]0;my title\x07\x1b[1mbo', 'ld\x1b[0m\x1b[5;3Hthere\r\n', '\x1b7next\x08'));
  assert.match(text, /^\{"agent":"claude"\}\n\n/);
  assert.match(text, /\[0;my title\]/);
  assert.match(text, /bold there\n next\n$/);
});

test('a character that two steps share is one', () => {
  assert.match(recordedText(packed('\xc3', '\xa9')), /é/);
});

test('what is no recording is refused', () => {
  assert.throws(() => recordedText(new Uint8Array([1, 2, 3])));
});
