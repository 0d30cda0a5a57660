// Literals in Python source, read without executing it.
import { describe, expect, it } from 'vitest';

import {
  readAssignments,
  stringsOf,
  type PythonValue,
} from '../../../../src/migrations/formats/python-source.ts';

const valueOf = (
  source: string,
  name = 'x',
  inClass: string | null = null,
): PythonValue | undefined => readAssignments(source, inClass).get(name);
const text = (value: string): PythonValue => ({ kind: 'string', text: value });

describe('Python literals', () => {
  it.each([
    ["x = 'a'", text('a')],
    ['x = "a\'b"', text("a'b")],
    ["x: str = 'a'  # why", text('a')],
    ["x: Union[str, None] = 'a'", text('a')],
    ["x = r'a\\n'", text('a\\n')],
    ["x = u'a\\tb\\x41\\u00e9\\'\\q'", text("a\tbAé'\\q")],
    ["x = 'a' 'b'", text('ab')],
    ["x = ('a'\n  'b')", text('ab')],
    ["x = '''a\nb'''", text('a\nb')],
    ["x = \\\n  'a'", text('a')],
    ['x = None', { kind: 'none' }],
    ["x = ('a')", text('a')],
    ["x = ('a',)", { kind: 'sequence', items: [text('a')] }],
    ["x = 'a', 'b'", { kind: 'sequence', items: [text('a'), text('b')] }],
    [
      "x = [\n  'a', # one\n  ('b', 'c'),\n]",
      {
        kind: 'sequence',
        items: [text('a'), { kind: 'sequence', items: [text('b'), text('c')] }],
      },
    ],
    ['x = ()', { kind: 'sequence', items: [] }],
  ] as const)('are read: %j', (source, expected) => {
    expect(valueOf(`import y\n\n${source}\n`)).toEqual(expected);
  });

  it.each([
    'x = f"a{b}"',
    "x = b'a'",
    "x = 'a' + 'b'",
    'x = name',
    "x = call('a')",
    "x = ['a'] + other",
    "x = 'a'.strip()",
    'x = [',
    'x = 1',
  ])('that only running would tell are not guessed: %j', (source) => {
    expect(valueOf(source)?.kind ?? 'other').toBe('other');
  });

  it('among calls keep those that can be told', () => {
    expect(valueOf("x = [dep(settings.A, 'b'), ('c', 'd')]")).toEqual({
      kind: 'sequence',
      items: [
        expect.objectContaining({ kind: 'other' }),
        { kind: 'sequence', items: [text('c'), text('d')] },
      ],
    });
  });

  it('in strings, comments and inner code are no assignments', () => {
    const source = `"""
x = 'in a docstring'
"""
# x = 'in a comment'
def up():
    x = 'in a function'
if True:
    x = 'in a block'
y = x == 'compared'
x = 'right'
`;
    expect(valueOf(source)).toEqual(text('right'));
    expect(readAssignments(source).get('y')?.kind).toBe('other');
  });

  it('in the body of a class are found there and nowhere else', () => {
    const source = `x = 'outside'
class Other(Base):
    x = 'other'
class Migration(migrations.Migration):
    """words"""
    x = 'inside'
    def f(self):
        x = 'deeper'
class Last: pass
x = 'after'
`;
    expect(valueOf(source, 'x', 'Migration')).toEqual(text('inside'));
    expect(valueOf(source, 'x', 'Nothing')).toBeUndefined();
  });

  it('with other ends of lines, a byte order mark or broken strings are read all the same', () => {
    expect(valueOf("\uFEFFx = 'a'\r\ny = 'b'\r\n")).toEqual(text('a'));
    expect(valueOf("y = 'no end\nx = 'a'\n")).toEqual(text('a'));
    expect(valueOf("y = '''no end\nx = 'a'\n")).toBeUndefined();
  });

  it('nested without end are no danger', () => {
    expect(valueOf(`x = ${'['.repeat(50_000)}`)?.kind).toBe('other');
    expect(valueOf(`x = ${'('.repeat(50_000)}'a'${')'.repeat(50_000)}`)?.kind).toBe('other');
  });

  it('give their strings, or nothing when one is not known', () => {
    expect(stringsOf(undefined)).toEqual([]);
    expect(stringsOf({ kind: 'none' })).toEqual([]);
    expect(stringsOf(text('a'))).toEqual(['a']);
    expect(stringsOf(valueOf("x = ('a', 'b')"))).toEqual(['a', 'b']);
    expect(stringsOf(valueOf("x = ('a', b)"))).toBeUndefined();
  });
});
