// Migrations that form a graph: their order, and cycles in it. Pure, and without recursion, so that a
// chain of thousands is no danger.

export interface GraphOrder {
  /** Each after all that it depends on; what is part of a cycle, or behind one, is left out. */
  readonly order: readonly string[];
  /** One cycle, as a path whose end leads back to its beginning. */
  readonly cycle: readonly string[] | undefined;
}

export type Dependencies = ReadonlyMap<string, readonly string[]>;

/** The order of the nodes; among free ones the order of the map. Unknown dependencies do not count. */
export function orderGraph(graph: Dependencies): GraphOrder {
  const waiting = new Map<string, Set<string>>();
  const dependents = new Map<string, string[]>();
  for (const [node, dependencies] of graph) {
    const known = new Set(dependencies.filter((one) => graph.has(one)));
    waiting.set(node, known);
    for (const one of known) {
      const others = dependents.get(one);
      if (others === undefined) dependents.set(one, [node]);
      else others.push(node);
    }
  }
  const places = new Map([...graph.keys()].map((node, place) => [node, place]));
  const place = (node: string): number => places.get(node) ?? 0;
  const order: string[] = [];
  // Rounds of what has become free keep the order of the map among equals.
  let free = [...graph.keys()].filter((node) => waiting.get(node)?.size === 0);
  while (free.length > 0) {
    const next: string[] = [];
    for (const node of free) {
      order.push(node);
      waiting.delete(node);
      for (const dependent of dependents.get(node) ?? []) {
        const left = waiting.get(dependent);
        left?.delete(node);
        if (left?.size === 0) next.push(dependent);
      }
    }
    free = next.toSorted((a, b) => place(a) - place(b));
  }
  return { order, cycle: waiting.size === 0 ? undefined : findCycle(waiting) };
}

/** Every node that is left waits for one that is left: following them comes back somewhere. */
function findCycle(waiting: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const path: string[] = [];
  const seen = new Map<string, number>();
  let node = waiting.keys().next().value;
  while (node !== undefined && !seen.has(node)) {
    seen.set(node, path.length);
    path.push(node);
    node = waiting.get(node)?.values().next().value;
  }
  return node === undefined ? path : path.slice(seen.get(node));
}

/** The nodes and everything that they depend on. */
export function withAncestors(graph: Dependencies, nodes: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...nodes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    open.push(...(graph.get(node) ?? []));
  }
  return found;
}
