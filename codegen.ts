// Writes `schema.graphql`, the committed and sorted form of the code-first schema.
import type { CodegenConfig } from '@graphql-codegen/cli';
import { lexicographicSortSchema, printSchema } from 'graphql';

import { schema } from './src/graphql/schema.ts';

const config: CodegenConfig = {
  schema: printSchema(lexicographicSortSchema(schema)),
  generates: { 'schema.graphql': { plugins: ['schema-ast'], config: { sort: true } } },
};

// graphql-codegen reads the default export.
export default config;
