// Which schema is meant, as it stands in the address: a database by its name (its present schema),
// `baseline:` and a name, or `snapshot:` and an id; `migrations` are the files of the other side. Pure.

export type SchemaSide =
  | { readonly kind: 'current' | 'baseline'; readonly database: string }
  | { readonly kind: 'snapshot'; readonly id: string }
  | { readonly kind: 'migrations' };

const migrations = 'migrations:';

/** Reads a side; undefined when none is chosen. */
export function parseSide(text: string | undefined): SchemaSide | undefined {
  if (text === undefined || text === '') return undefined;
  if (text === migrations) return { kind: 'migrations' };
  if (text.startsWith('snapshot:')) return { kind: 'snapshot', id: text.slice(9) };
  if (text.startsWith('baseline:')) return { kind: 'baseline', database: text.slice(9) };
  return { kind: 'current', database: text };
}

/** Writes a side. */
export function writeSide(side: SchemaSide): string {
  switch (side.kind) {
    case 'migrations':
      return migrations;
    case 'snapshot':
      return `snapshot:${side.id}`;
    case 'baseline':
      return `baseline:${side.database}`;
    case 'current':
      return side.database;
  }
}

/** The address of a comparison; without a second side it is chosen there. */
export function compareHref(a: SchemaSide, b?: SchemaSide): string {
  const parameters = new URLSearchParams({ a: writeSide(a) });
  if (b !== undefined) parameters.set('b', writeSide(b));
  return `/compare?${parameters.toString()}`;
}

/** A side as the API names it; undefined for what it does not name. */
export function referenceOf(
  side: SchemaSide | undefined,
): { current: string } | { baseline: string } | { snapshot: string } | undefined {
  switch (side?.kind) {
    case 'current':
      return { current: side.database };
    case 'baseline':
      return { baseline: side.database };
    case 'snapshot':
      return { snapshot: side.id };
    default:
      return undefined;
  }
}
