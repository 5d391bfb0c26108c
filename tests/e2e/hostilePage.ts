/**
 * The dashboard's page told all that it can be told, with hostile text in every place, by a seed. The extension would have made
 * each text plain before: here none is, and still the page shows text, and does nothing.
 */
import { expect, type Frame } from '@playwright/test';
import { ACTIONS, type Card, type Entry, type Stretch, type ToPage } from '../../extension/src/dashboard/messages.ts';

const ROUNDS = process.env.BRANCHLINE_FULL === '1' ? 200 : 20;
const SEED = 16;
const MEGABYTE = 1_000_000;
/** What the page has elements of; whatever else is there came out of a text. */
const OURS = 'main div p h1 h2 h3 h4 h5 h6 header footer form span pre button input textarea progress';

const EVIL = [
  ...['<img src=x onerror=harm()>', '<script>harm()</script>', '"><svg onload=harm()>', '<iframe srcdoc="<b>x</b>">', '</textarea><b>x'],
  ...['[y](command:workbench.action.quit)', 'javascript:harm()', 'vscode://evil', '$(check)', '$&$1', '{0}', '&lt;b&gt;', "' style='x"],
  ...['\u202e\u2066txt.exe', '\u200b\ufeff\u{e0041}', 'a\u0300\u0300\u0300\u0300\u0300', '\u001b]0;x\u0007\u001b[2K\u009b31m', '\r\n\t\0', '\ud800'],
  ...['__proto__', 'constructor', 'toString', '', ' ', '🙂', 'שלום'],
];

/** Numbers from 0 to 1, always the same ones. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** All that the page can be told once, of two or three cards. */
function told(roll: () => number): unknown[] {
  const below = (most: number) => Math.floor(roll() * most);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const several = <T>(made: () => T): T[] => Array.from({ length: 1 + below(3) }, made);
  const evil = () => several(() => one(EVIL)).join('') as never;
  const ids = several(evil);
  const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, evil()]));
  const names = 'dashboard layout filter clearFilter groupBy sessions select selected selectAll selectNone screen noScreen';
  const texts = `${names} instruction instructionHint send tooLarge answers`.split(' ');
  const begins = {
    type: 'begin',
    words: { ...all(texts), actions: all(ACTIONS), layouts: all(['grid', 'list']) },
    layout: one(['grid', 'list']),
    kept: { active: one([null, evil()]), selected: several(evil), drafts: Object.fromEntries(ids.map((id) => [id, evil()])) },
  };
  const cards = ids.map((id): Card => {
    const answers = several(() => ({ choice: evil(), label: evil(), meaning: evil(), keys: several(evil), spoken: evil() }));
    const prompt = { promptId: evil(), asked: several(evil), why: evil(), answers };
    const said = { name: evil(), title: evil(), standing: evil(), status: evil(), age: evil(), spoken: evil(), facts: several(evil) };
    const progress = one([null, { percent: one([null, 50, -1, 1e9]), text: evil() }]);
    return { id, ...said, progress, prompt: one([null, prompt]), actions: several(() => one(ACTIONS)), isLive: roll() < 0.7 };
  });
  const stretch = (): Stretch => [evil(), one(['', 'Bf1', 'Rf#ff0000g4', 'f#fff;background:url(x)', evil()])];
  const paints = ids.map((id) => ({ type: 'paint', id, cols: below(200), count: 2, lines: [0, 1].map((at) => [at, several(stretch)]) }));
  const entries = [...several((): Entry => ({ group: evil(), detail: evil(), level: 2 + below(9) })), ...ids.map((id) => ({ id }))];
  const arranged = { type: 'entries', entries, filter: evil(), empty: evil() };
  const messages: ToPage['type'][] = ['begin', 'cards', 'entries', 'paint', 'given'];
  const made = [begins, { type: 'cards', cards }, arranged, ...paints, { type: 'given', id: one(ids), isFine: roll() < 0.5 }];
  expect(new Set(made.map(({ type }) => type))).toEqual(new Set(messages));
  return made;
}

/** The page is of no use afterwards. */
export async function hostileTextIsText(frame: Frame): Promise<void> {
  console.log(`proof: rounds of hostile text in the dashboard's page: ${ROUNDS} of 200, seed ${SEED}`);
  await frame.evaluate(() => {
    const harms: string[] = [];
    Object.assign(window, { harms, harm: () => harms.push('a script ran') });
    for (const kind of ['error', 'unhandledrejection', 'securitypolicyviolation'])
      window.addEventListener(kind, (event) => harms.push(`${kind}: ${(event as ErrorEvent).message ?? ''}`));
  });
  const roll = dice(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const messages = told(roll);
    expect(await frame.evaluate(listen, { messages, ours: OURS }), JSON.stringify(messages).slice(0, 4_000)).toEqual([]);
  }
  const huge = { ...(told(roll).find((each) => (each as ToPage).type === 'cards') as { cards: Card[] }) };
  const title = '<b>x'.repeat(MEGABYTE / 4);
  const cards = huge.cards.slice(0, 1).map((each) => ({ ...each, id: 'huge', title, name: title }));
  const messages = [
    { type: 'cards', cards },
    { type: 'entries', entries: [{ id: 'huge' }], filter: '', empty: '' },
  ];
  expect(await frame.evaluate(listen, { messages, ours: OURS })).toEqual([]);
  expect(await frame.evaluate(() => document.querySelector('.title')?.textContent?.length)).toBe(title.length);
}

/** In the page: what is wrong with it after it was told this. */
function listen({ messages, ours }: { messages: unknown[]; ours: string }): string[] {
  for (const data of messages) window.dispatchEvent(new MessageEvent('message', { data }));
  const wrongs = (window as unknown as { harms: string[] }).harms.splice(0);
  const tags = ours.toUpperCase().split(' ');
  for (const element of document.body.querySelectorAll('*')) {
    const { tagName } = element;
    if (!tags.includes(tagName)) wrongs.push(`an element ${tagName}`);
    for (const { name, value } of element.attributes) {
      const isHarmful = name.startsWith('on') || ['href', 'src', 'action', 'srcdoc', 'formaction'].includes(name);
      if (isHarmful || (name === 'style' && /url|expression|@/i.test(value))) wrongs.push(`an attribute ${name}="${value}"`);
    }
  }
  const cards = messages.flatMap((each) => (each as { cards?: Card[] }).cards ?? []);
  const last = new Map(cards.map((card) => [card.id as string, card]));
  for (const element of document.querySelectorAll<HTMLElement>('.card')) {
    const title = element.querySelector('.title')?.textContent;
    const card = last.get(element.dataset['id'] ?? '');
    if (card && title !== card.title) wrongs.push(`a title that is not the text: ${title?.slice(0, 200)}`);
  }
  return wrongs;
}
