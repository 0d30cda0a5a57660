import { describe, expect, test } from 'vitest';

import { databaseProducts } from '../../../../src/monitors/containers/database-images.ts';
import {
  recogniseDatabase,
  type ContainerTraits,
} from '../../../../src/monitors/containers/recognise.ts';

function traits(more: Partial<ContainerTraits>): ContainerTraits {
  return {
    image: 'mycorp/service:1',
    labels: {},
    environmentKeys: [],
    ports: [],
    programs: [],
    checkPrograms: [],
    ...more,
  };
}

/** As a line of a table: `ENGINE product`, the role it is excluded with, or `-`. */
function told(more: Partial<ContainerTraits>): string {
  const found = recogniseDatabase(traits(more));
  if (found === null) return '-';
  return found.verdict === 'DATABASE' ? `${found.engine} ${found.product}` : found.role;
}

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('by its image alone', () => {
  test.each([
    // Official images, by whatever way they came.
    ['postgres', 'POSTGRESQL PostgreSQL'],
    ['postgres:16', 'POSTGRESQL PostgreSQL'],
    ['postgres:17.2-alpine3.20', 'POSTGRESQL PostgreSQL'],
    [`postgres@${digest}`, 'POSTGRESQL PostgreSQL'],
    [`postgres:16@${digest}`, 'POSTGRESQL PostgreSQL'],
    ['library/postgres:16', 'POSTGRESQL PostgreSQL'],
    ['docker.io/postgres:16', 'POSTGRESQL PostgreSQL'],
    ['docker.io/library/postgres:16', 'POSTGRESQL PostgreSQL'],
    ['index.docker.io/library/postgres:16', 'POSTGRESQL PostgreSQL'],
    ['public.ecr.aws/docker/library/postgres:16', 'POSTGRESQL PostgreSQL'],
    ['mirror.gcr.io/library/postgres:16', 'POSTGRESQL PostgreSQL'],
    ['localhost:5000/postgres:16', 'POSTGRESQL PostgreSQL'],
    ['registry.corp.example:5000/dockerhub-proxy/library/postgres:16', 'POSTGRESQL PostgreSQL'],
    [
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/bitnami/postgresql:16',
      'POSTGRESQL PostgreSQL',
    ],
    ['Registry.Corp.Example/Team/Postgres:16', 'POSTGRESQL PostgreSQL'],
    // Distributions of PostgreSQL.
    ['supabase/postgres:15.8.1.040', 'POSTGRESQL PostgreSQL'],
    ['public.ecr.aws/supabase/postgres:17.4.1', 'POSTGRESQL PostgreSQL'],
    ['timescale/timescaledb:latest-pg16', 'POSTGRESQL TimescaleDB'],
    ['timescale/timescaledb-ha:pg17', 'POSTGRESQL TimescaleDB'],
    ['pgvector/pgvector:pg17', 'POSTGRESQL PostgreSQL'],
    ['postgis/postgis:16-3.4', 'POSTGRESQL PostGIS'],
    ['mdillon/postgis', 'POSTGRESQL PostGIS'],
    ['bitnami/postgresql:17', 'POSTGRESQL PostgreSQL'],
    ['bitnamilegacy/postgresql:16.4.0-debian-12-r9', 'POSTGRESQL PostgreSQL'],
    ['bitnami/postgresql-repmgr:16', 'POSTGRESQL PostgreSQL'],
    ['cimg/postgres:14.0', 'POSTGRESQL PostgreSQL'],
    ['ghcr.io/cloudnative-pg/postgresql:17.2', 'POSTGRESQL PostgreSQL'],
    ['ghcr.io/cloudnative-pg/postgis:17', 'POSTGRESQL PostgreSQL'],
    ['ghcr.io/immich-app/postgres:14-vectorchord0.3.0', 'POSTGRESQL PostgreSQL'],
    ['ghcr.io/zalando/spilo-16:3.3-p1', 'POSTGRESQL PostgreSQL'],
    [
      'registry.developers.crunchydata.com/crunchydata/crunchy-postgres:ubi9-16',
      'POSTGRESQL PostgreSQL',
    ],
    ['registry.redhat.io/rhel9/postgresql-16:1', 'POSTGRESQL PostgreSQL'],
    ['quay.io/sclorg/postgresql-15-c9s', 'POSTGRESQL PostgreSQL'],
    ['groonga/pgroonga:latest', 'POSTGRESQL PostgreSQL'],
    ['kartoza/postgis:16', 'POSTGRESQL PostgreSQL'],
    ['mycorp/postgres-15', 'POSTGRESQL PostgreSQL'],
    ['mycorp/postgres-alpine', 'POSTGRESQL PostgreSQL'],
    ['mycorp/postgresql-server:2', 'POSTGRESQL PostgreSQL'],
    // MySQL and its kin.
    ['mysql:8.4', 'MYSQL MySQL'],
    ['mysql/mysql-server:8.0', 'MYSQL MySQL'],
    ['container-registry.oracle.com/mysql/community-server:9.1', 'MYSQL MySQL'],
    ['bitnami/mysql:8.4', 'MYSQL MySQL'],
    ['registry.redhat.io/rhel8/mysql-80', 'MYSQL MySQL'],
    ['mariadb:11', 'MYSQL MariaDB'],
    ['lscr.io/linuxserver/mariadb:latest', 'MYSQL MariaDB'],
    ['bitnami/mariadb-galera:11', 'MYSQL MariaDB'],
    ['quay.io/sclorg/mariadb-1011-c9s', 'MYSQL MariaDB'],
    ['percona/percona-server:8.0', 'MYSQL Percona Server for MySQL'],
    ['percona:ps-8.0', 'MYSQL Percona Server for MySQL'],
    // MongoDB.
    ['mongo:7', 'MONGODB MongoDB'],
    ['mongodb/mongodb-community-server:8.0-ubi9', 'MONGODB MongoDB'],
    ['mongodb/mongodb-atlas-local:8', 'MONGODB MongoDB'],
    ['percona/percona-server-mongodb:7', 'MONGODB MongoDB'],
    ['bitnamilegacy/mongodb:7', 'MONGODB MongoDB'],
    ['ghcr.io/ferretdb/ferretdb:2', 'MONGODB FerretDB'],
    // Redis and those that speak like it.
    ['redis:7-alpine', 'REDIS Redis'],
    ['redis/redis-stack-server:7.4.0-v1', 'REDIS Redis'],
    ['redis/redis-stack', 'REDIS Redis'],
    ['bitnami/redis-cluster', 'REDIS Redis'],
    ['valkey/valkey:8', 'REDIS Valkey'],
    ['ghcr.io/valkey-io/valkey:8', 'REDIS Valkey'],
    ['eqalpha/keydb', 'REDIS KeyDB'],
    ['docker.dragonflydb.io/dragonflydb/dragonfly', 'REDIS Dragonfly'],
    // Elasticsearch and OpenSearch.
    ['elasticsearch:8.15.0', 'ELASTICSEARCH Elasticsearch'],
    ['docker.elastic.co/elasticsearch/elasticsearch:8.15.0', 'ELASTICSEARCH Elasticsearch'],
    ['docker.elastic.co/elasticsearch/elasticsearch-wolfi:9.0.0', 'ELASTICSEARCH Elasticsearch'],
    ['opensearchproject/opensearch:2', 'ELASTICSEARCH OpenSearch'],
    // Without a driver, and listed all the same.
    ['mcr.microsoft.com/mssql/server:2022-latest', 'OTHER SQL Server'],
    ['mcr.microsoft.com/azure-sql-edge', 'OTHER SQL Server'],
    ['gvenzl/oracle-free:23-slim', 'OTHER Oracle Database'],
    ['container-registry.oracle.com/database/free:latest', 'OTHER Oracle Database'],
    ['icr.io/db2_community/db2', 'OTHER Db2'],
    ['cockroachdb/cockroach:v24.1.0', 'OTHER CockroachDB'],
    ['yugabytedb/yugabyte:2.20', 'OTHER YugabyteDB'],
    ['clickhouse/clickhouse-server:24', 'OTHER ClickHouse'],
    ['cassandra:5', 'OTHER Cassandra'],
    ['scylladb/scylla:6', 'OTHER ScyllaDB'],
    ['influxdb:2.7-alpine', 'OTHER InfluxDB'],
    ['neo4j:5-community', 'OTHER Neo4j'],
    ['couchdb:3', 'OTHER CouchDB'],
    ['memcached:1.6-alpine', 'OTHER Memcached'],
    ['qdrant/qdrant', 'OTHER Qdrant'],
    ['cr.weaviate.io/semitechnologies/weaviate:1.27', 'OTHER Weaviate'],
    ['getmeili/meilisearch:v1.11', 'OTHER Meilisearch'],
    ['solr:9', 'OTHER Solr'],
  ])('%s is %s', (image, expected) => {
    expect(told({ image })).toBe(expected);
  });

  test.each([
    ['prometheuscommunity/postgres-exporter:v0.16.0', 'EXPORTER'],
    ['quay.io/prometheuscommunity/postgres-exporter', 'EXPORTER'],
    ['wrouesnel/postgres_exporter', 'EXPORTER'],
    ['bitnami/postgres-exporter:0.15.0', 'EXPORTER'],
    ['prom/mysqld-exporter', 'EXPORTER'],
    ['oliver006/redis_exporter', 'EXPORTER'],
    ['percona/mongodb_exporter:0.43', 'EXPORTER'],
    ['quay.io/prometheuscommunity/elasticsearch-exporter', 'EXPORTER'],
    ['spreaker/prometheus-pgbouncer-exporter', 'EXPORTER'],
    ['dpage/pgadmin4:8', 'ADMIN_TOOL'],
    ['adminer', 'ADMIN_TOOL'],
    ['phpmyadmin:5', 'ADMIN_TOOL'],
    ['phpmyadmin/phpmyadmin', 'ADMIN_TOOL'],
    ['mongo-express:1', 'ADMIN_TOOL'],
    ['rediscommander/redis-commander', 'ADMIN_TOOL'],
    ['redis/redisinsight:2', 'ADMIN_TOOL'],
    ['docker.elastic.co/kibana/kibana:8.15.0', 'ADMIN_TOOL'],
    ['kibana:8.15.0', 'ADMIN_TOOL'],
    ['opensearchproject/opensearch-dashboards:2', 'ADMIN_TOOL'],
    ['sosedoff/pgweb', 'ADMIN_TOOL'],
    ['supabase/postgres-meta:v0.84.2', 'ADMIN_TOOL'],
    ['postgrest/postgrest:v12', 'ADMIN_TOOL'],
    ['mirror.corp.example/dpage/pgadmin4', 'ADMIN_TOOL'],
    ['edoburu/pgbouncer:1.23', 'POOLER'],
    ['bitnami/pgbouncer', 'POOLER'],
    ['ghcr.io/cloudnative-pg/pgbouncer:1.23', 'POOLER'],
    ['bitnami/pgpool:4', 'POOLER'],
    ['proxysql/proxysql', 'POOLER'],
    ['bitnami/redis-sentinel:7', 'POOLER'],
    ['gcr.io/cloud-sql-connectors/cloud-sql-proxy:2', 'POOLER'],
    ['supabase/supavisor:1.1.56', 'POOLER'],
    ['prodrigestivill/postgres-backup-local:16', 'BACKUP'],
    ['eeshugerman/postgres-backup-s3:16', 'BACKUP'],
    ['databack/mysql-backup', 'BACKUP'],
    ['ghcr.io/cloudnative-pg/cloudnative-pg:1.24', 'OPERATOR'],
    ['registry.opensource.zalan.do/acid/postgres-operator', 'OPERATOR'],
    ['bitnami/redis-operator', 'OPERATOR'],
    ['mycorp/postgres-client', 'CLIENT'],
    ['mycorp/shop-db-migrations:12', 'CLIENT'],
    ['mycorp/mongo-seed', 'CLIENT'],
  ])('%s is excluded: %s', (image, expected) => {
    expect(told({ image })).toBe(expected);
  });

  test.each([
    ['nginx:1.27'],
    ['traefik:v3'],
    ['haproxy:3'],
    ['envoyproxy/envoy:v1.32'],
    ['mycorp/web:2'],
    ['mycorp/api-client'],
    ['grafana/grafana:11'],
    ['prom/prometheus'],
    ['prom/node-exporter'],
    ['portainer/portainer-ce'],
    ['busybox'],
    ['rabbitmq:4-management'],
    ['node:24'],
    ['registry.k8s.io/pause:3.10'],
    ['datadog/agent:7'],
    ['docker.elastic.co/logstash/logstash:8.15.0'],
    [digest],
    ['0123456789ab'],
    [''],
    ['::::'],
    ['/'],
    [`${'a/'.repeat(400)}postgres`],
  ])('%s has nothing to do with databases', (image) => {
    expect(told({ image })).toBe('-');
  });
});

