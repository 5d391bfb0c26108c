/** A session's screen on its card: lines of stretches, of which those are drawn anew that altered. */
import type { Stretch, ToPage } from '../../src/dashboard/messages.ts';
import { make } from '../shared/dom.ts';
import { drawn } from './styles.ts';

type Paint = Extract<ToPage, { type: 'paint' }>;

export class Screen {
  /** What scrolls, and what is read: a picture of the terminal, whose text who listens finds in the terminal itself. */
  private readonly inner = make('div', { class: 'lines' });
  readonly element = make('div', { class: 'screen', role: 'img' }, this.inner);
  private readonly lines: HTMLElement[] = [];

  paint({ cols, count, lines }: Paint): void {
    this.inner.style.setProperty('--cols', String(cols));
    for (const line of this.lines.splice(count)) line.remove();
    while (this.lines.length < count) {
      const line = make('div', { class: 'line' });
      this.lines.push(line);
      this.inner.append(line);
    }
    for (const [at, stretches] of lines) this.lines[at]?.replaceChildren(...stretches.map(stretch));
  }
}

function stretch([text, style]: Stretch): Node {
  if (!style) return document.createTextNode(text);
  const { classes, color, background } = drawn(style);
  const span = make('span', classes.length ? { class: classes.join(' ') } : {}, text);
  if (color) span.style.color = color;
  if (background) span.style.backgroundColor = background;
  return span;
}
