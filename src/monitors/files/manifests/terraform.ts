// What Terraform declares of databases, from the JSON that `hcl2json` makes of a file. Nothing is
// evaluated: a value that is an expression is kept as its text.
import { isRecord, type DeclaredResource, type DeclaredSetting } from './declared.ts';
import { settingsOf, type SettingRule } from './setting-rules.ts';

const databases =
  /^(?:aws_(?:db_|rds_|docdb_|neptune_|redshift_|elasticache_|memorydb_|dynamodb_table|dms_|backup_)|google_(?:sql_|alloydb_|spanner_|bigtable_|redis_)|azurerm_(?:postgresql_|mysql_|mariadb_|mssql_|sql_|cosmosdb_|redis_|managed_redis)|digitalocean_database_|ovh_cloud_project_database|scaleway_rdb_|aiven_|neon_|supabase_|mongodbatlas_|postgresql_|mysql_|module$|variable$)/;

const rules: readonly SettingRule[] = (
  [
    [
      'NETWORK',
      /(?:^|\.)(?:publicly_accessible|public_network_access_enabled|ipv4_enabled|publicly_visible)$/,
    ],
    [
      'NETWORK',
      /(?:^|\.)(?:require_ssl|ssl_mode|ssl_enforcement_enabled|ssl_minimal_tls_version_enforced|minimum_tls_version|transit_encryption_enabled)$/,
    ],
    [
      'NETWORK',
      /(?:cidr_blocks|cidr_ipv4|cidr_ipv6|authorized_networks.*\.value|start_ip_address|end_ip_address|source_ranges|allowed_consumer|ip_filter|ip_range_filter)/,
    ],
    [
      'NETWORK',
      /(?:^|\.)(?:port|db_subnet_group_name|subnet_ids?|vpc_security_group_ids|security_groups?|private_network|delegated_subnet_id|private_dns_zone_id|from_port|to_port)$/,
    ],
    [
      'PROTECTION',
      /(?:^|\.)(?:deletion_protection(?:_enabled)?|skip_final_snapshot|prevent_destroy|delete_automated_backups|force_destroy|deletion_policy)$/,
    ],
    [
      'BACKUP',
      /backup_(?:retention|window|policy|configuration)|retained_backups|point_in_time_recovery|geo_redundant_backup|transaction_log_retention|snapshot_(?:retention|window)|(?:short|long)_term_retention|copy_tags_to_snapshot|pitr|^rule.*(?:schedule|delete_after)/,
    ],
    [
      'ENCRYPTION',
      /(?:^|\.)(?:storage_encrypted|kms_key_id|encryption_key_name|kms_key_name|at_rest_encryption_enabled|customer_managed_key\..*|encryption_at_rest\w*|transparent_data_encryption\w*)$/,
    ],
    [
      'SECRET',
      /(?:password|secret|credential|master_user_secret|secret_arn|manage_master_user_password)/,
    ],
    [
      'VERSION',
      /(?:^|\.)(?:engine_version|database_version|server_version|pg_version|postgres_version|version|engine|family)$/,
    ],
    [
      'SIZE',
      /(?:^|\.)(?:instance_class|instance_type|node_type|node_size|tier|sku_name|sku|vcores|machine_config\.cpu_count|capacity|min_capacity|max_capacity|size|plan|cpu_count|node_count_cpu)$/,
    ],
    [
      'STORAGE',
      /(?:^|\.)(?:allocated_storage|max_allocated_storage|storage_(?:type|mb|gb|tier|size|autoresize|account_type)|disk_(?:size|type|autoresize)(?:_limit)?|iops|throughput|storage_throughput|volume_size|max_size_gb|auto_grow_enabled)$/,
    ],
    [
      'REPLICAS',
      /(?:^|\.)(?:multi_az|availability_type|instance_count|node_count|num_cache_nodes|num_cache_clusters|number_of_nodes|number_cache_clusters|replicas_per_node_group|replica_count|replicate_source_db|master_instance_name|high_availability\..*|read_replica_count|zone_redundant|automatic_failover_enabled|failover_priority|num_nodes|processing_units|count)$/,
    ],
    [
      'MAINTENANCE',
      /(?:^|\.)(?:apply_immediately|maintenance_window.*|preferred_maintenance_window|auto_minor_version_upgrade|allow_major_version_upgrade)$/,
    ],
    [
      'PARAMETER',
      /(?:parameter(?:\[|\.|$)|database_flags|(?:^|\.)(?:parameter_group_name|db_cluster_parameter_group_name|option_group_name)$|performance_insights_enabled|monitoring_interval|(?:^|\.)name$|(?:^|\.)value$|iam_database_authentication_enabled)/,
    ],
  ] as const
).map(([aspect, path]) => ({ types: databases, path, aspect }));

const databasePorts = new Set(['5432', '3306', '1433', '1521', '27017', '6379', '5439', '6432']);
const exposed: readonly SettingRule[] = [
  {
    types: /^(?:aws_(?:vpc_)?security_group|azurerm_network_security|google_compute_firewall)/,
    path: /(?:cidr|source_(?:ranges|address)|from_port|to_port|ports|destination_port)/,
    aspect: 'NETWORK',
  },
];
const aboutDatabases =
  /(?:^|[_-])(?:db|rds|sql|pg|postgres\w*|mysql|mariadb|redis|mongo\w*|database|aurora|cockroach)(?:$|[_-])|postgres|database/i;

function bodies(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.filter(isRecord);
  return isRecord(value) ? [value] : [];
}

function* resourcesIn(parsed: Readonly<Record<string, unknown>>): Generator<DeclaredResource> {
  for (const byType of bodies(parsed['resource'])) {
    for (const [type, byName] of Object.entries(byType)) {
      if (!isRecord(byName)) continue;
      for (const [name, body] of Object.entries(byName)) {
        for (const members of bodies(body)) yield { type, name: `${type}.${name}`, members };
      }
    }
  }
  for (const [type, section] of [
    ['module', parsed['module']],
    ['variable', parsed['variable']],
  ] as const) {
    for (const byName of bodies(section)) {
      for (const [name, body] of Object.entries(byName)) {
        for (const members of bodies(body)) {
          const about = `${name} ${typeof members['source'] === 'string' ? members['source'] : ''}`;
          if (aboutDatabases.test(about)) yield { type, name: `${type}.${name}`, members };
        }
      }
    }
  }
}

/** A variable's default is about what its name says. */
function variableOf({ name, members }: DeclaredResource): DeclaredResource {
  const own = name.slice('variable.'.length);
  return {
    type: 'variable',
    name,
    members: 'default' in members ? { [own]: members['default'] } : {},
  };
}

const variableRules: readonly SettingRule[] = rules.map(({ path, aspect }) => ({
  types: /^variable$/,
  // `db_engine_version` is about what `engine_version` is about.
  path: new RegExp(path.source.replaceAll(String.raw`(?:^|\.)`, String.raw`(?:^|[._])`), 'i'),
  aspect,
}));

function isExposure({ type, members }: DeclaredResource): boolean {
  if (!exposed.some(({ types }) => types.test(type))) return false;
  const text = JSON.stringify(members);
  return [...text.matchAll(/\b[0-9]{4,5}\b/g)].some(([port]) => databasePorts.has(port));
}

/** What a Terraform file declares of databases. */
export function terraformSettings(parsed: unknown): readonly DeclaredSetting[] {
  if (!isRecord(parsed)) return [];
  const resources = [...resourcesIn(parsed)];
  const variables = resources.filter(({ type }) => type === 'variable');
  return [
    ...settingsOf(
      resources.filter(({ type }) => type !== 'variable'),
      rules,
    ),
    ...settingsOf(resources.filter(isExposure), exposed),
    ...settingsOf(variables.map(variableOf), variableRules),
  ];
}

/** What a file of values (`*.tfvars`) says of databases. */
export function terraformValues(parsed: unknown): readonly DeclaredSetting[] {
  if (!isRecord(parsed)) return [];
  const members = Object.fromEntries(
    Object.entries(parsed).filter(([name]) => aboutDatabases.test(name)),
  );
  if (Object.keys(members).length === 0) return [];
  return settingsOf([{ type: 'variable', name: 'variables', members }], variableRules);
}
