/** To the extension and back. */
import type { FromPage, Kept, ToPage } from '../../src/dashboard/messages.ts';

interface Code {
  postMessage(message: FromPage): void;
}
declare function acquireVsCodeApi(): Code;

const code = acquireVsCodeApi();

export function tell(message: FromPage): void {
  code.postMessage(message);
}

export function hear(listener: (message: ToPage) => void): void {
  window.addEventListener('message', ({ data }) => listener(data as ToPage));
}

let due = 0;

/** Soon: not each letter by itself. */
export function keep(kept: Kept): void {
  window.clearTimeout(due);
  due = window.setTimeout(() => tell({ type: 'keep', kept }), 200);
}
