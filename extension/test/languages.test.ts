/** Each language has each text that there is, no other, with the same gaps, links and settings; nothing is left in English. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const LANGUAGES = ['de'];
/** Names and Git's words, which are the same in German; and what has no word of its own. */
const SAME: Record<string, RegExp> = {
  de: /^(?:Agents?|Auto-yes|Branch|Branchline|Dashboard|Name|Persona|Pull Request|Repository|Snapshots|Status|Tool|Worktree|[:,.?()… ]|\{\d\})*$/,
};
/** Quotation marks as the language has them. */
const QUOTES: Record<string, RegExp> = { de: /„[^“]*“/g };

/** Abbreviations that end in a full stop, which is no sentence's. */
const SHORT: Record<string, RegExp> = { de: /\b(?:Min|Std|Tg)\.$/ };

type Texts = Record<string, string>;

const root = new URL('../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const texts = (file: string): Texts => JSON.parse(read(file));

/** Each file of English texts, and the one of a language. */
const FILES = [
  ['package.nls.json', (language: string) => `package.nls.${language}.json`],
  ['l10n/bundle.l10n.json', (language: string) => `l10n/bundle.l10n.${language}.json`],
] as const;
const PAIRS = LANGUAGES.flatMap((language) =>
  FILES.map(([english, of]) => ({ language, file: of(language), english: texts(english), other: texts(of(language)) })),
);

/** What a translation may not alter, in no order: gaps, links to commands and settings, and what is written in code. */
function kept(text: string): string[] {
  return (
    text.match(/(?<!\{)\{\d\}(?!\})|\(command:[\w.]+\)|#[\w.]+#|`[^`]+`|\n|branchline\.\w+|https?:\/\/\S+/g) ?? []
  ).sort();
}

for (const { language, file, english, other } of PAIRS) {
  test(`${file} has each text, and no other`, () => {
    assert.deepEqual(Object.keys(other).sort(), Object.keys(english).sort());
  });

  test(`${file} keeps gaps, links, settings and code`, () => {
    for (const [key, text] of Object.entries(english)) assert.deepEqual(kept(other[key] ?? ''), kept(text), key);
  });

  test(`${file} is in that language`, () => {
    const same = Object.entries(english).filter(([key, text]) => other[key] === text && !SAME[language]?.test(text));
    assert.deepEqual(same, []);
  });

  test(`${file} begins and ends its texts as the English ones, and quotes in that language's way`, () => {
    const pairs = QUOTES[language] ?? /$^/g;
    for (const [key, text] of Object.entries(english)) {
      const said = other[key] ?? '';
      assert.equal(said, said.trim(), key);
      assert.equal(ending(said.replace(SHORT[language] ?? /$^/, '')), ending(text), key);
      assert.doesNotMatch(said, /\.\.\./, key);
      assert.doesNotMatch(said.replace(pairs, ''), /[„“”‘]/, key);
    }
  });
}

/** What tells a sentence, a question and a command that asks on from each other. */
function ending(text: string): string {
  return /[.?…:!]$/.exec(text.replace(/[“”]$/, ''))?.[0] ?? '';
}

test('each text that the code says is in the list, and each of the list is said', () => {
  const said = new Set<string>();
  for (const name of readdirSync(new URL('src/', root), { encoding: 'utf8', recursive: true }))
    if (name.endsWith('.ts'))
      for (const [, text] of read(`src/${name}`).matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)) said.add(text as string);
  assert.deepEqual(Object.keys(texts('l10n/bundle.l10n.json')), [...said].sort());
});

test('each text of the manifest is one of the list, and each of the list is in the manifest', () => {
  const manifest = JSON.parse(read('package.json'), (key, value) => {
    // What is a name, or is written the same in every language, and what nobody sees.
    if (typeof value === 'string' && SHOWN.has(key)) assert.match(value, /^%[\w.]+%$|^Branchline$/, `${key}: ${value}`);
    return value;
  });
  const used = new Set([...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map(([, key]) => key as string));
  assert.deepEqual(Object.keys(texts('package.nls.json')).sort(), [...used].sort());
});

/** The fields of a manifest that VS Code shows. */
const SHOWN = new Set([
  'altText',
  'category',
  'contextualTitle',
  'deprecationMessage',
  'markdownDescription',
  'markdownEnumDescriptions',
  'patternErrorMessage',
  'shortTitle',
  'title',
]);

test('each language goes into the package', () => {
  const { files, l10n } = JSON.parse(read('package.json'));
  assert.equal(l10n, './l10n');
  for (const pattern of ['package.nls*.json', 'l10n/*.json']) assert.ok(files.includes(pattern), pattern);
});
