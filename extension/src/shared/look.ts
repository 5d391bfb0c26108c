/** How a row looks, before VS Code draws it. Pure. */

export interface Look {
  icon: string;
  color?: string;
}

export interface Letter {
  letter: string;
  color: string;
  word: string;
}
