/** What is said of what the user runs in a session's worktree: on its row, on its tooltip, when it ended. Pure. */
import type { Run, Session } from '../protocol/protocol.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import { few, type Translate } from '../shared/words.ts';

export function isRun({ run }: Session): boolean {
  return run?.status === 'running';
}

/** Where it listens, as far as that may be opened: on this machine and nowhere else. */
export function previewUrl({ run }: Session): string | undefined {
  if (!run?.url || run.status !== 'running' || !URL.canParse(run.url)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(run.url);
  const isHere = /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  return isHere && port !== '' && /^https?:$/.test(protocol) && !username && !password ? run.url : undefined;
}

/** For the row: `:41010` once it listens. */
export function runText({ run }: Session, t: Translate): Plain {
  if (run?.status === 'running') return run.port === null ? t('runs a command') : plain(`:${run.port}`);
  return run?.status === 'failed' ? t('run failed') : '';
}

/** For who listens. */
export function spokenRun(session: Session, t: Translate): Plain {
  const { run } = session;
  if (run?.status === 'running' && run.port !== null) return t('its run listens on port {0}', run.port);
  return runText(session, t);
}

/** For the tooltip. */
export function runRows({ run }: Session, t: Translate): [Plain, Plain][] {
  return run ? [[t('Run'), stateText(run, t)]] : [];
}

function stateText(run: Run, t: Translate): Plain {
  if (run.status === 'running') return run.url ? t('listens at {0}', plain(run.url)) : t('goes on');
  return run.status === 'failed' ? failure(run, t) : t('has ended');
}

function failure({ exitCode }: Run, t: Translate): Plain {
  if (exitCode === null) return t('was cut off');
  return exitCode < 0 ? t('was ended by signal {0}', -exitCode) : t('failed with exit code {0}', exitCode);
}

/** A notice, when nobody looks at its terminal. */
export function failedText({ name, run }: Session, t: Translate): Plain {
  return run ? t('The run of “{0}” {1}.', plain(name, NAME), failure(run, t)) : '';
}

/** A notice: these gave way. */
export function gaveWayText(names: readonly string[], t: Translate): Plain {
  return names.length === 1
    ? t('The run of “{0}” was ended, because only one can run at a time.', plain(names[0] ?? '', NAME))
    : t('The runs of {0} were ended, because only one can run at a time.', few(names, t));
}
