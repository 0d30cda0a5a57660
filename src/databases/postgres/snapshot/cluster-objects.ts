// Schemas, extensions, collations and event triggers.
import {
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  type CatalogueRow,
} from './catalogue-query.ts';

export const schemas = defineQuery<CatalogueRow>({
  about: 'schemas',
  kinds: ['SCHEMA'],
  sql: (scope) => `
    select n.oid, quote_ident(n.nspname) as name
    from pg_namespace n
    where ${countedSchema(scope)} and ${notOfExtension('pg_namespace', 'n.oid')}`,
  map: (row) => found('pg_namespace', row, { kind: 'SCHEMA', attributes: {} }),
});

interface ExtensionRow extends CatalogueRow {
  readonly schema: string;
  readonly version: string;
}

export const extensions = defineQuery<ExtensionRow>({
  about: 'extensions',
  kinds: ['EXTENSION'],
  sql: () => `
    select e.oid, quote_ident(e.extname) as name, quote_ident(n.nspname) as schema,
      e.extversion as version
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname <> 'plpgsql'`,
  map: (row) =>
    found('pg_extension', row, {
      kind: 'EXTENSION',
      attributes: { schema: row.schema, version: row.version },
    }),
});

interface CollationRow extends CatalogueRow {
  readonly provider: string;
  readonly deterministic: boolean;
  readonly locale: string | null;
  readonly ctype: string | null;
}

export const collations = defineQuery<CollationRow>({
  about: 'collations',
  kinds: ['COLLATION'],
  sql: ({ serverVersion, ...scope }) => `
    select c.oid, format('%I.%I', n.nspname, c.collname) as name,
      c.collprovider as provider, c.collisdeterministic as deterministic,
      coalesce(c.collcollate, ${serverVersion >= 170_000 ? 'c.colllocale' : serverVersion >= 150_000 ? 'c.colliculocale' : 'null'})
        as locale, nullif(c.collctype, c.collcollate) as ctype
    from pg_collation c join pg_namespace n on n.oid = c.collnamespace
    where ${countedSchema({ serverVersion, ...scope })} and ${notOfExtension('pg_collation', 'c.oid')}`,
  map: (row) =>
    found('pg_collation', row, {
      kind: 'COLLATION',
      attributes: {
        provider: row.provider,
        nondeterministic: !row.deterministic,
        locale: row.locale,
        ctype: row.ctype,
      },
    }),
});

interface EventTriggerRow extends CatalogueRow {
  readonly event: string;
  readonly tags: readonly string[] | null;
  readonly function: string;
  readonly enabled: 'O' | 'D' | 'R' | 'A';
}

export const eventTriggers = defineQuery<EventTriggerRow>({
  about: 'event triggers',
  kinds: ['EVENT_TRIGGER'],
  // hawkwatch's own are no part of anybody's schema.
  sql: () => `
    select t.oid, quote_ident(t.evtname) as name, t.evtevent as event,
      to_json(t.evttags) as tags, t.evtfoid::regproc::text as function, t.evtenabled as enabled
    from pg_event_trigger t
    where t.evtname !~ '^hawkwatch_' and ${notOfExtension('pg_event_trigger', 't.oid')}`,
  map: (row) =>
    found('pg_event_trigger', row, {
      kind: 'EVENT_TRIGGER',
      attributes: {
        event: row.event,
        tags: row.tags?.toSorted((a, b) => (a < b ? -1 : 1)),
        function: row.function,
        enabled: row.enabled === 'O' ? null : row.enabled,
      },
    }),
});
