/** The row of a group, above those of its sessions. */
import * as vscode from 'vscode';
import { type DrawnRow, drawRow, themeIcon } from '../shared/draw.ts';
import { t } from '../shared/l10n.ts';
import type { Group } from './grouping.ts';
import { groupDescription, groupLabel, groupLook, groupTooltip, spokenGroup } from './groupWords.ts';

export function groupItem(key: string, group: Group): DrawnRow {
  const look = groupLook(group);
  return drawRow(
    {
      label: groupLabel(group, t),
      description: groupDescription(group, t),
      tooltip: groupTooltip(group),
      spoken: spokenGroup(group, t),
    },
    {
      id: key,
      collapsibleState: vscode.TreeItemCollapsibleState.Expanded,
      ...(look && { iconPath: themeIcon(look) }),
      contextValue: `group;${group.by};`,
    },
  );
}
