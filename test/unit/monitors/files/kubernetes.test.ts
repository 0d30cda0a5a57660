// What Kubernetes manifests declare of databases, and what a change of it means.
import { describe, expect, it } from 'vitest';

import type { RiskLevel } from '../../../../src/core/impact.ts';
import { compareSettings } from '../../../../src/monitors/files/manifests/compare-settings.ts';
import { readManifests } from '../../../../src/monitors/files/manifests/kubernetes.ts';

const settingsOf = (text: string) => {
  const { settings, fault } = readManifests(text);
  if (settings === undefined || fault !== null) throw new Error(fault ?? 'no manifest');
  return settings;
};

const statefulSet = `
apiVersion: v1
kind: Service
metadata: { name: postgres, namespace: shop }
spec:
  type: ClusterIP
  ports: [{ name: pg, port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
  namespace: shop
spec:
  replicas: 3
  serviceName: postgres
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          args: ["-c", "max_connections=200"]
          env:
            - name: POSTGRES_PASSWORD
              valueFrom:
                secretKeyRef: { name: shop-db, key: password }
          resources:
            limits: { memory: 4Gi }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        storageClassName: fast
        resources: { requests: { storage: 50Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  template:
    spec:
      containers: [{ name: web, image: "nginx:1.27" }]
`;

const cnpg = `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: shop, namespace: db }
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:16.3
  enableSuperuserAccess: false
  storage: { size: 100Gi, storageClass: fast }
  postgresql:
    parameters: { max_connections: "200", fsync: "on" }
  backup:
    retentionPolicy: 30d
    barmanObjectStore:
      destinationPath: s3://backups/shop
      s3Credentials:
        accessKeyId: { name: s3, key: id }
  superuserSecret: { name: shop-superuser }
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: { name: nightly, namespace: db }
spec: { schedule: "0 0 2 * * *", suspend: false, cluster: { name: shop } }
`;

const zalando = `
apiVersion: acid.zalan.do/v1
kind: postgresql
metadata: { name: acid-shop, namespace: db }
spec:
  teamId: acid
  numberOfInstances: 2
  postgresql:
    version: "15"
    parameters: { shared_buffers: 1GB }
  volume: { size: 40Gi, storageClass: standard }
  enableMasterLoadBalancer: false
  allowedSourceRanges: [10.0.0.0/8]
  enableLogicalBackup: true
  logicalBackupSchedule: "30 00 * * *"
`;

const storage = `
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: { name: pg-data }
    spec: { storageClassName: fast, resources: { requests: { storage: 20Gi } } }
  - apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata: { name: fast }
    reclaimPolicy: Retain
  - apiVersion: v1
    kind: Secret
    metadata: { name: shop-db }
    data: { password: aHVudGVyMjI= }
`;

