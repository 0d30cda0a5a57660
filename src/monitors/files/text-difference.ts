// The difference between two masked texts, as a unified diff of bounded length. A pure function: it
// gives up by the number of edits, never by time.
import { structuredPatch } from 'diff';

export interface TextDifference {
  readonly text: string | null;
  /** Why it is not there, or not all of it. */
  readonly note: string | null;
}

const maxEdits = 4000;
const maxLines = 400;
const maxLineLength = 400;

const cut = (line: string): string =>
  line.length <= maxLineLength ? line : `${line.slice(0, maxLineLength)}…`;

/** From `before` to `after`, three lines of context around each change. */
export function differenceOf(before: string, after: string): TextDifference {
  if (before === after) {
    return { text: null, note: 'Only what is masked, or nothing of the text, is different.' };
  }
  const patch = structuredPatch('before', 'after', before, after, undefined, undefined, {
    context: 3,
    maxEditLength: maxEdits,
  });
  if (patch === undefined) {
    return { text: null, note: 'Too much is different for a difference by lines.' };
  }
  const lines: string[] = [];
  for (const hunk of patch.hunks) {
    const { oldStart, oldLines, newStart, newLines } = hunk;
    lines.push(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...hunk.lines);
    if (lines.length > maxLines) break;
  }
  const text = lines.slice(0, maxLines).map(cut).join('\n');
  return { text, note: lines.length > maxLines ? 'Only the first lines are shown.' : null };
}
