/** Set-up scripts in words. Pure. */
import type { DidFail, ScriptKind, Session, SetupStatus } from '../protocol/protocol.ts';
import { NAME, type Plain, plain, visible } from '../shared/plain.ts';
import { known, type Translate } from '../shared/words.ts';

type SetUp = Pick<Session, 'setup' | 'preparing'>;

export function isSettingUp({ setup }: Pick<Session, 'setup'>): boolean {
  return setup?.status === 'running';
}

/** For the row: nothing where it ran to its end, or never, or where the row says already that it is being prepared. */
export function setupText({ setup, preparing }: SetUp, t: Translate): Plain {
  if (!setup || preparing) return '';
  const words: Record<SetupStatus, Plain> = {
    running: t('Running the set-up script'),
    done: '',
    failed: failedSetup(setup.exitCode, t),
    timedOut: t('Set-up took too long'),
    cancelled: t('Set-up was cancelled'),
    cutOff: t('Set-up was cut off'),
  };
  return known(words, setup.status) ?? plain(setup.status);
}

/** For the tooltip. */
export function setupRows({ setup, preparing }: SetUp, t: Translate): [Plain, string][] {
  if (!setup) return [];
  const became = setupText({ setup, preparing }, t) || (setup.status === 'done' ? t('Ran to its end') : '');
  const source = setup.source === 'settings' ? t('from your settings') : setup.source;
  return became ? [[t('Set-up script'), [became, setup.detail, source].filter(Boolean).join(', ')]] : [];
}

export function scriptFailedText({ name, kind, why }: DidFail, t: Translate): Plain {
  const session = plain(name, NAME);
  return kind === 'teardown' ? t('“{0}” was removed. {1}', session, plain(why)) : t('“{0}”: {1}', session, plain(why));
}

export function logTitle(kind: ScriptKind, name: string, t: Translate): Plain {
  return kind === 'teardown' ? t('Teardown of {0}', plain(name, NAME)) : t('Set-up of {0}', plain(name, NAME));
}

/** What a script printed, with what is hidden spelled out. */
export function logText(lines: readonly string[], t: Translate): string {
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1;
  if (!end) return t('It has printed nothing.');
  return lines
    .slice(0, end)
    .map((line) => visible(line.replace(/[\r\n]/g, ' ')).trimEnd())
    .join('\n');
}

function failedSetup(code: number | null, t: Translate): Plain {
  if (code === null) return t('Set-up failed');
  return code < 0 ? t('Set-up failed: signal {0}', -code) : t('Set-up failed: exit code {0}', code);
}
