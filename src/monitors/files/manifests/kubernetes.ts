// What Kubernetes manifests declare of databases: workloads that run one, their storage, services and
// secrets, and the resources of operators (CloudNativePG, Zalando, Percona, Crunchy and their like).
import { parseAllDocuments } from 'yaml';

import { isRecord, type DeclaredResource, type DeclaredSetting } from './declared.ts';
import { settingsOf, type SettingRule } from './setting-rules.ts';

export interface Manifests {
  /** Undefined when the text is no manifest. */
  readonly settings: readonly DeclaredSetting[] | undefined;
  /** What is wrong with the text; null when nothing is. */
  readonly fault: string | null;
}

const databaseImage =
  /(?:^|[/_-])(?:postgres\w*|postgis|pgvector|timescaledb\w*|spilo|mysql\w*|mariadb|percona\w*|mongo\w*|redis|valkey|keydb|cockroach\w*|clickhouse\w*|cassandra|elasticsearch|opensearch|mssql|pgbouncer|pgpool|patroni|etcd|duckdb|neo4j|couchdb|influxdb)(?:$|[:@/_-])/i;
const databasePorts = new Set([5432, 3306, 1433, 1521, 27017, 6379, 9042, 26257, 6432]);
const databaseVariable = /^(?:DATABASE|DB|PG|POSTGRES|MYSQL|MARIADB|MONGO|REDIS|SQL|JDBC)/;

const workload = /^(?:StatefulSet|Deployment|DaemonSet|Pod|ReplicaSet)$/;
const operator =
  /\.(?:postgresql\.cnpg\.io|acid\.zalan\.do|pgv2\.percona\.com|pxc\.percona\.com|psmdb\.percona\.com|postgres-operator\.crunchydata\.com|mysql\.oracle\.com|k8s\.mariadb\.com|mariadb\.mmontes\.io|stackgres\.io|databases\.spotahome\.com|redis\.redis\.opstreelabs\.in|mongodbcommunity\.mongodb\.com|mongodb\.com|rds\.services\.k8s\.aws|sql\.cnrm\.cloud\.google\.com|dbforpostgresql\.azure\.com|kubedb\.com|rds\.aws\.\w+\.\w+|database\.\w+\.crossplane\.io)$/;
const service = /^(?:Service|Ingress|NetworkPolicy)$/;

const of = (types: RegExp, lines: readonly (readonly [SettingRule['aspect'], RegExp])[]) =>
  lines.map(([aspect, path]): SettingRule => ({ types, path, aspect }));

const rules: readonly SettingRule[] = [
  ...of(workload, [
    ['IMAGE', /(?:^|\.)(?:initC|c)ontainers(?:\[[^\]]*\])?\.image$/],
    ['REPLICAS', /^spec\.replicas$/],
    ['SECRET', /(?:secretKeyRef|secretRef|secretName|envFrom)/],
    [
      'STORAGE',
      /volumeClaimTemplates.*(?:resources\.requests\.storage|storageClassName|accessModes)$/,
    ],
    [
      'STORAGE',
      /persistentVolumeClaimRetentionPolicy\.|emptyDir|hostPath\.path$|persistentVolumeClaim\.claimName$/,
    ],
    ['SIZE', /containers(?:\[[^\]]*\])?\.resources\.(?:limits|requests)\.(?:memory|cpu)$/],
    ['NETWORK', /(?:hostPort|hostNetwork|containerPort)$/],
    [
      'MAINTENANCE',
      /^spec\.(?:updateStrategy|strategy)\.|terminationGracePeriodSeconds$|podManagementPolicy$/,
    ],
    ['PARAMETER', /containers(?:\[[^\]]*\])?\.(?:args|command)$|\.env\[[^\]]*\]\.value$/],
  ]),
  ...of(operator, [
    [
      'BACKUP',
      /backup|barman|wal[-_]?archiv|retention|pitr|snapshot|pgbackrest|^spec\.(?:schedule|suspend|immediate|method)$/i,
    ],
    ['SECRET', /secret|credential|password|superuser/i],
    ['IMAGE', /(?:^|\.)(?:image|imageName|dockerImage)(?:$|\.)/],
    [
      'VERSION',
      /(?:^|\.)(?:version|postgresVersion|postgresql\.version|crVersion|engineVersion|databaseVersion|majorVersion)$|imageCatalogRef\./,
    ],
    [
      'PARAMETER',
      /(?:parameters|postgresql\.conf|mycnf|configuration|dynamicConfiguration|databaseFlags|settings\.databaseFlags)[.[]|\.parameters$|pg_hba|patroni\./,
    ],
    [
      'REPLICAS',
      /^(?!.*(?:storage|volume|disk)).*(?:^|\.)(?:instances(?:\[[^\]]*\])?\.replicas|instances|replicas|numberOfInstances|minSyncReplicas|maxSyncReplicas|size|multiAZ|availabilityType|replicationFactor)$|synchronous(?:\.|$)|replica\.enabled$/,
    ],
    ['ENCRYPTION', /storageEncrypted|kmsKey|encryption/i],
    [
      'NETWORK',
      /LoadBalancer|allowedSourceRanges|expose|(?:^|\.)(?:type|publiclyAccessible|loadBalancerSourceRanges|serviceType)$|tls|ssl|authorizedNetworks|ipv4Enabled|networkAccess|managed\.services/i,
    ],
    ['STORAGE', /storage|volume|disk|pvc/i],
    ['SIZE', /resources\.(?:limits|requests)\.|instanceClass|tier|sku/],
    [
      'PROTECTION',
      /deletionProtection|deletionPolicy|skipFinalSnapshot|terminationPolicy|enableShmVolume$/,
    ],
    ['MAINTENANCE', /maintenance|primaryUpdate|switchover|updateStrategy|failover/i],
    ['SECRET', /^spec\.(?:users|databases|managed\.roles)/],
  ]),
  ...of(/^(?:PersistentVolumeClaim|PersistentVolume|StorageClass)$/, [
    [
      'STORAGE',
      /requests\.storage$|capacity\.storage$|storageClassName$|accessModes$|eclaimPolicy$|allowVolumeExpansion$|^provisioner$|volumeName$/,
    ],
  ]),
  ...of(service, [
    [
      'NETWORK',
      /^spec\.(?:type|ports|loadBalancerSourceRanges|externalIPs|externalTrafficPolicy|clusterIP|ingress|policyTypes|podSelector|tls|rules)/,
    ],
  ]),
  ...of(/^(?:Secret|SealedSecret|ExternalSecret)$/, [
    ['SECRET', /^(?:type|spec\.(?:secretStoreRef|refreshInterval|data|dataFrom|target).*|keys)$/],
  ]),
  ...of(/^CronJob$/, [
    [
      'BACKUP',
      /^spec\.(?:schedule|suspend|timeZone|concurrencyPolicy)$|containers(?:\[[^\]]*\])?\.image$/,
    ],
  ]),
];

