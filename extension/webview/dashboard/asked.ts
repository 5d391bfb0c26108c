/** What an agent asks, with its answers. A button that has just come was not aimed at. */
import type { Card, Words } from '../../src/dashboard/messages.ts';
import { STEADY } from '../../src/prompts/aim.ts';
import { button, make } from '../shared/dom.ts';
import { tell } from './channel.ts';

export class AskedPart {
  readonly element = make('div', { class: 'asked' });
  private prompt: Card['prompt'] = null;
  private since = 0;

  constructor(
    private readonly id: string,
    private readonly words: Words,
  ) {
    this.element.hidden = true;
  }

  show(prompt: Card['prompt']): void {
    if (JSON.stringify(prompt) === JSON.stringify(this.prompt)) return;
    if (prompt?.promptId !== this.prompt?.promptId) this.since = performance.now();
    this.prompt = prompt;
    this.element.hidden = !prompt;
    if (!prompt) {
      this.element.replaceChildren();
      return;
    }
    const [title, ...lines] = prompt.asked;
    const answers = prompt.answers.map(({ choice, label, meaning, spoken, keys }) =>
      button(label, () => this.answer(choice), {
        class: meaning === 'accept' ? 'first' : 'second',
        'aria-label': spoken,
        'aria-keyshortcuts': keys.join(' '),
        'data-inner': '',
      }),
    );
    const parts: Node[] = [make('p', { class: 'question' }, title ?? '')];
    if (lines.length) parts.push(make('pre', { class: 'command' }, lines.join('\n')));
    if (prompt.why) parts.push(make('p', { class: 'why' }, prompt.why));
    if (answers.length)
      parts.push(make('div', { class: 'answers', role: 'group', 'aria-label': this.words.answers }, ...answers));
    this.element.replaceChildren(...parts);
  }

  /** True: the key is one of an answer's. */
  press(key: string): boolean {
    const answer = this.prompt?.answers.find(({ keys }) => keys.includes(key.toLowerCase()));
    if (answer) this.answer(answer.choice);
    return answer !== undefined;
  }

  private answer(choice: string): void {
    if (!this.prompt || performance.now() - this.since < STEADY) return;
    tell({ type: 'decide', id: this.id, promptId: this.prompt.promptId, choice });
  }
}
