/** The commands that begin a session from somewhere: a menu of VS Code's, a light bulb, what is selected. */
import * as vscode from 'vscode';
import { showError } from '../shared/errors.ts';
import type { Creating } from './creating.ts';
import type { Draft } from './draft.ts';
import type { Found, Origin, Sources } from './sources.ts';

export function registerOrigins(creating: Creating, sources: Sources, log: vscode.LogOutputChannel): vscode.Disposable {
  const onOrigin = (name: string, find: (from: unknown) => Promise<Partial<Draft> | undefined>) =>
    vscode.commands.registerCommand(`branchline.${name}`, async (from?: unknown) => {
      try {
        const given = await find(from);
        if (given) await creating.newSession(given);
      } catch (error) {
        void showError(error, log);
      }
    });
  return vscode.Disposable.from(
    onOrigin('newSessionHere', (origin) => sources.here(origin as Origin)),
    onOrigin('newSessionAbout', () => sources.selection()),
    onOrigin('newSessionAboutOutput', () => sources.terminal()),
    onOrigin('giveToAgent', (found) => sources.found(found as Found)),
  );
}
