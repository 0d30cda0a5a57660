// What search shows for a text, of all that is known. Pure.
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Result {
  readonly href: string;
  readonly name: string;
  readonly kind: string;
}

/** All that is known to search in, and what the service found for the text. */
export interface Searched {
  readonly screens: readonly Result[];
  readonly databases: readonly Named[];
  readonly endpoints: readonly Named[];
  readonly containers: readonly Named[];
  readonly alerts: readonly Named[];
}

const shownAtMost = 12;

/** The results for a text, in the order in which they are shown. */
export function findResults(text: string, searched: Searched): readonly Result[] {
  const list = (kind: string, folder: string, found: readonly Named[]): Result[] =>
    found.map(({ id, name }) => ({ kind, name, href: `/${folder}/${encodeURIComponent(id)}` }));
  const wanted = text.toLowerCase();
  const named = [
    ...searched.screens,
    ...list('Database', 'databases', searched.databases),
    ...list('Endpoint', 'endpoints', searched.endpoints),
  ].filter(({ name }) => name.toLowerCase().includes(wanted));
  // The service searches in more than the names of these.
  const found = [
    ...list('Container', 'containers', searched.containers),
    ...list('Alert', 'alerts', searched.alerts),
  ];
  // Many names leave room for some of the others.
  const room = Math.max(shownAtMost - found.length, shownAtMost / 2);
  return [...named.slice(0, room), ...found].slice(0, shownAtMost);
}