type Case = readonly [string, string, string, string, string, string, string, RiskLevel];
const cases: readonly Case[] = [
  [
    'an upgrade',
    statefulSet,
    '16.4',
    '17.2',
    'StatefulSet/shop/postgres',
    'spec.template.spec.containers[postgres].image',
    'IMAGE',
    'HIGH',
  ],
  [
    'a downgrade',
    statefulSet,
    '16.4',
    '15.4',
    'StatefulSet/shop/postgres',
    'spec.template.spec.containers[postgres].image',
    'IMAGE',
    'CRITICAL',
  ],
  [
    'a minor version',
    statefulSet,
    '16.4',
    '16.6',
    'StatefulSet/shop/postgres',
    'spec.template.spec.containers[postgres].image',
    'IMAGE',
    'MEDIUM',
  ],
  [
    'no pinned image',
    statefulSet,
    'postgres:16.4',
    'postgres:latest',
    'StatefulSet/shop/postgres',
    'spec.template.spec.containers[postgres].image',
    'IMAGE',
    'HIGH',
  ],
  [
    'another image',
    statefulSet,
    'image: postgres:16.4',
    'image: bitnami/postgresql:16.4',
    'StatefulSet/shop/postgres',
    'spec.template.spec.containers[postgres].image',
    'IMAGE',
    'HIGH',
  ],
  [
    'none left',
    statefulSet,
    'replicas: 3',
    'replicas: 0',
    'StatefulSet/shop/postgres',
    'spec.replicas',
    'REPLICAS',
    'CRITICAL',
  ],
  [
    'one left',
    statefulSet,
    'replicas: 3',
    'replicas: 1',
    'StatefulSet/shop/postgres',
    'spec.replicas',
    'REPLICAS',
    'HIGH',
  ],
  [
    'less storage',
    statefulSet,
    '50Gi',
    '20Gi',
    'StatefulSet/shop/postgres',
    'spec.volumeClaimTemplates[data].spec.resources.requests.storage',
    'STORAGE',
    'CRITICAL',
  ],
  [
    'another class',
    statefulSet,
    ': fast',
    ': slow',
    'StatefulSet/shop/postgres',
    'spec.volumeClaimTemplates[data].spec.storageClassName',
    'STORAGE',
    'HIGH',
  ],
  [
    'less memory',
    statefulSet,
    '4Gi',
    '2Gi',
    'StatefulSet/shop/postgres',
    'spec.template.spec.containers[postgres].resources.limits.memory',
    'SIZE',
    'MEDIUM',
  ],
  [
    'another secret',
    statefulSet,
    'name: shop-db,',
    'name: shop-db-2,',
    'StatefulSet/shop/postgres',
    'spec.template.spec.containers[postgres].env[POSTGRES_PASSWORD].valueFrom.secretKeyRef.name',
    'SECRET',
    'MEDIUM',
  ],
  [
    'exposed',
    statefulSet,
    'ClusterIP',
    'LoadBalancer',
    'Service/shop/postgres',
    'spec.type',
    'NETWORK',
    'HIGH',
  ],
  ['an upgrade', cnpg, '16.3', '17.0', 'Cluster/db/shop', 'spec.imageName', 'IMAGE', 'HIGH'],
  [
    'one instance',
    cnpg,
    'instances: 3',
    'instances: 1',
    'Cluster/db/shop',
    'spec.instances',
    'REPLICAS',
    'HIGH',
  ],
  [
    'more storage',
    cnpg,
    '100Gi',
    '200Gi',
    'Cluster/db/shop',
    'spec.storage.size',
    'STORAGE',
    'LOW',
  ],
  [
    'shorter retention',
    cnpg,
    '30d',
    '7d',
    'Cluster/db/shop',
    'spec.backup.retentionPolicy',
    'BACKUP',
    'HIGH',
  ],
  [
    'backups elsewhere',
    cnpg,
    's3://backups/shop',
    's3://other/shop',
    'Cluster/db/shop',
    'spec.backup.barmanObjectStore.destinationPath',
    'BACKUP',
    'MEDIUM',
  ],
  [
    'a restart',
    cnpg,
    '"200"',
    '"300"',
    'Cluster/db/shop',
    'spec.postgresql.parameters.max_connections',
    'PARAMETER',
    'MEDIUM',
  ],
  [
    'data at risk',
    cnpg,
    '"on"',
    '"off"',
    'Cluster/db/shop',
    'spec.postgresql.parameters.fsync',
    'PARAMETER',
    'CRITICAL',
  ],
  [
    'no backups',
    cnpg,
    'suspend: false',
    'suspend: true',
    'ScheduledBackup/db/nightly',
    'spec.suspend',
    'BACKUP',
    'CRITICAL',
  ],
  [
    'another secret',
    cnpg,
    'shop-superuser',
    'shop-root',
    'Cluster/db/shop',
    'spec.superuserSecret.name',
    'SECRET',
    'MEDIUM',
  ],
  [
    'an upgrade',
    zalando,
    '"15"',
    '"16"',
    'postgresql/db/acid-shop',
    'spec.postgresql.version',
    'VERSION',
    'HIGH',
  ],
  [
    'one instance',
    zalando,
    'numberOfInstances: 2',
    'numberOfInstances: 1',
    'postgresql/db/acid-shop',
    'spec.numberOfInstances',
    'REPLICAS',
    'HIGH',
  ],
  [
    'less storage',
    zalando,
    '40Gi',
    '30Gi',
    'postgresql/db/acid-shop',
    'spec.volume.size',
    'STORAGE',
    'CRITICAL',
  ],
  [
    'exposed',
    zalando,
    'enableMasterLoadBalancer: false',
    'enableMasterLoadBalancer: true',
    'postgresql/db/acid-shop',
    'spec.enableMasterLoadBalancer',
    'NETWORK',
    'CRITICAL',
  ],
  [
    'everybody',
    zalando,
    '10.0.0.0/8',
    '0.0.0.0/0',
    'postgresql/db/acid-shop',
    'spec.allowedSourceRanges',
    'NETWORK',
    'CRITICAL',
  ],
  [
    'no backups',
    zalando,
    'enableLogicalBackup: true',
    'enableLogicalBackup: false',
    'postgresql/db/acid-shop',
    'spec.enableLogicalBackup',
    'BACKUP',
    'CRITICAL',
  ],
  [
    'a restart',
    zalando,
    '1GB',
    '2GB',
    'postgresql/db/acid-shop',
    'spec.postgresql.parameters.shared_buffers',
    'PARAMETER',
    'MEDIUM',
  ],
  [
    'less storage',
    storage,
    '20Gi',
    '10Gi',
    'PersistentVolumeClaim/pg-data',
    'spec.resources.requests.storage',
    'STORAGE',
    'CRITICAL',
  ],
  [
    'data that goes',
    storage,
    'Retain',
    'Delete',
    'StorageClass/fast',
    'reclaimPolicy',
    'STORAGE',
    'CRITICAL',
  ],
];

