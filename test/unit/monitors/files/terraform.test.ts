// What Terraform declares of databases, and what a change of it means.
import { afterAll, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../../src/core/clock.ts';
import type { RiskLevel } from '../../../../src/core/impact.ts';
import { compareSettings } from '../../../../src/monitors/files/manifests/compare-settings.ts';
import { createHclReader } from '../../../../src/monitors/files/manifests/hcl.ts';
import {
  terraformSettings,
  terraformValues,
} from '../../../../src/monitors/files/manifests/terraform.ts';

const reader = createHclReader({ clock: createSystemClock(), timeLimitMs: 60_000 });
afterAll(() => reader.stop());

async function settingsOf(text: string) {
  const outcome = await reader.read(text);
  if ('fault' in outcome) throw new Error(outcome.fault);
  return terraformSettings(outcome.value);
}

const rds = `
terraform { required_version = ">= 1.6" }

resource "aws_db_instance" "main" {
  identifier              = "shop-prod"
  engine                  = "postgres"
  engine_version          = "15.4"
  instance_class          = "db.r6g.large"
  allocated_storage       = 200
  storage_type            = "gp3"
  storage_encrypted       = true
  multi_az                = true
  publicly_accessible     = false
  backup_retention_period = 14
  deletion_protection     = true
  skip_final_snapshot     = false
  username                = "app"
  password                = var.db_password
  vpc_security_group_ids  = [aws_security_group.db.id]
  parameter_group_name    = aws_db_parameter_group.pg15.name
  tags = { team = "shop" }
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_db_parameter_group" "pg15" {
  family = "postgres15"
  parameter {
    name  = "max_connections"
    value = "200"
  }
  parameter {
    name  = "synchronous_commit"
    value = "on"
  }
}

resource "aws_security_group" "db" {
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_s3_bucket" "logs" {
  bucket = "shop-logs"
}
`;

const cloudSql = `
resource "google_sql_database_instance" "main" {
  name                = "shop"
  database_version    = "POSTGRES_15"
  region              = "europe-west1"
  deletion_protection = true
  settings {
    tier              = "db-custom-4-16384"
    availability_type = "REGIONAL"
    disk_size         = 100
    disk_type         = "PD_SSD"
    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      backup_retention_settings {
        retained_backups = 30
      }
    }
    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.main.id
      ssl_mode        = "ENCRYPTED_ONLY"
      authorized_networks {
        name  = "office"
        value = "203.0.113.0/24"
      }
    }
    database_flags {
      name  = "max_connections"
      value = "300"
    }
  }
}
`;

const azure = `
resource "azurerm_postgresql_flexible_server" "main" {
  name                          = "shop"
  version                       = "15"
  sku_name                      = "GP_Standard_D4s_v3"
  storage_mb                    = 131072
  backup_retention_days         = 21
  geo_redundant_backup_enabled  = true
  public_network_access_enabled = false
  administrator_login           = "app"
  administrator_password        = data.azurerm_key_vault_secret.db.value
  high_availability {
    mode = "ZoneRedundant"
  }
}
resource "azurerm_postgresql_flexible_server_firewall_rule" "office" {
  server_id        = azurerm_postgresql_flexible_server.main.id
  start_ip_address = "203.0.113.1"
  end_ip_address   = "203.0.113.9"
}
`;

interface Case {
  readonly what: string;
  readonly base: string;
  readonly edit: readonly [string, string];
  readonly resource: string;
  readonly attribute: string;
  readonly aspect: string;
  readonly risk: RiskLevel;
}

const of =
  (base: string, resource: string) =>
  (
    what: string,
    from: string,
    to: string,
    attribute: string,
    aspect: string,
    risk: RiskLevel,
  ): Case => ({ what, base, edit: [from, to], resource, attribute, aspect, risk });
const onRds = of(rds, 'aws_db_instance.main');
const onGroup = of(rds, 'aws_db_parameter_group.pg15');
const onSql = of(cloudSql, 'google_sql_database_instance.main');
const onAzure = of(azure, 'azurerm_postgresql_flexible_server.main');

const cases: readonly Case[] = [
  onRds('a major upgrade', '"15.4"', '"16.1"', 'engine_version', 'VERSION', 'HIGH'),
  onRds('a minor upgrade', '"15.4"', '"15.6"', 'engine_version', 'VERSION', 'MEDIUM'),
  onRds('a downgrade', '"15.4"', '"14.9"', 'engine_version', 'VERSION', 'CRITICAL'),
  onRds('another class', 'r6g.large', 'r6g.xlarge', 'instance_class', 'SIZE', 'MEDIUM'),
  onRds('more storage', '= 200', '= 500', 'allocated_storage', 'STORAGE', 'LOW'),
  onRds('less storage', '= 200', '= 100', 'allocated_storage', 'STORAGE', 'CRITICAL'),
  onRds('another storage', '"gp3"', '"io2"', 'storage_type', 'STORAGE', 'HIGH'),
  onRds(
    'no encryption',
    'storage_encrypted       = true',
    'storage_encrypted = false',
    'storage_encrypted',
    'ENCRYPTION',
    'CRITICAL',
  ),
  onRds(
    'no standby',
    'multi_az                = true',
    'multi_az = false',
    'multi_az',
    'REPLICAS',
    'HIGH',
  ),
  onRds(
    'opened to the world',
    'publicly_accessible     = false',
    'publicly_accessible = true',
    'publicly_accessible',
    'NETWORK',
    'CRITICAL',
  ),
  onRds('shorter retention', '= 14', '= 7', 'backup_retention_period', 'BACKUP', 'HIGH'),
  onRds('no backups', '= 14', '= 0', 'backup_retention_period', 'BACKUP', 'CRITICAL'),
  onRds('longer retention', '= 14', '= 35', 'backup_retention_period', 'BACKUP', 'LOW'),
  onRds(
    'no protection',
    'deletion_protection     = true',
    'deletion_protection = false',
    'deletion_protection',
    'PROTECTION',
    'HIGH',
  ),
  onRds(
    'no last snapshot',
    'skip_final_snapshot     = false',
    'skip_final_snapshot = true',
    'skip_final_snapshot',
    'PROTECTION',
    'HIGH',
  ),
  onRds(
    'destroyable',
    'prevent_destroy = true',
    'prevent_destroy = false',
    'lifecycle.prevent_destroy',
    'PROTECTION',
    'HIGH',
  ),
  onRds('another secret', 'var.db_password', 'var.new_db_password', 'password', 'SECRET', 'MEDIUM'),
  onRds('an expression', '"15.4"', 'var.pg_version', 'engine_version', 'VERSION', 'MEDIUM'),
  onGroup('a restart', '"200"', '"400"', 'parameter[max_connections].value', 'PARAMETER', 'MEDIUM'),
  onGroup(
    'lost commits',
    '"on"',
    '"off"',
    'parameter[synchronous_commit].value',
    'PARAMETER',
    'HIGH',
  ),
  of(rds, 'aws_security_group.db')(
    'a port for all',
    '10.0.0.0/16',
    '0.0.0.0/0',
    'ingress.cidr_blocks',
    'NETWORK',
    'CRITICAL',
  ),
  onSql('a major upgrade', 'POSTGRES_15', 'POSTGRES_16', 'database_version', 'VERSION', 'HIGH'),
  onSql('no standby', '"REGIONAL"', '"ZONAL"', 'settings.availability_type', 'REPLICAS', 'HIGH'),
  onSql('another tier', 'custom-4-16384', 'custom-8-32768', 'settings.tier', 'SIZE', 'MEDIUM'),
  onSql(
    'no backups',
    'enabled                        = true',
    'enabled = false',
    'settings.backup_configuration.enabled',
    'BACKUP',
    'CRITICAL',
  ),
  onSql(
    'fewer backups',
    '= 30',
    '= 7',
    'settings.backup_configuration.backup_retention_settings.retained_backups',
    'BACKUP',
    'HIGH',
  ),
  onSql(
    'a public address',
    'ipv4_enabled    = false',
    'ipv4_enabled = true',
    'settings.ip_configuration.ipv4_enabled',
    'NETWORK',
    'CRITICAL',
  ),
  onSql(
    'everybody',
    '203.0.113.0/24',
    '0.0.0.0/0',
    'settings.ip_configuration.authorized_networks[office].value',
    'NETWORK',
    'CRITICAL',
  ),
  onSql(
    'no encryption',
    'ENCRYPTED_ONLY',
    'ALLOW_UNENCRYPTED_AND_ENCRYPTED',
    'settings.ip_configuration.ssl_mode',
    'NETWORK',
    'CRITICAL',
  ),
  onSql(
    'a flag',
    '"300"',
    '"500"',
    'settings.database_flags[max_connections].value',
    'PARAMETER',
    'MEDIUM',
  ),
  onSql('less disk', '= 100', '= 50', 'settings.disk_size', 'STORAGE', 'CRITICAL'),
  onAzure('a major upgrade', '"15"', '"16"', 'version', 'VERSION', 'HIGH'),
  onAzure('another machine', 'D4s_v3', 'D8s_v3', 'sku_name', 'SIZE', 'MEDIUM'),
  onAzure('shorter retention', '= 21', '= 7', 'backup_retention_days', 'BACKUP', 'HIGH'),
  onAzure(
    'a public address',
    'public_network_access_enabled = false',
    'public_network_access_enabled = true',
    'public_network_access_enabled',
    'NETWORK',
    'CRITICAL',
  ),
  onAzure(
    'another standby',
    '"ZoneRedundant"',
    '"SameZone"',
    'high_availability.mode',
    'REPLICAS',
    'MEDIUM',
  ),
];

describe('Terraform', () => {
  it.each(cases)(
    '$resource: $what is $risk',
    async (one) => {
      const [from, to] = one.edit;
      expect(one.base).toContain(from);
      const changes = compareSettings(
        await settingsOf(one.base),
        await settingsOf(one.base.replace(from, to)),
      );
      const { resource, attribute, aspect, risk } = one;
      expect(changes).toMatchObject([{ resource, attribute, aspect, risk }]);
      expect(changes[0]?.message).toMatch(/\.$/);
    },
    90_000,
  );

  it('what has nothing to do with databases is not told', async () => {
    const after = rds.replace('"shop-logs"', '"other"').replace('team = "shop"', 'team = "all"');
    expect(compareSettings(await settingsOf(rds), await settingsOf(after))).toEqual([]);
  }, 90_000);

  it('a database that is not declared any more is the worst', async () => {
    const settings = await settingsOf(azure);
    expect(compareSettings(settings, [])).toMatchObject([
      { resource: 'azurerm_postgresql_flexible_server.main', aspect: 'RESOURCE', risk: 'CRITICAL' },
      { aspect: 'RESOURCE' },
    ]);
    expect(compareSettings([], settings)).toMatchObject([{ risk: 'LOW' }, { risk: 'LOW' }]);
  }, 90_000);

  it('a password in plain text is never kept', async () => {
    const settings = await settingsOf(rds.replace('var.db_password', '"hunter22-prod"'));
    expect(JSON.stringify(settings)).not.toContain('hunter22');
    expect(settings.find(({ attribute }) => attribute === 'password')?.value).toBe('‹masked›');
  }, 90_000);

  it('reads values of variables by their names', async () => {
    const read = async (text: string) => {
      const outcome = await reader.read(text);
      return terraformValues('value' in outcome ? outcome.value : undefined);
    };
    const before = await read(
      'db_engine_version = "15"\nregion = "eu"\ndb_backup_retention_period = 7',
    );
    const after = await read(
      'db_engine_version = "16"\nregion = "us"\ndb_backup_retention_period = 0',
    );
    expect(compareSettings(before, after)).toMatchObject([
      { attribute: 'db_backup_retention_period', aspect: 'BACKUP', risk: 'CRITICAL' },
      { attribute: 'db_engine_version', aspect: 'VERSION', risk: 'HIGH' },
    ]);
  }, 90_000);

  it('a faulty file is told with its line, without its text', async () => {
    const outcome = await reader.read('resource "a" "b" {\n  password = "hunter22\n}\n');
    expect(outcome).toEqual({ fault: expect.stringMatching(/line \d+/) as string });
    expect(JSON.stringify(outcome)).not.toContain('hunter22');
    await expect(reader.read('a = 1')).resolves.toEqual({ value: { a: 1 } });
  }, 90_000);

  it('a file that takes too long is a fault, and the next one is read', async () => {
    const hasty = createHclReader({ clock: createSystemClock(), timeLimitMs: 1 });
    await expect(hasty.read('a = 1')).resolves.toEqual({
      fault: expect.stringContaining('takes longer') as string,
    });
    await hasty.stop();
    await expect(hasty.read('a = 1')).resolves.toEqual({ fault: 'hawkwatch was stopping.' });
  }, 90_000);
});
