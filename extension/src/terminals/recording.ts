/** The text of a saved recording, to be read by a person. Pure; its form is that of the sidecar's recordings. */
import { gunzipSync } from 'node:zlib';

/** Far above what is recorded: no file makes the window run out of memory. */
const MOST = 64 * 1024 * 1024;

const ESC = '\\u001b';
/** Window titles and the like carry text; it is shown in brackets. */
const STRINGS = new RegExp(`${ESC}[\\]PX^_]([^\\u0007\\u001b]*)(?:\\u0007|${ESC}\\\\)`, 'g');
const COLOURS = new RegExp(`${ESC}\\[[0-9;:]*m`, 'g');
/** Other sequences mostly move the cursor: what follows stands apart. */
const MOVES = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])`, 'g');

/** The header, then all that was printed, without what only moves and colours. Throws for anything but a recording. */
export function recordedText(packed: Uint8Array): string {
  const [header, ...steps] = gunzipSync(packed, { maxOutputLength: MOST }).toString('utf8').trim().split('\n');
  const data = steps.map((step) => Buffer.from((JSON.parse(step) as { d: string }).d, 'base64'));
  const printed = Buffer.concat(data).toString('utf8');
  const text = printed.replace(STRINGS, ' [$1] ').replace(COLOURS, '').replace(MOVES, ' ').replace(/\r\n?/g, '\n');
  return `${header}\n\n${text.replace(/[^\P{Cc}\n\t]/gu, '')}\n`;
}