describe('Kubernetes manifests', () => {
  it.each(cases)('%s (%#)', (...one) => {
    const [what, base, from, to, resource, attribute, aspect, risk] = one;
    expect(base).toContain(from);
    const changes = compareSettings(settingsOf(base), settingsOf(base.replace(from, to)));
    expect(changes, what).toMatchObject([{ resource, attribute, aspect, risk }]);
  });

  it('what has nothing to do with databases is not told', () => {
    const after = statefulSet
      .replace('nginx:1.27', 'nginx:1.28')
      .replace('replicas: 2', 'replicas: 5');
    expect(compareSettings(settingsOf(statefulSet), settingsOf(after))).toEqual([]);
  });

  it('a secret is known by the names of its keys alone', () => {
    const settings = settingsOf(storage);
    expect(JSON.stringify(settings)).not.toContain('aHVudGVyMjI');
    expect(settings).toContainEqual({
      resource: 'Secret/shop-db',
      attribute: 'keys',
      aspect: 'SECRET',
      value: 'password',
    });
  });

  it('a fault has its line and not the text; the other documents are read', () => {
    const { settings, fault } = readManifests(`${zalando}\n---\npassword: "hunter22\n  - x: [\n`);
    expect(settings?.some(({ resource }) => resource === 'postgresql/db/acid-shop')).toBe(true);
    expect(fault).toMatch(/^The YAML cannot be read: line \d+: /);
    expect(fault).not.toContain('hunter22');
  });

  it('a text that is no manifest has no settings', () => {
    expect(readManifests('max_connections: 100')).toEqual({ settings: undefined, fault: null });
  });

  it('aliases that expand without end are a fault', () => {
    const levels = Array.from({ length: 12 }, (_, n) =>
      n === 0 ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]' : `a${n}: &a${n} [${`*a${n - 1},`.repeat(9)}]`,
    );
    const { fault } = readManifests(`apiVersion: v1\nkind: ConfigMap\n${levels.join('\n')}`);
    expect(fault).toContain('aliases');
  });
});
