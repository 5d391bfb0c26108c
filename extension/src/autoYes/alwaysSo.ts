/** `Always Answer This So…`: from a question that waits to a common answer, with what else it would have answered. */
import * as vscode from 'vscode';
import type { Answering } from '../prompts/answering.ts';
import { asked, choices } from '../prompts/asked.ts';
import type { AnswerRule, Decision, Prompt, Session } from '../protocol/protocol.ts';
import { errorData, errorText } from '../shared/errors.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, type Plain, plain, visible, withIcon } from '../shared/plain.ts';
import { ask, pick, type Row, separator } from '../shared/quickInput.ts';
import { agentTitle } from '../shared/sessionFacts.ts';
import type { Client } from '../sidecar/client.ts';
import { addAnswer } from '../sidecar/settings.ts';
import { asParams, ruleReach, ruleText, written } from './answerRuleWords.ts';
import { decisionDescription, decisionLook, subject } from './decisionWords.ts';

type Answer = { choice: string } | 'text';

export class AlwaysSo {
  constructor(
    private readonly client: Client,
    private readonly answering: Answering,
  ) {}

  /** The answer is given to what is asked now, too. */
  async choose({ id }: Session): Promise<void> {
    const session = this.client.sessions.get(id);
    const prompt = session?.status === 'waiting' ? session.prompt : null;
    if (!session || prompt?.kind !== 'question') {
      const name = plain(session?.name ?? '', NAME) || t('The session');
      void inform(t('“{0}” asks no question now: only these have a common answer.', name));
      return;
    }
    const choice = await pickAnswer(prompt);
    if (choice === undefined) return;
    const { rules } = await this.client.request('answers/propose', { id, promptId: prompt.id, choice });
    if (!rules.length) {
      void inform(t('No rule may answer this: it stays with you.'));
      return;
    }
    const picked = await this.pickRule(session, rules);
    const rule = picked && (await this.editWords(picked));
    if (!rule) return;
    const { matches } = await this.client.request('answers/tryRule', asParams(rule));
    const others = matches.filter(({ id: of, title }) => of !== id || title !== prompt.title);
    if (!(await confirm(rule, this.reach(session, rule), others))) return;
    await this.answering.give(id, prompt, choice);
    await this.save(rule);
  }

  private reach(session: Session, rule: AnswerRule): Plain {
    return ruleReach(rule, agentTitle(session, this.client.sessions.agents), t);
  }

  private async pickRule(session: Session, rules: readonly AnswerRule[]): Promise<AnswerRule | undefined> {
    const rows = rules.map((rule) => ({
      label: ruleText(rule, t),
      description: this.reach(session, rule),
      value: rule,
    }));
    return pick(rows, {
      title: t('Always Answer This So: For Whom'),
      placeholder: t('Whose questions shall be answered so? The words can be changed in the next step.'),
      stays: true,
    });
  }

  /** An input box would alter what cannot be seen. */
  private async editWords(rule: AnswerRule): Promise<AnswerRule | undefined> {
    const [words = ''] = rule.words;
    if (visible(words) !== words) return rule;
    const text = await ask({
      title: t('Always Answer This So: Words'),
      prompt: t('Every question that has these words in it is answered so; fewer words fit more questions.'),
      value: words,
      stays: true,
      complaint: (typed) => this.complaint({ ...rule, words: [typed.trim()] }),
    });
    return text === undefined ? undefined : { ...rule, words: [text.trim()] };
  }

  /** What is wrong with a rule, as the sidecar says it. */
  private async complaint(rule: AnswerRule): Promise<Plain | undefined> {
    if (!rule.words[0]) return t('Without words it would be about every question.');
    try {
      await this.client.request('answers/tryRule', asParams(rule));
      return undefined;
    } catch (error) {
      if (errorData(error)?.code === 'BAD_RULE') return errorText(error);
      throw error;
    }
  }

  private async save(rule: AnswerRule): Promise<void> {
    const isNew = await addAnswer(this.client.confirmed, written(rule));
    const open = t('Open Settings');
    const message = isNew ? t('From now on {0}.', ruleText(rule, t)) : t('This common answer is there already.');
    if ((await inform(message, open)) === open)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'branchline.answers');
  }
}

/** An option's id, or a text. */
async function pickAnswer(prompt: Prompt): Promise<string | undefined> {
  const rows: Row<Answer>[] = choices(prompt, t).map(({ choice, ...row }) => ({ ...row, value: { choice } }));
  if (prompt.takesText) rows.push({ label: withIcon('edit', t('Type an Answer…')), value: 'text' });
  const title = t('Always Answer This So: Answer');
  const picked = prompt.options.length ? await pick(rows, { title, placeholder: asked(prompt), stays: true }) : 'text';
  if (picked !== 'text') return picked?.choice;
  const text = await ask({ title, prompt: asked(prompt), stays: true });
  return text?.trim() || undefined;
}

/** Shows what else in the log the rule would have answered. Only one row saves; those below are to be read. */
async function confirm(rule: AnswerRule, reach: Plain, others: readonly Decision[]): Promise<boolean> {
  const leave: Row<boolean> = { label: withIcon('close', t('Do Not Save')), value: false };
  const save: Row<boolean> = {
    label: withIcon('check', t('Answer, and Save the Rule')),
    description: t('{0}, in all sessions on this machine', reach),
    detail: ruleText(rule, t),
    value: true,
    widens: true,
  };
  const nothing: Row<boolean> = {
    label: withIcon('info', t('Nothing else in the log')),
    description: t('would have been answered by it'),
  };
  const rows = [
    leave,
    save,
    separator(t('it would also have answered')),
    ...(others.length ? others.map(answeredRow).reverse() : [nothing]),
  ];
  const placeholder = t('What else would it have answered?');
  return (await pick(rows, { title: t('Always Answer This So: Save'), placeholder, stays: true })) ?? false;
}

function answeredRow(decision: Decision): Row<boolean> {
  return {
    label: subject(decision, t),
    description: decisionDescription(decision, new Date(), t),
    iconPath: new vscode.ThemeIcon(decisionLook(decision).icon),
  };
}
