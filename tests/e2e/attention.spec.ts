/** Sessions that need the user are told in one window, once; what was settled meanwhile does nothing any more. */
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { Asking } from './asking.ts';
import { expect, test } from './fixtures.ts';
import { fileRow, newSession } from './sessions.ts';
import { Workbench } from './workbench.ts';

test('one of two windows tells, once; the status bar answers; what was answered elsewhere says so', async ({
  workbench: first,
  server,
  repo,
  context,
}) => {
  await first.open(server.address, repo);
  const second = new Workbench(await context.newPage());
  await second.page.setViewportSize({ width: 1100, height: 700 });
  await second.open(server.address);
  await second.showBranchline();
  await first.showBranchline();
  const told = ({ notifications }: Workbench) => notifications.filter({ hasText: 'waits for you' });

  // What is before the user's eyes is not told.
  await newSession(first, 'Add a greeting feature');
  await first.expectTerminal(/Do you want to create/);
  await expect(second.row(/greeting/i).first()).toContainText('Create');
  await first.runCommand('View: Close All Editors');

  // Its next question is, in the window that the user was in last.
  const here = first.row(/greeting/i).first();
  await first.inlineAction(here, /^Yes/);
  await expect(told(first)).toContainText('test_greeting');
  await expect(second.row(/greeting/i).first()).toContainText('test_greeting');
  await first.screenshot('attention-1-told');
  await second.screenshot('attention-2-other-window');
  await expect(told(second)).toHaveCount(0);

  // The status bar's hover names who waits, with links; Enter on the item, or a click, answers.
  const hover = first.page.locator('.workbench-hover');
  await expect(async () => {
    await first.page.mouse.move(400, 300);
    await first.statusBar.hover();
    await expect(hover).toContainText('1 waits for input', { timeout: 3_000 });
  }).toPass();
  await first.screenshot('attention-3-hover');
  await hover.getByText('Answer…').click();
  await expect(first.quickInput).toContainText('Answer “');
  await first.screenshot('attention-4-answer');
  await first.leaveQuickInput();
  await first.statusBar.click();
  await expect(first.quickInput).toContainText('Answer “');
  await first.leaveQuickInput();

  // It is answered in the other window: the button here says so and does nothing.
  await second.inlineAction(second.row(/greeting/i).first(), /^No/);
  await expect(here).toHaveAccessibleName(/Ready/);
  await told(first).getByRole('button', { name: 'Answer…' }).click();
  await expect(first.notifications.filter({ hasText: 'was answered meanwhile' })).toBeVisible();
  await first.screenshot('attention-5-meanwhile');
  await expect(first.quickInput).toBeHidden();
  await second.page.close();

  // A diff in front is looked at, as a terminal is: it is not unread any more, and what its agent asks is not told.
  await expect(here).toHaveAccessibleName(/not looked at yet/);
  await first.expand(here);
  await fileRow(first, 'greeting_feature.py').click();
  await expect(first.page.locator('.monaco-diff-editor').first()).toBeVisible();
  await expect(here).not.toHaveAccessibleName(/not looked at yet/);
  const asking = new Asking(server, { DEMO_AGENT_SPEED: '20' });
  const { sessions } = await asking.ask<{ sessions: Session[] }>('session/list', {});
  await asking.ask('session/send', { id: sessions[0]?.id, text: 'Delete the old script', submit: true });
  await expect(here).toHaveAccessibleName(/Waiting for input/);
  await expect(here).toHaveAccessibleName(/old_report/);
  // One that nobody looks at is told meanwhile: that would have been said with it, or before.
  await asking.create(repo, 'Write docs for users', { name: 'user-docs' });
  await expect(told(first).filter({ hasText: 'user-docs' })).toBeVisible();
  await expect(told(first)).toHaveCount(1);
  await expect(told(first)).not.toContainText(/greeting|sessions/);
  await first.screenshot('attention-6-diff-in-front');
  await asking.end();
});