describe('by what else it has', () => {
  const own = 'mycorp/shop-storage:4';

  test('the keys that only a server has are enough', () => {
    expect(told({ image: own, environmentKeys: ['PATH', 'PGDATA'] })).toBe('POSTGRESQL PostgreSQL');
    expect(told({ image: digest, environmentKeys: ['MARIADB_VERSION', 'GOSU_VERSION'] })).toBe(
      'MYSQL MariaDB',
    );
    expect(told({ image: own, environmentKeys: ['MONGO_VERSION', 'MONGO_MAJOR'] })).toBe(
      'MONGODB MongoDB',
    );
    expect(told({ image: own, environmentKeys: ['REDIS_DOWNLOAD_URL'] })).toBe('REDIS Redis');
    expect(told({ image: own, environmentKeys: ['discovery.type'] })).toBe(
      'ELASTICSEARCH Elasticsearch',
    );
  });

  test('an application that is told where its database is is none', () => {
    for (const keys of [
      ['POSTGRES_HOST', 'POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'],
      ['DATABASE_URL', 'POSTGRES_PASSWORD'],
      ['PGHOST', 'PGUSER', 'PGPASSWORD', 'PGDATABASE'],
      ['DB_HOST', 'MYSQL_USER', 'MYSQL_PASSWORD', 'MYSQL_DATABASE'],
      ['REDIS_HOST', 'REDIS_PORT', 'REDIS_PASSWORD'],
      ['MONGO_URL', 'MONGODB_PASSWORD'],
      ['ELASTICSEARCH_HOSTS', 'ELASTIC_PASSWORD'],
    ]) {
      expect(told({ environmentKeys: keys, ports: [3000] })).toBe('-');
    }
  });

  test('the keys that clients have as well need a port or a check beside them', () => {
    const environmentKeys = ['POSTGRES_USER', 'POSTGRES_PASSWORD'];
    expect(told({ image: own, environmentKeys })).toBe('-');
    expect(told({ image: own, environmentKeys, ports: [5432] })).toBe('POSTGRESQL PostgreSQL');
    expect(told({ image: own, environmentKeys, checkPrograms: ['pg_isready'] })).toBe(
      'POSTGRESQL PostgreSQL',
    );
  });

  test('a port that only databases use is just enough, one that many use is not', () => {
    expect(told({ image: own, ports: [5432] })).toBe('POSTGRESQL PostgreSQL');
    expect(told({ image: own, ports: [3306] })).toBe('MYSQL MySQL');
    expect(told({ image: own, ports: [6379] })).toBe('REDIS Redis');
    expect(told({ image: own, ports: [27017] })).toBe('MONGODB MongoDB');
    expect(told({ image: own, ports: [9200] })).toBe('ELASTICSEARCH Elasticsearch');
    for (const port of [80, 443, 3000, 4000, 8080, 8123, 9000, 9090, 50000]) {
      expect(told({ image: own, ports: [port] })).toBe('-');
    }
  });

  test('a proxy that listens where a database does is excluded', () => {
    expect(told({ image: 'haproxy:3', ports: [5432] })).toBe('POOLER');
    expect(told({ image: 'alpine/socat', ports: [3306] })).toBe('POOLER');
    expect(told({ image: 'mycorp/pg-proxy', ports: [5432] })).toBe('POOLER');
  });

  test('an image of a server that runs a client is excluded', () => {
    for (const program of ['psql', 'pg_dump', 'pg_basebackup', 'pgbench']) {
      const found = recogniseDatabase(
        traits({ image: 'postgres:16', programs: ['docker-entrypoint.sh', program] }),
      );
      expect(found).toMatchObject({ verdict: 'EXCLUDED', role: 'CLIENT' });
      expect(found?.reasons).toEqual([`it runs ${program}, which is no server`]);
    }
    expect(told({ image: 'redis:7', programs: ['redis-cli'] })).toBe('CLIENT');
    expect(told({ image: 'redis:7', programs: ['docker-entrypoint.sh', 'redis-server'] })).toBe(
      'REDIS Redis',
    );
    expect(told({ image: 'node:24', programs: ['mysql'] })).toBe('-');
  });

  test('what Testcontainers or a one-off command started is excluded', () => {
    expect(told({ image: 'postgres:16', labels: { 'org.testcontainers': 'true' } })).toBe(
      'TEMPORARY',
    );
    expect(told({ image: 'mysql', labels: { 'com.docker.compose.oneoff': 'True' } })).toBe(
      'TEMPORARY',
    );
    expect(told({ image: 'mysql', labels: { 'com.docker.compose.oneoff': 'False' } })).toBe(
      'MYSQL MySQL',
    );
  });

  test('evidence adds up, and its reasons come with the strongest first', () => {
    const found = recogniseDatabase(
      traits({
        image: 'postgres:16',
        environmentKeys: ['PGDATA', 'POSTGRES_PASSWORD', 'POSTGRES_DB'],
        ports: [5432],
        checkPrograms: ['pg_isready'],
      }),
    );
    expect(found).toEqual({
      verdict: 'DATABASE',
      engine: 'POSTGRESQL',
      product: 'PostgreSQL',
      score: 100,
      port: 5432,
      reasons: [
        'postgres is an image of it',
        'its environment has PGDATA, as servers have',
        'its health is asked with pg_isready',
        'it listens on 5432',
        'its environment has POSTGRES_PASSWORD, POSTGRES_DB, as servers and clients have',
      ],
    });
    const image = recogniseDatabase(traits({ image: 'postgres:16' }));
    const likely = recogniseDatabase(traits({ image: 'mycorp/postgres:16' }));
    const port = recogniseDatabase(traits({ ports: [5432] }));
    expect([image, likely, port]).toMatchObject([{ score: 95 }, { score: 70 }, { score: 40 }]);
  });
});

