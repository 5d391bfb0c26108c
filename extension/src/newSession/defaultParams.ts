/** What `branchline.defaultSession` asks for. Pure. */
import type { CreateParams } from '../protocol/protocol.ts';

const TEXTS = ['instruction', 'name', 'task', 'persona', 'base', 'subfolder'] as const;

/** Undefined where it names no agent: it is off. What is no text is left out. */
export function defaultParams(setting: unknown): Omit<CreateParams, 'repo'> | undefined {
  if (!setting || typeof setting !== 'object') return undefined;
  const { agent, ...rest } = setting as Record<string, unknown>;
  if (typeof agent !== 'string' || !agent) return undefined;
  const texts = TEXTS.flatMap((key) => {
    const text = rest[key];
    return typeof text === 'string' && text ? [[key, text]] : [];
  });
  return { agent, ...Object.fromEntries(texts) };
}
