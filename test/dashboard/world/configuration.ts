// hawkwatch.yaml of the world: every section that a screen shows has something in it.
import type { WorldPostgres } from './databases.ts';
import type { Surroundings } from './surroundings.ts';

export const intakeToken = 'token-of-the-worlds-intake';

/** The file's text. */
export function worldConfiguration(
  directory: string,
  postgres: WorldPostgres,
  around: Surroundings,
): string {
  return `statuses: { interval: 5s }
databases:
  - name: shop-production
    url: '${postgres.urlOf('shop-production')}'
    environment: production
    labels: { team: orders }
    migrations: { name: shop, folder: ./shop }
    schema: { interval: 2s }
    resources: { interval: 5s }
  - name: shop-staging
    url: '${postgres.urlOf('shop-staging')}'
    environment: staging
    labels: { team: orders }
    migrations: { name: shop, folder: ./shop }
    schema: { interval: 2s }
    resources: { interval: 5s }
  - name: shop-dev
    url: '${postgres.urlOf('shop-dev')}'
    environment: development
    labels: { team: orders }
    migrations: { name: shop, folder: ./shop-dev }
  - name: invoices-production
    url: '${postgres.urlOf('invoices-production')}'
    environment: production
    labels: { team: billing }
    migrations: { name: invoices, folder: ./invoices }
    automatic: {}
  - name: ledger-staging
    url: '${postgres.urlOf('ledger-staging')}'
    environment: staging
    labels: { team: billing }
    migrations: { name: ledger, folder: ./ledger }
  - name: billing-production
    url: '${postgres.urlOf('billing-production')}'
    environment: production
    labels: { team: billing }
    migrations: { name: billing, tool: dbmate, folder: ./billing }
    schema: { interval: 2s }
  - name: billing-staging
    url: '${postgres.urlOf('billing-staging')}'
    environment: staging
    labels: { team: billing }
    migrations: { name: billing, tool: dbmate, folder: ./billing }
  - name: catalogue-edge
    url: 'sqlite:${directory}/catalogue.db'
    environment: production
  - name: warehouse-production
    url: 'postgres://hawkwatch:secret@127.0.0.1:${around.deadPort}/warehouse'
    environment: production
    labels: { team: analysis }

resources: { host: { interval: 5s } }
actions: { restartContainers: on }
remediation:
  - { name: restart-the-importer, match: ['rule~container-crash-loop|importer-stuck-*'], action: RESTART_CONTAINER }
containers:
  daemons: [{ name: local, socket: '${around.daemon.socket}' }]

endpoints:
  - name: checkout
    environment: production
    database: shop-production
    labels: { team: orders }
    every: 5s
    timeout: 3s
    http: { url: '${around.web}/well' }
  - name: payments
    environment: production
    labels: { team: billing }
    every: 5s
    timeout: 3s
    retries: 0
    http: { url: '${around.web}/ill' }
  - name: search
    environment: production
    every: 5s
    timeout: 3s
    http: { url: '${around.web}/slow', expect: { maxResponseMs: 60 } }
  - { name: broker, environment: production, every: 10s, tcp: { host: 127.0.0.1, port: ${around.tcpPort} } }
  - name: orders-query
    environment: staging
    database: shop-staging
    every: 10s
    postgres: { url: '${postgres.urlOf('shop-staging')}', query: select true, expect: { value: true } }
  - { name: legacy-portal, environment: staging, paused: true, http: { url: '${around.web}/legacy' } }
  - { name: flapping, environment: staging, every: 5s, timeout: 3s, retries: 0, http: { url: '${around.web}/flapping' } }

files:
  - { name: configuration, paths: [./etc], database: shop-production }

endpointRules: { allowPrivate: ['127.0.0.0/8'] }

intakes:
  - { name: prometheus, token: ${intakeToken} }

heartbeats:
  - { name: nightly-backup, every: 1d, grace: 2h, token: a-token-of-the-nightly-backup }

channels:
  - { name: ops, kind: webhook, url: '${around.receiver.url}/ops' }
  - { name: pager, kind: webhook, url: '${around.receiver.url}/pager' }
  - { name: chat, kind: webhook, url: '${around.receiver.url}/chat' }

routes:
  - { name: containers, match: ['rule~container-*'], channels: [chat], groupWait: 0s, continue: true }
  - name: critical
    match: ['severity~CRITICAL|ERROR']
    channels: [ops, pager]
    groupBy: [rule]
    groupWait: 0s
    groupInterval: 1s
  - { name: rest, channels: [ops], groupBy: [rule], groupWait: 1s, groupInterval: 5s }

eventRoutes:
  - { name: migrations, events: [migration.completed], channels: [ops] }

escalation:
  default: standard
  policies:
    - name: standard
      levels: [{ channels: [ops] }, { after: 15min, channels: [pager], rotation: database-people }]
  rotations:
    - name: database-people
      people: [{ name: ada, channels: [pager] }, { name: grace, channels: [pager] }]

topology:
  services:
    - { name: shop, endpoints: [checkout, payments], databases: [shop-production], containers: ['shop/*/*'] }

maintenance:
  - name: nightly-imports
    match: [rule=import-slow]
    recurring: { cron: '0 2 * * *', duration: 90min }
    comment: the nightly imports slow everything down

alerts:
  rules:
    - name: orders-stuck
      severity: WARNING
      metric: { name: database.size_bytes, aggregate: last, window: 5min, above: 1000000000000 }
      title: Orders are stuck
`;
}
