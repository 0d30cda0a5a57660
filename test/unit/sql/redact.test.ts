// Secrets must leave SQL before anything is stored. Every row hides `hunter2` (or its like) in
// another place; the redacted text, the cut text and the normalised query must not show it.
import { beforeAll, describe, expect, it } from 'vitest';
import { normaliseQuery } from '../../../src/sql/normalise.ts';
import { loadSqlParser, parseSql } from '../../../src/sql/parse.ts';
import { maskSecrets, redactSql, redactStatement } from '../../../src/sql/redact.ts';

beforeAll(loadSqlParser);

const hiding: readonly (readonly [string, string])[] = [
  ['CREATE ROLE', `CREATE ROLE bob LOGIN PASSWORD 'hunter2'`],
  ['CREATE USER with ENCRYPTED', `CREATE USER bob WITH ENCRYPTED PASSWORD 'hunter2' LOGIN`],
  ['ALTER GROUP-like ALTER ROLE', `alter role bob valid until '2030-01-01' password 'hunter2'`],
  ['CREATE GROUP', `CREATE GROUP g PASSWORD 'hunter2'`],
  ['an E string', String.raw`ALTER ROLE bob PASSWORD E'hunter2\'s'`],
  ['an escaped E string', String.raw`ALTER ROLE bob PASSWORD E'\x68unter2'`],
  ['a Unicode string', String.raw`ALTER ROLE bob PASSWORD U&'\0068unter2'`],
  ['a dollar-quoted password', `ALTER ROLE bob PASSWORD $x$hunter2$x$`],
  ['adjacent lines', `ALTER ROLE bob PASSWORD 'hun'\n  'ter2'`],
  ['a comment before the password', `ALTER ROLE bob PASSWORD /* here */ 'hunter2'`],
  ['a line comment', `SELECT 1; -- password: hunter2`],
  ['a block comment', `/* password=hunter2 */ SELECT 1`],
  ['commented-out SQL', `SELECT 1 -- CREATE USER MAPPING … OPTIONS (user 'bob', pin 'hunter2')`],
  ['a nested comment', `/* outer /* secret hunter2 */ */ SELECT 1`],
  ['CREATE SERVER', `CREATE SERVER s FOREIGN DATA WRAPPER f OPTIONS (host 'h', apikey 'hunter2')`],
  ['ALTER SERVER', `ALTER SERVER s OPTIONS (SET passcode 'hunter2', DROP x)`],
  ['CREATE USER MAPPING', `CREATE USER MAPPING FOR u SERVER s OPTIONS ("user" 'a', pin 'hunter2')`],
  ['ALTER USER MAPPING', `ALTER USER MAPPING FOR u SERVER s OPTIONS (ADD password 'hunter2')`],
  ['FOREIGN DATA WRAPPER', `CREATE FOREIGN DATA WRAPPER w OPTIONS (debug 'hunter2')`],
  [
    'FOREIGN TABLE',
    `CREATE FOREIGN TABLE t (a int) SERVER s OPTIONS (table_name 't', x 'hunter2')`,
  ],
  [
    'a dbname that is a connection string',
    `CREATE SERVER s FOREIGN DATA WRAPPER f OPTIONS (dbname 'host=a password=hunter2')`,
  ],
  ['CREATE SUBSCRIPTION', `CREATE SUBSCRIPTION s CONNECTION 'host=a pwd=hunter2' PUBLICATION p`],
  ['ALTER SUBSCRIPTION', `ALTER SUBSCRIPTION s CONNECTION 'service=hunter2'`],
  [
    'dblink with a conninfo',
    `SELECT * FROM dblink('host=h password=hunter2', 'SELECT 1') t(a int)`,
  ],
  ['a quoted conninfo', `SELECT dblink_connect('host=h password = ''hunter2 x''')`],
  ['a URL', `INSERT INTO sources VALUES ('postgres://bob:hunter2@db/shop')`],
  ['a URL with @ in the password', `SELECT f('amqp://bob:p@hunter2@queue:5672')`],
  ['a URL in a quoted name', `SELECT 1 AS "redis://x:hunter2@cache"`],
  ['a URL with a password parameter', `SELECT f('postgres://db/shop?user=b&password=hunter2')`],
  ['SET of a secret', `SET app.jwt_secret = 'hunter2'`],
  ['SET of a bare word', `SET LOCAL app.api_key TO hunter2`],
  ['SET of a list', `SET app.tokens = 'abc', 'hunter2'`],
  ['set_config', `SELECT set_config('app.key', 'hunter2', false)`],
  ['ALTER ROLE … SET', `ALTER ROLE bob IN DATABASE d SET app.password = 'hunter2'`],
  ['ALTER DATABASE … SET', `ALTER DATABASE d SET app.token TO 'hunter2'`],
  ['ALTER SYSTEM', `ALTER SYSTEM SET primary_conninfo = 'host=a password=hunter2'`],
  [
    'a function setting',
    `CREATE FUNCTION f() RETURNS int LANGUAGE sql SET app.key = 'hunter2' AS $$SELECT 1$$`,
  ],
  ['a DO block', `DO $$ BEGIN CREATE ROLE x PASSWORD 'hunter2'; END $$`],
  ['EXECUTE in a DO block', `DO $$ BEGIN EXECUTE 'CREATE ROLE x PASSWORD ''hunter2'''; END $$`],
  [
    'EXECUTE in a quoted DO block',
    `DO 'BEGIN EXECUTE ''CREATE ROLE x PASSWORD ''''hunter2''''''; END'`,
  ],
  ['format', `DO $$ BEGIN EXECUTE format('CREATE ROLE x PASSWORD %L', 'hunter2'); END $$`],
  [
    'concatenation',
    `DO $$ BEGIN EXECUTE 'ALTER ROLE x PASSWORD ' || quote_literal('hunter2'); END $$`,
  ],
  [
    'concatenation inside quotes',
    `DO $$ BEGIN EXECUTE 'ALTER ROLE x PASSWORD ''' || 'hunter2' || ''''; END $$`,
  ],
  [
    'a variable far away',
    `DO $$ DECLARE v text := 'hunter2'; BEGIN PERFORM 1; EXECUTE format('ALTER ROLE x PASSWORD %L', v); END $$`,
  ],
  [
    'a variable named so',
    `DO $$ DECLARE v_pwd constant text NOT NULL DEFAULT 'hunter2'; BEGIN END $$`,
  ],
  ['EXECUTE … USING', `DO $$ BEGIN EXECUTE 'UPDATE u SET password = $1' USING 'hunter2'; END $$`],
  [
    'a comment in a function body',
    `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ -- password hunter2\n SELECT 1 $$`,
  ],
  [
    'a body within a body',
    `DO $a$ BEGIN EXECUTE $b$DO $c$ BEGIN ALTER ROLE x PASSWORD 'hunter2'; END $c$$b$; END $a$`,
  ],
  ['a body of another language', `DO LANGUAGE plpython3u $$ connect("db", "hunter2") $$`],
  [
    'a BEGIN ATOMIC body',
    `CREATE PROCEDURE p() BEGIN ATOMIC UPDATE u SET password = 'hunter2'; SELECT 1; END`,
  ],
  [
    'a default of an argument',
    `CREATE FUNCTION f(p_password text DEFAULT 'hunter2') RETURNS int RETURN 1`,
  ],
  ['a default of a column', `ALTER TABLE t ADD COLUMN api_token text NOT NULL DEFAULT 'hunter2'`],
  ['an inserted column', `INSERT INTO users (name, password) VALUES ('bob', lower('hunter2'))`],
  [
    'an inserted SELECT',
    `INSERT INTO users (name, password) SELECT 'bob', 'hunter2' UNION SELECT 'x', 'y'`,
  ],
  ['an updated column', `UPDATE users SET password = 'hunter2' || 'x' WHERE id = 1`],
  ['an updated row', `UPDATE users SET (name, password) = ('bob', 'hunter2')`],
  ['a comparison', `SELECT * FROM users WHERE 'hunter2' = u.password`],
  ['an upsert', `INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET secret = 'hunter2'`],
  [
    'MERGE',
    `MERGE INTO a USING b ON a.id = b.id WHEN NOT MATCHED THEN INSERT (id, token) VALUES (1, 'hunter2')`,
  ],
  ['named VALUES', `SELECT * FROM (VALUES ('bob', 'hunter2')) AS v(name, password)`],
  ['a named argument', `SELECT login(usr => 'bob', password => 'hunter2')`],
  ['a function for passwords', `SELECT set_user_password('bob', 'hunter2')`],
  ['crypt', `SELECT crypt('hunter2', gen_salt('bf'))`],
  ['a JSON text', `INSERT INTO c VALUES ('{"smtp": {"password": "hunter2"}}')`],
  ['JSON pairs', `SELECT jsonb_build_object('password', 'hunter2')`],
  ['a key and a value', `UPDATE settings SET value = 'hunter2' WHERE key = 'smtp.password'`],
  ['COPY PROGRAM', `COPY t FROM PROGRAM 'curl -u bob:hunter2 https://x'`],
  ['text cut off in a string', `ALTER ROLE bob PASSWORD 'hunter2`],
  ['text cut off in a body', `DO $$ BEGIN ALTER ROLE bob PASSWORD 'hunter2`],
  ['text cut off in a comment', `SELECT 1 /* it is hunter2`],
  ['text that is no SQL', `lorem password 'x' "hunter2" ipsum 'it`],
  ['unparsable INSERT', `INSERT INTO users (name, password) VALUES ('bob', 'hunter2'), (`],
  ['a statement of another database', `CREATE USER u IDENTIFIED BY 'hunter2'`],
  ['a psql command', String.raw`\connect host=a password=hunter2`],
  ['backslashes before quotes', String.raw`SELECT 'it\'s', ' hunter2 ' x \' y`],
  ['control characters', `ALTER ROLE bob PASSWORD 'hunter2\u0001'`],
  ['non-ASCII before it', `SELECT 'é😀'; ALTER ROLE "né" PASSWORD 'hunter2'`],
  ['another place of the same secret', `SELECT 'hunter2'; ALTER ROLE bob PASSWORD 'hunter2'`],
  ['a CHECK', `ALTER TABLE t ADD CHECK (password <> 'hunter2')`],
  ['a policy', `CREATE POLICY p ON t USING (secret = 'hunter2')`],
  ['a private key', `INSERT INTO k VALUES ('-----BEGIN PRIVATE KEY-----\nhunter2')`],
];

