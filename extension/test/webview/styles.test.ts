import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn } from '../../webview/dashboard/styles.ts';

for (const [style, classes, color, background] of [
  ['', [], '', ''],
  ['B', ['tB'], '', ''],
  ['BFf1g12', ['tB', 'tF', 'f1', 'g12'], '', ''],
  ['f#ff8800g#000000', [], '#ff8800', '#000000'],
  ['R', ['fground', 'gtext'], '', ''],
  ['Rf1', ['fground', 'g1'], '', ''],
  ['Rf#112233g4', ['f4'], '', '#112233'],
  ['Uf15', ['tU', 'f15'], '', ''],
  ['f16', [], '', ''],
  ['f99;color:red', [], '', ''],
  ['f#12345', [], '', ''],
  ['"><script>', [], '', ''],
] as const)
  test(`the style “${style}” is drawn`, () => {
    assert.deepEqual(drawn(style), { classes: [...classes], color, background });
  });
