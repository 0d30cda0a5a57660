// What is done with many alerts at a time: in portions that the API takes, and told in one sentence. Pure.

export interface Outcome {
  readonly alertId: string;
  readonly refusal?: string | null | undefined;
}

/** The ids in portions of at most so many. */
export function portions(ids: readonly string[], most: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / most) }, (_, index) =>
    ids.slice(index * most, (index + 1) * most),
  );
}

/** Those of which nothing says that it was done: they were refused, or never asked for. */
export function undoneOf(ids: readonly string[], outcomes: readonly Outcome[]): readonly string[] {
  const done = new Set(
    outcomes.filter(({ refusal }) => refusal == null).map(({ alertId }) => alertId),
  );
  return ids.filter((id) => !done.has(id));
}

export interface Marks {
  /** Marked, and in the list. */
  readonly here: ReadonlySet<string>;
  /** How many were marked, and are not in the list any more. */
  readonly left: number;
}

/** What is marked of the rows that are there: nothing is done with what nobody sees. */
export function marksAmong(
  marked: ReadonlySet<string>,
  rows: readonly { readonly id: string }[],
): Marks {
  const here = new Set(rows.map(({ id }) => id).filter((id) => marked.has(id)));
  return { here, left: marked.size - here.size };
}

const counted = (count: number): string => (count === 1 ? '1 alert' : `${count} alerts`);

/** `3 alerts acknowledged. 1 alert was not: it is over already.` */
export function tellOutcomes(
  outcomes: readonly Outcome[],
  deed: string,
): { readonly tone: 'good' | 'bad'; readonly text: string } {
  const refused = outcomes.filter(({ refusal }) => refusal != null);
  const done = outcomes.length - refused.length;
  const good = done === 0 ? '' : `${counted(done)} ${deed}.`;
  if (refused.length === 0) return { tone: 'good', text: good };
  const reasons = [...new Set(refused.map(({ refusal }) => refusal ?? ''))];
  const told = reasons.slice(0, 2).join(' ');
  const more = reasons.length > 2 ? ` And ${reasons.length - 2} other reasons.` : '';
  const bad = `${counted(refused.length)} ${refused.length === 1 ? 'was' : 'were'} not ${deed}: ${told}${more}`;
  return { tone: 'bad', text: `${good} ${bad}`.trim() };
}
