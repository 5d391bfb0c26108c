/** Ten agents in one side bar: who needs the user is on top, and whatever is done to rows is done in one window. */
import { expect, type Locator } from '@playwright/test';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { Asking } from './asking.ts';
import { test } from './fixtures.ts';
import { signal, until } from './server.ts';
import { chooseTheme, showIn, themesOf } from './themes.ts';
import type { Workbench } from './workbench.ts';

// What cannot be clicked is a fault: it is said which, and not waited for until the test ends.
test.use({ actionTimeout: 60_000 });

test('ten agents in groups: order, pins, filter, tasks by dragging, several at once, the one in front', async ({
  workbench,
  server,
  repo,
}) => {
  const { page } = workbench;
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  await expect(workbench.welcome).toContainText(/session/i);
  const asking = new Asking(server, { DEMO_AGENT_SPEED: '20' });
  const slowly = new Asking(server, { DEMO_AGENT_SPEED: '0.001' });
  const list = () => asking.ask<{ sessions: Session[] }>('session/list', {});
  const status = async (id: string) => (await list()).sessions.find((each) => each.id === id)?.status;
  const comes = (id: string, to: string) => until(`${to} of ${id}`, async () => (await status(id)) === to);
  const waits = async (instruction: string, fields: object = {}) => {
    const made = await asking.create(repo, instruction, fields);
    await comes(made.id, 'waiting');
    return made;
  };

  // Three are a flat list: who waits first, the longest first.
  await waits('Delete the old script', { name: 'old-script', task: 'web-12' });
  await waits('Write docs for users', { name: 'user-docs', task: 'web-12.3' });
  const works = await slowly.create(repo, 'Add a greeting feature', { name: 'greeting', task: 'api-7' });
  await comes(works.id, 'working');
  await expect(row(workbench, 'greeting')).toHaveAccessibleName(/^greeting, Running, for less than a minute, /);
  await expect.poll(() => names(workbench)).toEqual(['old-script', 'user-docs', 'greeting']);
  await workbench.screenshot('sidebar-01-few');

  // With the fourth come headings, which stay: the sixth is refused, which it is to look at; others end, or are paused.
  const third = await waits('Add tests for the parser', { name: 'parser-tests' });
  const refused = await waits('Fix the amount bug', { name: 'amount-bug', task: 'api-7' });
  await reject(asking, refused.id);
  const looked = await waits('Document the release', { name: 'release-notes' });
  await reject(asking, looked.id);
  await comes(looked.id, 'ready');
  await asking.ask('session/update', { id: looked.id, read: true });
  const dark = await slowly.create(repo, 'Add a dark mode', { name: 'dark-mode' });
  await comes(dark.id, 'working');
  const search = await slowly.create(repo, 'Add a search page', { name: 'search-page' });
  const paused = await waits('Remove the legacy report', { name: 'legacy-report' });
  await asking.ask('session/pause', { id: paused.id });
  const before = await server.pids('demo-agent');
  const crashed = await waits('Document the crash', { name: 'crash-docs' });
  const [agent] = (await server.pids('demo-agent')).filter((pid) => !before.includes(pid));
  signal(agent as number, 'SIGKILL');
  for (const [id, to] of [[paused.id, 'paused'], [crashed.id, 'failed'], [search.id, 'working']] as const) await comes(id, to);
  await expect
    .poll(() => names(workbench))
    .toEqual([
      'Waiting for input, 3 sessions',
      ...['old-script', 'user-docs', 'parser-tests'],
      'Error, 1 session',
      'crash-docs',
      'Ready, not looked at yet, 1 session',
      'amount-bug',
      'Running, 3 sessions',
      ...['search-page', 'dark-mode', 'greeting'],
      'Ready, 1 session',
      'release-notes',
      'Paused, 1 session',
      'legacy-report',
    ]);
  await expect(row(workbench, 'old-script')).toContainText('Command? · old-script');
  await expect(row(workbench, 'crash-docs')).toContainText('ended by signal 9 · crash-docs');

  // In every width what a row waits for comes first, and its three buttons leave that to be read.
  for (const width of [240, 300, 400]) {
    await workbench.widenSideBar(width);
    await row(workbench, 'user-docs').locator('.label-name').click();
    await workbench.expectTerminal(/README\.md/);
    await row(workbench, 'user-docs').hover();
    await expect(row(workbench, 'user-docs').getByRole('button')).toHaveCount(3);
    await workbench.screenshot(`sidebar-02-${width}`);
  }

  // The row follows the terminal in front, and the other way round.
  await row(workbench, 'old-script').locator('.label-name').click();
  await workbench.expectTerminal(/rm scripts\/old_report\.py/);
  await expect(row(workbench, 'old-script')).toHaveAccessibleName(/, active, /);
  await expect(row(workbench, 'user-docs')).not.toHaveAccessibleName(/, active, /);
  await workbench.tab(/^user-docs/).click();
  await expect(row(workbench, 'user-docs')).toHaveAccessibleName(/, active, /);
  await expect(row(workbench, 'user-docs')).toHaveAttribute('aria-selected', 'true');

  // What is answered goes to another heading; the one that it leaves stays.
  await workbench.expand(row(workbench, 'crash-docs'));
  await asking.ask('session/resume', { id: crashed.id });
  await expect(row(workbench, 'crash-docs')).toHaveAccessibleName(/Waiting for input|Ready/);
  await expect(row(workbench, 'crash-docs'), 'what was open stays open').toHaveAttribute('aria-expanded', 'true');
  await expect(workbench.row('Error, 0 sessions')).toBeVisible();
  await workbench.contextAction(row(workbench, 'greeting'), 'Pin to the Top');
  await expect.poll(async () => (await names(workbench)).join()).toContain('Running, 3 sessions,greeting,search-page,dark-mode');

  // Several at once, with one question.
  await only(workbench, ['search-page', 'dark-mode']);
  await workbench.contextAction(row(workbench, 'dark-mode'), /^Pause$/);
  await expect(workbench.dialog).toContainText('Pause 2 sessions?');
  await expect(workbench.dialog).toContainText('search-page, dark-mode.');
  await workbench.screenshot('sidebar-03-several');
  await workbench.dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(workbench.row('Paused, 3 sessions')).toBeVisible();
  await only(workbench, ['search-page', 'dark-mode', 'legacy-report']);
  await workbench.contextAction(row(workbench, 'legacy-report'), /^Remove/);
  await expect(workbench.dialog).toContainText('Remove 3 sessions?');
  await workbench.screenshot('sidebar-04-remove');
  await workbench.dialog.getByRole('button', { name: 'Cancel' }).click();

  // A filter says that it is one, finds what was said, and goes.
  await workbench.runCommand('Branchline: Filter Sessions…');
  await expect(workbench.quickInput).toContainText('Waiting for input');
  await workbench.screenshot('sidebar-05-filter');
  await workbench.answer('LEGACY REP');
  await expect(page.locator('.sidebar .message')).toContainText('Filter: “LEGACY REP”. 1 of 10 sessions are shown');
  await expect.poll(() => names(workbench)).toEqual(['Paused, 1 session', 'legacy-report']);
  await workbench.runCommand('Branchline: Filter Sessions…');
  await workbench.answer('parser');
  await expect.poll(() => names(workbench)).toEqual(['Waiting for input, 1 session', 'parser-tests']);
  await expect(page.locator('.sidebar .message')).toContainText('Filter: “parser”');
  await workbench.screenshot('sidebar-06-filtered');
  await workbench.runCommand('Branchline: Filter Sessions…');
  await workbench.answer('nobody said this');
  await expect(workbench.row('No session fits the filter')).toBeVisible();
  await page.locator('.sidebar').getByRole('button', { name: 'Clear Filter' }).click();
  await expect(row(workbench, 'greeting')).toBeVisible();

  // Tasks nest, and a row that is dragged onto one is of it.
  await workbench.runCommand('Branchline: Group Sessions By…');
  await workbench.screenshot('sidebar-07-group-by');
  await workbench.pick(/^Task/);
  await expect(workbench.row(/^Task web-12, 2 sessions, 2 waiting$/)).toBeVisible();
  await expect(workbench.row(/^Task web-12\.3, 1 session/)).toHaveAttribute('aria-level', '2');
  await row(workbench, 'parser-tests').dragTo(workbench.row(/^Task api-7/));
  await until('the task', async () => (await list()).sessions.find(({ id }) => id === third.id)?.task === 'api-7');
  await expect(workbench.row(/^Task api-7, 3 sessions, 1 waiting$/)).toBeVisible();
  await workbench.screenshot('sidebar-08-tasks');

  // It is remembered, in every theme and a large letter.
  const themes = themesOf('the side bar');
  await chooseTheme(server, themes[0]);
  await workbench.reload();
  await workbench.showBranchline();
  await expect(workbench.row(/^Task api-7, 3 sessions, 1 waiting$/)).toBeVisible();
  await workbench.runCommand('Branchline: Group Sessions By…');
  await workbench.pick(/^Status/);
  await expect(workbench.row(/^Waiting for input, \d sessions$/)).toBeVisible();
  await workbench.widenSideBar(320);
  for (const theme of themes) {
    await showIn(workbench, server, theme);
    await workbench.showBranchline();
    await row(workbench, 'old-script').hover();
    await expect(row(workbench, 'old-script').getByRole('button')).toHaveCount(3);
    await workbench.screenshot(`sidebar-09-${theme[0].toLowerCase().replaceAll(' ', '-')}`);
  }
  // As a window of this size is at 200 %.
  await page.setViewportSize({ width: 680, height: 430 });
  await expect(row(workbench, 'old-script')).toBeVisible();
  await workbench.screenshot('sidebar-10-zoomed');
  for (const each of [asking, slowly]) await each.end();
});

