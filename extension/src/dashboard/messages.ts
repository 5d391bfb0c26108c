/** What the dashboard's page and the extension say to each other. What comes from the page is looked at first. Pure. */
import type { Meaning } from '../protocol/protocol.ts';
import type { Standing } from '../sessions/rows/order.ts';
import { type Check, type Checks, isId, isIds, readerOf } from '../shared/pageMessages.ts';
import type { Plain } from '../shared/plain.ts';

export const ACTIONS = ['open', 'answer', 'changes', 'resume', 'pause', 'stop', 'remove'] as const;
export type Action = (typeof ACTIONS)[number];
export const LAYOUTS = ['grid', 'list'] as const;
export type PageLayout = (typeof LAYOUTS)[number];

/** An answer that a card has a button for. `keys` choose it while the card has the focus. */
export interface AnswerButton {
  choice: string;
  label: Plain;
  meaning: Meaning;
  keys: readonly string[];
  spoken: Plain;
}

export interface Card {
  id: string;
  name: Plain;
  title: Plain;
  standing: Standing;
  status: Plain;
  age: Plain;
  spoken: Plain;
  facts: readonly Plain[];
  progress: { percent: number | null; text: Plain } | null;
  /** `promptId` is that of what `asked` says: an answer goes to it, or to nothing. */
  prompt: { promptId: string; asked: readonly Plain[]; why: Plain; answers: readonly AnswerButton[] } | null;
  actions: readonly Action[];
  isLive: boolean;
}

/** In the order of the side bar. */
export type Entry = { group: Plain; detail: Plain; level: number } | { id: string };

/** A stretch of a line in one style, as `session/didPaint` has it. */
export type Stretch = readonly [text: string, style: string];

export type ToPage =
  | { type: 'begin'; words: Words; layout: PageLayout; kept: Kept }
  | { type: 'entries'; entries: readonly Entry[]; filter: Plain; empty: Plain }
  | { type: 'cards'; cards: readonly Card[] }
  | {
      type: 'paint';
      id: string;
      cols: number;
      count: number;
      lines: readonly (readonly [number, readonly Stretch[]])[];
    }
  | { type: 'given'; id: string; isFine: boolean };

/** What is there again when the page was hidden, or the window was loaded anew. */
export interface Kept {
  active: string | null;
  selected: readonly string[];
  /** What was written and not sent yet, by session. */
  drafts: Readonly<Record<string, string>>;
}

export interface Words {
  dashboard: Plain;
  actions: Record<Action, Plain>;
  layouts: Record<PageLayout, Plain>;
  layout: Plain;
  filter: Plain;
  clearFilter: Plain;
  groupBy: Plain;
  sessions: Plain;
  select: Plain;
  selected: Plain;
  selectAll: Plain;
  selectNone: Plain;
  screen: Plain;
  noScreen: Plain;
  instruction: Plain;
  instructionHint: Plain;
  send: Plain;
  tooLarge: Plain;
  answers: Plain;
}

/** The bytes of a file that was pasted or dropped, and how many of such at a time. */
export const MOST_BYTES = 10 * 1024 * 1024;
export const MOST_FILES = 10;
const MOST_TEXT = 100_000;
const MOST_IDS = 1_000;

export interface PastedFile {
  name: string;
  bytes: Uint8Array;
}

export type FromPage =
  | { type: 'ready' }
  | { type: 'sight'; ids: readonly string[]; focused: string | null }
  | { type: 'act'; action: Action; ids: readonly string[] }
  | { type: 'decide'; id: string; promptId: string; choice: string }
  | { type: 'send'; id: string; text: string }
  | { type: 'files'; id: string; files: readonly PastedFile[] }
  | { type: 'uris'; id: string; list: string }
  | { type: 'layout'; layout: PageLayout }
  | { type: 'keep'; kept: Kept }
  | { type: 'filter' }
  | { type: 'clearFilter' }
  | { type: 'groupBy' };

const isText: Check = (value) => typeof value === 'string' && value.length <= MOST_TEXT;
const oneOf =
  (words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);
const isFile: Check = (value) => {
  const file = value as PastedFile | null;
  return typeof file === 'object' && isId(file?.name) && file?.bytes instanceof Uint8Array && isSmall(file.bytes);
};
const isSmall = ({ byteLength }: Uint8Array) => byteLength > 0 && byteLength <= MOST_BYTES;

const isKept: Check = (value) => {
  const { active, selected, drafts, ...more } = Object(value) as Partial<Kept>;
  if (typeof drafts !== 'object' || drafts === null || Object.keys(more).length) return false;
  const texts = Object.entries(drafts);
  const areFine = texts.length <= MOST_IDS && texts.every(([id, text]) => isId(id) && isText(text));
  return areFine && isIds(selected) && (active === null || isId(active));
};

const CHECKS: Checks<FromPage> = {
  ready: {},
  sight: { ids: isIds, focused: (value) => value === null || isId(value) },
  act: { action: oneOf(ACTIONS), ids: (value) => isIds(value) && (value as string[]).length > 0 },
  decide: { id: isId, promptId: isId, choice: isId },
  send: { id: isId, text: (value) => isText(value) && (value as string).trim() !== '' },
  files: {
    id: isId,
    files: (value) => Array.isArray(value) && value.length > 0 && value.length <= MOST_FILES && value.every(isFile),
  },
  uris: { id: isId, list: isText },
  layout: { layout: oneOf(LAYOUTS) },
  keep: { kept: isKept },
  filter: {},
  clearFilter: {},
  groupBy: {},
};

export const fromPage = readerOf<FromPage>(CHECKS);
