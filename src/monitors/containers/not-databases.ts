// Containers that have to do with a database and are none: by their image, by the program they run, by
// labels of those who started them. Data alone.

export const companionRoles = [
  'EXPORTER',
  'ADMIN_TOOL',
  'POOLER',
  'BACKUP',
  'OPERATOR',
  'CLIENT',
  'TEMPORARY',
  'IGNORED',
] as const;
/** Why a container that looks like a database is none. */
export type CompanionRole = (typeof companionRoles)[number];

export interface CompanionImages {
  readonly role: CompanionRole;
  /** In a sentence: "the image is …". */
  readonly words: string;
  /** Whole repositories or their ends, as in `database-images.ts`. */
  readonly images: readonly string[];
  /** The last part of a repository that speaks of databases, or of a container that looks like one. */
  readonly bases: RegExp;
}

/** Repositories that speak of databases. */
export const databaseWords =
  /(?:^|[-_.])(?:pg|db|database|databases)|sql|myadmin|postgres|maria|mongo|redis|valkey|elastic|opensearch|clickhouse|cassandra|memcache|influx|couch|neo4j|oracle/;

/** The first that fits is taken. */
export const companionImages: readonly CompanionImages[] = [
  {
    role: 'EXPORTER',
    words: 'a metrics exporter or an agent',
    images: ['pganalyze/collector', 'oliver006/redis_exporter'],
    bases:
      /(?:^|[-_.])(?:exporters?|metrics|pgmonitor|pgwatch\d?|telegraf|metricbeat|filebeat|heartbeat|auditbeat|packetbeat|apm-server|logstash|elastic-agent|fluent-bit|agent)(?:$|[-_.])/,
  },
  {
    role: 'POOLER',
    words: 'a pooler, proxy or sentinel of databases',
    images: [
      'edoburu/pgbouncer',
      'supabase/supavisor',
      'postgresml/pgcat',
      'yandex/odyssey',
      'cloud-sql-connectors/cloud-sql-proxy',
      'cloudsql-docker/gce-proxy',
    ],
    bases:
      /(?:^|[-_.])(?:pgbouncer|bouncer|pooler|pgpool|pgpool2|pgcat|pgdog|odyssey|supavisor|proxysql|mysql-router|mysqlrouter|maxscale|twemproxy|nutcracker|haproxy|envoy|proxy|socat|mongos|predixy|sentinel)(?:$|[-_.\d])/,
  },
  {
    role: 'BACKUP',
    words: 'a tool that saves databases',
    images: ['databack/mysql-backup', 'tiredofit/db-backup'],
    bases:
      /(?:^|[-_.])(?:backup|backups|dump|dumper|restore|pgbackrest|barman|wal-g|wal-e|litestream|snapshot)(?:$|[-_.])/,
  },
  {
    role: 'OPERATOR',
    words: 'an operator of databases',
    images: [
      'cloudnative-pg/cloudnative-pg',
      'percona/percona-postgresql-operator',
      'percona/percona-server-mongodb-operator',
      'percona/percona-xtradb-cluster-operator',
    ],
    bases: /(?:^|[-_.])(?:operator|eck-operator|controller)(?:$|[-_.])/,
  },
  {
    role: 'ADMIN_TOOL',
    words: 'a tool that works on databases',
    images: [
      'adminer',
      'phpmyadmin',
      'mongo-express',
      'dpage/pgadmin4',
      'sosedoff/pgweb',
      'ankane/pghero',
      'dbeaver/cloudbeaver',
      'dbgate/dbgate',
      'redis/redisinsight',
      'redislabs/redisinsight',
      'rediscommander/redis-commander',
      'supabase/studio',
      'supabase/postgres-meta',
      'postgrest/postgrest',
      'opensearchproject/opensearch-dashboards',
      'kibana',
      'kibana/kibana',
      'mongoku/mongoku',
      'lmenezes/cerebro',
      'cloudbeaver',
      'neo4j/bloom',
    ],
    bases:
      /(?:^|[-_.])(?:pgadmin4?|adminer|adminerevo|phpmyadmin|phppgadmin|phpredisadmin|mongo-express|mongoku|nosqlclient|commander|redisinsight|insight|kibana|dashboards?|cerebro|elastichq|elasticvue|elasticsearch-head|cloudbeaver|dbgate|pgweb|pghero|postgrest|admin|ui|gui|web|console|studio|browser|viewer|meta|compass|chronograf)(?:$|[-_.])/,
  },
  {
    role: 'CLIENT',
    words: 'a client of databases',
    images: ['flyway/flyway', 'redgate/flyway', 'liquibase/liquibase', 'liquibase'],
    bases:
      /(?:^|[-_.])(?:client|clients|cli|tools?|migrations?|migrate|migrator|flyway|liquibase|setup|seed|seeder|loader|bench|benchmark|pgbench|sysbench|connector|connect|sync|replicator|cdc|debezium|job|worker|wait)(?:$|[-_.])/,
  },
];

/** Programs that use a database; an image of a server is often started with one of them. */
export const clientPrograms: ReadonlySet<string> = new Set([
  'psql',
  'pg_dump',
  'pg_dumpall',
  'pg_restore',
  'pg_basebackup',
  'pg_receivewal',
  'pg_recvlogical',
  'pgbench',
  'createdb',
  'dropdb',
  'vacuumdb',
  'reindexdb',
  'mysql',
  'mysqldump',
  'mysqladmin',
  'mysqlsh',
  'mysqlslap',
  'mysqlimport',
  'mariadb',
  'mariadb-dump',
  'mariadb-admin',
  'mariadb-backup',
  'mongo',
  'mongosh',
  'mongodump',
  'mongorestore',
  'mongoexport',
  'mongoimport',
  'redis-cli',
  'redis-benchmark',
  'redis-sentinel',
  'valkey-cli',
  'valkey-benchmark',
  'valkey-sentinel',
  'clickhouse-client',
  'cqlsh',
  'cypher-shell',
  'influx',
  'sqlcmd',
  'sleep',
]);
