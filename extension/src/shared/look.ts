/** How things look, before VS Code draws them. Pure. */

export interface Look {
  icon: string;
  color?: string;
}

export interface Letter {
  letter: string;
  color: string;
  word: string;
}

/** Of the status bar. */
export interface StatusItem {
  text: string;
  spoken: string;
  tooltip: string;
  warning: boolean;
}
