/** How things look, before VS Code draws them. Pure. */
import type { Markdown, Plain } from './plain.ts';

export interface Look {
  icon: string;
  color?: string;
}

export interface Letter {
  letter: Plain;
  color: string;
  word: Plain;
}

/** Of the status bar. */
export interface StatusItem {
  text: Plain;
  spoken: Plain;
  tooltip: Plain;
  /** In its place where the pointer can do something: links of `linked`. */
  hover?: Markdown;
  /** What it does; else what it was made for. */
  command?: string;
  warning: boolean;
}
