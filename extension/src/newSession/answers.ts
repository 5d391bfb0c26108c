/** Answers to the steps of a flow. */
import * as vscode from 'vscode';
import type { Plain } from '../shared/plain.ts';
import { pickRow, type Row } from '../shared/quickInput.ts';

export const BACK = Symbol('back');
/** BACK: the user went one step back, by the button or by Escape. */
export type Answer<T> = T | typeof BACK;

/** What was answered, made into what is wanted. */
export function mapped<T, U>(answer: Answer<T>, made: (value: T) => U): Answer<U> {
  return answer === BACK ? BACK : made(answer);
}

/** A list of one step, with a way back. */
export async function pickInFlow<T>(
  rows: readonly Row<T>[],
  title: Plain,
  placeholder: Plain,
  active?: (value: T) => boolean,
): Promise<Answer<T>> {
  const buttons = [vscode.QuickInputButtons.Back];
  const picked = await pickRow(rows, { title, placeholder, buttons, stays: true, ...(active && { active }) });
  return picked?.value === undefined ? BACK : picked.value;
}
