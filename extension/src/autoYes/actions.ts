/** The commands of auto-yes: which preset a session has, why it was not answered, and the end of it all at once. */
import * as vscode from 'vscode';
import type { Preset, Session } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { explain, inform } from '../shared/notices.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { pick, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import type { Terminals } from '../terminals/terminals.ts';
import { allowNext } from './allowNext.ts';
import { pauseSentence } from './pauseWords.ts';
import { isOn, leftToYou, PRESETS, policyText, presetSentence, whyYou } from './words.ts';

const EXPLAINED = 'branchline.autoYesExplained';

type Run = () => Thenable<unknown>;

export class AutoYesActions {
  /** @param memory that of this machine, for all windows */
  constructor(
    private readonly client: Client,
    private readonly terminals: Terminals,
    private readonly memory: vscode.Memento,
  ) {}

  /** Asks for a session's preset. The one that it has already ends a pause. */
  async choose(session: Session): Promise<void> {
    const preset = await pickPreset(t('Auto-yes for “{0}”', plain(session.name, NAME)), session);
    if (!preset || (preset === session.autoYes && !session.autoYesPaused)) return;
    if (preset === 'off' || (await this.isWanted()))
      await this.client.request('session/update', { id: session.id, autoYes: preset });
  }

  /** Asks for one preset for all of them, and once more before it is turned on; `meant` says in which. */
  async chooseForAll(sessions: readonly Session[], meant: Plain): Promise<void> {
    const preset = await pickPreset(t('Auto-yes for {0} Sessions', sessions.length));
    if (!preset) return;
    const question = t('Set auto-yes to {0} in {1} sessions?', plain(preset), sessions.length);
    const meaning = t('{0} {1}', presetSentence(preset, t), meant);
    if (preset !== 'off' && !(await this.isWanted({ question, meaning }))) return;
    await Promise.all(sessions.map(({ id }) => this.client.request('session/update', { id, autoYes: preset })));
  }

  /** Pauses it in every session, before the next key is sent. */
  async stopAll(): Promise<void> {
    const { stopped } = await this.client.request('autoYes/stopAll', {});
    if (!stopped) {
      void inform(t('Auto-yes was on in no session.'));
      return;
    }
    const paused =
      stopped === 1 ? t('Auto-yes is paused in 1 session.') : t('Auto-yes is paused in {0} sessions.', stopped);
    const change = t('Change…');
    const message = t('{0} It goes on in a session when you choose a preset for it again.', paused);
    if ((await inform(message, change)) === change) await this.menu();
  }

  /** All that can be done about auto-yes, and each session where it is on. */
  async menu(): Promise<void> {
    const sessions = this.client.sessions.all();
    const entry = (session: Session): Row<Run> => ({
      label: plain(session.name, NAME),
      description: policyText(session, t),
      iconPath: new vscode.ThemeIcon(isOn(session) ? 'shield' : 'circle-slash'),
      value: () => this.choose(session),
    });
    const command = (label: Plain, icon: string, value: Run): Row<Run> => ({
      label,
      iconPath: new vscode.ThemeIcon(icon),
      value,
    });
    const showLog = () => vscode.commands.executeCommand('branchline.autoYesShowLog');
    const reviewWider = () => vscode.commands.executeCommand('branchline.autoYesReviewWider');
    const rows: Row<Run>[] = [
      command(t('Stop All'), 'stop-circle', () => this.stopAll()),
      command(t('Show Log'), 'list-unordered', showLog),
      ...(this.client.confirmed.wider.changes.length
        ? [command(t('Review Wider Settings…'), 'warning', reviewWider)]
        : []),
      separator(t('change for a session')),
      ...[...sessions.filter(isOn), ...sessions.filter((session) => !isOn(session))].map(entry),
    ];
    const run = await pick(rows, { title: t('Auto-yes') });
    await run?.();
  }

  /** Why a prompt was left to the user, and what can be done about it. */
  async why(session: Session): Promise<void> {
    const why = whyYou(session, t);
    const name = plain(session.name, NAME);
    if (!why) {
      const message = isOn(session)
        ? t('“{0}” asks nothing that auto-yes left to you.', name)
        : t('Auto-yes is off for “{0}”: every prompt is left to you.', name);
      void inform(message);
      return;
    }
    const change = t('Auto-yes…');
    const allow = t('Allow This Next Time…');
    const open = t('Open Terminal');
    const rule = leftToYou(session)?.rule;
    const text = rule && session.autoYesPaused === null ? t('{0} (rule: {1})', why, plain(rule, NAME)) : why;
    const buttons = session.autoYesPaused === null ? [allow, open] : [change, open];
    const answer = await inform(t('“{0}”: {1}', name, text), ...buttons);
    if (answer === change) await this.choose(this.client.sessions.get(session.id) ?? session);
    else if (answer === allow) await this.allowNext(session);
    else if (answer === open) await this.terminals.show(session.id);
  }

  /** For the prompt that this session asks, or asked when the user began. */
  async allowNext({ id, name, prompt }: Session): Promise<void> {
    if (prompt) await allowNext(this.client, { ...prompt, id, promptId: prompt.id });
    else void inform(t('“{0}” asks nothing now.', plain(name, NAME)));
  }

  /**
   * The first time on this machine it is explained what is about to be turned on. For several sessions it is asked each
   * time, and explained in the same question.
   */
  async isWanted(several?: { question: Plain; meaning: Plain }): Promise<boolean> {
    const isExplained = Boolean(this.memory.get(EXPLAINED));
    if (isExplained && !several) return true;
    const turnOn = t('Turn On');
    const explanation = [
      t(
        'Branchline will answer yes for you where fixed rules prove that a prompt is allowed: by the preset, or by rules of your own in the settings. No model decides.',
      ),
      t(
        'It never answers a question, a plan, a login or a password, and never what leaves the worktree, uses the network or reads secrets, unless a rule of yours says exactly that. What it cannot tell is left to you.',
      ),
      t(
        '“Auto-yes: Stop All” stops it at once, in the menu of the shield in the status bar and in the palette. Each decision is in the log.',
      ),
    ];
    const meaning = [...(several ? [several.meaning] : []), ...(isExplained ? [] : explanation)];
    // The first button is what Enter presses.
    const answer = await explain(several?.question ?? t('Turn on auto-yes?'), meaning, t('Leave It Off'), turnOn);
    if (answer !== turnOn) return false;
    await this.memory.update(EXPLAINED, true);
    return true;
  }
}

function pickPreset(title: Plain, session?: Session): Promise<Preset | undefined> {
  const rows = PRESETS.map((preset) => ({
    label: plain(preset),
    description: session && preset === session.autoYes ? currentText(session) : ('' as const),
    detail: presetSentence(preset, t),
    iconPath: new vscode.ThemeIcon(preset === 'off' ? 'circle-slash' : 'shield'),
    value: preset,
    widens: preset !== 'off' && (preset !== session?.autoYes || session.autoYesPaused !== null),
  }));
  const placeholder = t('What may be answered with yes by itself?');
  return pick<Preset>(rows, { title, placeholder, active: (each) => each === session?.autoYes });
}

function currentText({ autoYesPaused }: Session): Plain {
  if (autoYesPaused === null) return t('current');
  const why = plain(pauseSentence(autoYesPaused, t), 120);
  return t('current, paused: {0} Choose it again to go on.', plain(`${why.replace(/\.$/, '')}.`));
}
