// Waves that were asked for in several ways, as one list. Pure.

/** Each once, in the order of the lists. */
export function mergeWaves<Some extends { readonly id: string }>(
  ...lists: readonly (readonly Some[])[]
): readonly Some[] {
  return [...new Map(lists.flat().map((wave) => [wave.id, wave])).values()];
}
