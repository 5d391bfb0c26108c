/** The row of a session. */
import * as vscode from 'vscode';
import type { Session } from '../../protocol/protocol.ts';
import { type DrawnRow, drawRow, themeIcon } from '../../shared/draw.ts';
import { t } from '../../shared/l10n.ts';
import { sessionUri } from './uri.ts';
import { type Around, contextValue, description, label, look, spoken } from './words.ts';

export interface Shape {
  /** Of the row: a session that comes below another heading has another one. */
  key: string;
  isExpanded: boolean;
  isStill: boolean;
}

export function sessionItem(session: Session, around: Around, { key, isExpanded, isStill }: Shape): DrawnRow {
  return drawRow(
    {
      label: label(session, t),
      description: description(session, around, t),
      spoken: spoken(session, around, t),
    },
    {
      id: key,
      collapsibleState: isExpanded
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed,
      resourceUri: sessionUri(session),
      iconPath: themeIcon(look(session, isStill, around.personas)),
      contextValue: contextValue(session),
      command: {
        command: 'branchline.openTerminal',
        title: t('Open Terminal'),
        arguments: [{ kind: 'session', id: session.id }],
      },
    },
  );
}
