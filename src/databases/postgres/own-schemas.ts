// hawkwatch's own schemas in a watched database: they are no part of anybody's schema.

export const ownSchemas = ['hawkwatch', 'hawkwatch_store'] as const;
