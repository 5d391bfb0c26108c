/** Keeps the context keys: why the view is empty, and what commands make sense. */
import * as vscode from 'vscode';
import { isOn } from '../../autoYes/words.ts';
import { setContext } from '../../shared/context.ts';
import { unattended } from '../../shared/notices.ts';
import { isInterrupted } from '../../shared/sessionFacts.ts';
import type { Client } from '../../sidecar/client.ts';
import { foreignWorktrees } from '../repositories/foreign.ts';
import { followRepositories } from '../repositories/repositories.ts';

const HAD_TWO = 'branchline.hadTwoSessions';

/** @param memory of this machine: what the tour ticks off stays so */
export function keepContext(client: Client, memory: vscode.Memento): vscode.Disposable {
  const sessions = () => {
    const all = client.sessions.all();
    const waits = all.some(({ status }) => status === 'waiting');
    void setContext('hasSessions', all.length > 0);
    if (all.length > 1 && !memory.get(HAD_TWO)) void memory.update(HAD_TWO, true);
    void setContext('hadTwoSessions', all.length > 1 || memory.get(HAD_TWO) === true);
    void setContext(
      'agentsFound',
      client.sessions.agents.some(({ name, program }) => program !== null && name !== 'demo'),
    );
    void setContext('someWait', waits);
    void setContext('someInterrupted', all.some(isInterrupted));
    void setContext('autoYesOn', all.some(isOn));
  };
  const state = () => void setContext('state', client.state);
  state();
  sessions();
  return vscode.Disposable.from(
    followRepositories(client, (some) => {
      void setContext('repositories', some ? 'some' : 'none');
      if (some && !client.sessions.all().length) unattended(lookForForeign(client), client.log);
    }),
    client.sessions.onDidChange(sessions),
    client.onDidChangeState(state),
  );
}

/** For an empty list, which says that there is something to take up. */
async function lookForForeign(client: Client): Promise<void> {
  void setContext('foreignWorktrees', (await foreignWorktrees(client)).length > 0);
}
