/** To the extension and back; and what is there again when the page was hidden, or the window was loaded anew. */
import type { FromPage, ToPage } from '../../src/comparison/messages.ts';

/** The extension finds the sessions in it. */
export interface Kept {
  ids: readonly string[];
  chosen: readonly string[];
  onlyDiffering: boolean;
}

interface Code {
  postMessage(message: FromPage): void;
  getState(): Kept | undefined;
  setState(kept: Kept): void;
}
declare function acquireVsCodeApi(): Code;

const code = acquireVsCodeApi();

export const kept: Kept = code.getState() ?? { ids: [], chosen: [], onlyDiffering: false };

export function keep(): void {
  code.setState(kept);
}

export function tell(message: FromPage): void {
  code.postMessage(message);
}

export function hear(listener: (message: ToPage) => void): void {
  window.addEventListener('message', ({ data }) => listener(data as ToPage));
}
