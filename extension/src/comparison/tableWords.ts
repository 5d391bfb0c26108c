/** What the comparison's table says. Pure; files were named by others. */
import type {
  CheckState,
  ComparedCell,
  ComparedCheck,
  ComparedSession,
  CompareSessionsResult,
  Session,
} from '../protocol/protocol.ts';
import { fileLetter } from '../review/words.ts';
import { statusText } from '../sessions/rows/statusWords.ts';
import { joined, NAME, type Plain, plain } from '../shared/plain.ts';
import { known, lineCounts, type Translate } from '../shared/words.ts';
import type { Column, TableCell, TableRow, Words } from './messages.ts';

export function columnOf(compared: ComparedSession, session: Session, t: Translate): Column {
  const name = plain(session.name, NAME);
  const files = compared.files === 1 ? t('1 file') : t('{0} files', compared.files);
  const state = compared.checked?.state;
  return {
    id: session.id,
    name,
    status: statusText(session, t),
    sums: joined([files, lineCounts(compared)]),
    check: compared.checked ? checkText(compared.checked, t) : '',
    verdict: state === 'passed' || state === 'failed' ? state : 'other',
    keep: t('Keep “{0}” and remove the others…', name),
    choose: t('Choose “{0}” to compare it with another', name),
  };
}

export function checkText({ state, seconds, current }: ComparedCheck, t: Translate): Plain {
  const words: Record<CheckState, Plain> = {
    passed: t('Check passed in {0} s', seconds),
    failed: t('Check failed after {0} s', seconds),
    running: t('Check is running'),
    cancelled: t('Check was cancelled'),
    timedOut: t('Check had not ended after {0} s', seconds),
  };
  const said = known(words, state) ?? t('Check: {0}', plain(state, NAME));
  return current || state === 'running' ? said : t('{0}, before the files changed', said);
}

export function rowsOf({ files, sessions }: CompareSessionsResult, names: readonly string[], t: Translate): TableRow[] {
  return files.map(({ path, cells, differs }) => {
    const row = sessions.map((_, place): TableCell | null => {
      const cell = cells.find(({ session }) => session === place);
      return cell ? cellOf(cell, cells, names, t) : null;
    });
    return { path: plain(path), differs, cells: row };
  });
}

function cellOf(cell: ComparedCell, row: readonly ComparedCell[], names: readonly string[], t: Translate): TableCell {
  const { letter, word } = fileLetter(cell.status, t);
  const counts = cell.binary ? t('binary') : lineCounts(cell);
  const same = row.filter(({ session, alike }) => alike && alike === cell.alike && session !== cell.session);
  const others = joined(
    same.map(({ session }) => plain(names[session] ?? '', NAME)),
    ', ',
  );
  const other = cell.other !== null && t('the other name is {0}', plain(cell.other));
  return {
    letter,
    status: cell.status,
    counts,
    alike: cell.alike,
    spoken: joined([word, counts, other, others && t('the same as in {0}', others)], ', '),
  };
}

export function pageWords(t: Translate): Words {
  return {
    title: t('Compare Sessions'),
    file: t('File'),
    keep: t('Keep This One…'),
    compareTwo: t('Compare the Two'),
    chooseTwo: t('Choose two sessions to compare them with each other.'),
    openBoth: t('A cell opens its file as both chosen sessions have it.'),
    openOne: t('A cell opens its file against the base of its session.'),
    onlyDiffering: t('Only Files That Differ'),
    counted: t('{0} of {1} files', plain('{0}'), plain('{1}')),
    none: t('None of these sessions has changed a file yet.'),
    untouched: t('not changed'),
  };
}
