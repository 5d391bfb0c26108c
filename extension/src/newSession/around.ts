/** What a new session is chosen from: repositories, agents, personas, and what the settings say. */
import * as vscode from 'vscode';
import { repositoryFolders } from '../sessions/repositories/repositories.ts';
import { t } from '../shared/l10n.ts';
import type { Client } from '../sidecar/client.ts';
import { defaultAgent } from '../sidecar/settings.ts';
import type { Offered } from './draft.ts';
import type { Around } from './draftWords.ts';

/** Another repository than those that are open, by the path of a folder in it. */
export interface Place {
  repo: string;
  name: string;
}

export class Choices {
  private constructor(
    private readonly client: Client,
    readonly places: readonly Place[],
  ) {}

  /** `also` is a folder in a repository that need not be open. Rejects when there is no repository at all. */
  static async look(client: Client, also?: string): Promise<Choices> {
    const folders = await repositoryFolders(client);
    const places = folders.map(({ uri, name }) => ({ repo: uri.fsPath, name }));
    if (also && !places.some(({ repo }) => repo === also))
      places.push({ repo: also, name: also.split('/').at(-1) || also });
    if (!places.length)
      throw new Error(t('No git repository was found in this workspace. Open a folder that is one, or run git init.'));
    await client.running();
    return new Choices(client, places);
  }

  get agents() {
    return this.client.sessions.agents;
  }

  get offered(): Offered {
    const repos = this.places.map(({ repo }) => repo);
    return { repos, current: currentFolder(), agents: this.agents, defaultAgent: defaultAgent() };
  }

  get around(): Around {
    return {
      agents: this.agents,
      repoName: (repo) => this.places.find((each) => each.repo === repo)?.name ?? repo,
      repos: this.places.length,
      personas: this.client.sessions.personas,
      usual: String(this.client.confirmed.settings['autoYes.default'] ?? 'off'),
    };
  }
}

/** The folder of the file in front. */
function currentFolder(): string | undefined {
  const editor = vscode.window.activeTextEditor?.document.uri;
  return editor && vscode.workspace.getWorkspaceFolder(editor)?.uri.fsPath;
}
