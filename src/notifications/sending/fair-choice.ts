// What is shown where not all fit: of what fires and of what is resolved by turns, so that neither is left
// out for the other. What is shown keeps its order.

/** Indices by turns: one that is not resolved, one that is, and so on; then what is left of one kind. */
export function byTurns<Item>(
  items: readonly Item[],
  isResolved: (item: Item) => boolean,
): readonly number[] {
  const indices = items.map((_, index) => index);
  const [firing, resolved] = [false, true].map((wanted) =>
    indices.filter((index) => {
      const item = items[index];
      return item !== undefined && isResolved(item) === wanted;
    }),
  );
  return indices.flatMap((turn) =>
    [firing?.[turn], resolved?.[turn]].filter((n) => n !== undefined),
  );
}

/** So many of them at most, in their order. */
export function chooseFairly<Item>(
  items: readonly Item[],
  most: number,
  isResolved: (item: Item) => boolean,
): readonly Item[] {
  if (items.length <= most) return items;
  const chosen = new Set(byTurns(items, isResolved).slice(0, most));
  return items.filter((_, index) => chosen.has(index));
}
