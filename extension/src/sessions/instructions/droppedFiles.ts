/** Files that are dropped on a session's row: from the Explorer by their places, from the desktop by what is in them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { showError } from '../../shared/errors.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Dropped } from '../list/dragging.ts';
import { giveFiles } from './givingFiles.ts';
import { urisIn } from './uriList.ts';

const LIST = 'text/uri-list';

export class DroppedFiles implements Dropped {
  readonly mimeTypes = [LIST, 'files'];

  constructor(private readonly client: Client) {}

  async drop(sessionId: string, data: vscode.DataTransfer): Promise<void> {
    const session = this.client.sessions.get(sessionId);
    if (!session) return;
    const own: string[] = [];
    try {
      const listed = urisIn((await data.get(LIST)?.asString()) ?? '').map((uri) => vscode.Uri.parse(uri));
      const files = listed.filter(({ scheme }) => scheme === 'file');
      const uris = files.length ? files : await this.copies(data, own);
      if (uris.length) await giveFiles(this.client, session, uris);
    } catch (error) {
      void showError(error, this.client.log);
    } finally {
      for (const folder of own) await rm(folder, { recursive: true, force: true });
    }
  }

  /** Of files that are not on this machine. The folders are for the user alone, and `own` from here on. */
  private async copies(data: vscode.DataTransfer, own: string[]): Promise<vscode.Uri[]> {
    const uris: vscode.Uri[] = [];
    for (const [, item] of data) {
      const file = item.asFile();
      if (!file) continue;
      const folder = await mkdtemp(path.join(tmpdir(), 'branchline-'));
      own.push(folder);
      const place = path.join(folder, path.basename(file.name) || 'file');
      await writeFile(place, await file.data(), { mode: 0o600 });
      uris.push(vscode.Uri.file(place));
    }
    return uris;
  }
}