describe('by its labels', () => {
  test.each([
    ['postgres', 'POSTGRESQL PostgreSQL'],
    ['PostgreSQL', 'POSTGRESQL PostgreSQL'],
    ['timescale', 'POSTGRESQL TimescaleDB'],
    ['mysql', 'MYSQL MySQL'],
    ['mariadb', 'MYSQL MariaDB'],
    ['mongo', 'MONGODB MongoDB'],
    ['valkey', 'REDIS Valkey'],
    ['opensearch', 'ELASTICSEARCH OpenSearch'],
    ['clickhouse', 'OTHER ClickHouse'],
    ['sqlserver', 'OTHER SQL Server'],
    ['firebird', 'OTHER firebird'],
    ['<script>', 'OTHER unknown'],
    ['none', 'IGNORED'],
    ['off', 'IGNORED'],
  ])('hawkwatch.kind=%s wins: %s', (kind, expected) => {
    expect(told({ image: 'nginx', labels: { 'hawkwatch.kind': kind } })).toBe(expected);
    expect(told({ image: 'prom/mysqld-exporter', labels: { 'hawkwatch.kind': kind } })).toBe(
      expected,
    );
  });

  test('hawkwatch.ignore wins over everything', () => {
    const labels = { 'hawkwatch.ignore': 'true', 'hawkwatch.kind': 'postgres' };
    expect(told({ image: 'postgres', labels })).toBe('IGNORED');
    expect(told({ image: 'postgres', labels: { 'hawkwatch.ignore': 'false' } })).toBe(
      'POSTGRESQL PostgreSQL',
    );
  });

  test('the image tells the flavour of what the label names', () => {
    const labels = { 'hawkwatch.kind': 'postgres' };
    const found = recogniseDatabase(traits({ image: 'timescale/timescaledb:2', labels }));
    expect(found).toMatchObject({ product: 'TimescaleDB', score: 100, port: 5432 });
    expect(found?.reasons).toEqual([
      'the label hawkwatch.kind says so',
      'timescale/timescaledb is an image of it',
    ]);
  });
});

