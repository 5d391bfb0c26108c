/** Why auto-yes decided so: in English the sidecar's sentence, elsewhere one for its rule, with the details behind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyText } from '../../src/autoYes/whyWords.ts';
import type { Decision } from '../../src/protocol/protocol.ts';
import { t } from '../sample.ts';

const translated = Object.assign(((...said) => t(...said)) as typeof t, { isTranslated: true });
const why = '.env may hold a secret.';

const CASES: [rule: string, decision: Decision['decision'] | undefined, said: string][] = [
  ['never', undefined, 'Only you answer a question, a plan, a login, a password or a request for trust.'],
  ['secret', 'ask', 'It may read a secret. (.env may hold a secret.)'],
  ['preset safe', 'allow', 'Allowed: preset safe.'],
  ['answers 2', 'ask', 'Your common answer 2 says so.'],
  ['answers-differ', undefined, 'Your common answers differ. (.env may hold a secret.)'],
  ['answer-never', 'ask', 'No common answer is given to what is about access, trust, permission or a plan.'],
  ['Bash(rm:*)', 'deny', 'Forbidden: Bash(rm:*).'],
  // A rule of the user's, or of a newer sidecar.
  ['Bash(make)', 'ask', why],
  ['constructor', undefined, why],
];
for (const [rule, decision, said] of CASES)
  test(`${decision ?? 'left to the user'} by ${rule} is told as: ${said}`, () => {
    assert.equal(whyText({ rule, why, ...(decision && { decision }) }, translated), said);
    assert.equal(whyText({ rule, why, ...(decision && { decision }) }, t), why);
  });
