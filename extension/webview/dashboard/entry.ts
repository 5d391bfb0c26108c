/** A card's input: an instruction, and files that are pasted or dropped for its agent. */
import { MOST_BYTES, MOST_FILES, type Words } from '../../src/dashboard/messages.ts';
import { button, filled, make, say } from '../shared/dom.ts';
import { tell } from './channel.ts';

/** Of files; those of another machine are called so in its window. */
const PLACES = /^(file|vscode-remote):/m;
/** What files come as, or the places of some. What the places are is told only when they are dropped. */
const GIVES = new Set(['Files', 'text/uri-list', 'application/vnd.code.uri-list']);

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
    // A text that is dragged stays the input's own: whoever takes the drag takes the drop.
    this.element.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.some((type) => GIVES.has(type))) event.preventDefault();
    });
    this.element.addEventListener('drop', (event) => this.take(event, event.dataTransfer));
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

  /** Files, or places of files; a text is the input's own. */
  private take(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    const list = data?.getData('text/uri-list') || data?.getData('application/vnd.code.uri-list') || '';
    if (!files.length && !PLACES.test(list)) return;
    event.preventDefault();
    say(this.complaint, '');
    if (!files.length) tell({ type: 'uris', id: this.id, list });
    else if (files.length > MOST_FILES || files.some(({ size }) => size > MOST_BYTES || !size))
      say(this.complaint, this.words.tooLarge);
    else void this.give(files);
  }

  private async give(files: readonly File[]): Promise<void> {
    const read = files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }));
    tell({ type: 'files', id: this.id, files: await Promise.all(read) });
  }
}
