// What Liquibase's changelogs and rows mean.
import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { liquibaseAdapter, toApplied } from '../../../../src/migrations/adapters/liquibase.ts';
import { parseChangelog } from '../../../../src/migrations/formats/liquibase-changelog.ts';
import {
  isFormattedSql,
  parseFormattedSql,
  runsOnPostgres,
  sqlChecksum,
} from '../../../../src/migrations/formats/liquibase-sql.ts';
import { xmlTags } from '../../../../src/migrations/formats/xml-tags.ts';
import { historyOf, judgeSource, memoryFiles, statesOf } from '../../../support/source-files.ts';

const { toolAdapter } = liquibaseAdapter;
const head = '--liquibase formatted sql';
const parse = (...lines: string[]) => parseFormattedSql([head, ...lines].join('\n'), 'a.sql');

describe('formatted SQL', () => {
  it('is known by its first line', () => {
    expect(isFormattedSql(`${head}\n`)).toBe(true);
    expect(isFormattedSql(`\uFEFF\n\n  -- LIQUIBASE formatted SQL logicalFilePath:x\n`)).toBe(true);
    expect(isFormattedSql(`select 1;\n${head}`)).toBe(false);
    expect(isFormattedSql('')).toBe(false);
  });

  it('tells changesets with their attributes', () => {
    const { changesets, faults } = parse(
      '--changeset bob:1 runOnChange:true dbms:postgresql,h2 contextFilter:"a or b" labels:x',
      'select 1;',
      '-- CHANGESET "ann b":"two words" runAlways:true ignore:true logicalFilePath:other.sql',
      'select 2;',
    );
    expect(faults).toEqual([]);
    expect(changesets).toMatchObject([
      {
        author: 'bob',
        id: '1',
        runOnChange: true,
        runAlways: false,
        dbms: 'postgresql,h2',
        context: 'a or b',
        labels: 'x',
      },
      {
        author: 'ann b',
        id: 'two words',
        runAlways: true,
        ignore: true,
        logicalFilePath: 'other.sql',
      },
    ]);
  });

  it('has one logical path for a file, and others for changesets', () => {
    const text = `${head} logicalFilePath:all.sql\n--changeset a:1\nselect 1;\n--changeset a:2 logicalFilePath:one.sql\nselect 2;`;
    expect(parseFormattedSql(text, 'x.sql').changesets.map((one) => one.logicalFilePath)).toEqual([
      'all.sql',
      'one.sql',
    ]);
  });

  it.each([
    ['--changeset bob', 'author:id'],
    ['--changeset bob: 1', 'author:id'],
    ['-changeset bob:1', 'author:id'],
    ['--changeset bob:1\nselect 1;\n/* liquibase rollback\nselect 2;', 'has no end'],
  ])('that Liquibase refuses is a fault: %j', (line, fault) => {
    expect(parse(line).faults).toEqual([expect.stringContaining(fault)]);
  });

  // The sums are those that Liquibase 4.28 stored.
  it('has the checksums that Liquibase stores', () => {
    const { changesets } = parse(
      '--changeset bob:1 runOnChange:true',
      '--comment: hello there',
      'create table a (id int,\r',
      '\tname text); -- a comment',
      '/* block */',
      '--rollback drop table a;',
      '',
      '--changeset "ann b":"two words" splitStatements:false endDelimiter:/ context:test',
      "insert into a values (1, 'x y é 😀');",
      '--rollback empty',
      '/* liquibase rollback',
      ' drop table zz;',
      '*/',
      '--changeset bob:2 logicalFilePath:other.sql runAlways:true',
      '--ignoreLines:start',
      'select broken',
      '--ignoreLines:end',
      'select 1;',
      '--ignoreLines:1',
      'syntax error',
      '--validCheckSum: 9:abc',
    );
    expect(changesets.map(({ checksum }) => checksum)).toEqual([
      '9:b65e96422e68833186f186681543afa0',
      '9:760d9a8a1b3fe4c618a72ece6dfa356e',
      '9:a7ca957848b7a2d82c733ec390529b49',
    ]);
    expect(changesets[2]?.validChecksums).toEqual(['9:abc']);
    expect(sqlChecksum('create table raw1 (id int);\n-- c\ncreate table raw2 (id int);\n')).toBe(
      '9:c9ae73312680ae366e87083eb4ea6dc7',
    );
  });

  it('has no checksum where parameters decide', () => {
    const { changesets, withParameters } = parse('--changeset a:1', 'create table ${x} (id int);');
    expect(changesets[0]?.checksum).toBeNull();
    expect(withParameters).toBe(1);
  });

  it.each([
    [null, true],
    ['', true],
    ['postgresql', true],
    ['mysql, PostgreSQL', true],
    ['mysql', false],
    ['!mysql', true],
    ['!postgresql', false],
    ['all', true],
    ['none', false],
  ])('runs on PostgreSQL or not: dbms %j', (dbms, expected) => {
    expect(runsOnPostgres(dbms)).toBe(expected);
  });
});