describe('the port', () => {
  const portOf = (more: Partial<ContainerTraits>) => {
    const found = recogniseDatabase(traits({ image: 'postgres', ...more }));
    return found?.verdict === 'DATABASE' ? found.port : undefined;
  };

  test('is the label’s, the usual one, the only one, or where such a server listens', () => {
    expect(portOf({ labels: { 'hawkwatch.port': '6000' }, ports: [5432] })).toBe(6000);
    expect(portOf({ labels: { 'hawkwatch.port': 'no port' }, ports: [5432] })).toBe(5432);
    expect(portOf({ ports: [8008, 5432] })).toBe(5432);
    expect(portOf({ ports: [5433] })).toBe(5433);
    expect(portOf({ ports: [] })).toBe(5432);
    expect(portOf({ image: 'postgis/postgis', ports: [] })).toBe(5432);
    expect(portOf({ image: 'clickhouse', ports: [9000, 8123] })).toBe(8123);
    expect(portOf({ image: 'semitechnologies/weaviate', ports: [] })).toBe(null);
  });
});

test('every product is named once, and its own name is a word for it', () => {
  const names = databaseProducts.map(({ product }) => product);
  expect(new Set(names).size).toBe(names.length);
  for (const { product, engine } of databaseProducts) {
    expect(told({ labels: { 'hawkwatch.kind': product } })).toBe(`${engine} ${product}`);
  }
});
