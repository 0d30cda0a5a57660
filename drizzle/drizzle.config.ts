// Where drizzle-kit finds the store's tables and puts their migrations.
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/store/schema/index.ts',
  out: './drizzle',
  schemaFilter: ['hawkwatch_store'],
});
