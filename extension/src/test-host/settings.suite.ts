import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { addAllowRule, pythonPath, sidecarSettings } from '../sidecar/settings.ts';

describe('the settings in a window', () => {
  const stored = () => vscode.workspace.getConfiguration('branchline');
  const set = (key: string, value: unknown) => stored().update(key, value, vscode.ConfigurationTarget.Global);

  it('sends what the user set, and nothing else: the sidecar has the defaults', async () => {
    assert.deepEqual(sidecarSettings(), {});
    try {
      await set('maxSessions', 3);
      await set('autoYes.hooks', false);
      assert.deepEqual(sidecarSettings(), { maxSessions: 3, autoYes: { hooks: false } });
    } finally {
      await set('maxSessions', undefined);
      await set('autoYes.hooks', undefined);
    }
    assert.deepEqual(sidecarSettings(), {});
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
      assert.deepEqual(sidecarSettings(), { snapshotInclude: ['.env'] });
      assert.equal(pythonPath(), '');
    } finally {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, '.vscode'), { recursive: true });
    }
  });

  it('adds a rule to the settings of this machine, once', async () => {
    const setting = () => vscode.workspace.getConfiguration('branchline').get('autoYes.allow');
    try {
      assert.equal(await addAllowRule('Bash(make docs)'), true);
      assert.equal(await addAllowRule('Bash(make docs)'), false);
      assert.deepEqual(setting(), ['Bash(make docs)']);
    } finally {
      const configuration = vscode.workspace.getConfiguration('branchline');
      await configuration.update('autoYes.allow', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.deepEqual(setting(), []);
  });
});
