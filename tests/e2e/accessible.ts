/** What axe, which knows the rules of accessible pages, has to say of a page of ours. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Frame } from '@playwright/test';
import type { Workbench } from './workbench.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Nothing, of the page that has such an element; `but` is not looked at. */
export async function accessible({ page }: Workbench, has: string, but: string[] = []): Promise<void> {
  const frames: Frame[] = [];
  for (const each of page.frames()) if (await each.locator(has).count()) frames.push(each);
  const [frame] = frames;
  if (!frame) throw new Error(`There is no page with ${has}.`);
  await frame.evaluate(await readFile(AXE, 'utf8'));
  const wrongs = await frame.evaluate(async (exclude) => {
    const { axe } = window as unknown as {
      axe: { run(context: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    const { violations } = await axe.run({ exclude });
    return violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).flatMap(({ html, failureSummary }) => [html.slice(0, 200), failureSummary])]);
  }, but);
  expect(wrongs).toEqual([]);
}
