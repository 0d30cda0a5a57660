// Puts aside what ignore comments are about, and says of the others why they do not count.
import type { CollectedFinding } from './collect-findings.ts';
import {
  ignoreComments,
  ignoredStatement,
  type CommentLine,
  type IgnoreComment,
} from './ignore-comments.ts';

export interface CommentedFile {
  readonly collected: readonly CollectedFinding[];
  /** Its statements in the order of their lines. */
  readonly lines: readonly { readonly index: number; readonly line: number }[];
  readonly comments: readonly CommentLine[];
  readonly text: string;
}

export interface UselessIgnore {
  readonly line: number;
  /** Counted from 0. */
  readonly index: number;
  readonly why: string;
}

export interface Ignoring {
  /** With the reasons. */
  readonly ignored: ReadonlyMap<CollectedFinding, string>;
  readonly useless: readonly UselessIgnore[];
}

function whyUseless(comment: IgnoreComment, ruleIds: ReadonlySet<string>): string {
  if (!ruleIds.has(comment.rule)) return `there is no rule "${comment.rule}"`;
  if (comment.reason === '') return 'it says no reason';
  return 'the rule finds nothing in the statement after it';
}

/** Which findings are ignored, and which comments are of no use. */
export function applyIgnores(file: CommentedFile, ruleIds: ReadonlySet<string>): Ignoring {
  const ignored = new Map<CollectedFinding, string>();
  const useless: UselessIgnore[] = [];
  const comments = ignoreComments(file.comments);
  if (comments.length === 0) return { ignored, useless };
  const textLines = file.text.split('\n');
  const inOrder = file.lines.toSorted((a, b) => a.line - b.line);
  const byPlace = new Map<string, CollectedFinding[]>();
  for (const each of file.collected) {
    const key = `${each.finding.statement} ${each.finding.rule}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, [each]);
    else known.push(each);
  }
  for (const comment of comments) {
    const statement = ignoredStatement(comment, inOrder, textLines);
    const index = statement?.index ?? -1;
    const hits = byPlace.get(`${index + 1} ${comment.rule}`) ?? [];
    if (comment.reason !== '' && hits.length > 0) {
      for (const hit of hits) ignored.set(hit, comment.reason);
    } else {
      const why = whyUseless(comment, ruleIds);
      useless.push({ line: comment.line, index: Math.max(0, index), why });
    }
  }
  return { ignored, useless };
}
