/** Roles: a session of a template and a persona, another persona for it, a second opinion and what it found. Usage. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { newSession, worktrees } from './sessions.ts';
import { NOTING, usageIsShown } from './usage.ts';

const FIX = `---
title: Fix an issue
persona: qa
agent: demo
autoYes: worktree
variables:
  issue: Which issue?
  area:
    question: Which part of the code?
    default: src
---
Fix issue {{issue}} in {{area}} of {{repository}}
`;

test.use({
  settings: {
    ...NOTING,
    'branchline.personas': {
      tester: { title: 'Tester $(zap)', icon: 'zap', description: 'Writes the tests first.' },
      broken: { icon: 3 },
    },
  },
});

test('a template, a persona and a second opinion, from the palette to the notes; what agents used', async ({ workbench, server, repo }) => {
  const folder = path.join(repo, '.branchline', 'templates');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'fix.md'), FIX);
  await writeFile(path.join(folder, 'broken.md'), '---\ntitle: x\nagent: [claude]\n---\nFix it\n');
  await workbench.open(server.address, repo);
  await workbench.showBranchline();

  // The persona that cannot be used is told where sessions are, and which key is wrong.
  await newSession(workbench, 'Write docs for the command');
  const first = workbench.row(/^docs-command,/);
  await expect(workbench.page.locator('.sidebar')).toContainText('persona “broken”: “icon” should be');

  // A template of the repository: what it asks is asked, what is broken says where.
  await workbench.runCommand('Branchline: New Session from a Template…');
  await expect(workbench.quickInput).toContainText('Fix an issue');
  await expect(workbench.quickInput).toContainText('“autoYes” is ignored');
  await expect(workbench.quickInput).toContainText('Line 3: a value that begins with [ has to be quoted');
  await workbench.screenshot('personas-1-templates');
  await workbench.pick(/^Fix an issue/);
  await expect(workbench.quickInput).toContainText('Which issue?');
  await workbench.answer('12');
  await expect(workbench.quickInput).toContainText('Which part of the code?');
  await workbench.screenshot('personas-2-question');
  await workbench.answer('src/tally');
  await expect(workbench.quickInput).toContainText('Fix issue 12 in src/tally of weather');
  await expect(workbench.quickInput).toContainText('persona qa');
  await workbench.screenshot('personas-3-agent');
  await workbench.pick(/^Demo agent/);
  await workbench.expectTerminal(/Work as a tester/);

  // Another persona: what each means is in the list.
  await workbench.contextAction(first, 'Change Persona…');
  await expect(workbench.quickInput).toContainText('second opinion on a session’s work. · changes no file');
  await expect(workbench.quickInput).toContainText('Tester $');
  await expect(workbench.quickInput).not.toContainText('broken');
  await workbench.screenshot('personas-4-personas');
  await workbench.pick(/^Tester/);

  // A second opinion on what is there now. It may read by itself: so auto-yes is explained.
  await writeFile(path.join(await docsWorktree(repo), 'loose.py'), 'loose = True\n');
  await workbench.contextAction(first, 'Ask for a Second Opinion…');
  await expect(workbench.quickInput).toContainText('Second Opinion on');
  await workbench.pick(/^Demo agent/);
  await expect(workbench.quickInput).toContainText('above all');
  await workbench.screenshot('personas-5-second-opinion');
  await workbench.answer('bad input');
  await expect(workbench.dialog).toContainText('Turn on auto-yes?');
  await workbench.dialog.getByRole('button', { name: 'Turn On' }).click();
  await workbench.expectTerminal(/Finding: loose\.py has no test for bad input/);

  // What it found is a note of the session that it looked at.
  await expect(await workbench.tooltip(first)).toContainText('from a second opinion');
  await workbench.screenshot('personas-6-hover');
  await workbench.contextAction(first, 'Show Notes');
  const editor = workbench.page.locator('.editor-instance .view-lines');
  await expect(editor).toContainText('Finding: loose.py has no test for bad input.');
  await workbench.screenshot('personas-7-notes');

  await usageIsShown(workbench, server);
});

/** That of the session about the docs, whatever of its instruction names it. */
async function docsWorktree(repo: string): Promise<string> {
  const found = (await worktrees(repo)).find((folder) => /write|docs|command/.test(path.basename(folder)));
  expect(found).toBeDefined();
  return found as string;
}