function typeOf(object: Readonly<Record<string, unknown>>): string | undefined {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const known = `${kind}.${group}`;
  return operator.test(known) ? known : kind;
}

function nameOf(object: Readonly<Record<string, unknown>>): string {
  const metadata = isRecord(object['metadata']) ? object['metadata'] : {};
  const { name, namespace, generateName } = metadata;
  const own = [name, generateName].find((one) => typeof one === 'string') ?? '?';
  const kind = typeof object['kind'] === 'string' ? object['kind'] : '?';
  return [kind, typeof namespace === 'string' ? namespace : undefined, own]
    .filter((part) => part !== undefined)
    .join('/');
}

function* containersOf(value: unknown, depth = 0): Generator<Record<string, unknown>> {
  if (depth > 12) return;
  if (Array.isArray(value)) for (const one of value) yield* containersOf(one, depth + 1);
  else if (isRecord(value)) {
    for (const [key, one] of Object.entries(value)) {
      if (/^(?:c|initC)ontainers$/.test(key) && Array.isArray(one)) yield* one.filter(isRecord);
      else yield* containersOf(one, depth + 1);
    }
  }
}

/** True for what has to do with a database; most of what a cluster runs has not. */
function isAboutDatabases(type: string, object: Readonly<Record<string, unknown>>): boolean {
  const about = nameOf(object);
  if (workload.test(type) || type === 'CronJob') {
    const containers = [...containersOf(object['spec'])];
    const runs = containers.some(({ image }) => databaseImage.test(String(image)));
    if (type === 'CronJob') return runs || /backup|dump/i.test(about);
    const variables = containers.flatMap(({ env }) => (Array.isArray(env) ? env : []));
    return (
      runs || variables.some((one) => isRecord(one) && databaseVariable.test(String(one['name'])))
    );
  }
  if (service.test(type)) {
    const ports = JSON.stringify(object['spec'] ?? {}).matchAll(/\b[0-9]{4,5}\b/g);
    return (
      databaseImage.test(about) || [...ports].some(([port]) => databasePorts.has(Number(port)))
    );
  }
  return true;
}

const dropped = new Set(['status', 'metadata']);

/** The members rules look at; of a Secret the names of its keys alone. */
function membersOf(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (object['kind'] === 'Secret' || object['kind'] === 'SealedSecret') {
    const keys = [object['data'], object['stringData']].flatMap((one) =>
      isRecord(one) ? Object.keys(one) : [],
    );
    return { type: object['type'], keys: keys.toSorted((a, b) => (a < b ? -1 : 1)).join(', ') };
  }
  return Object.fromEntries(Object.entries(object).filter(([key]) => !dropped.has(key)));
}

function* objectsIn(value: unknown, depth = 0): Generator<DeclaredResource> {
  if (!isRecord(value) || depth > 3) return;
  const type = typeOf(value);
  if (type === undefined) return;
  if (type.endsWith('List') && Array.isArray(value['items'])) {
    for (const item of value['items']) yield* objectsIn(item, depth + 1);
  } else if (isAboutDatabases(type, value)) {
    yield { type, name: nameOf(value), members: membersOf(value) };
  }
}

/** True for a text that may be one: Helm's templates are not, before they are filled in. */
export function looksLikeManifest(text: string): boolean {
  return /^["'\s{]*apiVersion["']?\s*:/m.test(text) && /["']?kind["']?\s*:/.test(text);
}

/** Reads a text of one or many documents; what cannot be read of it is a fault. */
export function readManifests(text: string): Manifests {
  const faults: string[] = [];
  const values: unknown[] = [];
  try {
    for (const document of parseAllDocuments(text, { prettyErrors: true, logLevel: 'silent' })) {
      const [error] = document.errors;
      if (error === undefined) values.push(document.toJS({ maxAliasCount: 100 }));
      else {
        // The message itself quotes the text.
        const [{ line } = { line: 0 }] = error.linePos ?? [];
        faults.push(`line ${line}: ${error.code.toLowerCase().replaceAll('_', ' ')}`);
      }
    }
  } catch {
    faults.push('its aliases expand to more than can be read');
  }
  const fault =
    faults.length === 0 ? null : `The YAML cannot be read: ${faults.slice(0, 3).join('; ')}.`;
  const manifests = values.filter((value) => isRecord(value) && typeOf(value) !== undefined);
  if (manifests.length === 0 && fault === null) return { settings: undefined, fault };
  const resources = manifests.flatMap((value) => [...objectsIn(value)]);
  return { settings: settingsOf(resources, rules), fault };
}
