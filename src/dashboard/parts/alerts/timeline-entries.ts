// A time line that is shown from its end backwards and grows meanwhile: which entries are shown, and what is
// asked for next. Until somebody asks for older ones it is the newest page, read anew as a whole. From then
// on the oldest entry that is shown is held: all after it is read anew, so that what grows at the end never
// pushes entries out in the middle. When none is older, all is read anew: an alert that comes to an incident
// later may bring what happened before. Pure.

export interface TimelinePage<Node> {
  /** The oldest first. */
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly hasNextPage: boolean };
}

export interface ShownEntries<Node> {
  /** The oldest first; undefined until the first answer. */
  readonly edges: TimelinePage<Node>['edges'] | undefined;
  readonly hasOlder: boolean;
  /** True: somebody asked for older ones. */
  readonly isHeld: boolean;
}

export const nothingShown = { edges: undefined, hasOlder: false, isHeld: false } as const;

/** How what is shown is read anew: the newest page, all, or all after one entry. */
export function wayToRead(shown: ShownEntries<unknown>): 'newest' | 'all' | { after: string } {
  const oldest = shown.edges?.at(0);
  if (!shown.isHeld || oldest === undefined) return 'newest';
  return shown.hasOlder ? { after: oldest.cursor } : 'all';
}

/** From now on the oldest entry is held. */
export function held<Node>(shown: ShownEntries<Node>): ShownEntries<Node> {
  return { ...shown, isHeld: true };
}

/** The newest page was read, before anybody asked for older ones. */
export function withNewest<Node>(
  shown: ShownEntries<Node>,
  { edges, pageInfo }: TimelinePage<Node>,
): ShownEntries<Node> {
  // It may begin after the entry that is held now.
  if (wayToRead(shown) !== 'newest') return shown;
  return { ...shown, edges, hasOlder: pageInfo.hasPreviousPage };
}

/** All entries, or all after one, were read, however many pages that took. */
export function withLater<Node>(
  shown: ShownEntries<Node>,
  after: string | undefined,
  later: TimelinePage<Node>['edges'],
): ShownEntries<Node> {
  if (after === undefined) return { ...shown, edges: later };
  const place = shown.edges?.findIndex(({ cursor }) => cursor === after) ?? -1;
  if (shown.edges === undefined || place === -1) return shown;
  return { ...shown, edges: [...shown.edges.slice(0, place + 1), ...later] };
}

/** The page before one entry was read. */
export function withOlder<Node>(
  shown: ShownEntries<Node>,
  before: string,
  { edges, pageInfo }: TimelinePage<Node>,
): ShownEntries<Node> {
  if (shown.edges?.at(0)?.cursor !== before) return shown;
  return { ...shown, edges: [...edges, ...shown.edges], hasOlder: pageInfo.hasPreviousPage };
}
