/** Which history is meant: of what, and what of it. */
import type { Session, Status } from '../protocol/protocol.ts';
import { t } from '../shared/l10n.ts';
import { inform } from '../shared/notices.ts';
import { NAME, plain } from '../shared/plain.ts';
import { pick, pickSeveral, type Row, separator } from '../shared/quickInput.ts';
import type { Client } from '../sidecar/client.ts';
import type { Scope } from './scopes.ts';
import { KINDS, kindWord, SPANS, sinceOf, spanWord } from './words.ts';

/** The session that is picked; the only one without a question. */
export async function askForSession(client: Client): Promise<Session | undefined> {
  const sessions = client.sessions.all();
  if (!sessions.length) void inform(t('There is no session for this.'));
  if (sessions.length < 2) return sessions[0];
  const rows = sessions.map((session) => ({
    label: plain(session.name, NAME),
    description: plain(session.title, NAME),
    value: session,
  }));
  return pick(rows, { placeholder: t('Which session?') });
}

/** A repository or task, or all; then what of it. */
export async function askForScope(
  client: Client,
  statusWord: (status: Status) => ReturnType<typeof plain>,
): Promise<Scope | undefined> {
  const sessions = client.sessions.all();
  const repos = [...new Set(sessions.map(({ repo }) => repo))].sort();
  const tasks = [...new Set(sessions.flatMap(({ task }) => task ?? []))].sort();
  const folder = (repo: string) => plain(repo.split('/').findLast((part) => part !== '') ?? repo, NAME);
  const rows: Row<Scope>[] = [{ label: t('All Sessions'), value: {} }];
  if (repos.length) rows.push(separator(t('Repositories')));
  for (const repo of repos) rows.push({ label: folder(repo), description: plain(repo), value: { repo } });
  if (tasks.length) rows.push(separator(t('Tasks')));
  for (const task of tasks) rows.push({ label: plain(task, NAME), value: { task } });
  const title = t('Show History');
  const about = await pick(rows, { title, placeholder: t('Of what?'), step: 1, total: 3 });
  return about && narrowed(about, sessions, statusWord);
}

async function narrowed(
  about: Scope,
  sessions: readonly Session[],
  statusWord: (status: Status) => ReturnType<typeof plain>,
): Promise<Scope | undefined> {
  const title = t('Show History');
  const statuses = [...new Set(sessions.map(({ status }) => status))];
  const wanted: Row<string>[] = [
    separator(t('What happened')),
    ...KINDS.map((kind) => ({ label: kindWord(kind, t), value: `kind ${kind}` })),
    separator(t('Sessions that are now')),
    ...statuses.map((status) => ({ label: statusWord(status), value: `status ${status}` })),
  ];
  const question = { title, placeholder: t('What is to be shown?'), step: 2, total: 3, chosen: () => true };
  const chosen = await pickSeveral(wanted, question);
  if (!chosen) return undefined;
  const spans = SPANS.map((span) => ({ label: spanWord(span, t), value: span }));
  const span = await pick(spans, { title, placeholder: t('From when on?'), step: 3, total: 3 });
  if (!span) return undefined;
  const since = sinceOf(span, new Date());
  const kinds = KINDS.filter((kind) => chosen.includes(`kind ${kind}`));
  const some = statuses.filter((status) => chosen.includes(`status ${status}`));
  return {
    ...about,
    ...(kinds.length < KINDS.length && { kinds }),
    ...(some.length < statuses.length && { statuses: some }),
    ...(since !== undefined && { since }),
  };
}
