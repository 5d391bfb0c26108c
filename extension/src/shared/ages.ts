/** Ages on the screen grow: they are drawn again from time to time, as long as somebody can see them. */
import * as vscode from 'vscode';

/** How old an age on the screen may be. */
const STALE_AFTER = 30_000;

export function keepAges(view: vscode.TreeView<unknown>, redraw: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearInterval(timer);
  return vscode.Disposable.from(
    { dispose: stop },
    view.onDidChangeVisibility(({ visible }) => {
      stop();
      if (!visible) return;
      // They have grown while nobody saw them.
      redraw();
      timer = setInterval(redraw, STALE_AFTER);
    }),
  );
}
