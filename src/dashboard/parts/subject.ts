// Where the page of what something is about is: `endpoint:checkout` is at `/endpoints/checkout`. What an
// event or an alert tells besides its subject often has the id that the subject has not. Pure.

const text = (facts: unknown, name: string): string | undefined => {
  const value: unknown = typeof facts === 'object' && facts !== null && Reflect.get(facts, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const at = (folder: string, id: string | undefined): string | undefined =>
  id === undefined ? undefined : `/${folder}/${encodeURIComponent(id)}`;

/** The address, or undefined where there is no such page. */
export function hrefOfSubject(subject: string, facts: unknown = {}): string | undefined {
  const colon = subject.indexOf(':');
  const name = subject.slice(colon + 1);
  switch (subject.slice(0, Math.max(0, colon))) {
    case 'database':
      return at('databases', name);
    case 'migration-run':
      return at('runs', name);
    case 'alert':
      return at('alerts', name);
    case 'endpoint':
      return at('endpoints', name);
    case 'container':
      return at('containers', text(facts, 'containerId'));
    case 'file':
      return at('files', text(facts, 'fileId'));
    case 'channel':
      return '/settings/channels';
    case 'monitor':
      return '/settings/monitors';
    default:
      return undefined;
  }
}

/** An address of the web that may be linked to: nothing but HTTP. */
export function webAddress(address: unknown): string | undefined {
  return typeof address === 'string' && /^https?:\/\/[^\s]+$/i.test(address) ? address : undefined;
}
