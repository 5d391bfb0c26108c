/**
 * What goes into a card and what comes out of a session in one window: files and texts that are dropped or pasted, a message
 * that no page of ours sends, the history that follows, is narrowed, and is written as files.
 */
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Frame, type FrameLocator } from '@playwright/test';
import type { Session } from '../../extension/src/protocol/protocol.ts';
import { Asking } from './asking.ts';
import { drag, drop, paste } from './dropping.ts';
import { test } from './fixtures.ts';
import { type Server, until } from './server.ts';
import type { Workbench } from './workbench.ts';

test.use({ actionTimeout: 60_000 });

test('what a card takes, what its page may say, and what a history tells', async ({ workbench, server, repo }) => {
  test.setTimeout(330_000);
  const { page } = workbench;
  await page.addInitScript(keepChannel);
  await writeFile(path.join(repo, 'sketch.png'), new Uint8Array([137, 80, 78, 71]));
  await writeFile(path.join(repo, 'todo.txt'), 'Speak up\n');
  await workbench.open(server.address, repo);
  await workbench.showBranchline();
  const asking = new Asking(server, { DEMO_AGENT_SPEED: '20' });
  const record = async (id: string) => (await asking.ask<{ sessions: Session[] }>('session/list', {})).sessions.find((each) => each.id === id);
  const comes = (id: string, to: string) => until(`${to} of ${id}`, async () => (await record(id))?.status === to);
  const shows = (id: string, text: string) =>
    until(`“${text}” in the terminal`, async () => {
      const { lines } = await asking.ask<{ lines: string[] }>('session/screen', { id });
      return lines.join('\n').replaceAll('\n', '').includes(text);
    });

  const { id } = await asking.create(repo, 'Delete the old script', { name: 'old-script', title: 'Delete [x](command:y)' });
  await comes(id, 'waiting');
  await expect(workbench.row(/old-script/)).toBeVisible({ timeout: 120_000 });
  await workbench.runCommand('Branchline: Show Dashboard');
  const card = dashboard(workbench).getByRole('group', { name: /^old-script, / });
  const no = card.getByRole('button', { name: /^No/ });
  await expect(no).toBeVisible();
  await expect(async () => {
    // A button that has just come takes no click.
    if (await no.isVisible()) await no.click({ timeout: 5_000 });
    await expect(no).toBeHidden({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await comes(id, 'ready');

  // A picture and a text of the Explorer; a text and a picture of the clipboard.
  await page.locator('.activitybar').getByRole('tab', { name: /^Explorer/ }).click();
  const input = card.locator('textarea');
  for (const name of ['sketch.png', 'todo.txt']) {
    await drag(page.locator('.explorer-folders-view').getByRole('treeitem', { name }), input);
    await shows(id, name);
  }
  await paste(input, 'Look at **this**');
  await expect(input).toHaveValue('Look at **this**');
  await paste(input, new Uint8Array([137, 80, 78, 71]));
  await shows(id, 'shot.png');
  await expect(input).toHaveValue('Look at **this**');

  // Dropped by the mouse: a picture goes to the agent, a text into the input.
  await drop(input, { picture: 'dropped.png' });
  await shows(id, 'dropped.png');
  await input.press('End');
  await drop(input, { text: ', and <b>that</b>' });
  await expect(input).toHaveValue('Look at **this**, and <b>that</b>');
  await workbench.screenshot('history-flow-01-given');

  // What is not of the protocol does nothing, and the log has it.
  for (const message of STRANGERS(id)) await say(workbench, message);
  await until('refusals in the log', async () => (await refusals(server)) >= STRANGERS(id).length);
  expect((await record(id))?.status).toBe('ready');
  await expect(dashboard(workbench).locator('.card')).toHaveCount(1);

  // The history follows what happens while it is in sight.
  await workbench.runCommand('View: Close Editor');
  await workbench.showBranchline();
  await workbench.contextAction(workbench.row(/^old-script,/), /^Show History/);
  const shown = page.locator('.editor-instance .view-lines');
  const says = (text: string | RegExp) => expect.poll(async () => (await shown.innerText()).replaceAll('\u00a0', ' ')).toMatch(text);
  await says(/# History of Delete \\\[x\\\]\(command:y\)/);
  await says(/- Done: Delete the old script/);
  await says(/You: refused · “No/);
  await expect(workbench.tab(/History of old-script/)).toBeVisible();
  await workbench.screenshot('history-flow-02-history');
  const second = await asking.create(repo, 'Add tests for the parser', { name: 'parser-tests' });
  await comes(second.id, 'waiting');
  await asking.ask('session/update', { id, title: 'Another title' });
  await says(/Named · `old-script` · Another title/);

  // Of a long one the latest entries are there at once, and the others soon after.
  await workbench.runCommand('View: Close Editor');
  await fill(server, second.id);
  await workbench.contextAction(workbench.row(/^parser-tests,/), /^Show History/);
  await says(/# History of /);
  await expect(workbench.tab(/History of parser-tests/)).toBeVisible();
  const has = async (text: string) => {
    await page.locator('.editor-instance').first().click();
    await page.keyboard.press('ControlOrMeta+Home');
    return (await shown.innerText()).replaceAll('\u00a0', ' ').includes(text);
  };
  await expect.poll(() => has('Session created'), { timeout: 60_000 }).toBe(true);
  expect(await has('entries are shown')).toBe(false);
  await workbench.screenshot('history-flow-05-long');

  // Of a repository, and only some of it.
  await workbench.runCommand('Branchline: Show History of a Repository or Task…');
  await workbench.pick(/^weather/);
  await expect(workbench.quickInput).toContainText('What agents asked');
  await workbench.screenshot('history-flow-03-what');
  for (const kind of ['What agents asked', 'Status', 'Ends of agents', 'Snapshots', 'What was made, named and removed'])
    await workbench.quickInput.locator('.monaco-list-row').filter({ hasText: kind }).click();
  await workbench.quickInput.getByRole('button', { name: 'OK' }).click();
  await workbench.pick(/^The last 24 hours/);
  await says(/# History of weather/);
  await says(/parser-tests/);
  await says(/You: refused/);
  const text = (await shown.innerText()).replaceAll('\u00a0', ' ');
  for (const other of ['Asks:', 'Snapshot ', 'Session created']) expect(text).not.toContain(other);
  await workbench.screenshot('history-flow-04-narrowed');

  // As files: what the document is about, and a session's output.
  const folder = path.join(server.home, 'work');
  await workbench.runCommand('Branchline: Export History…');
  await workbench.pick(/^Markdown/);
  const markdown = await saved(workbench, path.join(folder, 'history.md'));
  expect(markdown).toContain('# History of weather');
  await expect(workbench.notifications.filter({ hasText: 'history.md' })).toBeVisible();
  expect(markdown).not.toContain('Session created');
  await workbench.runCommand('Branchline: Export History…');
  await workbench.pick(/^JSON/);
  const json = JSON.parse(await saved(workbench, path.join(folder, 'history.json')));
  expect(json).toMatchObject({ format: 'branchline-history', version: 1 });
  expect(json.sessions.map(({ name }: { name: string }) => name).sort()).toEqual(['old-script', 'parser-tests']);
  expect(json.entries.map(({ event }: { event: string }) => event)).toContain('decision');
  expect(json.entries.map(({ event }: { event: string }) => event)).not.toContain('created');
  await workbench.contextAction(workbench.row(/^old-script,/), /^Export Output/);
  expect(await saved(workbench, path.join(folder, 'output.txt'))).toContain('Branchline demo agent');
  await asking.end();
});

/** None of them is one that our page sends. */
const STRANGERS = (id: string) => [
  'a text',
  null,
  ['ready'],
  { type: 'eval', code: '1' },
  { type: 'act', action: 'remove', ids: [id], force: true },
  { type: 'act', action: 'workbench.action.closeWindow', ids: [id] },
  { type: 'send', id, text: { toString: 'x' } },
  { type: 'decide', id, promptId: 'x' },
  { type: '__proto__' },
];

function dashboard({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

/** A page gets its way to the extension once; here it stays within reach. */
function keepChannel(): void {
  Object.defineProperty(window, 'acquireVsCodeApi', {
    configurable: true,
    get: () => undefined,
    set: (acquire: () => object) => {
      const channel = acquire();
      Object.assign(window, { channel });
      Object.defineProperty(window, 'acquireVsCodeApi', { value: () => channel });
    },
  });
}

/** As a script within the dashboard's page would. */
async function say({ page }: Workbench, message: unknown): Promise<void> {
  const frames: Frame[] = [];
  for (const each of page.frames()) if (await each.locator('.board').count()) frames.push(each);
  const [frame] = frames;
  if (!frame) throw new Error('There is no dashboard.');
  await frame.evaluate((said) => {
    (window as unknown as { channel: { postMessage(said: unknown): void } }).channel.postMessage(said);
  }, message);
}

async function refusals({ home }: Server): Promise<number> {
  const folder = path.join(home, 'editor', 'data', 'logs');
  const logs = (await readdir(folder, { recursive: true })).filter((name) => /branchline[^/]*\.log$/i.test(name));
  const texts = await Promise.all(logs.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.join('').split('A message of the dashboard').length - 1;
}

/** More entries than are shown at once. */
async function fill({ branchlineHome }: Server, id: string): Promise<void> {
  const files = await readdir(branchlineHome, { recursive: true });
  const file = files.find((each) => path.basename(each).startsWith(id) && each.endsWith('.jsonl'));
  const line = (at: number) => `${JSON.stringify({ at: new Date(Date.now() + at).toISOString(), event: 'exit', code: 0 })}\n`;
  await appendFile(path.join(branchlineHome, file ?? ''), Array.from({ length: 400 }, (_, at) => line(at)).join(''));
}

/** What was written where the user said. */
async function saved(workbench: Workbench, file: string): Promise<string> {
  const input = workbench.quickInput.locator('input').first();
  // The name that is offered, no more what stood in the dialog before.
  await expect(input).toHaveValue(new RegExp(`\\${path.extname(file)}$`));
  await input.fill(file);
  await expect(async () => {
    // While the dialog looks the folder up it takes no answer.
    if (await input.isVisible()) await workbench.quickInput.getByRole('button', { name: 'OK' }).click({ timeout: 5_000 });
    await expect(workbench.quickInput).toBeHidden({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  // VS Code shows three notifications at most: of a later one the file itself is waited for.
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('');
  return readFile(file, 'utf8');
}
