import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection } from '../../src/sidecar/connection.ts';

/** A program in the relay's place: it answers each request by what it was asked, and refuses `autoYes/log`. */
const ECHO = `
let heard = '';
let greeted;
const say = (message) => {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  process.stdout.write('Content-Length: ' + Buffer.byteLength(body) + '\\r\\n\\r\\n' + body);
};
process.stdin.on('end', () => process.exit());
process.stdin.on('data', (data) => {
  heard += data;
  for (;;) {
    const found = /^Content-Length: (\\d+)\\r\\n\\r\\n/.exec(heard);
    const end = found ? found[0].length + Number(found[1]) : 0;
    if (!found || heard.length < end) return;
    const { id, method, params } = JSON.parse(heard.slice(found[0].length, end));
    heard = heard.slice(end);
    if (method === 'initialize') greeted = params;
    if (method === 'initialized') say({ method: 'session/didRemove', params: { id: greeted.workspaceFolders[0].uri, revision: 1 } });
    else if (method === 'exit') process.exit();
    else if (method === 'session/stop') process.exit(1);
    else if (method === 'shutdown' && process.argv[1] === 'deaf') continue;
    else if (method === 'initialize' && process.argv[1] === 'mute') process.exit(1);
    else if (method === 'autoYes/log') say({ id, error: { code: -32000, message: 'no', data: { code: 'BUSY' } } });
    else if (id !== undefined) say({ id, result: { method, params } });
  }
});`;

function connection(how = '', command = process.execPath) {
  const said: string[] = [];
  const log = { info: (line: string) => said.push(line), error: (line: string) => said.push(line) };
  const relay = { command, args: ['-e', ECHO, how], env: process.env };
  let ends = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const made = new Connection(
    relay,
    { folders: [{ uri: 'file:///a/weather', name: 'weather' }], options: { seal: 'the key' } },
    log,
    () => {
      ends++;
      end();
    },
  );
  return { made, said, ended, ends: () => ends };
}

test('it greets, asks, hears and says goodbye, and its end is nobody’s news then', async () => {
  const { made, said, ends } = connection();
  const removed = new Promise((resolve) => made.on('session/didRemove', resolve));
  await made.start();
  assert.deepEqual(await removed, { id: 'file:///a/weather', revision: 1 }, 'the sidecar knows the window’s folders');
  const answer: unknown = await made.ask('session/list', {});
  assert.deepEqual(answer, { method: 'session/list', params: {} });
  await made.stop(60_000);
  assert.equal(ends(), 0);
  assert.deepEqual(said, []);
});

test('a refusal has the sidecar’s code, and stands in the log without what was sent', async () => {
  const { made, said } = connection();
  await made.start();
  await assert.rejects(made.ask('autoYes/log', { id: 'secret' } as never), { message: 'no', data: { code: 'BUSY' } });
  assert.deepEqual(said, ['autoYes/log was refused: no']);
  await made.stop(60_000);
});

test('when it breaks off, what is asked is rejected and the end is told once', async () => {
  const { made, ended, ends } = connection();
  await made.start();
  await assert.rejects(made.ask('session/stop', { id: 'any' } as never));
  await ended;
  await assert.rejects(made.ask('session/list', {}), /has ended/);
  await made.stop(60_000);
  assert.equal(ends(), 1);
});

test('a start that fails is rejected: no program, or one that ends before it answers', async () => {
  await assert.rejects(connection('', '/nowhere/python').made.start(), /ENOENT/);
  await assert.rejects(connection('mute').made.start());
});

test('a goodbye that nobody answers ends too', async () => {
  const { made, ends } = connection('deaf');
  await made.start();
  await assert.rejects(made.stop(1), /too long/);
  assert.equal(ends(), 0);
});
