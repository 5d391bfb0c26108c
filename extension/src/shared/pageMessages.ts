/** What pages of ours say: a message of a type that is known, with its fields and no other, each looked at. Pure. */

export type Check = (value: unknown) => boolean;
export type Checks<M extends { type: string }> = {
  [T in M['type']]: Record<Exclude<keyof Extract<M, { type: T }>, 'type'>, Check>;
};

const MOST_IDS = 1_000;
const MOST_COUNT = 1_000_000;

export const isId: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= 200;
export const isIds: Check = (value) => Array.isArray(value) && value.length <= MOST_IDS && value.every(isId);
export const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_COUNT;

/** Gives undefined for what is none of them, or has more or less to say than it. */
export function readerOf<M extends { type: string }>(checks: Checks<M>): (message: unknown) => M | undefined {
  return (message) => {
    if (typeof message !== 'object' || message === null || Array.isArray(message)) return undefined;
    const { type, ...rest } = message as Record<string, unknown>;
    if (typeof type !== 'string' || !Object.hasOwn(checks, type)) return undefined;
    const fields: Record<string, Check> = checks[type as M['type']];
    const names = Object.keys(fields);
    if (Object.keys(rest).length !== names.length) return undefined;
    const isFine = names.every((name) => Object.hasOwn(rest, name) && fields[name]?.(rest[name]));
    return isFine ? (message as M) : undefined;
  };
}
