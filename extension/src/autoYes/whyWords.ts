/** Why auto-yes decided as it did, in a language other than the sidecar's: by its rule. Pure. */
import type { Decision } from '../protocol/protocol.ts';
import { LINE, type Plain, plain } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';

/** Of the log, or of a prompt that was left to the user: that one has no `decision`. */
type Decided = Pick<Decision, 'rule' | 'why'> & Partial<Pick<Decision, 'decision'>>;

/** What the sidecar says of the very command stands behind it, as it is. */
export function whyText({ rule, why, decision }: Decided, t: Translate): Plain {
  const own = plain(why, LINE);
  if (!t.isTranslated) return own;
  const whole = known(wholes(t), rule);
  if (whole) return whole;
  const kind = known(kinds(t), rule);
  const [, common] = /^answers (\d+)$/.exec(rule) ?? [];
  if (common) return t('Your common answer {0} says so.', plain(common));
  if (kind) return t('{0} ({1})', kind, own);
  if (decision === 'allow') return t('Allowed: {0}.', plain(rule, LINE));
  return decision === 'deny' ? t('Forbidden: {0}.', plain(rule, LINE)) : own;
}

/** Sentences that say all. */
function wholes(t: Translate): Record<string, Plain> {
  return {
    never: t('Only you answer a question, a plan, a login, a password or a request for trust.'),
    truncated: t('Not all of what is asked for can be seen.'),
    folder: t('The agent does not show in which folder the command would run.'),
    trust: t('It is not certain that only this session’s worktree would be trusted.'),
    'trusted repository': t('You trust the repository of this worktree.'),
    unknown: t('What exactly is asked for is not known.'),
    network: t('An address outside this machine is asked about.'),
    'no-single-yes': t('There is no option that says yes to just this, once.'),
    'answer-never': t('No common answer is given to what is about access, trust, permission or a plan.'),
    'answer-unclear': t('Not all of what is asked can be seen.'),
    off: t('Branchline is switched off.'),
    error: t('Auto-yes failed at this one; the log has the cause.'),
  };
}

/** Sentences that say of what kind it is. */
function kinds(t: Translate): Record<string, Plain> {
  return {
    'answer-not-there': t('What your common answer says cannot be answered here.'),
    'answers-differ': t('Your common answers differ.'),
    environment: t('It sets a variable whose effect is not known.'),
    git: t('What git would do is not known to be safe.'),
    option: t('An option or argument may do more than is allowed.'),
    secret: t('It may read a secret.'),
    outside: t('It reaches outside the worktree.'),
    protected: t('It touches what is protected.'),
    program: t('What the program would do is not known.'),
    path: t('Which files it would touch is not known.'),
    shell: t('It alters what later commands mean.'),
    cd: t('Where it would run is not certain.'),
    preset: t('The preset does not allow it.'),
    settings: t('The settings of auto-yes cannot be used.'),
    repository: t('The repository’s own rules cannot be followed.'),
    snapshot: t('No snapshot could be taken before it.'),
    limit: t('A limit of auto-yes is reached.'),
    'unknown-tool': t('What the tool does is not known.'),
    'cannot-tell': t('What it does cannot be told.'),
  };
}
