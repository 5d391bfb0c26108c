/** Notifications, and questions that stop everything until they are answered. Each returns the button that was chosen. */
import * as vscode from 'vscode';
import { joined, type Plain } from './plain.ts';

type Chosen = Thenable<Plain | undefined>;

export function inform(message: Plain, ...buttons: Plain[]): Chosen {
  return vscode.window.showInformationMessage<Plain>(message, ...buttons);
}

export function warn(message: Plain, ...buttons: Plain[]): Chosen {
  return vscode.window.showWarningMessage<Plain>(message, ...buttons);
}

export function fail(message: Plain, ...buttons: Plain[]): Chosen {
  return vscode.window.showErrorMessage<Plain>(message, ...buttons);
}

/** With what it means, in paragraphs. */
export function confirm(question: Plain, meaning: readonly Plain[], ...buttons: Plain[]): Chosen {
  const options = { modal: true, detail: joined(meaning, '\n\n') };
  return vscode.window.showWarningMessage<Plain>(question, options, ...buttons);
}

/** As `confirm`, of what harms nothing. */
export function explain(question: Plain, meaning: readonly Plain[], ...buttons: Plain[]): Chosen {
  const options = { modal: true, detail: joined(meaning, '\n\n') };
  return vscode.window.showInformationMessage<Plain>(question, options, ...buttons);
}

/** Says so for as long as the work is under way. */
export function during<T>(title: Plain, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, work);
}

/** As `during`, where the user can end it; `say` tells how far it is. */
export function cancellable<T>(
  title: Plain,
  work: (say: (message: Plain) => void, cancelled: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, cancelled) => work((message) => progress.report({ message }), cancelled),
  );
}

/** As `during`, in the status bar: where it mostly takes a moment. */
export function briefly<T>(title: Plain, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

/** For those that come by themselves: nobody waits for what their buttons do, so what fails goes into the log. */
export function unattended(said: Promise<void>, log: vscode.LogOutputChannel): void {
  said.catch((error) => log.warn(`A notification's action failed: ${error}`));
}
