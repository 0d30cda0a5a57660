// The house: which room may import which, as docs/architecture.md tells it. Type-only imports count.
const rooms = {
  core: [],
  config: ['core'],
  sql: ['core'],
  postgres: [],
  store: ['core', 'postgres'],
  bus: ['core', 'store'],
  databases: ['core', 'postgres', 'sql'],
  installation: ['core', 'store'],
  migrations: ['core', 'sql', 'store', 'bus', 'databases'],
  graphql: ['core', 'sql', 'store', 'bus', 'databases', 'migrations'],
  http: ['core', 'store', 'bus', 'graphql'],
};

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `${room}/ may import ${allowed.join(', ') || 'nothing else'}.`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
}));

/** npm packages that belong to some rooms only. */
const packageRule = (name, packages, allowedRooms) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: allowedRooms },
  to: { path: `node_modules/(${packages})/` },
});

export default {
  forbidden: [
    ...roomRules,
    {
      name: 'core-is-pure',
      comment: 'core/ uses no npm package and does no I/O.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: {
        path: 'node_modules/|^(node:)?(fs|net|http|https|child_process|worker_threads|dgram|tls)(/|$)',
      },
    },
    // Loaded once, as CommonJS: see the file.
    packageRule('drizzle-in-one-file', 'drizzle-orm', '^src/store/drizzle.ts$'),
    packageRule('postgres-in-store-and-databases', 'postgres', '^src/(store|databases)/'),
    packageRule('libpg-query-in-sql', 'libpg-query', '^src/sql/'),
    packageRule('yaml-and-chokidar-in-config', 'yaml|chokidar', '^src/config/'),
    packageRule(
      'graphql-server-in-graphql-and-http',
      'graphql-yoga|graphql-ws|ws|@pothos|@graphql-yoga|@envelop',
      '^src/(graphql|http)/',
    ),
    packageRule('graphql-language', 'graphql', '^src/(graphql|http)/'),
    {
      name: 'adapters-only-through-their-registry',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/migrations/adapters/registry.ts$' },
      to: { path: '^src/migrations/adapters/', pathNot: '/(registry|adapter)\\.ts$' },
    },
    {
      name: 'the-app-is-seen-by-main-alone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main.ts$' },
      to: { path: '^src/(app|main)\\.ts$' },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], path: 'node_modules' },
    },
    {
      name: 'no-cycles',
      comment: 'GraphQL types refer to each other; nothing else does.',
      severity: 'error',
      from: { pathNot: '^src/graphql/types/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '^src/(main|sql/analyse-worker)\\.ts$' },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
