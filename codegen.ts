// Writes `schema.graphql`, the committed and sorted form of the code-first schema, and the types of the
// dashboard's operations.
import type { CodegenConfig } from '@graphql-codegen/cli';
import { lexicographicSortSchema, printSchema } from 'graphql';

import { schema } from './src/graphql/schema.ts';

const config: CodegenConfig = {
  schema: printSchema(lexicographicSortSchema(schema)),
  generates: {
    'schema.graphql': { plugins: ['schema-ast'], config: { sort: true } },
    'src/dashboard/graphql/': {
      preset: 'client',
      documents: ['src/dashboard/**/*.{ts,tsx}', '!src/dashboard/graphql/**'],
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        importExtension: '.ts',
        defaultScalarType: 'unknown',
        scalars: { Cursor: 'string', DateTime: 'string' },
        strictScalars: false,
      },
    },
  },
};

// graphql-codegen reads the default export.
export default config;
