// Which alerts belong together. Pure.
//
//   joined   an alert with the same first suspect as another one, or on the same or a closely connected
//            object, that began within the window of it, belongs to it
//   opens    when two that belong together have no incident yet
//   attaches when one of them has one that is open; of several, the one whose alerts began first
//   closes   when the last of its alerts is over (`isOver`)
//
// An alert has one incident at most and keeps it; incidents never merge. So what is decided depends on what
// was there before only, and not on which replica decides.

export interface IncidentMember {
  readonly id: string;
  /** What it is about, and what is closely connected with that. */
  readonly near: readonly string[];
  /** What it is about. */
  readonly objects: readonly string[];
  readonly startedMs: number;
  /** The change that is suspected first. */
  readonly suspect: string | undefined;
  /** Of the open incident that it has. */
  readonly incidentId: string | null;
}

export interface IncidentDecision {
  readonly attached: readonly { readonly alertId: string; readonly incidentId: string }[];
  readonly opened: readonly {
    /** Oldest first. */
    readonly members: readonly IncidentMember[];
    readonly because: { readonly kind: 'SUSPECT' | 'OBJECTS'; readonly of: string };
  }[];
}

/** A common suspect binds alerts that are further apart. */
const suspectWindows = 3;

interface Link {
  readonly kind: 'SUSPECT' | 'OBJECTS';
  readonly of: string;
}

/** `fired` are new; `around` are the others that are open, with an incident or without. */
export function decideIncidents(
  fired: readonly IncidentMember[],
  around: readonly IncidentMember[],
  windowMs: number,
): IncidentDecision {
  const members = [...new Map([...around, ...fired].map((one) => [one.id, one])).values()].toSorted(
    (a, b) => a.startedMs - b.startedMs || (a.id < b.id ? -1 : 1),
  );
  const groups = createGroups(members.map(({ id }) => id));
  const byKey = new Map<string, IncidentMember[]>();
  const put = (key: string, member: IncidentMember): void => {
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [member]);
    else known.push(member);
  };
  for (const member of members) {
    for (const object of member.objects) put(`object ${object}`, member);
    if (member.suspect !== undefined) put(`suspect ${member.suspect}`, member);
  }
  const why = new Map<string, Link>();
  const join = (one: IncidentMember, key: string, withinMs: number, link: Link): void => {
    for (const other of byKey.get(key) ?? []) {
      if (other.id === one.id || Math.abs(other.startedMs - one.startedMs) > withinMs) continue;
      groups.join(one.id, other.id);
      for (const id of [one.id, other.id]) {
        if (why.get(id)?.kind !== 'SUSPECT') why.set(id, link);
      }
    }
  };
  for (const one of fired) {
    if (one.suspect !== undefined) {
      const link = { kind: 'SUSPECT', of: one.suspect } as const;
      join(one, `suspect ${one.suspect}`, windowMs * suspectWindows, link);
    }
    for (const object of one.near) {
      join(one, `object ${object}`, windowMs, { kind: 'OBJECTS', of: object });
    }
  }

  const attached: { alertId: string; incidentId: string }[] = [];
  const opened: IncidentDecision['opened'][number][] = [];
  for (const group of Map.groupBy(members, ({ id }) => groups.of(id)).values()) {
    const free = group.filter(({ incidentId }) => incidentId === null);
    const oldest = group.find(({ incidentId }) => incidentId !== null)?.incidentId ?? null;
    // Those around only belong where a new one has brought them.
    const isNew = free.some(({ id }) => why.has(id));
    if (!isNew || group.length < 2) continue;
    if (oldest !== null) {
      attached.push(...free.map(({ id }) => ({ alertId: id, incidentId: oldest })));
    } else {
      const because = group.map(({ id }) => why.get(id)).find((link) => link !== undefined);
      if (because !== undefined) opened.push({ members: free, because });
    }
  }
  return { attached, opened };
}

/** True when nothing of an incident is open any more. */
export const isOver = (openAlerts: number): boolean => openAlerts === 0;

// Which ids belong together: each points to another one of its group, and so to the first of it.
function createGroups(ids: readonly string[]): {
  join(one: string, other: string): void;
  of(id: string): string;
} {
  const parents = new Map(ids.map((id) => [id, id]));
  const of = (id: string): string => {
    let at = id;
    for (;;) {
      const parent = parents.get(at) ?? at;
      if (parent === at) return at;
      const above = parents.get(parent) ?? parent;
      parents.set(at, above);
      at = above;
    }
  };
  return { of, join: (one, other) => parents.set(of(other), of(one)) };
}
