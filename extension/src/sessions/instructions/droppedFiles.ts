/** Files that are dropped on a session's row: from the Explorer by their places, from the desktop by what is in them. */
import * as vscode from 'vscode';
import { showError } from '../../shared/errors.ts';
import type { Client } from '../../sidecar/client.ts';
import type { Dropped } from '../list/dragging.ts';
import { giveCopies, giveFiles } from './givingFiles.ts';
import { urisIn } from './uriList.ts';

const LIST = 'text/uri-list';

export class DroppedFiles implements Dropped {
  readonly mimeTypes = [LIST, 'files'];

  constructor(private readonly client: Client) {}

  async drop(sessionId: string, data: vscode.DataTransfer): Promise<void> {
    const session = this.client.sessions.get(sessionId);
    if (!session) return;
    try {
      const listed = urisIn((await data.get(LIST)?.asString()) ?? '').map((uri) => vscode.Uri.parse(uri));
      const files = listed.filter(({ scheme }) => scheme === 'file');
      if (files.length) return await giveFiles(this.client, session, files);
      const copies = await contents(data);
      if (copies.length) await giveCopies(this.client, session, copies);
    } catch (error) {
      void showError(error, this.client.log);
    }
  }
}

async function contents(data: vscode.DataTransfer): Promise<{ name: string; bytes: Uint8Array }[]> {
  const files = [...data].flatMap(([, item]) => item.asFile() ?? []);
  return Promise.all(files.map(async (file) => ({ name: file.name, bytes: await file.data() })));
}
