/** Words for the pull request of a session. Pure. */
import type { PullRequestStatus, Session } from '../protocol/protocol.ts';
import { joined, type Plain, plain } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';

/** `#12 open · 2 of 5 checks failed · 3 threads`, of what was seen last. */
export function pullRequestText({ pullRequest }: Session, t: Translate): Plain {
  if (!pullRequest) return '';
  const { number, state, checks, threads } = pullRequest;
  const all = checks.passed + checks.failed + checks.pending;
  const parts = [
    joined([plain(`#${number}`), stateWord(state, t)], ' '),
    checks.failed > 0 && t('{0} of {1} checks failed', checks.failed, all),
    !checks.failed && checks.pending > 0 && t('{0} of {1} checks go on', checks.pending, all),
    all > 0 && checks.passed === all && t('checks passed'),
    threads === 1 && t('1 thread'),
    threads > 1 && t('{0} threads', threads),
  ];
  return joined(parts);
}

export function pullRequestRows(session: Session, t: Translate): [Plain, Plain][] {
  const text = pullRequestText(session, t);
  return text ? [[t('Pull request'), text]] : [];
}

function stateWord(state: PullRequestStatus, t: Translate): Plain {
  const words: Record<PullRequestStatus, Plain> = {
    open: t('open'),
    draft: t('draft'),
    merged: t('merged'),
    closed: t('closed'),
  };
  return known(words, state) ?? plain(state);
}
