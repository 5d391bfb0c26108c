/** When a persona or a template of the settings reaches further than before. Pure. */
import { same } from './same.ts';

/** Those that come along: what is taken from their definition leaves what they come with. */
const BUILT_IN = ['plain', 'product-manager', 'qa', 'specialist', 'reviewer'];
const REVIEWER = { autoYes: 'read-only', readOnly: true };

type Definition = Readonly<Record<string, unknown>>;

/** The preset that a persona’s sessions begin with, where `autoYes.personas` does not name it. */
export function ownPreset(of: string, definition: unknown, usual: unknown): unknown {
  return whole(of, definition)['autoYes'] ?? usual;
}

/** By what its agent is started with, or by what held it back. One that is gone cannot be chosen any more. */
export function isWiderRole(of: string, before: unknown, after: unknown): boolean {
  if (after === undefined && !BUILT_IN.includes(of)) return false;
  const [from, to] = [whole(of, before), whole(of, after)];
  const started = ({ agent, arguments: words }: Definition) =>
    Array.isArray(words) && words.length ? [agent, words] : [];
  if (!same(started(from), started(to))) return true;
  if (from['readOnly'] === true && to['readOnly'] !== true) return true;
  if (isRaised(fields(from['autoYesLimits']), fields(to['autoYesLimits']))) return true;
  return from['limits'] !== undefined && !same(from['limits'], to['limits']);
}

/** A limit is higher than before, or gone. */
function isRaised(from: Definition, to: Definition): boolean {
  return Object.entries(from).some(([name, number]) => !(Number(to[name]) <= Number(number)));
}

/** Of a template: an agent, a persona or a preset that it did not name before. */
export function namesOther(before: unknown, after: unknown): boolean {
  const [from, to] = [fields(before), fields(after)];
  return ['agent', 'persona', 'autoYes'].some((key) => !same(from[key], to[key]));
}

function whole(of: string, definition: unknown): Definition {
  return { ...(of === 'reviewer' && REVIEWER), ...fields(definition) };
}

function fields(value: unknown): Definition {
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Definition) : {};
}
