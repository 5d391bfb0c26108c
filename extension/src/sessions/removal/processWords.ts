/** What agents left running, in words. Pure. */
import type { Plain } from '../../shared/plain.ts';
import { few, type Translate } from '../../shared/words.ts';

/** What an agent started and runs on when it ends; `kept`: it is let run. */
export interface LeftRunning {
  processes: readonly { pid: number; name: string }[];
  kept: boolean;
}

/** What becomes of it; undefined where there is nothing. */
export function runningText({ processes, kept }: LeftRunning, t: Translate): Plain | undefined {
  if (!processes.length) return undefined;
  const names = few(
    processes.map(({ name, pid }) => `${name} (${pid})`),
    t,
  );
  return kept
    ? t('What its agent started goes on: {0}.', names)
    : t('What its agent started still runs and will be ended: {0}.', names);
}

/** What a sidecar's refusal says of it. */
export function runningOf(processes: unknown, kept: unknown): LeftRunning {
  const list: readonly unknown[] = Array.isArray(processes) ? processes : [];
  return { processes: list.map(one), kept: Boolean(kept) };
}

function one(process: unknown): { pid: number; name: string } {
  const { pid, name } = Object(process);
  return { pid: Number(pid), name: String(name) };
}
