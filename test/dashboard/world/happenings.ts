// What has happened in the world until somebody looks: migrations that went well and badly, one that waits
// for a person, changes by hand, deployments, alerts in every state, silences and windows. All of it goes
// through the public API, the intake, the databases, the files and the daemon; nothing is put into the store.
import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ask } from '../../support/service.ts';
import { act, alertOf, eventually, report, runMigration, type Endpoint } from './client.ts';
import type { WorldPostgres } from './databases.ts';
import { writeRiskyMigration } from './migrations.ts';
import { crashImporter, type Surroundings } from './surroundings.ts';

export interface Stage {
  readonly directory: string;
  readonly service: Endpoint;
  readonly token: string;
  readonly postgres: WorldPostgres;
  readonly around: Surroundings;
}

const hourMs = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * hourMs).toISOString();
const ahead = (hours: number): string => ago(-hours);

/** Files that are watched, as they were before hawkwatch saw them. */
export const watchedFiles: Readonly<Record<string, string>> = {
  'postgresql.conf': `max_connections = 100
shared_buffers = 256MB
work_mem = 4MB
`,
  'pgbouncer.ini': `[databases]
shop = host=10.0.0.5 dbname=shop
[pgbouncer]
pool_mode = session
max_client_conn = 200
`,
  'checkout.yaml': `service: checkout
replicas: 2
database:
  host: 10.0.0.5
  password: never-shown-anywhere
`,
  'database.tf': `resource "aws_db_instance" "shop" {
  engine                  = "postgres"
  engine_version          = "17.2"
  instance_class          = "db.r6g.large"
  backup_retention_period = 14
  deletion_protection     = true
  password                = "never-shown-anywhere"
}
`,
};

async function migrate({ service, token, directory }: Stage): Promise<void> {
  const run = (input: string, ...states: string[]): Promise<string> =>
    runMigration(service, token, input, ...states);
  await Promise.all([
    run('database: "shop-production", dryRun: true, toVersion: "0005"', 'SUCCEEDED').then(() =>
      run('database: "shop-production", toVersion: "0006"', 'SUCCEEDED'),
    ),
    run('database: "shop-staging"', 'SUCCEEDED'),
    run('database: "shop-dev"', 'FAILED'),
    eventually('the automatic run', async () => {
      const { migrationRuns } = await ask<{
        migrationRuns: { edges: { node: { origin: string; dryRun: boolean; state: string } }[] };
      }>(service, token, '{ migrationRuns { edges { node { origin dryRun state } } } }');
      return migrationRuns.edges.some(
        ({ node }) => node.origin === 'AUTOMATIC' && !node.dryRun && node.state === 'SUCCEEDED',
      );
    }),
  ]);
  await writeRiskyMigration(directory);
}

async function changeThings({ directory, postgres, around, service, token }: Stage) {
  await postgres.run(
    'billing-production',
    `alter table payments add column refunded boolean not null default false;
     create index payments_account on payments (account_id);`,
  );
  await crashImporter(around.daemon);
  const file = (name: string): string => path.join(directory, 'etc', name);
  await appendFile(file('postgresql.conf'), 'statement_timeout = 30s\n');
  await writeFile(
    file('pgbouncer.ini'),
    (watchedFiles['pgbouncer.ini'] ?? '').replace('session', 'transaction'),
  );
  await writeFile(file('redis.conf'), 'maxmemory 256mb\n');
  await writeFile(
    file('database.tf'),
    (watchedFiles['database.tf'] ?? '').replace('= true', '= false').replace('= 14', '= 1'),
  );
  const deployed = (input: string): Promise<unknown> =>
    act(service, token, `recordDeployment(input: { ${input} })`);
  await deployed(
    'service: "checkout", version: "2.4.0", environment: "production", databases: ["shop-production"], status: SUCCEEDED, at: "' +
      `${ago(5)}"`,
  );
  await deployed(
    `service: "checkout", version: "2.4.1", environment: "production", databases: ["shop-production"], url: "https://ci.example/checkout/241", at: "${ago(0.05)}"`,
  );
  await deployed(
    `service: "invoices", version: "7.0.2", environment: "production", databases: ["invoices-production"], status: FAILED, at: "${ago(2)}"`,
  );
}

