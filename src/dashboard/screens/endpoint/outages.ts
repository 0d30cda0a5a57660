// The times that an endpoint was down, from the changes of its state. Pure.

export interface StateChange {
  readonly state: string;
  readonly since: string;
  readonly reason: string | null;
}

export interface Outage {
  readonly since: string;
  /** Undefined while it lasts. */
  readonly until: string | undefined;
  readonly reason: string | null;
}

const textOf = (facts: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(facts, name);
  return typeof value === 'string' ? value : undefined;
};

/** A change from an event's payload; undefined of an event of another form. */
export function changeOf(event: {
  type: string;
  occurredAt: string;
  payload: unknown;
}): StateChange | undefined {
  const { type, occurredAt, payload } = event;
  // Nobody looks any more: what was down is not known to be so.
  if (type === 'endpoint.retired') return { state: 'RETIRED', since: occurredAt, reason: null };
  if (typeof payload !== 'object' || payload === null) return undefined;
  const state = textOf(payload, 'state');
  if (state === undefined) return undefined;
  const since = textOf(payload, 'since') ?? occurredAt;
  return { state, since, reason: textOf(payload, 'reason') ?? null };
}

/** The outages, the newest first; `changes` have the newest first, too. */
export function outagesOf(changes: readonly StateChange[]): readonly Outage[] {
  const outages: Outage[] = [];
  for (const { state, since, reason } of changes.toReversed()) {
    const last = outages.at(-1);
    const isOpen = last !== undefined && last.until === undefined;
    if (state === 'DOWN' && !isOpen) outages.push({ since, until: undefined, reason });
    if (state !== 'DOWN' && isOpen) outages[outages.length - 1] = { ...last, until: since };
  }
  return outages.toReversed();
}
