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
  metrics: ['core', 'store', 'bus'],
  monitors: ['core', 'store', 'bus', 'databases', 'metrics'],
  cli: ['core', 'config', 'sql', 'migrations'],
  dashboard: [],
  reports: ['core', 'store', 'metrics'],
  templates: ['core'],
  alerts: ['core', 'store', 'bus', 'metrics', 'templates'],
  notifications: ['core', 'store', 'bus', 'templates'],
  graphql: [
    'core',
    'sql',
    'store',
    'bus',
    'databases',
    'migrations',
    'metrics',
    'monitors',
    'reports',
    'alerts',
    'notifications',
    'templates',
  ],
  http: ['core', 'store', 'bus', 'metrics', 'reports', 'alerts', 'graphql'],
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
    packageRule(
      'yaml-in-config-and-formats',
      'yaml',
      '^src/(config|migrations/formats|monitors/files)/',
    ),
    packageRule(
      'chokidar-in-watching-rooms',
      'chokidar',
      '^src/(config|migrations|databases|monitors/files)/',
    ),
    packageRule('dockerode-in-containers', 'dockerode|docker-modem', '^src/monitors/containers/'),
    packageRule('liquid-in-templates', 'liquidjs', '^src/templates/'),
    packageRule('mail-in-its-channel', 'nodemailer', '^src/notifications/channels/'),
    packageRule('croner-in-alerts-and-config', 'croner', '^src/(alerts|config)/'),
    packageRule('prom-client-in-metrics-and-http', 'prom-client', '^src/(metrics|http)/'),
    packageRule(
      'graphql-server-in-graphql-and-http',
      'graphql-yoga|ws|@pothos|@graphql-yoga|@envelop',
      '^src/(graphql|http)/',
    ),
    packageRule('graphql-ws-at-both-ends', 'graphql-ws', '^src/(graphql|http|dashboard)/'),
    packageRule('graphql-language', 'graphql', '^src/(graphql|http|dashboard)/'),
    packageRule(
      'pages-in-the-dashboard',
      'react|react-dom|urql|@urql|wouter|uplot|@tanstack|vite|@vitejs',
      '^src/dashboard/',
    ),
    packageRule('sirv-in-http', 'sirv', '^src/http/'),
    {
      name: 'adapters-only-through-their-registry',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/migrations/adapters/registry.ts$' },
      to: { path: '^src/migrations/adapters/', pathNot: '/registry\\.ts$' },
    },
    {
      name: 'adapters-do-not-know-the-registry',
      severity: 'error',
      from: { path: '^src/migrations/(adapters|adapter-kit)/' },
      to: { path: '^src/migrations/adapters/registry\\.ts$' },
    },
    {
      name: 'impact-rules-only-through-their-registry',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/migrations/impact/rules/registry.ts$' },
      to: { path: '^src/migrations/impact/rules/', pathNot: '/registry\\.ts$' },
    },
    {
      name: 'channels-only-through-their-registry',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/notifications/channels/registry.ts$' },
      to: { path: '^src/notifications/channels/', pathNot: '/registry\\.ts$' },
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
      comment: 'What the service runs is installed with it; the dashboard is built before.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/dashboard/' },
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
      from: {
        orphan: true,
        path: '^src/',
        pathNot:
          '^src/(main|sql/analyse-worker|sql/queries/query-worker|migrations/impact/assess-worker|databases/sqlite/worker|databases/duckdb/reader)\\.ts$',
      },
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
