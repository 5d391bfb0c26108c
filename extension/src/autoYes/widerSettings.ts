/** Asks about settings that became wider without a command of ours, and lets the user allow them. */
import * as vscode from 'vscode';
import { setContext } from '../shared/context.ts';
import { t } from '../shared/l10n.ts';
import { inform, unattended, warn } from '../shared/notices.ts';
import { withIcon } from '../shared/plain.ts';
import { pick, type Row, separator } from '../shared/quickInput.ts';
import type { Confirmed, Wider } from '../sidecar/confirmed.ts';
import { same } from '../sidecar/wider.ts';
import { allChanges, changeWords } from './widerWords.ts';

/** What a notification can name: of more it cannot be said that the user saw them. */
const NAMED = 3;

type Do = 'allow' | 'decline' | 'show';

export class WiderSettings implements vscode.Disposable {
  private asked: Wider | undefined;
  private isOpen = false;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly confirmed: Confirmed,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = confirmed.onDidChange(() => this.look());
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Shows all of it, whatever was answered before. */
  async review(): Promise<void> {
    await this.confirmed.ready();
    const wider = this.confirmed.wider;
    if (!wider.changes.length) {
      void inform(t('Every setting holds as it is written.'));
      return;
    }
    const rows: Row<Do>[] = [
      { label: withIcon('close', t('Keep as Before')), value: 'decline' },
      { label: withIcon('check', t('Allow All of This')), value: 'allow', widens: true },
      { label: withIcon('gear', t('Show Settings')), value: 'show' },
      separator(t('became wider in the settings')),
      ...wider.changes.map((each): Row<Do> => ({ label: changeWords(each, t) })),
    ];
    const placeholder = t('Another program may have written this. What shall hold?');
    const chosen = await pick(rows, { title: t('Auto-yes: Wider Settings'), placeholder, stays: true });
    await this.carryOut(chosen, wider);
  }

  /** One question at a time: whoever edits the settings on and on shall not fill the window. */
  private look(): void {
    const wider = this.confirmed.wider;
    void setContext('someWider', wider.changes.length > 0);
    if (this.isOpen || !wider.changes.length || this.confirmed.isDeclined) return;
    if (same(wider.changes, this.asked?.changes)) return;
    this.asked = wider;
    this.isOpen = true;
    unattended(this.ask(wider), this.log);
  }

  private async ask(wider: Wider): Promise<void> {
    try {
      await this.say(wider);
    } finally {
      this.isOpen = false;
      this.look();
    }
  }

  private async say(wider: Wider): Promise<void> {
    const [allow, review] = [t('Allow'), t('Review…')];
    const [show, keep] = [t('Show Settings'), t('Keep as Before')];
    const count = wider.changes.length;
    const isNamed = count <= NAMED;
    const message = isNamed
      ? t(
          'Branchline’s settings let more pass or start something else, once you allow it: {0}',
          allChanges(wider.changes, t),
        )
      : t('Branchline’s settings let more pass or start something else in {0} ways, once you allow it.', count);
    // The first button is what a key presses for who does not choose.
    const answer = await warn(message, keep, isNamed ? allow : review, show);
    if (answer === review) await this.review();
    else if (answer === allow) await this.carryOut('allow', wider);
    else if (answer === show) await this.carryOut('show', wider);
    else if (answer === keep) await this.carryOut('decline', wider);
  }

  private async carryOut(what: Do | undefined, wider: Wider): Promise<void> {
    if (what === 'allow') await this.confirmed.allow(wider);
    else if (what === 'decline') await this.confirmed.decline(wider);
    else if (what === 'show') await vscode.commands.executeCommand('workbench.action.openSettings', 'branchline');
  }
}