async function raise({ service, token }: Stage): Promise<void> {
  await act(
    service,
    token,
    'createSilence(input: { matchers: ["rule=noisy-import"], comment: "known, fixed on Monday", durationMinutes: 2880 })',
  );
  await act(
    service,
    token,
    `createMaintenanceWindow(input: { name: "move-to-rack-2", matchers: ["subject~host:rack1-*"], comment: "rack 1 is moved",
       once: { from: "${ago(0.1)}", until: "${ahead(3)}" } })`,
  );
  await report(
    service,
    {
      name: 'checkout-errors',
      severity: 'critical',
      title: 'Checkout answers 500 to one request in five',
      message: 'error: column orders.note is longer than 2000 characters',
      labels: { service: 'checkout', team: 'orders' },
      database: 'shop-production',
      value: 21.4,
      url: 'https://runbooks.example/checkout-errors',
    },
    {
      name: 'replication-lag',
      severity: 'error',
      title: 'The replica of shop-production is 90 s behind',
      labels: { host: 'db2' },
      database: 'shop-production',
      subject: 'host:db2',
      value: 90,
      startedAt: ago(1.5),
    },
    {
      name: 'disk-filling',
      severity: 'warning',
      title: 'The disk of db1 is 87 % full',
      labels: { host: 'db1', mount: '/var/lib/postgresql' },
      subject: 'host:db1',
      value: 87,
      startedAt: ago(7),
    },
    {
      name: 'certificate-soon',
      severity: 'info',
      title: 'The certificate of shop.example ends in 20 days',
      labels: { host: 'shop.example' },
      startedAt: ago(20),
    },
    {
      name: 'noisy-import',
      severity: 'warning',
      title: 'The import has rows without a customer',
      labels: { job: 'import' },
      startedAt: ago(3),
    },
    {
      name: 'rack-temperature',
      severity: 'warning',
      title: 'Rack 1 is warm',
      subject: 'host:rack1-a',
    },
    {
      name: 'queue-long',
      severity: 'error',
      title: 'The queue of invoices has 12,000 entries',
      labels: { queue: 'invoices' },
      database: 'invoices-production',
      startedAt: ago(4),
    },
  );
  const resolved = Array.from({ length: 9 }, (_, index) => ({
    name: `batch-${index + 1}-late`,
    severity: (['critical', 'error', 'warning', 'info'] as const)[index % 4] ?? 'info',
    title: `Batch ${index + 1} came late`,
    labels: { batch: String(index + 1) },
    database: index % 2 === 0 ? 'shop-production' : 'billing-production',
    startedAt: ago(22 - index * 2.3),
  }));
  await report(service, ...resolved);
  await report(service, ...resolved.map((one) => ({ ...one, status: 'resolved' as const })));
  await report(service, { name: 'queue-long', status: 'resolved', labels: { queue: 'invoices' } });

  const alert = (rule: string): Promise<string> => alertOf(service, token, rule);
  const lag = await alert('replication-lag');
  await act(service, token, `acknowledgeAlert(id: "${lag}", comment: "looking at the network")`);
  await act(service, token, `assignAlert(id: "${lag}", assignee: "Grace")`);
  await act(service, token, `commentOnAlert(id: "${lag}", text: "a switch was replaced at noon")`);
  const disk = await alert('disk-filling');
  await act(service, token, `commentOnAlert(id: "${disk}", text: "old backups, can be removed")`);
}

/** Waits for what the service notices by itself. */
async function settle({ service, token, around }: Stage): Promise<void> {
  const rules = ['migration-failed', 'schema-drift', 'endpoint-down', 'database-down'];
  await Promise.all([
    ...rules.map((rule) => alertOf(service, token, rule)),
    eventually('a run that waits for its review', async () => {
      const { migrationRuns } = await ask<{ migrationRuns: { edges: unknown[] } }>(
        service,
        token,
        '{ migrationRuns(filter: { states: [AWAITING_REVIEW] }) { edges { cursor } } }',
      );
      return migrationRuns.edges.length > 0;
    }),
    eventually('a delivery to the pager', () =>
      around.receiver.received.some(({ path }) => path === '/pager'),
    ),
  ]);
}

/** Lets it all happen. */
export async function letItHappen(stage: Stage): Promise<void> {
  await migrate(stage);
  await changeThings(stage);
  await raise(stage);
  await settle(stage);
}
