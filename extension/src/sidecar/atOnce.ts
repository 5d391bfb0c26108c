/**
 * Writes messages for the relay: each at once, and in one piece. The library's own writer lets whatever else the extension
 * host has to do come before it, and between head and body once more: a key that the user pressed would wait for both.
 */
import type { Writable } from 'node:stream';
import { AbstractMessageWriter, type Message, type MessageWriter } from 'vscode-jsonrpc/node';

export class AtOnceWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly stream: Writable;

  constructor(stream: Writable) {
    super();
    this.stream = stream;
    stream.on('error', (error) => this.fireError(error));
    stream.on('close', () => this.fireClose());
  }

  /** Resolves when the stream has taken it. Streams keep the order of what they were given. */
  write(message: Message): Promise<void> {
    const body = Buffer.from(JSON.stringify(message));
    const whole = Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
    return new Promise((resolve, reject) => this.stream.write(whole, (error) => (error ? reject(error) : resolve())));
  }

  end(): void {
    this.stream.end();
  }
}
