/** Personas, templates and notes in words. Pure. */
import { limitsText } from '../autoYes/limitWords.ts';
import type { BadTemplate, Note, Persona, Session, Template } from '../protocol/protocol.ts';
import { joined, LINE, NAME, type Plain, plain, SENTENCES, visible } from '../shared/plain.ts';
import { age, type Translate } from '../shared/words.ts';
import { builtInPurpose, builtInTitle } from './builtInWords.ts';

export function personaNamed(name: string | null, personas: readonly Persona[]): Persona | undefined {
  return personas.find((each) => each.name === name);
}

/** What it is called; its name, where its definition is gone. */
export function personaTitle(name: string, personas: readonly Persona[], t: Translate): Plain {
  const persona = personaNamed(name, personas);
  return persona ? builtInTitle(persona, t) : plain(name, NAME);
}

/** Its icon, where it is named as VS Code's are. */
export function personaIcon(name: string | null, personas: readonly Persona[]): string | undefined {
  const icon = personaNamed(name, personas)?.icon;
  return icon && /^[a-z][a-z0-9-]*$/.test(icon) ? icon : undefined;
}

/** What it is for, and what it means for a session. */
export function personaDetail(persona: Persona, t: Translate): Plain {
  const { agent, arguments: words, autoYes, autoYesLimits, limits } = persona;
  return joined([
    builtInPurpose(persona, t),
    persona.readOnly && t('changes no file'),
    autoYes !== 'off' && t('auto-yes: {0}', plain(autoYes, NAME)),
    agent !== null && t('for the agent {0}', plain([agent, ...words].join(' '), NAME)),
    autoYesLimits.length > 0 && t('auto-yes limits: {0}', limitsText(autoYesLimits, t)),
    limits !== null && t('limits “{0}”, not in force yet', plain(limits, NAME)),
  ]);
}

/** The rows of a tooltip's table that are about its role. */
export function personaRows(session: Session, personas: readonly Persona[], t: Translate): [Plain, string][] {
  const rows: [Plain, string][] = [];
  const { persona: name, nextAutoYes, notes } = session;
  if (name !== null) {
    const persona = personaNamed(name, personas);
    const title = personaTitle(name, personas, t);
    rows.push([t('Persona'), persona ? joined([title, personaDetail(persona, t)]) : title]);
  }
  if (nextAutoYes !== null) rows.push([t('With the next start'), t('auto-yes: {0}', plain(nextAutoYes, NAME))]);
  if (notes) rows.push([t('Notes'), notesWord(notes, t)]);
  return rows;
}

function notesWord(count: number, t: Translate): Plain {
  return count === 1 ? t('1, from a second opinion') : t('{0}, from second opinions', count);
}

/** All notes of a session, as a document; the last one first. */
export function notesText(name: string, notes: readonly Note[], now: Date, t: Translate): string {
  if (!notes.length) return t('Nobody has looked at “{0}” yet.', plain(name, NAME));
  const parts = [...notes].reverse().map((note) => {
    const heading = t('{0}, {1}', plain(note.name, NAME), age(note.at, now, t));
    return `${heading}\n${'─'.repeat(Math.min(heading.length, NAME))}\n\n${visible(note.text)}`;
  });
  return `${parts.join('\n\n\n')}\n`;
}

/** Beside a template’s title. */
export function templateDescription({ own, agent, persona }: Template, t: Translate): Plain {
  return joined([
    own ? t('yours') : t('of the repository'),
    persona !== null && plain(persona, NAME),
    agent !== null && plain(agent, NAME),
  ]);
}

/** What of it is not taken; nothing where all is. */
export function templateDetail({ ignored }: Template): Plain {
  return joined(
    ignored.map((each) => plain(each, LINE)),
    ' ',
  );
}

/** Which one is broken, and what is wrong where. */
export function badTemplate({ where, line, why }: BadTemplate, t: Translate): { label: Plain; detail: Plain } {
  const reason = plain(why, SENTENCES);
  return { label: plain(where, NAME), detail: line ? t('Line {0}: {1}', line, reason) : reason };
}
