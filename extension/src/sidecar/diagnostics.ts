/** The sidecar's report on what runs, for the user to read and to send or not. Nothing is sent from here. */
import * as vscode from 'vscode';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import type { Client } from './client.ts';

export async function copyDiagnostics(client: Client): Promise<void> {
  const { text } = await client.request('log/diagnostics', {});
  await vscode.env.clipboard.writeText(text);
  void inform(
    t(
      'Diagnostics were copied: versions, processes, how many sessions there are, the settings that you changed, and the last lines of the logs; no code, and no name of a repository, branch or session. Nothing was sent. Look at them before you send them to anybody.',
    ),
  );
}