const leaks = /hunter2|hun'\s*'ter2|\\x68unter2|\\0068unter2|ter2/;

describe('redactSql', () => {
  it.each(hiding)('leaves no secret in %s', (_place, sql) => {
    const { text } = redactSql(sql);
    expect(text).not.toMatch(leaks);
    expect(text).toContain('***');
    expect(redactStatement(sql, 60)).not.toMatch(leaks);
    expect(normaliseQuery(sql)).not.toMatch(leaks);
  });

  it.each([
    `SELECT 'keep', 1 FROM t WHERE name = 'bob'`,
    `CREATE TABLE users (id bigint PRIMARY KEY, password text NOT NULL, role text DEFAULT 'member')`,
    `CREATE TABLE tokens (kind text DEFAULT 'a')`,
    `ALTER TABLE users RENAME COLUMN password TO password_hash`,
    `COMMENT ON COLUMN users.password IS 'bcrypt, never plain'`,
    `CREATE INDEX i ON users (token) WHERE kind = 'x'`,
    `GRANT SELECT ON secrets TO "Bob"`,
    `SET lock_timeout = '2s'`,
    `SET password_encryption = 'scram-sha-256'`,
    `DO $$ BEGIN RAISE NOTICE 'it''s %', 'done'; END $$`,
    `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.kind = 'x' THEN NEW.n := 1; END IF; RETURN NEW; END $$`,
    `CREATE SERVER s FOREIGN DATA WRAPPER f OPTIONS (host 'h', port '5432', dbname 'd')`,
    `SELECT 'http://example.com:8080/x', 'don''t update'`,
  ])('keeps what is no secret: %s', (sql) => {
    expect(redactSql(sql)).toEqual({ text: sql, secrets: [] });
  });

  it('keeps the rest of the statement readable', () => {
    expect(redactSql(`CREATE ROLE bob PASSWORD 'it''s me' VALID UNTIL '2030-01-01'`)).toEqual({
      text: `CREATE ROLE bob PASSWORD '***' VALID UNTIL '2030-01-01'`,
      secrets: [`it''s me`, `it's me`],
    });
    expect(redactSql(`DO $$ BEGIN EXECUTE 'CREATE ROLE x PASSWORD ''hunter2'''; END $$`).text).toBe(
      `DO $$ BEGIN EXECUTE 'CREATE ROLE x PASSWORD ''***'''; END $$`,
    );
  });

  it('removes short secrets from the text without listing them', () => {
    expect(redactSql(`ALTER ROLE bob PASSWORD 'ab'`)).toEqual({
      text: `ALTER ROLE bob PASSWORD '***'`,
      secrets: [],
    });
  });

  it('answers hostile depth without breaking the parser', () => {
    const chain = `SELECT ${`'a'||`.repeat(3000)}'b'`;
    for (let n = 0; n < 40; n += 1) expect(parseSql(chain).ok).toBe(false);
    expect(redactSql(`SELECT ${'('.repeat(1000)}'x'`).text).not.toBe('');
    expect(redactSql(`ALTER ROLE a PASSWORD 'hunter2'`).text).toBe(`ALTER ROLE a PASSWORD '***'`);
  });
});

