/** What became wider in the settings, in words. Pure. */
import { joined, LINE, NAME, type Plain, plain } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';
import type { Change } from '../sidecar/wider.ts';

/** Such as `Bash(make) may pass`. */
export function changeWords(change: Change, t: Translate): Plain {
  const { key, of = '', from, to } = change;
  const name = plain(of, NAME);
  switch (key) {
    case 'autoYes.allow':
      return t('a new rule lets pass {0}', text(to));
    case 'autoYes.ask':
      return t('the rule to ask about {0} is gone', text(from));
    case 'autoYes.deny':
      return t('the rule to refuse {0} is gone', text(from));
    case 'autoYes.trustedRepositories':
      return t('agents may trust worktrees of {0}', text(to));
    case 'autoYes.default':
      return t('new sessions begin with auto-yes {0} instead of {1}', text(to), text(from));
    case 'autoYes.personas':
      return t('new sessions of “{0}” begin with auto-yes {1} instead of {2}', name, text(to), text(from));
    case 'autoYes.hooks':
      return to === false ? t('agents are not answered at their hooks') : t('agents are answered at their hooks');
    case 'autoYes.sameAnswers':
    case 'autoYes.sameAnswersMinutes':
    case 'autoYes.answersPerMinute':
    case 'autoYes.answersWithoutLook':
      return t('auto-yes pauses later: {0} is {1} instead of {2}', plain(key), text(to), text(from));
    case 'answers':
      return t('questions are answered by themselves: {0}', text(to));
    case 'pythonPath':
      return to ? t('Branchline runs in {0}', text(to)) : t('Branchline runs in the first Python that is found');
    case 'findBareRepositories':
      return to ? t('agents’ git finds bare repositories') : t('agents’ git finds no bare repositories');
    case 'onWaiting':
      return t('when a session waits, this runs: {0}', text(to));
    case 'check':
      return t('what checks {0} is {1}', name, text(to));
    case 'setupScript':
      return t('new worktrees are set up by this: {0}', text(to));
    case 'runCommand':
      return t('“Run” in a worktree runs this: {0}', text(to));
    case 'teardownScript':
      return t('before a worktree is removed, this runs: {0}', text(to));
    case 'scriptEnvironment':
      return t('scripts and agents have these variables: {0}', text(to));
    case 'personas':
      return to === undefined
        ? t('the persona “{0}” is no longer {1}', name, text(from))
        : t('the persona “{0}” is {1}', name, text(to));
    case 'templates':
      return t('the template “{0}” is {1}', name, text(to));
    case 'defaultSession':
      return t('a repository without a session gets this one: {0}', text(to));
    case 'agents':
    case 'agentPaths':
      return to === undefined
        ? t('the agent “{0}” is no longer {1}', name, text(from))
        : t('the agent “{0}” is {1}', name, text(to));
  }
}

/** All of them on a line. */
export function allChanges(changes: readonly Change[], t: Translate): Plain {
  return joined(changes.map((each) => changeWords(each, t)));
}

function text(value: unknown): Plain {
  return plain(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), LINE);
}
