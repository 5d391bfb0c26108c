/** A card's input: an instruction, and files that are pasted or dropped for its agent. */
import { MOST_BYTES, MOST_FILES, type Words } from '../../src/dashboard/messages.ts';
import { button, filled, make, say } from '../shared/dom.ts';
import { tell } from './channel.ts';

/** Of files; those of another machine are called so in its window. */
const PLACES = /^(file|vscode-remote):/m;
export class Entry {
  readonly element = make('form', { class: 'entry' });
  readonly text: HTMLTextAreaElement;
  /** Said where something cannot be given. */
  private readonly complaint = make('p', { class: 'complaint', role: 'status' });

  constructor(
    private readonly id: string,
    name: string,
    private readonly words: Words,
    private readonly typed: (text: string) => void,
  ) {
    const label = filled(words.instruction, name);
    this.text = make('textarea', { rows: '1', 'aria-label': label, placeholder: words.instructionHint });
    const send = button(words.send, () => this.send(), { class: 'second', 'aria-label': `${words.send}, ${label}` });
    this.element.append(this.text, send, this.complaint);
    this.text.addEventListener('input', () => typed(this.text.value));
    this.text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener('paste', (event) => this.take(event, event.clipboardData));
    this.element.addEventListener('dragover', (event) => event.preventDefault());
    this.element.addEventListener('drop', (event) => {
      if (!this.take(event, event.dataTransfer)) this.insert(event, event.dataTransfer?.getData('text/plain') ?? '');
    });
  }

  /** What was sent has come, or not: then it stays. */
  given(isFine: boolean): void {
    if (isFine && this.text.readOnly) {
      this.text.value = '';
      this.typed('');
    }
    this.text.readOnly = false;
  }

  private send(): void {
    if (!this.text.value.trim() || this.text.readOnly) return;
    this.text.readOnly = true;
    tell({ type: 'send', id: this.id, text: this.text.value });
  }

  /** Files, or places of files. False: it is none, but a text, say. */
  private take(event: Event, data: DataTransfer | null): boolean {
    const files = [...(data?.files ?? [])];
    const list = data?.getData('text/uri-list') || data?.getData('application/vnd.code.uri-list') || '';
    if (!files.length && !PLACES.test(list)) return false;
    event.preventDefault();
    say(this.complaint, '');
    if (!files.length) tell({ type: 'uris', id: this.id, list });
    else if (files.length > MOST_FILES || files.some(({ size }) => size > MOST_BYTES || !size))
      say(this.complaint, this.words.tooLarge);
    else void this.give(files);
    return true;
  }

  /** A text that is dropped. Left to the browser it would be lost: VS Code takes what is dropped on a page. */
  private insert(event: Event, text: string): void {
    event.preventDefault();
    if (!text || this.text.readOnly) return;
    this.text.setRangeText(text, this.text.selectionStart, this.text.selectionEnd, 'end');
    this.text.focus();
    this.typed(this.text.value);
  }

  private async give(files: readonly File[]): Promise<void> {
    const read = files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }));
    tell({ type: 'files', id: this.id, files: await Promise.all(read) });
  }
}
