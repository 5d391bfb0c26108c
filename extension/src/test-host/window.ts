/** The window that the suites run in. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../extension.ts';

export const EXTENSION = 'branchline.branchline';

/** The extension's parts, once the sidecar runs. */
export async function started(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>(EXTENSION);
  assert.ok(extension, 'the extension is there');
  const api = await extension.activate();
  await until(() => (api.client.state === 'running' && api.client.sessions.agents.length) || undefined, 'the sidecar');
  return api;
}

export async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + 40_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
