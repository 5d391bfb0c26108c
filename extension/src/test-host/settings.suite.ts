import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { addAllowRule, sidecarSettings } from '../sidecar/settings.ts';

describe('the settings in a window', () => {
  it('sends every auto-yes setting in one object, with its default', () => {
    assert.deepEqual(sidecarSettings()['onWaiting'], []);
    assert.deepEqual(sidecarSettings()['snapshotInclude'], []);
    assert.deepEqual(sidecarSettings()['autoYes'], {
      default: 'off',
      personas: {},
      allow: [],
      ask: [],
      deny: [],
      trustedRepositories: [],
      hooks: true,
      sameAnswers: 5,
      sameAnswersMinutes: 2,
      answersPerMinute: 30,
      answersWithoutLook: 200,
    });
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
