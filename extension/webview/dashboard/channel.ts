/** To the extension and back. */
import type { FromPage, ToPage } from '../../src/dashboard/messages.ts';

interface Code {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: object): void;
}
declare function acquireVsCodeApi(): Code;

const code = acquireVsCodeApi();

export function tell(message: FromPage): void {
  code.postMessage(message);
}

export function hear(listener: (message: ToPage) => void): void {
  window.addEventListener('message', ({ data }) => listener(data as ToPage));
}

/** What is there again when the page was hidden, or the window was loaded anew. */
export interface Kept {
  active: string | null;
  selected: readonly string[];
  /** What was written and not sent yet, by session. */
  drafts: Record<string, string>;
}

export function kept(): Kept {
  return { active: null, selected: [], drafts: {}, ...(code.getState() as Partial<Kept> | undefined) };
}

export function keep(state: Kept): void {
  code.setState(state);
}