describe('changelogs', () => {
  it('of XML are read by their tags', () => {
    const text = `<?xml version="1.0"?><!DOCTYPE x><l:databaseChangeLog xmlns:l="x">
      <!-- <changeSet id="no" author="no"/> --><![CDATA[<changeSet id="no" author="no">]]>
      <l:changeSet id="a &amp; &#98;" author='it"s >'><sql>x</sql></l:changeSet>
      <include file="b.sql" relativeToChangelogFile="true"/><includeAll path="c"/>
    </l:databaseChangeLog>`;
    expect(parseChangelog(text, 'x.xml')?.items).toMatchObject([
      { kind: 'changeset', changeset: { id: 'a & b', author: 'it"s >' } },
      { kind: 'include', file: 'b.sql', relative: true },
      { kind: 'includeAll', path: 'c', relative: false },
    ]);
  });

  it('of other files are none', () => {
    expect(parseChangelog('<project/>', 'pom.xml')).toBeUndefined();
    expect(parseChangelog('{"name":"databaseChangeLog"}', 'package.json')).toBeUndefined();
    expect(parseChangelog('a: databaseChangeLog\n', 'x.yaml')).toBeUndefined();
  });

  it.each([
    ['<databaseChangeLog><changeSet', 'x.xml'],
    ['<databaseChangeLog><a></databaseChangeLog>', 'x.xml'],
    ['databaseChangeLog: [', 'x.yaml'],
    ['databaseChangeLog:\n  - changeSet: { id: 1 }\n', 'x.yaml'],
    ['databaseChangeLog:\n  - include: { file: "${where}/a.sql" }\n', 'x.yaml'],
    [
      'a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\ndatabaseChangeLog: [*c,*c,*c,*c,*c]\n',
      'x.yaml',
    ],
  ])('that cannot be understood are a fault: %j', (text, path) => {
    expect(parseChangelog(text, path)?.faults).toHaveLength(1);
  });

  it('keep ids as they are written', () => {
    const text =
      'databaseChangeLog:\n  - changeSet: { id: 1.0, author: bob }\n  - changeSet: { id: 007, author: bob }\n';
    const ids = parseChangelog(text, 'x.yaml')?.items.map((item) =>
      item.kind === 'changeset' ? item.changeset.id : '',
    );
    expect(ids).toEqual(['1.0', '007']);
  });

  it('of XML with a great many brackets are read in no time', () => {
    expect(xmlTags('<!--'.repeat(200_000))).toBeUndefined();
    expect(xmlTags('<a "'.repeat(200_000))).toBeUndefined();
    expect(xmlTags('</a>'.repeat(200_000))).toBeUndefined();
  });
});

const changeset = (id: string, more = ''): string =>
  `${head}\n--changeset bob:${id}${more}\nselect '${id}';\n`;
const yaml = (...files: string[]): string =>
  `databaseChangeLog:\n${files.map((file) => `  - include: { file: ${file} }\n`).join('')}`;
const versionsOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await toolAdapter.readSource(memoryFiles(files))).migrations.map(({ version }) => version);

