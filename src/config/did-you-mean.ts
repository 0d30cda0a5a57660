// Finds the word somebody most likely meant: the known one with the fewest edits, when few suffice.

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substitution =
        (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const removal = (previous[column] ?? 0) + 1;
      const insertion = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(substitution, removal, insertion));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

const comparable = (word: string): string => word.toLowerCase().replaceAll(/[-_\s]/g, '');

/** The known word nearest to `word`, or undefined when none is near. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  const wanted = comparable(word);
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(wanted, comparable(candidate));
    // Two letters that changed places are two edits.
    const near = distance <= Math.max(candidate.length < 4 ? 1 : 2, candidate.length / 3);
    if (near && (best === undefined || distance < best.distance)) {
      best = { word: candidate, distance };
    }
  }
  return best?.word;
}

/** What to say of a name that is not among those there are: the one that was meant, or all of them. */
export function hintOf(name: string, there: readonly string[]): string {
  const nearest = nearestWord(name, there);
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  return there.length === 0 ? 'there is none' : `known are ${there.join(', ')}`;
}