describe('maskSecrets', () => {
  it('removes what was redacted from messages of the server, the longest first', () => {
    const { secrets } = redactSql(`SELECT dblink_connect('host=db password=hunter2')`);
    const message = `invalid: "host=db password=hunter2", hunter2`;
    expect(maskSecrets(message, secrets)).toBe('invalid: "***", ***');
    expect(maskSecrets('ab stays', ['ab'])).toBe('ab stays');
  });
});

describe('redactStatement', () => {
  it('cuts after redacting, between code points, with an ellipsis', () => {
    const sql = `SELECT '${'😀'.repeat(40)}'`;
    const cut = redactStatement(sql, 20);
    expect(cut).toBe(`SELECT '${'😀'.repeat(5)}…`);
    expect(redactStatement(`ALTER ROLE a PASSWORD '${'s'.repeat(3000)}'`)).toBe(
      `ALTER ROLE a PASSWORD '***'`,
    );
    expect(redactStatement(`SELECT ${'x, '.repeat(2000)}x`)).toHaveLength(2000);
  });
});

describe('normaliseQuery', () => {
  it.each([
    [`SELECT  1, 'a' -- x\n FROM t WHERE b = $3`, 'SELECT $4, $5 FROM t WHERE b = $3'],
    [
      `UPDATE "User" SET "n" = 5 WHERE "email" = 'bob`,
      'UPDATE "User" SET "n" = $1 WHERE "email" = $2',
    ],
    [`SELECT /* c */ x'1f', 1.5e3, E'a' FROM`, 'SELECT $1, $2, $3 FROM'],
    [`DO $$ BEGIN END`, 'DO $1'],
    ['', ''],
  ])('replaces the constants of %s', (sql, expected) => {
    expect(normaliseQuery(sql)).toBe(expected);
  });

  it('cuts at 2,000 characters', () => {
    expect(normaliseQuery(`SELECT ${'a, '.repeat(3000)}b`)).toHaveLength(2000);
  });
});
