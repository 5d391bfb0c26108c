/** `New Session from a Template…`: which one, what belongs into its gaps, who does it. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { AutoYesActions } from '../../autoYes/actions.ts';
import { badTemplate, templateDescription, templateDetail } from '../../personas/words.ts';
import type { Agent, CreateParams, FillResult, Session, Template, TemplatesResult } from '../../protocol/protocol.ts';
import { t } from '../../shared/l10n.ts';
import { joined, LINE, NAME, plain } from '../../shared/plain.ts';
import { pick, type Row, separator } from '../../shared/quickInput.ts';
import { askInFlow } from '../../shared/stepInput.ts';
import type { Client } from '../../sidecar/client.ts';
import { defaultAgent } from '../../sidecar/settings.ts';
import { repositoryFolders } from '../repositories/repositories.ts';

/** Characters of a selection that a template takes. */
const LONGEST_SELECTION = 100_000;

export class FromTemplate {
  /** @param create makes a session that comes before the user's eyes */
  constructor(
    private readonly client: Client,
    private readonly autoYes: AutoYesActions,
    private readonly create: (params: CreateParams) => Promise<Session>,
  ) {}

  async newSession(): Promise<void> {
    const repo = await this.askForRepository();
    if (!repo) return;
    const template = await askForTemplate(await this.client.request('template/list', { repo }));
    if (!template) return;
    const values = await askForValues(template, surroundings(repo, template));
    if (!values) return;
    const [names, texts] = [[...values.keys()], [...values.values()]];
    const filled = await this.client.request('template/fill', { repo, name: template.name, names, texts });
    const agent = await this.askForAgent(template, filled);
    if (!agent) return;
    const { persona, autoYes } = filled;
    const preset = autoYes ?? this.client.sessions.personas.find(({ name }) => name === persona)?.autoYes ?? 'off';
    if (preset !== 'off' && !(await this.autoYes.isWanted())) return;
    await this.create({ ...given(filled), repo, agent: agent.name });
  }

  private async askForRepository(): Promise<string | undefined> {
    const folders = await repositoryFolders(this.client);
    const [only, ...others] = folders;
    if (!only)
      throw new Error(t('No git repository was found in this workspace. Open a folder that is one, or run git init.'));
    if (!others.length) return only.uri.fsPath;
    const rows = folders.map(({ name, uri }) => ({
      label: plain(name),
      description: plain(path.dirname(uri.fsPath)),
      iconPath: new vscode.ThemeIcon('repo'),
      value: uri.fsPath,
    }));
    return pick(rows, {
      title: t('New Session from a Template'),
      placeholder: t('Which repository is it about?'),
      stays: true,
    });
  }

  /** The last question shows what is made of it. */
  private askForAgent(template: Template, filled: FillResult): Promise<Agent | undefined> {
    const installed = this.client.sessions.agents.filter(({ program }) => program);
    const offered = filled.agent ?? defaultAgent();
    const facts = joined([
      filled.persona !== null && t('persona {0}', plain(filled.persona, NAME)),
      filled.base !== null && t('from {0}', plain(filled.base, NAME)),
      filled.task !== null && t('task {0}', plain(filled.task, NAME)),
      filled.autoYes !== null && t('auto-yes: {0}', plain(filled.autoYes, NAME)),
    ]);
    const rows: Row<Agent>[] = [
      ...installed.map((agent) => ({
        label: plain(agent.title, NAME),
        description: plain(agent.name, NAME),
        iconPath: new vscode.ThemeIcon('hubot'),
        value: agent,
      })),
      separator(t('what it is told')),
      { label: plain(filled.instruction, LINE), ...(facts && { detail: facts }) },
    ];
    return pick(rows, {
      title: t('New Session from “{0}”: Agent', plain(template.title, NAME)),
      placeholder: t('Which agent does it?'),
      active: ({ name }) => name === offered,
      stays: true,
    });
  }
}

/** What is broken is in the list, too: whoever wrote it looks for it there. */
async function askForTemplate({ templates, bad }: TemplatesResult): Promise<Template | undefined> {
  const row = (template: Template): Row<Template> => ({
    label: plain(template.title, NAME),
    description: templateDescription(template, t),
    detail: templateDetail(template),
    iconPath: new vscode.ThemeIcon(template.ignored.length ? 'warning' : 'file-text'),
    value: template,
  });
  const broken = bad.map((each): Row<never> => ({ ...badTemplate(each, t), iconPath: new vscode.ThemeIcon('error') }));
  const rows = [...templates.map(row), ...(broken.length ? [separator(t('cannot be used')), ...broken] : [])];
  return pick(rows, {
    title: t('New Session from a Template'),
    placeholder: templates.length
      ? t('Which template?')
      : t('There is none yet: add a file to .branchline/templates, or to the setting branchline.templates.'),
    stays: true,
  });
}

/** One question after the other, with a way back; undefined when the user left. */
async function askForValues(template: Template, known: Map<string, string>): Promise<Map<string, string> | undefined> {
  const values = new Map(known);
  const { variables } = template;
  for (let at = 0, variable = variables[0]; variable; variable = variables[at]) {
    const written = await askInFlow({
      title: t('New Session from “{0}”', plain(template.title, NAME)),
      prompt: plain(variable.question, LINE),
      value: values.get(variable.name) ?? variable.default,
      step: at + 1,
      total: variables.length,
      buttons: at ? [vscode.QuickInputButtons.Back] : [],
      stays: true,
    });
    if (written === undefined) return undefined;
    if (typeof written === 'string') values.set(variable.name, written);
    at += typeof written === 'string' ? 1 : -1;
  }
  return values;
}

/** What is null is left to defaults. */
function given(filled: FillResult): Partial<CreateParams> {
  return Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== null));
}

/** What the editor in front says, as far as the template takes it: of a file of this repository. */
function surroundings(repo: string, { takesSelection, takesFile }: Template): Map<string, string> {
  const found = new Map<string, string>();
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.scheme !== 'file') return found;
  const file = path.relative(repo, editor.document.uri.fsPath);
  if (file.startsWith('..') || path.isAbsolute(file)) return found;
  if (takesFile) found.set('file', file);
  if (takesSelection) found.set('selection', editor.document.getText(editor.selection).slice(0, LONGEST_SELECTION));
  return found;
}
