/** The row of a group, above those of its sessions. */
import * as vscode from 'vscode';
import type { Persona } from '../../protocol/protocol.ts';
import { type DrawnRow, drawRow, themeIcon } from '../../shared/draw.ts';
import { t } from '../../shared/l10n.ts';
import type { Group } from './grouping.ts';
import { groupDescription, groupLabel, groupLook, groupTooltip, spokenGroup } from './groupWords.ts';

export function groupItem(key: string, group: Group, personas: readonly Persona[]): DrawnRow {
  const look = groupLook(group, personas);
  return drawRow(
    {
      label: groupLabel(group, personas, t),
      description: groupDescription(group, t),
      tooltip: groupTooltip(group),
      spoken: spokenGroup(group, personas, t),
    },
    {
      id: key,
      collapsibleState: vscode.TreeItemCollapsibleState.Expanded,
      ...(look && { iconPath: themeIcon(look) }),
      contextValue: `group;${group.by};`,
    },
  );
}