/** The row of a session: its label begins with the session's name to who listens. */
function row(workbench: Workbench, name: string): Locator {
  return workbench.row(new RegExp(`^${name}, `)).first();
}

/** Headings as they are spoken, and the names of the sessions, from top to bottom. */
async function names(workbench: Workbench): Promise<string[]> {
  const labels = await workbench.page
    .locator('.sidebar [role=treeitem]')
    .evaluateAll((rows) => rows.map((each) => [each.getBoundingClientRect().top, each.getAttribute('aria-label') ?? ''] as const));
  return labels
    .sort(([a], [b]) => a - b)
    .map(([, label]) => label)
    .filter((label) => !/^(Timeline of|No changes yet)/.test(label))
    .map((label) => (/ sessions?(, |$)/.test(label) ? label : (label.split(', ')[0] ?? '')));
}

/** Selects these rows and no others, as the pointer does with Ctrl; again, where rows were drawn anew meanwhile. */
async function only(workbench: Workbench, wanted: string[]): Promise<void> {
  const rows = wanted.map((name) => row(workbench, name));
  await expect(async () => {
    for (const [n, each] of rows.entries()) {
      if (n) await each.click({ modifiers: ['ControlOrMeta'] });
      else await each.locator('.label-name').click();
      await expect(each).toHaveAttribute('aria-selected', 'true', { timeout: 3_000 });
    }
    for (const each of rows) await expect(each).toHaveAttribute('aria-selected', 'true', { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

async function reject(asking: Asking, id: string): Promise<void> {
  const { sessions } = await asking.ask<{ sessions: Session[] }>('session/list', {});
  const prompt = sessions.find((each) => each.id === id)?.prompt;
  const no = prompt?.options.find(({ meaning }) => meaning === 'reject');
  await asking.ask('session/answer', { id, promptId: prompt?.id, choice: no?.id });
}
