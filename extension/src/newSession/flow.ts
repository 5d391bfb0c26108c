/**
 * `New Session…`: what to do, then one list in which Start comes first, and below it stands all that can be changed.
 * Enter, Enter is enough. Whoever leaves finds what was typed when they come again.
 */
import * as vscode from 'vscode';
import type { Issue } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { LINE, NAME, plain } from '../shared/plain.ts';
import { button, pickRow, type Row, separator } from '../shared/quickInput.ts';
import { askInFlow } from '../shared/stepInput.ts';
import type { Client } from '../sidecar/client.ts';
import { BACK } from './answers.ts';
import type { Choices } from './around.ts';
import { aboutIssue, type Draft } from './draft.ts';
import { instructionLine, moreText, type Part, partRows, startDescription, startLabel } from './draftWords.ts';
import { Issues } from './issues.ts';
import { change, chooseMore } from './parts.ts';

/** What the flow came to: a draft to start, one to be written on in an editor tab, or undefined when the user left. */
export interface Done {
  draft: Draft;
  next: 'start' | 'write';
}

type Chosen = Part | 'start' | 'more';

export class Flow {
  private readonly issues: Issues;
  /** The one that the instruction names, and whether its text goes along. */
  private issue: Issue | undefined;
  private withIssue = true;

  /** @param keep told of each step's draft, which is there again if the user leaves */
  constructor(
    private readonly client: Client,
    private readonly choices: Choices,
    private draft: Draft,
    private readonly keep: (draft: Draft) => void,
  ) {
    this.issues = new Issues(client);
  }

  async run(): Promise<Done | undefined> {
    // What has lines is no text for a line.
    let first = !this.draft.instruction.includes('\n');
    for (;;) {
      if (first) {
        const written = await this.askForInstruction();
        if (written !== 'next') return written && { draft: this.draft, next: 'write' };
      }
      this.issue = await this.issues.named(this.draft.repo, this.draft.instruction);
      const done = await this.askForStart();
      if (done !== BACK) return done;
      first = true;
    }
  }

  private set(draft: Draft): void {
    this.draft = draft;
    this.keep(draft);
  }

  private async askForInstruction(): Promise<'next' | 'write' | undefined> {
    const write = button('go-to-file', t('Write It in an Editor Tab'));
    const about = this.draft.about[0];
    const written = await askInFlow({
      title: about ? t('New Session: About {0}', plain(about.label, NAME)) : t('New Session: Instruction'),
      prompt: about
        ? t('What should the agent do about it?')
        : t('What should the agent do? Leave it empty to start the agent without an instruction.'),
      placeholder: t('Fix the failing login test'),
      value: this.draft.instruction,
      step: 1,
      total: 2,
      stays: true,
      buttons: [write],
      hint: async (text) => {
        this.set({ ...this.draft, instruction: text.trim() });
        const issue = await this.issues.named(this.draft.repo, text);
        return issue && t('{0}. Its text is given to the agent, too.', plain(aboutIssue(issue).label, LINE));
      },
    });
    if (written === undefined) return undefined;
    if (typeof written !== 'string') return 'write';
    this.set({ ...this.draft, instruction: written.trim() });
    return 'next';
  }

  private async askForStart(): Promise<Done | typeof BACK | undefined> {
    const write = button('go-to-file', t('Write the Instruction in an Editor Tab'));
    let active: Chosen = 'start';
    for (;;) {
      const whole = this.whole();
      const picked = await pickRow(this.rows(whole), {
        title: t('New Session'),
        placeholder: t('Enter starts it. What stands below can be changed.'),
        active: (value) => value === active,
        step: 2,
        total: 2,
        stays: true,
        buttons: [vscode.QuickInputButtons.Back, write],
      });
      if (picked?.button === vscode.QuickInputButtons.Back) return BACK;
      if (picked?.button) return { draft: this.draft, next: 'write' };
      if (!picked?.value) return undefined;
      if (picked.value === 'start') return { draft: whole, next: 'start' };
      // What is as it shall be starts by the next Enter.
      active = (await this.change(picked.value)) ? 'start' : picked.value;
    }
  }

  /** False: it stays as it was. */
  private async change(chosen: Exclude<Chosen, 'start'>): Promise<boolean> {
    if (chosen === 'about' && this.issue) {
      this.withIssue = !this.withIssue;
      return true;
    }
    const part = chosen === 'more' ? await chooseMore(this.draft, this.choices.around) : chosen;
    if (part === BACK) return false;
    const changed = await change(part, this.client, this.choices, this.draft);
    if (changed === BACK) return false;
    this.set(changed);
    this.issue = await this.issues.named(changed.repo, changed.instruction);
    return true;
  }

  /** With the issue that goes along. */
  private whole(): Draft {
    const { issue, draft } = this;
    return issue && this.withIssue ? { ...draft, about: [...draft.about, aboutIssue(issue)] } : draft;
  }

  private rows(draft: Draft): Row<Chosen>[] {
    const { around } = this.choices;
    const parts = partRows(draft, around, t);
    if (this.issue && !this.withIssue)
      parts.unshift({
        part: 'about',
        label: t('Goes Along'),
        value: t('{0}: not taken along', plain(aboutIssue(this.issue).label, LINE)),
        icon: 'paperclip',
      });
    return [
      {
        label: startLabel(draft, t),
        description: startDescription(draft, around, t),
        detail: instructionLine(draft, t),
        iconPath: new vscode.ThemeIcon('play'),
        value: 'start',
      },
      separator(t('change')),
      ...parts.map(({ part, label, value, icon }) => ({
        label,
        description: value,
        iconPath: new vscode.ThemeIcon(icon),
        value: part,
      })),
      {
        label: t('More…'),
        description: moreText(draft, around, t),
        iconPath: new vscode.ThemeIcon('ellipsis'),
        value: 'more' as const,
      },
    ];
  }
}
