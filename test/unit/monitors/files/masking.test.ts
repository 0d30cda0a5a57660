// What is stored of a file holds no secret, whatever the form of the file is.
import { describe, expect, it } from 'vitest';

import { mask, maskText } from '../../../../src/monitors/files/masking/mask-text.ts';
import { isSecretFile } from '../../../../src/monitors/files/masking/secret-names.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../../support/seeded.ts';

const letters = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Passwords that people choose are plain words too. */
const alphabets = [letters, 'abcdefghijkmnopqrstuvwxyz'];

function wordOf(random: Seeded, length: number, alphabet = letters): string {
  return Array.from({ length }, () => alphabet.charAt(random.integer(alphabet.length))).join('');
}

function pick<T>(random: Seeded, values: readonly T[]): T {
  const value = values[random.integer(values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

const names = [
  'password',
  'DB_PASSWORD',
  'dbPassword',
  'secret',
  'client_secret',
  'api_key',
  'apiKey',
  'token',
  'AUTH_TOKEN',
  'spring.datasource.password',
  'master_password',
  'private_key',
  'aws_secret_access_key',
  'encryption-key',
  'passphrase',
  'pwd',
];

type Plant = (random: Seeded, secret: string, name: string) => string;

/** Each writes a secret as some tool's files do. */
const plants: Readonly<Record<string, Plant>> = {
  yaml: (_r, secret, name) => `${name}: ${secret}`,
  'quoted yaml': (_r, secret, name) => `  ${name}: "${secret}" # of production`,
  'single-quoted yaml': (_r, secret, name) => `- ${name}: '${secret}'`,
  'yaml block': (_r, secret, name) => `db:\n  ${name}: |\n    ${secret}\n    ${secret}x\n  port: 1`,
  'folded yaml': (_r, secret, name) => `${name}: >-\n  ${secret}\nport: 5432`,
  'yaml flow': (_r, secret, name) => `db: { host: a, ${name}: ${secret}, port: 5 }`,
  'yaml list': (_r, secret, name) => `${name}:\n  - ${secret}\n  - other\nport: 1`,
  'yaml map': (_r, secret) => `passwords:\n  alice: ${secret}\n  bob: x\nport: 1`,
  'yaml anchor': (_r, secret, name) => `base: &b\n  ${name}: ${secret}\nother:\n  <<: *b`,
  json: (_r, secret, name) => `{"host":"a","${name}":"${secret}","port":1}`,
  'pretty json': (_r, secret, name) => `{\n  "${name}": "${secret}",\n  "port": 1\n}`,
  'json list': (_r, secret, name) => `{\n  "${name}": [\n    "${secret}",\n    "b"\n  ]\n}`,
  'json in a string': (_r, secret, name) => `config: '{"a": 1, "${name}": "${secret}"}'`,
  'escaped json': (_r, secret, name) => `x = "{\\"${name}\\":\\"${secret}\\",\\"b\\":1}"`,
  env: (_r, secret, name) => `export ${name.replaceAll(/[.-]/g, '_')}=${secret}`,
  'env in quotes': (_r, secret, name) => `${name.replaceAll(/[.-]/g, '_')}="${secret} and more"`,
  properties: (_r, secret, name) => `app.${name} = ${secret}`,
  ini: (_r, secret) => `[client]\nuser=a\npassword=${secret}\n[mysqld]\nport=3306`,
  'ini section': (_r, secret) => `[secrets]\nalice = ${secret}\n[other]\nport = 1`,
  toml: (_r, secret, name) => `[db]\n"${name}" = '''${secret}'''`,
  terraform: (_r, secret) =>
    `resource "aws_db_instance" "a" {\n  password = "${secret}"\n  port = 5432\n}`,
  heredoc: (_r, secret, name) =>
    `${name.replaceAll('.', '_')} = <<-EOT\n  ${secret}\n  EOT\nport = 5432`,
  'kubernetes env': (_r, secret) =>
    `env:\n  - name: POSTGRES_PASSWORD\n    value: ${secret}\n  - name: PORT\n    value: "1"`,
  'kubernetes env the other way round': (_r, secret) =>
    `env:\n  - value: ${secret}\n    name: POSTGRES_PASSWORD`,
  'kubernetes secret': (_r, secret) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  user: ${Buffer.from(secret).toString('base64')}\nstringData:\n  user: ${secret}`,
  'kubernetes secret, kind last': (_r, secret) =>
    `apiVersion: v1\nstringData:\n  user: ${secret}\nkind: Secret`,
  'kubernetes secret in a list': (_r, secret) =>
    `kind: List\nitems:\n- kind: Secret\n  stringData:\n    user: ${secret}\n- kind: Service`,
  'kubernetes secret in json': (_r, secret) =>
    `{"kind":"Secret","data":{"user":"${Buffer.from(secret).toString('base64')}","b":"${secret}"}}`,
  url: (_r, secret) => `DATABASE: postgres://app:${secret}@db.internal:5432/shop?sslmode=require`,
  'url with a token': (_r, secret) =>
    `origin https://${secret}${secret}${secret}@github.com/a/b.git`,
  'connection string': (_r, secret) => `dsn = "host=db user=app password=${secret} dbname=shop"`,
  'ado connection string': (_r, secret) =>
    `cs: Server=db;Database=shop;User Id=app;Password=${secret};Encrypt=true`,
  'query of a url': (_r, secret) =>
    `url: jdbc:postgresql://db/shop?user=a&password=${secret}&ssl=1`,
  flag: (_r, secret) => `command: psql-tool --password ${secret} --host db`,
  'flag with =': (_r, secret) => `args: ["--db-password=${secret}", "--verbose"]`,
  'flag in a list': (_r, secret) => `args:\n  - --password\n  - ${secret}\n  - --verbose`,
  xml: (_r, secret) => `<dataSource><password>${secret}</password><port>1</port></dataSource>`,
  'xml attribute': (_r, secret) => `<property name="password" value="${secret}"/>`,
  redis: (_r, secret) => `port 6379\nrequirepass ${secret}\nmaxmemory 1gb`,
  sql: (_r, secret) => `alter role app with login password '${secret}';`,
  'redis option': (_r, secret) => `command: redis-server --requirepass ${secret} --port 6380`,
  'options in a list': (_r, secret) => `command: ["redis-server","--requirepass","${secret}"]`,
  'options in a list of many lines': (_r, secret) =>
    `command:\n  [\n    "redis-server", "--masterauth",\n    "${secret}"\n  ]`,
  'bare option in a list': (_r, secret) => `args: ["config", "set", "requirepass", "${secret}"]`,
  'option on a line of its own': (_r, secret) =>
    `command: >\n  redis-server\n  --requirepass\n  ${secret}\n  --port 1`,
  'redis masterauth': (_r, secret) => `masterauth ${secret}\nport 6379`,
  psk: (_r, secret) => `wpa:\n  psk: ${secret}`,
  'inline list': (_r, secret) => `passwords = ["letmein99", "${secret}"]`,
  'inline yaml list': (_r, secret, name) => `${name}: [ab, ${secret}]`,
  'inline map': (_r, secret) => `passwords = { alice = "${secret}", bob = "x" }`,
  'inline list that goes on': (_r, secret) => `passwords = ["a",\n  "${secret}"]\nport = 1`,
  'hcl variable': (_r, secret) => `variable "db_password" {\n  default = "${secret}"\n}`,
  'hcl variable in a line': (_r, secret) => `variable "db_password" { default = "${secret}" }`,
  'hcl parameter': (_r, secret) =>
    `resource "aws_ssm_parameter" "db" {\n  name = "/db/x"\n  type = "SecureString"\n  value = "${secret}"\n}`,
  'hcl parameter in a line': (_r, secret) =>
    `aws_ssm_parameter { name="/db/password" value="${secret}" }`,
  'hcl secret': (_r, secret) =>
    `resource "kubernetes_secret" "a" {\n  metadata {\n    name = "a"\n  }\n  data = {\n    type = "${secret}"\n  }\n}`,
  'hcl secret in a line': (_r, secret) =>
    `resource "kubernetes_secret" "a" { data = { foo = "${secret}" } }`,
  'hcl secret version': (_r, secret) =>
    `resource "aws_secretsmanager_secret_version" "a" {\n  secret_string = jsonencode({\n    user = "${secret}"\n  })\n}`,
  'hcl heredoc in a block': (_r, secret) =>
    `resource "google_secret_manager_secret_version" "a" {\n  secret_data = <<EOF\n${secret}\nEOF\n}`,
  'docker env': (_r, secret) => `FROM a\nENV DB_PASSWORD ${secret}\nEXPOSE 1`,
  'docker arg': (_r, secret) => `FROM a\nARG DB_PASSWORD=${secret}`,
  'docker env of many': (_r, secret) => `ENV A=b DB_PASSWORD=${secret} C=d`,
  'redis user': (_r, secret) => `user alice on >${secret} ~* +@all`,
  'redis user by command': (_r, secret) => `command: redis-cli ACL SETUSER a on ">${secret}" +@all`,
  keepalived: (_r, secret) => `authentication {\n  auth_type PASS\n  auth_pass ${secret}\n}`,
  'haproxy statistics': (_r, secret) => `  stats auth admin:${secret}`,
  'haproxy user': (_r, secret) => `userlist a\n  user admin insecure-password ${secret}`,
  'mysql user': (_r, secret) =>
    `CREATE USER 'a'@'%' IDENTIFIED WITH mysql_native_password BY '${secret}';`,
  'mysql user, plainly': (_r, secret) => `create user a identified by "${secret}";`,
  'mysql set password': (_r, secret) =>
    `SET PASSWORD FOR 'root'@'localhost' = PASSWORD('${secret}');`,
  'mysql set password, newer': (_r, secret) => `SET PASSWORD FOR 'root'@'%' = '${secret}';`,
  'alter role': (_r, secret) =>
    `ALTER ROLE app WITH ENCRYPTED PASSWORD '${secret}' VALID UNTIL 'x'`,
  'alter role in a command': (_r, secret) =>
    `command: psql -c "ALTER ROLE app PASSWORD '${secret}'"`,
  'xml property': (_r, secret) =>
    `<property name="javax.jdo.option.ConnectionPassword">${secret}</property>`,
  'xml property of two lines': (_r, secret) =>
    `<property name="hibernate.ConnectionPassword">\n  ${secret}\n</property>`,
  'hadoop property': (_r, secret) =>
    `<property>\n<name>javax.jdo.option.ConnectionPassword</name>\n<value>${secret}</value>\n</property>`,
  'hadoop property in a line': (_r, secret) =>
    `<property><name>a.ConnectionPassword</name><value>${secret}</value></property>`,
  'xml attribute, the other way round': (_r, secret) =>
    `<property value="${secret}" type="string" name="db.password"/>`,
  'mysql dsn': (_r, secret) => `database: root:${secret}@tcp(db:3306)/shop`,
  'dsn without a scheme': (_r, secret) => `connect = app:${secret}@db.internal:5432/shop`,
  'mysql -p': (_r, secret) => `command: mysql -h db -uroot -p${secret} shop`,
  'mysql -p in a list': (_r, secret) => `test: ["CMD", "mysqladmin", "-uroot", "-p${secret}"]`,
  'redis-cli -a': (_r, secret) => `test: ["CMD", "redis-cli", "-a", "${secret}", "ping"]`,
  curl: (_r, secret) => `run: curl -s -u admin:${secret} http://db/`,
  'environment of a command': (_r, secret) => `run: PGPASSWORD=${secret} psql -h db`,
  'environment of a command in quotes': (_r, secret) =>
    `command: sh -c "PGPASSWORD=${secret},x;y psql -h db"`,
  'environment of a command with options': (_r, secret) =>
    `run: docker run -e POSTGRES_PASSWORD=a,${secret} -d postgres:16`,
  'docker cmd': (_r, secret) => `CMD ["redis-server", "--requirepass", "${secret}", "--port", "1"]`,
  'option that goes on': (_r, secret) =>
    `redis-server --requirepass \\\n  ${secret} \\\n  --port 1`,
  'redis-cli in a list of many lines': (_r, secret) =>
    `command:\n  - redis-cli\n  - -a\n  - ${secret}\n  - ping`,
  'mysql in a list of many lines': (_r, secret) =>
    `command:\n  - mysql\n  - -uroot\n  - -p${secret}`,
  'hcl without quotes': (_r, secret) =>
    `resource kubernetes_secret a {\n  data = {\n    foo = "${secret}"\n  }\n}`,
  'mariadb user': (_r, secret) =>
    `ALTER USER a@b IDENTIFIED VIA mysql_native_password USING PASSWORD('${secret}')`,
  'sql of many lines': (_r, secret) => `ALTER ROLE a\n  PASSWORD\n  '${secret}';`,
  'xml entry': (_r, secret) => `<entry key="db.password">${secret}</entry>`,
  'redis sentinel': (_r, secret) => `sentinel auth-pass mymaster ${secret}`,
  'mysql dsn of a socket': (_r, secret) => `database: root:${secret}@/shop`,
  pgbouncer: (_r, secret) => `"app" "${secret}"`,
  'nginx variable': (_r, secret) => `set $db_password ${secret};`,
  'php-fpm': (_r, secret) => `env[DB_PASSWORD] = ${secret}`,
  php: (_r, secret) => `$cfg['password'] = '${secret}';`,
  pgpass: (_r, secret) => `db.internal:5432:*:app:${secret}`,
  netrc: (_r, secret) => `machine a.example login bob password ${secret}`,
  'netrc of many lines': (_r, secret) => `machine a.example\n  login bob\n  password ${secret}`,
  'shell default': (_r, secret) => `DB_PASSWORD: \${DB_PASSWORD-${secret}}`,
  comment: (_r, secret, name) => `# the old ${name}: ${secret}`,
  bearer: (_r, secret) => `header: "Authorization: Bearer ${secret}"`,
  'private key': (random) =>
    `key data\n-----BEGIN RSA PRIVATE KEY-----\n${wordOf(random, 64)}\n-----END RSA PRIVATE KEY-----`,
  'said twice': (_r, secret, name) => `${name}: ${secret}\nnote: it is ${secret} since May`,
};

const seed = chooseSeed();

describe(`masking (seed ${seed})`, () => {
  for (const [form, plant] of Object.entries(plants)) {
    it(`no secret survives in ${form}`, () => {
      const random = createSeeded(seed);
      for (let round = 0; round < 60; round += 1) {
        const secret = wordOf(random, 6 + random.integer(20), pick(random, alphabets));
        const text = plant(random, secret, pick(random, names));
        const before = pick(random, ['', 'title: a\n', '# a comment\n', 'port: 5432\n']);
        // A document that is JSON alone stays one.
        const isAlone = text.startsWith('{') || before === '';
        const masked = maskText(isAlone ? text : before + text);
        expect(masked, `${form}: ${text}`).not.toContain(secret);
        expect(masked).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
      }
    });
  }

  it('random words are masked wherever they stand, but for one in a hundred', () => {
    const random = createSeeded(seed);
    const survivors: string[] = [];
    for (let round = 0; round < 2000; round += 1) {
      const bytes = random.bytes(18 + random.integer(30));
      const secret = pick(random, [
        () => bytes.toString('base64'),
        () => bytes.toString('base64url'),
        () => bytes.toString('hex'),
        () => wordOf(random, 24 + random.integer(30)),
      ])();
      if (maskText(`some text ${secret} and more`).includes(secret)) survivors.push(secret);
    }
    expect(survivors.length, survivors.join(' ')).toBeLessThanOrEqual(20);
  });

  it('a text of many forms at once keeps none of them', () => {
    const random = createSeeded(seed);
    for (let round = 0; round < 100; round += 1) {
      const planted = Array.from({ length: 6 }, () => {
        const secret = wordOf(random, 10 + random.integer(10));
        const form = pick(
          random,
          Object.keys(plants).filter((one) => one !== 'private key'),
        );
        return { form, secret, text: plants[form]?.(random, secret, pick(random, names)) ?? '' };
      });
      const masked = maskText(planted.map(({ text }) => text).join('\n---\n'));
      for (const { form, secret } of planted) expect(masked, form).not.toContain(secret);
    }
  });

  it('what is no secret stays readable', () => {
    for (const text of [
      'max_connections = 100\nshared_buffers = 4GB\nwal_level = replica',
      'image: postgres:16.4-alpine@sha256:0f3f3a6f6f7a6f3f6a7f3f6a7f3f6a7f3f6a7f3f6a7f3f6a7f3f6a7f3f6a7f3f',
      'data_directory = /var/lib/postgresql/16/main',
      'storageClassName: fast-ssd-encrypted-europe-west1',
      'password = var.db_password',
      'password: ${DB_PASSWORD}',
      'secretKeyRef:\n  name: shop-db\n  key: postgres-password',
      'max_parallel_maintenance_workers_per_gather_limit: 4',
      'id: 7f1d9c52-6d5f-4c8e-9a6c-1f0c8f8f2a11',
      'password_encryption = scram-sha-256',
      'secretName: shop-credentials',
      'replicas: 3\nimage: registry.internal:5000/shop/redis:7.2\nmemory: 512Mi',
      'image: redis:7@sha256:0f3f3a6f6f7a6f3f6a7f3f6a7f3f6a7f3f6a7f3f6a7f3f6a7f3f6a7f3f6a7f3f',
      'command: ["redis-server", "--maxmemory", "1gb", "--appendonly", "yes"]',
      'ENV PGDATA /var/lib/postgresql/data',
      'resource "aws_db_instance" "main" {\n  instance_class = "db.t3.large"\n  allocated_storage = 100\n}',
      'variable "replicas" {\n  type = number\n  default = 3\n}',
      'ports = ["5432:5432", "6379:6379"]',
      'server db1 10.0.0.1:5432 check\nbind *:5432',
      'proxy_pass http://backend:8080',
      'create table a (id bigint primary key, size int not null)',
      '<property name="connection.pool_size">10</property>',
      'mysql -h db -P 3306 -uroot shop',
      'contact: bob@example.com',
      'pg_dump --no-password\nsize: 3',
      'args:\n  - redis-server\n  - --maxmemory\n  - 1gb',
      'test: ["CMD", "redis-cli", "-h", "db", "ping"]',
    ]) {
      expect(maskText(text)).toBe(text);
    }
  });

  it('only the value goes', () => {
    expect(maskText('host: db\npassword: hunter22\nport: 5432')).toBe(
      `host: db\npassword: ${mask}\nport: 5432`,
    );
    expect(maskText('postgres://app:hunter22@db/shop')).toBe(`postgres://app:${mask}@db/shop`);
  });

  it('a secret among settings leaves these readable', () => {
    for (const [form, shown] of [
      ['command: redis-server --requirepass letmein99 --maxmemory 1gb', '--maxmemory 1gb'],
      ['passwords = ["letmein99"]\nreplicas = 3', 'replicas = 3'],
      ['variable "db_password" { default = "letmein99" }\nreplicas = 3', 'replicas = 3'],
      ['variable "a_token" {\n  type = string\n  default = "letmein99"\n}\nimage = "a:1"', 'a:1'],
      ['ENV DB_PASSWORD letmein99\nENV SIZE 10', 'ENV SIZE 10'],
      ['mysql -h db -pletmein99 shop', 'mysql -h db'],
      ['user a on >letmein99 ~* +@all', 'user a on'],
    ] as const) {
      const masked = maskText(form);
      expect(masked).not.toContain('letmein99');
      expect(masked).toContain(shown);
    }
  });

  it('a name that a comment tells is no secret elsewhere', () => {
    expect(
      maskText('# It needs A_TOKEN and DB_PASSWORD\n# set DB_PASSWORD and A_KEY\nA_KEY: ${A_KEY}'),
    ).toContain('A_KEY: ${A_KEY}');
  });

  it('what was masked is masked still when it is masked again', () => {
    const random = createSeeded(seed);
    for (const [form, plant] of Object.entries(plants)) {
      const once = maskText(plant(random, wordOf(random, 9), pick(random, names)));
      expect(maskText(once).replaceAll(/\s/g, ''), form).toContain(mask);
    }
  });

  it('is fast on a long text without breaks', () => {
    const text = `{${Array.from({ length: 8000 }, (_, n) => `"a${n}":"password=${n}"`).join(',')}}`;
    expect(maskText(text)).not.toContain('password=77"');
    expect(maskText('"'.repeat(100_000))).toHaveLength(100_000);
    expect(maskText('-'.repeat(100_000))).toHaveLength(100_000);
    expect(maskText('a:'.repeat(50_000))).toContain('a:');
    for (const one of ['a ', '<a b ', '[', 'user x ', "'password' ", 'a@', 'password ', '{ "a" ']) {
      expect(maskText(one.repeat(25_000)).length).toBeGreaterThan(0);
    }
  });

  it('knows files that are secrets as a whole', () => {
    for (const name of ['/a/.pgpass', '/b/server.key', '/c/tls.pem', '/d/terraform.tfstate']) {
      expect(isSecretFile(name), name).toBe(true);
    }
    expect(isSecretFile('/etc/postgresql/postgresql.conf')).toBe(false);
  });
});
