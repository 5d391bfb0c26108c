/** A project's own scripts, and what the user said of them, in words. Pure. */
import type { Approval, Script, ScriptKind } from '../protocol/protocol.ts';
import { NAME, type Plain, plain, visible } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';

const SETTINGS = 'settings';

export function kindText(kind: ScriptKind, t: Translate): Plain {
  const words: Record<ScriptKind, Plain> = {
    setup: t('Set-up script'),
    run: t('Run command'),
    teardown: t('Teardown script'),
  };
  return known(words, kind) ?? plain(kind);
}

export function sourceText({ source }: Pick<Script, 'source'>, t: Translate): Plain {
  return source === SETTINGS ? t('Your settings') : plain(source);
}

/** What is shown before it is approved: all of it, with what is hidden spelled out. */
export function scriptsText(scripts: readonly Script[], textOf: (script: Script) => string, t: Translate): string {
  const parts = scripts.map((script) => {
    const head = `# ════ ${kindText(script.kind, t)}: ${sourceText(script, t)} ════`;
    return `${head}\n\n${textOf(script).split('\n').map(visible).join('\n')}`;
  });
  return parts.join('\n');
}

/** What the user is asked; of a script that was approved as another text, that it changed. */
export function approvalQuestion(name: string, scripts: readonly Script[], t: Translate): Plain {
  const [first] = scripts;
  const source = first ? sourceText(first, t) : '';
  return scripts.some(({ before }) => before !== null)
    ? t(
        'The script {0} of “{1}” is not the one that you approved. It does not run until you approve what it is now.',
        source,
        plain(name, NAME),
      )
    : t(
        'The script {0} of “{1}” comes with the repository. It does not run until you approve it.',
        source,
        plain(name, NAME),
      );
}

/** Of a script that is found, for the check of what a fresh session would lack. */
export function approvalText({ kind, approval }: Pick<Script, 'kind' | 'approval'>, t: Translate): Plain {
  const words: Record<Approval, Plain> = {
    own: t('{0}, as you set it.', kindText(kind, t)),
    approved: t('{0}, which you approved.', kindText(kind, t)),
    waiting: t('{0}, which waits for your approval.', kindText(kind, t)),
    declined: t('{0}, which you do not want to be asked about.', kindText(kind, t)),
  };
  return known(words, approval) ?? kindText(kind, t);
}

export function isUnapproved({ approval }: Pick<Script, 'approval'>): boolean {
  return approval === 'waiting' || approval === 'declined';
}
