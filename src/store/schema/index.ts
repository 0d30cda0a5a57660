// All tables of the store, for Drizzle.
export * from './namespace.ts';
export * from './access.ts';
export * from './databases.ts';
export * from './events.ts';
export * from './migration-runs.ts';
