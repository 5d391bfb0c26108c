/** Keeps the context keys: why the view is empty, and what commands make sense. */
import * as vscode from 'vscode';
import { isOn } from '../autoYes/words.ts';
import { setContext } from '../shared/context.ts';
import { isInterrupted } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { followRepositories } from './repositories.ts';

export function keepContext(client: Client): vscode.Disposable {
  const sessions = () => {
    const all = client.sessions.all();
    const waits = all.some(({ status }) => status === 'waiting');
    void setContext('hasSessions', all.length > 0);
    void setContext('someWait', waits);
    void setContext('someInterrupted', all.some(isInterrupted));
    void setContext('autoYesOn', all.some(isOn));
  };
  const state = () => void setContext('state', client.state);
  state();
  sessions();
  return vscode.Disposable.from(
    followRepositories(client, (some) => void setContext('repositories', some ? 'some' : 'none')),
    client.sessions.onDidChange(sessions),
    client.onDidChangeState(state),
  );
}
