// Which events were stored, so that what the daemon tells again after a reconnection is told once. A daemon
// keeps 256 events; many more than these are remembered.

interface Told {
  readonly dockerId: string;
  readonly action: string;
  readonly timeNano: string;
}

export interface Seen {
  has(event: Told): boolean;
  add(event: Told): void;
}

const most = 8_192;

export function createSeen(): Seen {
  // A set keeps the order in which things came into it.
  const known = new Set<string>();
  const idOf = ({ dockerId, action, timeNano }: Told): string =>
    `${timeNano} ${dockerId} ${action}`;
  return {
    has: (event) => known.has(idOf(event)),
    add: (event) => {
      known.add(idOf(event));
      if (known.size <= most) return;
      const [oldest] = known;
      if (oldest !== undefined) known.delete(oldest);
    },
  };
}
