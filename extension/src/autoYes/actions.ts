/** The commands of auto-yes: which preset a session has, why it was not answered, and the end of it all at once. */
import * as vscode from 'vscode';
import type { Preset, Session } from '../protocol/protocol.ts';
import { oneLine, withoutIcons, withoutLinks } from '../shared/plain.ts';
import { shown } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';
import { allowNext } from './allowNext.ts';
import { pauseSentence } from './pauseWords.ts';
import { isOn, leftToYou, PRESETS, policyText, presetSentence, whyYou } from './words.ts';

const t = vscode.l10n.t;
const EXPLAINED = 'branchline.autoYesExplained';

interface Row extends vscode.QuickPickItem {
  run?: () => Thenable<unknown>;
}

export class AutoYesActions {
  /** @param memory that of this machine, for all windows */
  constructor(
    private readonly client: Client,
    private readonly terminals: Terminals,
    private readonly memory: vscode.Memento,
  ) {}

  /** Asks for a session's preset. The one that it has already ends a pause. */
  async choose(session: Session): Promise<void> {
    const rows = PRESETS.map((preset) => ({
      label: preset,
      description: preset === session.autoYes ? currentText(session) : '',
      detail: presetSentence(preset, t),
      iconPath: new vscode.ThemeIcon(preset === 'off' ? 'circle-slash' : 'shield'),
      preset,
    }));
    const list = vscode.window.createQuickPick<(typeof rows)[number]>();
    list.title = t('Auto-yes for “{0}”', session.name);
    list.placeholder = t('What may be answered with yes by itself?');
    list.matchOnDetail = true;
    list.items = rows;
    list.activeItems = rows.filter(({ preset }) => preset === session.autoYes);
    const preset = await shown<Preset>(list, (resolve) => [
      list.onDidAccept(() => resolve(list.activeItems[0]?.preset)),
    ]);
    if (!preset || (preset === session.autoYes && !session.autoYesPaused)) return;
    if (preset === 'off' || (await this.isWanted()))
      await this.client.request('session/update', { id: session.id, autoYes: preset });
  }

  /** Pauses it in every session, before the next key is sent. */
  async stopAll(): Promise<void> {
    const { stopped } = await this.client.request('autoYes/stopAll', {});
    if (!stopped) {
      void vscode.window.showInformationMessage(t('Auto-yes was on in no session.'));
      return;
    }
    const paused =
      stopped === 1 ? t('Auto-yes is paused in 1 session.') : t('Auto-yes is paused in {0} sessions.', stopped);
    const change = t('Change…');
    const message = t('{0} It goes on in a session when you choose a preset for it again.', paused);
    if ((await vscode.window.showInformationMessage(message, change)) === change) await this.menu();
  }

  /** All that can be done about auto-yes, and each session where it is on. */
  async menu(): Promise<void> {
    const sessions = this.client.sessions.all();
    const entry = (session: Session): Row => ({
      label: withoutIcons(oneLine(session.name, 80)),
      description: withoutIcons(policyText(session, t)),
      iconPath: new vscode.ThemeIcon(isOn(session) ? 'shield' : 'circle-slash'),
      run: () => this.choose(session),
    });
    const command = (label: string, icon: string, name: string): Row => ({
      label,
      iconPath: new vscode.ThemeIcon(icon),
      run: () => vscode.commands.executeCommand(name),
    });
    const rows: Row[] = [
      command(t('Stop All'), 'stop-circle', 'branchline.autoYesStopAll'),
      command(t('Show Log'), 'list-unordered', 'branchline.autoYesShowLog'),
      { label: t('change for a session'), kind: vscode.QuickPickItemKind.Separator },
      ...[...sessions.filter(isOn), ...sessions.filter((session) => !isOn(session))].map(entry),
    ];
    const picked = await vscode.window.showQuickPick(rows, { title: t('Auto-yes'), matchOnDescription: true });
    await picked?.run?.();
  }

  /** Why a prompt was left to the user, and what can be done about it. */
  async why(session: Session): Promise<void> {
    const why = whyYou(session, t);
    const name = oneLine(session.name, 80);
    if (!why) {
      const message = isOn(session)
        ? t('“{0}” asks nothing that auto-yes left to you.', name)
        : t('Auto-yes is off for “{0}”: every prompt is left to you.', name);
      void vscode.window.showInformationMessage(message);
      return;
    }
    const change = t('Auto-yes…');
    const allow = t('Allow This Next Time…');
    const open = t('Open Terminal');
    const rule = leftToYou(session)?.rule;
    const text = rule && session.autoYesPaused === null ? t('{0} (rule: {1})', why, oneLine(rule, 80)) : why;
    const buttons = session.autoYesPaused === null ? [allow, open] : [change, open];
    const answer = await vscode.window.showInformationMessage(withoutLinks(t('“{0}”: {1}', name, text)), ...buttons);
    if (answer === change) await this.choose(this.client.sessions.get(session.id) ?? session);
    else if (answer === allow) await this.allowNext(session);
    else if (answer === open) await this.terminals.show(session.id);
  }

  /** For the prompt that this session asks, or asked when the user began. */
  async allowNext({ id, name, prompt }: Session): Promise<void> {
    if (prompt) await allowNext(this.client, { ...prompt, id, promptId: prompt.id });
    else void vscode.window.showInformationMessage(t('“{0}” asks nothing now.', name));
  }

  /** The first time on this machine it is explained what is about to be turned on. */
  private async isWanted(): Promise<boolean> {
    if (this.memory.get(EXPLAINED)) return true;
    const turnOn = t('Turn On');
    const detail = [
      t(
        'Branchline will answer yes for you where fixed rules prove that a prompt is allowed: by the preset, or by rules of your own in the settings. No model decides.',
      ),
      t(
        'It never answers a question, a plan, a login or a password, and never what leaves the worktree, uses the network or reads secrets, unless a rule of yours says exactly that. What it cannot tell is left to you.',
      ),
      t(
        '“Auto-yes: Stop All” stops it at once, in the menu of the shield in the status bar and in the palette. Each decision is in the log.',
      ),
    ].join('\n\n');
    const answer = await vscode.window.showInformationMessage(t('Turn on auto-yes?'), { modal: true, detail }, turnOn);
    if (answer !== turnOn) return false;
    await this.memory.update(EXPLAINED, true);
    return true;
  }
}

function currentText({ autoYesPaused }: Session): string {
  return autoYesPaused === null
    ? t('current')
    : withoutIcons(
        t(
          'current, paused: {0} Choose it again to go on.',
          `${oneLine(pauseSentence(autoYesPaused, t), 120).replace(/\.$/, '')}.`,
        ),
      );
}
