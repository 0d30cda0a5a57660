// Drizzle, loaded as CommonJS. Its package.json is 179 KB long, and Node's loader for ES modules
// reads it again for each of the package's files: that took three quarters of the service's whole
// start-up. The types are those of the ES modules; everything in the store imports from here.
import { createRequire } from 'node:module';

import type * as Orm from 'drizzle-orm';
import type * as PgCore from 'drizzle-orm/pg-core';
import type * as PostgresJs from 'drizzle-orm/postgres-js';
import type * as Migrator from 'drizzle-orm/postgres-js/migrator';

const require = createRequire(import.meta.url);

/* A package's own types are what it says they are; `require` cannot know them. */
const orm = require('drizzle-orm') as typeof Orm;
const pgCore = require('drizzle-orm/pg-core') as typeof PgCore;
const postgresJs = require('drizzle-orm/postgres-js') as typeof PostgresJs;
const migrator = require('drizzle-orm/postgres-js/migrator') as typeof Migrator;

export type { SQL } from 'drizzle-orm';
export type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

export const {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notExists,
  notInArray,
  or,
  sql,
} = orm;

export const {
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} = pgCore;

export const { drizzle } = postgresJs;
export const { migrate } = migrator;
