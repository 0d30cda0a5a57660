// All migration adapters, by the tool's name.
import type { MigrationTool } from '../../core/migrations.ts';
import type { MigrationAdapter } from '../adapter-kit/adapter.ts';
import { alembicAdapter } from './alembic.ts';
import { atlasAdapter } from './atlas.ts';
import { djangoAdapter } from './django.ts';
import { flywayAdapter } from './flyway.ts';
import { golangMigrateAdapter } from './golang-migrate.ts';
import { gooseAdapter } from './goose.ts';
import { liquibaseAdapter } from './liquibase.ts';
import { pgrollAdapter } from './pgroll.ts';
import { railsAdapter } from './rails.ts';
import { dbmateAdapter } from './dbmate.ts';
import { drizzleAdapter } from './drizzle.ts';
import { graphileMigrateAdapter } from './graphile-migrate.ts';
import { knexAdapter } from './knex.ts';
import { nodePgMigrateAdapter } from './node-pg-migrate.ts';
import { prismaAdapter } from './prisma.ts';
import { sequelizeAdapter } from './sequelize.ts';
import { sqlAdapter } from './sql.ts';
import { typeormAdapter } from './typeorm.ts';

export const migrationAdapters = {
  sql: sqlAdapter,
  drizzle: drizzleAdapter,
  prisma: prismaAdapter,
  'node-pg-migrate': nodePgMigrateAdapter,
  knex: knexAdapter,
  flyway: flywayAdapter,
  liquibase: liquibaseAdapter,
  goose: gooseAdapter,
  'golang-migrate': golangMigrateAdapter,
  rails: railsAdapter,
  django: djangoAdapter,
  alembic: alembicAdapter,
  atlas: atlasAdapter,
  pgroll: pgrollAdapter,
  typeorm: typeormAdapter,
  sequelize: sequelizeAdapter,
  'graphile-migrate': graphileMigrateAdapter,
  dbmate: dbmateAdapter,
} as const satisfies Record<MigrationTool, MigrationAdapter>;

/** The adapter of a tool, or undefined. */
export function findMigrationAdapter(tool: string): MigrationAdapter | undefined {
  return Object.values(migrationAdapters).find((adapter) => adapter.tool === tool);
}
