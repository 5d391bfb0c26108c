/** What a fresh worktree would lack, in words. Pure. */
import type { Finding, SetupKind } from '../protocol/protocol.ts';
import { NAME, type Plain, plain } from '../shared/plain.ts';
import type { Translate } from '../shared/words.ts';

export interface FindingRow {
  label: Plain;
  detail: Plain;
  icon: string;
}

const ICONS: Readonly<Record<SetupKind, string>> = {
  file: 'file',
  dependencies: 'package',
  hooks: 'git-commit',
  submodule: 'file-submodule',
  lfs: 'cloud-download',
  outdated: 'history',
  port: 'plug',
};

/** Those that can be brought along come first. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings.filter(({ pattern }) => pattern), ...findings.filter(({ pattern }) => !pattern)];
}

export function findingRow(finding: Finding, t: Translate): FindingRow {
  return { label: plain(finding.path), detail: sentence(finding, t), icon: ICONS[finding.kind] };
}

function sentence({ kind, detail, pattern }: Finding, t: Translate): Plain {
  switch (kind) {
    case 'file':
      return t('Git ignores it: a fresh session does not have it.');
    case 'dependencies':
      return pattern
        ? t('A fresh session lacks what is installed here.')
        : t('To be installed again: a copy would not work.');
    case 'hooks':
      return t('Git looks for its hooks here, and none of them is tracked.');
    case 'submodule':
      return t('This submodule is not initialized. Run git submodule update --init.');
    case 'lfs':
      return detail
        ? t('This is only a pointer of Git LFS. Install git-lfs, then run git lfs pull.')
        : t('This is only a pointer of Git LFS. Run git lfs pull.');
    case 'outdated':
      return t('This is newer than what is installed in {0}. Install again.', plain(detail, NAME));
    case 'port':
      return t('Port {0} is fixed here, so that only one session can use it at a time.', plain(detail, NAME));
  }
}
