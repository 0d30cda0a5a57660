// Schemas in words: kinds, names and attributes as people read them. Pure.

/** `notNull` as `not null`. */
export function nameOfAttribute(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The value of an attribute; text as it is, all else as JSON. */
export function formatAttribute(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Attributes that say nothing to people by themselves. */
const unsaid = new Set(['position']);

function entriesOf(attributes: unknown): [string, unknown][] {
  return typeof attributes === 'object' && attributes !== null ? Object.entries(attributes) : [];
}

/** What an object is like, in one line: `bigint, not null, default 0`. */
export function summarise(attributes: unknown): string {
  const entries = entriesOf(attributes);
  const isDefined = entries.some(([name]) => name === 'definition');
  return (
    entries
      .filter(([name, value]) => !unsaid.has(name) && value !== false && value !== null)
      // A definition begins with what it defines.
      .filter(([name]) => !(isDefined && name === 'type'))
      .map(([name, value]) => {
        if (name === 'type' || name === 'definition') return formatAttribute(value);
        if (value === true) return nameOfAttribute(name);
        return `${nameOfAttribute(name)} ${formatAttribute(value)}`;
      })
      .join(', ')
  );
}

/** What an object is like, one by one. */
export function listAttributes(attributes: unknown): { name: string; value: string }[] {
  return entriesOf(attributes).map(([name, value]) => ({
    name: nameOfAttribute(name),
    value: formatAttribute(value),
  }));
}

/** `TABLE public.orders` without its kind; undefined when it belongs to nothing. */
export function nameOfParent(parent: string | null | undefined): string | undefined {
  return parent == null ? undefined : parent.slice(parent.indexOf(' ') + 1);
}
