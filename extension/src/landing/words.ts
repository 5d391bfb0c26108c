/** What is said of work that is landed, applied or published. Pure; names of branches and files were given by others. */
import type { ApplyResult, How, LandResult, PublishResult, Session } from '../protocol/protocol.ts';
import { LINE, NAME, type Plain, plain, SENTENCES } from '../shared/plain.ts';
import { few, type Translate } from '../shared/words.ts';

export const HOWS: readonly How[] = ['squash', 'merge', 'rebase'];

export function howWord(how: How, t: Translate): Plain {
  const words: Record<How, Plain> = {
    squash: t('Squash'),
    merge: t('Merge'),
    rebase: t('Rebase'),
  };
  return words[how];
}

/** What becomes of the branch by it. */
export function howMeaning(how: How, t: Translate): Plain {
  const words: Record<How, Plain> = {
    squash: t('All of its work becomes one commit.'),
    merge: t('Its commits stay, and a commit joins them with the branch.'),
    rebase: t('Its commits are put upon the branch, one after the other.'),
  };
  return words[how];
}

export function planTitle(how: How, session: string, { onto }: LandResult, t: Translate): Plain {
  const [name, branch] = [plain(session, NAME), plain(onto, NAME)];
  const words: Record<How, Plain> = {
    squash: t('Squash “{0}” onto {1}', name, branch),
    merge: t('Merge “{0}” into {1}', name, branch),
    rebase: t('Rebase “{0}” onto {1}', name, branch),
  };
  return words[how];
}

export function landedText(how: How, session: string, onto: string, t: Translate): Plain {
  const [name, branch] = [plain(session, NAME), plain(onto, NAME)];
  const words: Record<How, Plain> = {
    squash: t('“{0}” was squashed onto {1}.', name, branch),
    merge: t('“{0}” was merged into {1}.', name, branch),
    rebase: t('“{0}” was rebased onto {1}.', name, branch),
  };
  return words[how];
}

/** For a row, as long as nothing was changed since. */
export function landedMark({ landed, changes, head }: Session, t: Translate): Plain {
  return landed && !changes.files && !head?.commits ? t('landed on {0}', plain(landed.onto, NAME)) : '';
}

/** How it stands in a tooltip. */
export function landedFact({ how, onto }: { how: How; onto: string }, t: Translate): Plain {
  const branch = plain(onto, NAME);
  const words: Record<How, Plain> = {
    squash: t('squashed onto {0}', branch),
    merge: t('merged into {0}', branch),
    rebase: t('rebased onto {0}', branch),
  };
  return words[how];
}

export function commandText(command: string): Plain {
  return plain(command, SENTENCES);
}

/** The first line of a commit's message. */
export function subject(message: string): Plain {
  return plain(message.split('\n', 1)[0] ?? '', LINE);
}

export function appliedText({ files, folder }: ApplyResult, t: Translate): Plain {
  return files.length === 1
    ? t('{0} was applied to {1}.', few(files, t), plain(folder))
    : t('{0} files were applied to {1}.', files.length, plain(folder));
}

/** `kept`: files that somebody changed after they were applied. */
export function undoneText(kept: readonly string[], t: Translate): Plain {
  return kept.length
    ? t('You changed {0} since, so that they stay. The others are as they were.', few(kept, t))
    : t('The main checkout is as it was.');
}

export function pushedText({ branch, remote }: PublishResult, t: Translate): Plain {
  return t('{0} was pushed to {1}.', plain(branch, NAME), plain(remote, NAME));
}

export function requestedText(told: PublishResult, t: Translate): Plain {
  if (told.url && !told.asks) return t('A pull request was made for {0}.', plain(told.branch, NAME));
  return told.said
    ? t('{0} Ask for it in the browser: {1}', pushedText(told, t), plain(told.said))
    : pushedText(told, t);
}

/** For the agent, which is told in English whatever the window speaks. */
export function conflictInstruction(onto: string, files: readonly string[]): string {
  const named = files.map((file) => `- ${file}`).join('\n');
  return `Merge the branch ${onto} into your branch, resolve the conflicts so that the intent of both sides is kept, run the tests, and commit. They are in:\n${named}`;
}

export function refusalInstruction(said: string): string {
  return `A commit of your work was refused. Mend what it is about, without skipping the check:\n\n${said}`;
}
