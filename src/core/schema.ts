// The words of a schema as plain data, the same for every engine: a flat list of objects, each with
// canonical attributes. Shared by those who read, compare, store and show it.

export const schemaObjectKinds = [
  'SCHEMA',
  'EXTENSION',
  'TABLE',
  'FOREIGN_TABLE',
  'COLUMN',
  'CONSTRAINT',
  'INDEX',
  'VIEW',
  'MATERIALIZED_VIEW',
  'FUNCTION',
  'PROCEDURE',
  'AGGREGATE',
  'TRIGGER',
  'RULE',
  'POLICY',
  'SEQUENCE',
  'ENUM',
  'DOMAIN',
  'COMPOSITE_TYPE',
  'RANGE_TYPE',
  'COLLATION',
  'STATISTICS',
  'EVENT_TRIGGER',
  'PRIVILEGE',
] as const;
export type SchemaObjectKind = (typeof schemaObjectKinds)[number];

/** Lists that are sets are sorted; lists whose order means something keep it. */
export type AttributeValue = string | number | boolean | null | readonly string[];

export interface SchemaObject {
  readonly kind: SchemaObjectKind;
  /**
   * Qualified, each part quoted where SQL needs it: `public.orders`, `public.orders.total`,
   * `public.total_of(integer)`. With the kind it is the object's identity.
   */
  readonly name: string;
  /** Id of the object it belongs to, as a column to its table. */
  readonly parent: string | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Ids of objects that it needs: what breaks when they change. Not part of the hash. */
  readonly uses: readonly string[];
}

export interface SchemaSnapshot {
  readonly engine: 'POSTGRESQL' | 'SQLITE' | 'DUCKDB';
  /** Sorted by id. */
  readonly objects: readonly SchemaObject[];
  /** Kinds that could not be read: nothing is known of them, which is not that there are none. */
  readonly unread: readonly SchemaObjectKind[];
  /** SHA-256 (hex) over identities and attributes. */
  readonly hash: string;
}
