/** How things look, before VS Code draws them. Pure. */
import type { Plain } from './plain.ts';

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
  warning: boolean;
}
