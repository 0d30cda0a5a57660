// A unified diff as lines with their numbers, and its size. Pure.

export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'same' | 'hunk';
  /** Without its sign; of a hunk the whole line. */
  readonly text: string;
  /** Its number in the file before and after. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

const hunkHead = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The lines of a diff. */
export function diffLines(diff: string): readonly DiffLine[] {
  let before = 1;
  let after = 1;
  return diff.split('\n').map((line): DiffLine => {
    const head = hunkHead.exec(line);
    if (head !== null) {
      before = Number(head[1]);
      after = Number(head[2]);
      return { kind: 'hunk', text: line, before: undefined, after: undefined };
    }
    const text = line.slice(1);
    if (line.startsWith('+')) {
      return { kind: 'added', text, before: undefined, after: after++ };
    }
    if (line.startsWith('-')) {
      return { kind: 'removed', text, before: before++, after: undefined };
    }
    // "\ No newline at end of file" and the like are no lines of the file.
    if (line.startsWith('\\')) {
      return { kind: 'hunk', text, before: undefined, after: undefined };
    }
    return { kind: 'same', text, before: before++, after: after++ };
  });
}

/** How many lines came and went. */
export function sizeOf(lines: readonly DiffLine[]): { added: number; removed: number } {
  const count = (kind: DiffLine['kind']): number =>
    lines.filter((line) => line.kind === kind).length;
  return { added: count('added'), removed: count('removed') };
}
