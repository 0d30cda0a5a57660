// Which alerts belong together. Pure.
//
//   joined   an alert with the same first suspect as another one, or on the same or a closely connected
//            object, that began within the window of it, belongs to it
//   opens    when two that belong together have no incident yet
//   attaches when one of them has one that is open; of several, the one whose alerts began first
//   closes   when the last of its alerts is over (store/incidents.ts)
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
  /** Of what stands for several alerts of an incident: when the last of them began. */
  readonly untilMs?: number;
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

/** `fired` are new; `around` are others that are open, or stand for those of an open incident. */
export function decideIncidents(
  fired: readonly IncidentMember[],
  around: readonly IncidentMember[],
  windowMs: number,
): IncidentDecision {
  const members = [...new Map([...around, ...fired].map((one) => [one.id, one])).values()].toSorted(
    (a, b) => a.startedMs - b.startedMs || (a.id < b.id ? -1 : 1),
  );
  const groups = createGroups(members.map(({ id }) => id));
  const links = new Map<string, Link>();
  for (const key of keysOf(members, fired, windowMs).values()) bind(key, groups, links);

  const attached: { alertId: string; incidentId: string }[] = [];
  const opened: IncidentDecision['opened'][number][] = [];
  for (const group of Map.groupBy(members, ({ id }) => groups.of(id)).values()) {
    const free = group.filter(({ incidentId }) => incidentId === null);
    if (group.length < 2 || free.length === 0) continue;
    const oldest = group.find(({ incidentId }) => incidentId !== null)?.incidentId ?? null;
    if (oldest !== null) {
      attached.push(...free.map(({ id }) => ({ alertId: id, incidentId: oldest })));
      continue;
    }
    const found = group.flatMap(({ id }) => links.get(id) ?? []);
    const because = found.find(({ kind }) => kind === 'SUSPECT') ?? found[0];
    if (because !== undefined) opened.push({ members: free, because });
  }
  return { attached, opened };
}

/** An object or a suspect, those who have it, and the new ones that are bound to them by it. */
interface Key {
  readonly link: Link;
  readonly windowMs: number;
  /** Oldest first. */
  readonly owners: IncidentMember[];
  /** Owners that stand for several alerts. */
  readonly spans: IncidentMember[];
  readonly asking: IncidentMember[];
}

function keysOf(
  members: readonly IncidentMember[],
  fired: readonly IncidentMember[],
  windowMs: number,
): ReadonlyMap<string, Key> {
  const keys = new Map<string, Key>();
  const keyOf = (kind: Link['kind'], of: string): Key => {
    const name = `${kind} ${of}`;
    const known = keys.get(name);
    if (known !== undefined) return known;
    const within = kind === 'SUSPECT' ? windowMs * suspectWindows : windowMs;
    const made = { link: { kind, of }, windowMs: within, owners: [], spans: [], asking: [] };
    keys.set(name, made);
    return made;
  };
  for (const member of members) {
    const list = member.untilMs === undefined ? 'owners' : 'spans';
    for (const object of new Set(member.objects)) keyOf('OBJECTS', object)[list].push(member);
    if (member.suspect !== undefined) keyOf('SUSPECT', member.suspect)[list].push(member);
  }
  for (const member of fired) {
    for (const object of new Set(member.near)) keyOf('OBJECTS', object).asking.push(member);
    if (member.suspect !== undefined) keyOf('SUSPECT', member.suspect).asking.push(member);
  }
  return keys;
}

// Whoever asks is bound to all owners within the window around it. These are neighbours in the list, so it
// is enough to bind it to one of them, and each of them to the next: in a storm all are about one thing.
function bind(
  { owners, spans, asking, windowMs, link }: Key,
  groups: Groups,
  links: Map<string, Link>,
): void {
  const bound = new Int32Array(owners.length + 1);
  const bindTo = (member: IncidentMember, other: IncidentMember): void => {
    groups.join(member.id, other.id);
    if (links.get(member.id)?.kind !== 'SUSPECT') links.set(member.id, link);
  };
  for (const member of asking) {
    for (const span of spans) {
      const { startedMs, untilMs = startedMs } = span;
      if (member.startedMs < startedMs - windowMs || member.startedMs > untilMs + windowMs)
        continue;
      bindTo(member, span);
    }
    const from = firstFrom(owners, member.startedMs - windowMs);
    const to = firstFrom(owners, member.startedMs + windowMs + 1) - 1;
    const first = owners[from];
    if (first === undefined || to < from || (from === to && first.id === member.id)) continue;
    bindTo(member, first);
    bound[from] = (bound[from] ?? 0) + 1;
    bound[to] = (bound[to] ?? 0) - 1;
  }
  let covered = 0;
  for (const [place, owner] of owners.entries()) {
    covered += bound[place] ?? 0;
    const next = owners[place + 1];
    if (covered > 0 && next !== undefined) groups.join(owner.id, next.id);
  }
}

/** Place of the first that began at `ms` or later. */
function firstFrom(owners: readonly IncidentMember[], ms: number): number {
  let low = 0;
  let high = owners.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((owners[middle]?.startedMs ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Groups {
  join(one: string, other: string): void;
  of(id: string): string;
}

// Which ids belong together: each points to another one of its group, and so to the first of it.
function createGroups(ids: readonly string[]): Groups {
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
