import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Client } from '../sidecar/client.ts';
import type { Confirmed } from '../sidecar/confirmed.ts';
import { addAllowRule } from '../sidecar/settings.ts';
import { userSettings } from '../sidecar/userSettings.ts';
import { started, until } from './window.ts';

/** What the server of these tests has set already: no notice about a full disk. */
const SET = { lowDiskGigabytes: 0 };

describe('the settings in a window', () => {
  let client: Client;
  let confirmed: Confirmed;
  const stored = () => vscode.workspace.getConfiguration('branchline');
  const set = (key: string, value: unknown) => stored().update(key, value, vscode.ConfigurationTarget.Global);
  const held = () => confirmed.settings['autoYes.default'];
  const keys = () => confirmed.wider.changes.map(({ key }) => key);

  before(async () => {
    ({ client } = await started());
    confirmed = client.confirmed;
  });

  it('sends what the user set, and nothing else: the sidecar has the defaults', async () => {
    assert.deepEqual(userSettings(), SET);
    try {
      await set('maxSessions', 3);
      await set('autoYes.deny', ['Bash(git push:*)']);
      assert.deepEqual(userSettings(), { ...SET, maxSessions: 3, 'autoYes.deny': ['Bash(git push:*)'] });
      assert.deepEqual(confirmed.settings, userSettings(), 'none of it is wider');
    } finally {
      await set('maxSessions', undefined);
      await set('autoYes.deny', undefined);
    }
    await confirmed.allow(confirmed.wider);
    assert.deepEqual(confirmed.settings, SET);
  });

  it('takes nothing that runs or lets something pass from a workspace, however it is written there', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
    const planted = {
      branchline: { onWaiting: ['planted'], pythonPath: '/planted', snapshotInclude: ['.env'] },
      'branchline.autoYes': { default: 'worktree', allow: ['Bash'] },
      'branchline.agentPaths': { claude: '/planted' },
    };
    const arrived = new Promise((resolve) => {
      const heard = vscode.workspace.onDidChangeConfiguration(() => {
        heard.dispose();
        resolve(undefined);
      });
    });
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(planted)));
    try {
      await arrived;
      assert.deepEqual(stored().get('snapshotInclude'), ['.env'], 'the file is read');
      assert.deepEqual(userSettings(), { ...SET, snapshotInclude: ['.env'] });
      assert.deepEqual(confirmed.settings, { ...SET, snapshotInclude: ['.env'] });
      assert.deepEqual(keys(), []);
    } finally {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, '.vscode'), { recursive: true });
    }
  });

  it('adds a rule to the settings of this machine, once, and asks nothing about it', async () => {
    const asked: string[] = [];
    const heard = confirmed.onDidChange(() => asked.push(...keys()));
    try {
      assert.equal(await addAllowRule(confirmed, 'Bash(make docs)'), true);
      assert.equal(await addAllowRule(confirmed, 'Bash(make docs)'), false);
      assert.deepEqual(stored().get('autoYes.allow'), ['Bash(make docs)']);
      assert.deepEqual(confirmed.settings['autoYes.allow'], ['Bash(make docs)']);
      assert.deepEqual(asked, []);
    } finally {
      heard.dispose();
      await set('autoYes.allow', undefined);
    }
    assert.deepEqual(stored().get('autoYes.allow'), []);
  });

  it('holds back what was made wider without a command of ours, until the user allows what was shown', async () => {
    const repo = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(repo);
    const preset = async () => {
      const { id, autoYes } = await client.request('session/create', { repo, agent: 'demo' });
      await client.request('session/remove', { id, force: true, keepBranch: false });
      return autoYes;
    };
    try {
      await set('autoYes.deny', ['Bash(git push:*)']);
      await set('onWaiting', ['planted']);
      await set('autoYes.default', 'worktree');
      await until(() => keys().length === 2 || undefined, 'the question');
      assert.deepEqual(keys(), ['autoYes.default', 'onWaiting']);
      assert.deepEqual(confirmed.settings, { ...SET, 'autoYes.deny': ['Bash(git push:*)'] }, 'what is narrower holds');
      assert.equal(await preset(), 'off', 'in the sidecar, too');
      const shown = confirmed.wider;
      await confirmed.decline(shown);
      assert.ok(confirmed.isDeclined);
      await set('autoYes.allow', ['Bash']);
      await set('autoYes.deny', undefined);
      await until(() => keys().length === 4 || undefined, 'the next question');
      assert.ok(!confirmed.isDeclined, 'it is another one');
      await confirmed.allow(shown);
      assert.deepEqual(keys(), ['autoYes.allow', 'autoYes.deny'], 'what came after it was shown is asked about');
      assert.equal(held(), 'worktree');
      assert.equal(await preset(), 'worktree');
      await set('autoYes.default', 'read-only');
      await until(() => held() === 'read-only' || undefined, 'what is narrower again');
      await set('autoYes.default', 'worktree');
      await until(() => keys().includes('autoYes.default') || undefined, 'the question, though it was allowed once');
      assert.equal(await preset(), 'read-only');
    } finally {
      for (const key of ['default', 'allow', 'deny']) await set(`autoYes.${key}`, undefined);
      await set('onWaiting', undefined);
      await until(() => keys().join() === 'autoYes.deny' || undefined, 'the settings as they were');
      await confirmed.allow(confirmed.wider);
    }
    assert.deepEqual(confirmed.settings, SET);
  });

  it('asks about what another program wrote into the file', async () => {
    const file = path.join(process.env['HOME'] ?? '', 'editor', 'data', 'Machine', 'settings.json');
    const before = await readFile(file, 'utf8');
    try {
      await writeFile(file, JSON.stringify({ 'branchline.onWaiting': ['planted'], 'branchline.maxSessions': 3 }));
      await until(() => keys().length || undefined, 'the question');
      assert.deepEqual(keys(), ['onWaiting']);
      assert.deepEqual(confirmed.settings, { maxSessions: 3 });
    } finally {
      await writeFile(file, before);
      await until(() => !keys().length || undefined, 'the settings as they were');
    }
  });

  it('has one key, also after a restart of the sidecar', async () => {
    const options = await client.seal.options();
    assert.match(options.seal, /^[0-9a-f]{64}$/);
    assert.equal((await client.seal.options()).seal, options.seal);
    await client.restart();
    await started();
    assert.equal((await client.seal.options()).seal, options.seal);
  });
});
