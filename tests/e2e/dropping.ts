/** Files and texts that are dragged, dropped or pasted into a page, as the browser and VS Code's Explorer hand them over. */
import { expect, type Locator } from '@playwright/test';

/** What VS Code's Explorer hands over of a row that is dragged, dropped there. With Shift held, pages get what is dropped. */
export async function drag(from: Locator, to: Locator): Promise<void> {
  const handed = await from.evaluate((row) => {
    const dataTransfer = new DataTransfer();
    const element = row.closest('.monaco-list-row') ?? row;
    element.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }));
    const found = dataTransfer.types.map((type) => [type, dataTransfer.getData(type)] as const);
    element.dispatchEvent(new DragEvent('dragend', { dataTransfer, bubbles: true }));
    return found;
  });
  expect(handed.map(([type]) => type)).toContain('application/vnd.code.uri-list');
  const isTaken = await to.evaluate((element, handed) => {
    const dataTransfer = new DataTransfer();
    for (const [type, data] of handed) dataTransfer.setData(type, data);
    const tell = (kind: string) => !element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    return tell('dragover') && tell('drop');
  }, handed);
  expect(isTaken).toBe(true);
}

/** As the browser does with a picture of the desktop, or a text of some page, that is dropped here. */
export async function drop(input: Locator, what: { picture: string } | { text: string }): Promise<void> {
  const isTaken = await input.evaluate((element, what) => {
    const dataTransfer = new DataTransfer();
    if ('picture' in what) dataTransfer.items.add(new File([new Uint8Array([137, 80, 78, 71])], what.picture, { type: 'image/png' }));
    else dataTransfer.setData('text/plain', what.text);
    const tell = (kind: string) => !element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    return tell('dragover') && tell('drop');
  }, what);
  expect(isTaken).toBe(true);
}

/** As the browser does with a text or a picture in the clipboard; a text is then the input's own affair. */
export async function paste(input: Locator, what: string | Uint8Array): Promise<void> {
  await input.focus();
  const bytes = typeof what === 'string' ? null : [...what];
  const isTaken = await input.evaluate(
    (element, { text, bytes }) => {
      const clipboardData = new DataTransfer();
      if (bytes) clipboardData.items.add(new File([new Uint8Array(bytes)], 'shot.png', { type: 'image/png' }));
      else clipboardData.setData('text/plain', text);
      return !element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    { text: String(what), bytes },
  );
  expect(isTaken).toBe(bytes !== null);
  if (!isTaken) await input.page().keyboard.insertText(String(what));
}
