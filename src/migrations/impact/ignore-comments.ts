// `-- hawkwatch: ignore <rule> <reason>` on the line before a statement: that rule's findings on that
// statement are put aside, on record with the reason. One that does not count is reported.

export interface IgnoreComment {
  /** Counted from 1. */
  readonly line: number;
  readonly rule: string;
  readonly reason: string;
}

export interface CommentLine {
  readonly line: number;
  readonly text: string;
}

const form = /^--+\s*hawkwatch\s*:\s*ignore\b[ \t]*(\S*)[ \t]*(.*)$/i;

/** The ignore comments among the `--` comments of a file. */
export function ignoreComments(comments: readonly CommentLine[]): IgnoreComment[] {
  return comments.flatMap(({ line, text }) => {
    const found = form.exec(text.trimEnd());
    return found === null ? [] : [{ line, rule: found[1] ?? '', reason: (found[2] ?? '').trim() }];
  });
}

/** True when nothing but blanks and comments stands between the comment and the line of a statement. */
function precedes(
  lines: readonly string[],
  comment: IgnoreComment,
  statementLine: number,
): boolean {
  if (statementLine <= comment.line) return false;
  if (!/^\s*--/.test(lines[comment.line - 1] ?? '')) return false;
  for (let line = comment.line + 1; line < statementLine; line += 1) {
    if (!/^\s*(?:--.*)?\r?$/.test(lines[line - 1] ?? '')) return false;
  }
  return true;
}

/** The statement, of those in the order of their lines, that an ignore comment is about. */
export function ignoredStatement<Statement extends { readonly line: number }>(
  comment: IgnoreComment,
  statements: readonly Statement[],
  lines: readonly string[],
): Statement | undefined {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.line ?? 0) > comment.line) high = middle;
    else low = middle + 1;
  }
  const next = statements[low];
  return next !== undefined && precedes(lines, comment, next.line) ? next : undefined;
}
