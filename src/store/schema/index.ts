// All tables of the store, for Drizzle.
export * from './namespace.ts';
export * from './access.ts';
export * from './alerts.ts';
export * from './databases.ts';
export * from './containers.ts';
export * from './database-states.ts';
export * from './endpoints.ts';
export * from './events.ts';
export * from './metrics.ts';
export * from './metric-analysis.ts';
export * from './migration-runs.ts';
export * from './migration-sources.ts';
export * from './monitors.ts';
export * from './notifications.ts';
export * from './resources.ts';
export * from './schema-watch.ts';
export * from './watched-files.ts';
