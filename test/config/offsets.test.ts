import { describe, expect, test } from 'vitest';
import { parseDocument, type Scalar } from 'yaml';
import { interpolate } from '../../src/config/load/interpolate.ts';
import { offsetInFile } from '../../src/config/load/yaml-places.ts';

describe('the place of a character of a value in the file', () => {
  test.each([
    ['plain', "where: stage = 'x' @"],
    ['plain over two lines', "where: stage\n  = 'x' @"],
    ['single-quoted', "where: 'stage = ''x'' @'"],
    ['double-quoted', 'where: "stage\\n=\\t\\"x\\" \\u00e9 @"'],
    ['double-quoted over two lines', 'where: "stage \\\n  = @"'],
    ['literal', 'where: |\n   stage = 1\n     or b @\n'],
    ['literal with a comment in its header', 'where: |- # why\n   stage @\n'],
    ['folded', 'where: >-\n   stage\n   = 1\n\n   or @\n'],
  ])('%s', (_style, text) => {
    const scalar = parseDocument(text).get('where', true) as Scalar;
    expect(offsetInFile(text, scalar, String(scalar.value).indexOf('@'))).toBe(text.indexOf('@'));
  });

  test('the end of a value is its last character', () => {
    const text = "where: 'a = b'\n";
    const scalar = parseDocument(text).get('where', true) as Scalar;
    expect(text[offsetInFile(text, scalar, 5)]).toBe("'");
  });

  test('a character of a replaced variable is where its ${ stands', () => {
    const { text, origin } = interpolate('a ${X} $${ b', { X: 'value' });
    expect(text).toBe('a value ${ b');
    expect(['a', 'v', 'e', '$', 'b'].map((c) => origin(text.lastIndexOf(c)))).toEqual([5, 2, 2, 7, 11].with(0, 2));
  });
});
