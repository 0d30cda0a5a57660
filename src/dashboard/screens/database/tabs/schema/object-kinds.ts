// The kinds of objects that one can ask for, those that are looked for most first.
import type { SchemaObjectKind } from '../../../../graphql/graphql.ts';

export const objectKinds: readonly SchemaObjectKind[] = [
  'TABLE',
  'COLUMN',
  'INDEX',
  'CONSTRAINT',
  'VIEW',
  'MATERIALIZED_VIEW',
  'FUNCTION',
  'PROCEDURE',
  'TRIGGER',
  'SEQUENCE',
  'ENUM',
  'DOMAIN',
  'COMPOSITE_TYPE',
  'RANGE_TYPE',
  'SCHEMA',
  'EXTENSION',
  'POLICY',
  'PRIVILEGE',
  'RULE',
  'STATISTICS',
  'AGGREGATE',
  'COLLATION',
  'EVENT_TRIGGER',
  'FOREIGN_TABLE',
];
