/** The pull request of a session's branch: looked at, opened in the browser, and what it says told to the agent. */
import * as vscode from 'vscode';
import type { PullRequestPart, Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import type { Client } from '../sidecar/client.ts';
import { beganText } from './keepGoingWords.ts';
import { pullRequestText } from './pullRequestWords.ts';

export class PullRequests {
  constructor(private readonly client: Client) {}

  async open(session: Session): Promise<void> {
    const { pullRequest } = await this.client.request('session/pullRequest', { id: session.id });
    if (!pullRequest) {
      void inform(
        t(
          'There is no pull request of the branch of “{0}”, or gh (for GitLab: glab) is not installed or not logged in.',
          named(session),
        ),
      );
      return;
    }
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(pullRequest.url, true));
  }

  async tell(session: Session, what: PullRequestPart): Promise<void> {
    await this.client.request('session/tellPullRequest', { id: session.id, what });
    void inform(
      what === 'log'
        ? t('The agent of “{0}” is told why checks failed.', named(session))
        : t('The agent of “{0}” is told what reviewers wrote.', named(session)),
    );
  }

  /** Until its checks are green, or no more. */
  async keepGoing(session: Session, on: boolean): Promise<void> {
    await this.client.request('session/keepGoing', { id: session.id, on });
    const { keepGoing } = this.client.sessions.get(session.id) ?? session;
    if (on && keepGoing) void inform(beganText(session, keepGoing.most, t));
  }

  /** Nobody waits for it: what is seen is on the row by then. */
  look(id: string): void {
    const session = this.client.sessions.get(id);
    if (!session?.branch) return;
    this.client.request('session/pullRequest', { id }).then(
      () => this.client.log.debug(`${id}: ${pullRequestText(this.client.sessions.get(id) ?? session, t)}`),
      (error) => this.client.log.info(`${id}: its pull request was not looked at: ${error}`),
    );
  }
}

function named({ name }: Session) {
  return plain(name, NAME);
}