describe('sources of Liquibase', () => {
  it('run in the order of their changelog', async () => {
    const files = {
      'root.yaml': yaml('z.sql', 'a.sql'),
      'a.sql': changeset('1'),
      'z.sql': changeset('2'),
    };
    expect(await versionsOf(files)).toEqual(['z.sql::2::bob', 'a.sql::1::bob']);
  });

  it('without a changelog are their formatted files', async () => {
    const files = { 'b.sql': changeset('2'), 'a.sql': changeset('1'), 'seed.sql': 'select 1;' };
    expect(await versionsOf(files)).toEqual(['b.sql::2::bob', 'a.sql::1::bob'].toSorted());
  });

  it('find what they include from above their folder', async () => {
    const files = {
      'root.yaml': yaml('classpath:db/changelog/sub/a.sql', './sub/b.sql'),
      'sub/a.sql': changeset('1'),
      'sub/b.sql': changeset('2'),
      'deep/c.yaml': `databaseChangeLog:\n  - includeAll: { path: src/main/db/more }\n`,
      'more/d.sql': changeset('4'),
    };
    expect(await versionsOf(files)).toEqual([
      'more/d.sql::4::bob',
      'sub/a.sql::1::bob',
      'sub/b.sql::2::bob',
    ]);
  });

  it('name what they include and do not have, and circles', async () => {
    const missing = await toolAdapter.readSource(memoryFiles({ 'root.yaml': yaml('gone.sql') }));
    expect(missing.faults).toEqual([
      expect.stringContaining('gone.sql, which is not in the source'),
    ]);
    const circle = await toolAdapter.readSource(
      memoryFiles({ 'a.yaml': yaml('b.yaml'), 'b.yaml': yaml('a.yaml') }),
    );
    expect(circle.faults.join()).toContain('includes itself');
  });

  it('leave out what is for other databases, ignored or not included, and say why', async () => {
    const files = memoryFiles({
      'root.yaml': yaml('a.sql'),
      'a.sql': `${changeset('1', ' dbms:mysql')}--changeset bob:2 ignore:true\nselect 2;\n--changeset bob:3 context:test\nselect 3;\n`,
      'x.sql': changeset('9'),
    });
    const status = await judgeSource(toolAdapter, files, { history: historyOf([]) });
    expect(status.migrations.map(({ version, state, reason }) => [version, state, reason])).toEqual(
      [
        ['a.sql::1::bob', 'IGNORED', 'only for mysql'],
        ['a.sql::2::bob', 'IGNORED', 'the changelog says to ignore it'],
        ['a.sql::3::bob', 'PENDING', 'runs only with the context test'],
        ['x.sql::9::bob', 'IGNORED', 'no changelog includes it'],
      ],
    );
    expect(status.state).toBe('BEHIND');
  });

  it('refuse a changeset that is there twice', async () => {
    const twice = `${changeset('1')}--changeset bob:1\nselect 2;\n`;
    const { faults } = await toolAdapter.readSource(memoryFiles({ 'a.sql': twice }));
    expect(faults).toEqual([expect.stringContaining('a.sql::1::bob')]);
  });

  it('are matched with rows whose paths begin higher or lower', async () => {
    const files = memoryFiles({ 'sub/a.sql': changeset('1'), 'b.sql': changeset('2') });
    const rows = ['db/changelog/sub/a.sql::1::bob', 'classpath:db/b.sql::2::bob'].map((version) =>
      appliedMigration(version.replace('classpath:', '')),
    );
    const status = await judgeSource(toolAdapter, files, { history: historyOf(rows) });
    expect(statesOf(status)).toEqual(['b.sql::2::bob APPLIED', 'sub/a.sql::1::bob APPLIED']);
    expect(status.state).toBe('UP_TO_DATE');
  });

  it('take a changed changeset for edited, and one that runs on change for outdated', async () => {
    const files = memoryFiles({
      'a.sql': changeset('1'),
      'b.sql': changeset('2', ' runOnChange:true'),
      'c.sql': `${changeset('3')}--validCheckSum: 1:any\n`,
      'd.sql': `${changeset('4')}--validCheckSum: 9:old\n`,
    });
    const rows = ['a.sql::1', 'b.sql::2', 'c.sql::3', 'd.sql::4'].map((version) =>
      appliedMigration(`${version}::bob`, { checksum: '9:old' }),
    );
    const status = await judgeSource(toolAdapter, files, { history: historyOf(rows) });
    expect(status.migrations.map(({ state }) => state)).toEqual([
      'EDITED',
      'OUTDATED',
      'APPLIED',
      'APPLIED',
    ]);
    expect(status.state).toBe('DIVERGED');
  });

  it('say what cannot be compared of changelogs that are not SQL', async () => {
    const files = memoryFiles({
      'root.yaml': 'databaseChangeLog:\n  - changeSet: { id: 1, author: bob }\n',
    });
    const history = historyOf([appliedMigration('root.yaml::1::bob', { checksum: '9:x' })]);
    const status = await judgeSource(toolAdapter, files, { history });
    expect(status).toMatchObject({
      state: 'UP_TO_DATE',
      reason: expect.stringContaining('not SQL'),
    });
  });
});

describe('rows of Liquibase', () => {
  const row = (more: Partial<Record<'exectype' | 'md5sum', string | null>> = {}) => ({
    id: '1',
    author: 'bob',
    filename: 'classpath:db/a.sql',
    exectype: 'EXECUTED',
    md5sum: '9:abc',
    dateexecuted: '2026-02-03T04:05:06+00:00',
    orderexecuted: '1',
    liquibase: '4.28.0',
    ...more,
  });

  it('are named by file, id and author', () => {
    expect(toApplied(row())).toMatchObject({
      version: 'db/a.sql::1::bob',
      state: 'APPLIED',
      checksum: '9:abc',
      appliedBy: 'Liquibase 4.28.0',
    });
  });

  it('that were only marked say so, and one that ran again is applied', () => {
    expect(toApplied(row({ exectype: 'MARK_RAN' })).state).toBe('MARKED');
    expect(toApplied(row({ exectype: 'RERAN' })).state).toBe('APPLIED');
  });

  it('with checksums of other versions, or none, cannot be compared', () => {
    expect(toApplied(row({ md5sum: '8:abc' }))).toMatchObject({
      checksum: null,
      reason: expect.stringContaining('version 8'),
    });
    expect(toApplied(row({ md5sum: null }))).toMatchObject({ checksum: null, reason: null });
  });
});
