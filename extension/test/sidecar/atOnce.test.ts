import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import type { Message } from 'vscode-jsonrpc/node';
import { AtOnceWriter } from '../../src/sidecar/atOnce.ts';

/** A stream that takes each piece only when it is told to. */
function slow() {
  const pieces: string[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const stream = new Writable({
    write(piece, _, done) {
      pieces.push(String(piece));
      waiting.push(done);
    },
  });
  return { pieces, writer: new AtOnceWriter(stream), take: (error?: Error) => waiting.shift()?.(error), stream };
}

const asks = (params: unknown) => ({ jsonrpc: '2.0', id: 1, method: 'session/answer', params }) as Message;

test('a message has gone out in one piece before anything else is done', () => {
  const { pieces, writer } = slow();
  void writer.write(asks({ choice: '1' }));
  assert.deepEqual(pieces, [
    'Content-Length: 74\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"session/answer","params":{"choice":"1"}}',
  ]);
});

test('its length is in bytes', () => {
  const { pieces, writer } = slow();
  void writer.write(asks('„Grün“ 🙂'));
  const [head = '', body = ''] = pieces[0]?.split('\r\n\r\n') ?? [];
  assert.equal(head, `Content-Length: ${Buffer.byteLength(body)}`);
});

test('what the stream does not take is told, to the one who wrote it and to all', async () => {
  const { writer, take } = slow();
  const heard = new Promise<string>((resolve) => writer.onError(([error]) => resolve(error.message)));
  const written = writer.write(asks({}));
  take(new Error('EPIPE'));
  await assert.rejects(written, /EPIPE/);
  assert.equal(await heard, 'EPIPE');
});

test('messages keep their order, and the stream ends with the writer', async () => {
  const { pieces, writer, take, stream } = slow();
  const written = [1, 2, 3].map((each) => writer.write(asks(each)));
  writer.end();
  for (let each = 0; each < written.length; each++) {
    take();
    await written[each];
  }
  assert.deepEqual(
    pieces.map((piece) => piece.slice(-2, -1)),
    ['1', '2', '3'],
  );
  assert.ok(stream.writableFinished || stream.writableEnded);
});
