// What is told of files that change, in a real folder.
import {
  appendFile,
  chmod,
  mkdir,
  rename,
  rm,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { listFileChanges } from '../../../../src/store/file-change-pages.ts';
import { createTestStore, type TestStore } from '../../../support/store.ts';
import { until } from '../../../support/until.ts';
import { createFileRig, type FileRig } from './rig.ts';

describe('files that change', { timeout: 90_000 }, () => {
  let own: TestStore;
  let rig: FileRig;
  let names = 0;
  beforeAll(async () => {
    own = await createTestStore();
  });
  afterAll(() => own.close());
  beforeEach(async () => {
    names += 1;
    rig = await createFileRig(own, `watch-${names}`);
  });
  afterEach(() => rig.close());
  const at = (...parts: string[]): string => path.join(rig.folder, ...parts);

  it('what is there at the first start is known, and nothing is told of it', async () => {
    await writeFile(at('a.conf'), 'a = 1\n');
    await rig.start();
    await writeFile(at('b.conf'), 'b = 1\n');
    const [fact] = await rig.told('ADDED b.conf');
    expect(fact).toMatchObject({
      before: null,
      foundLater: false,
      settled: true,
      kind: 'CONFIGURATION',
    });
    expect(fact?.after).toMatchObject({
      sizeBytes: 6,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('added, changed, with permissions, removed: each once', async () => {
    await writeFile(at('a.conf'), 'max_connections = 100\npassword = hunter22\n');
    await rig.start();
    await writeFile(at('a.conf'), 'max_connections = 200\npassword = hunter33\n');
    await rig.told('CHANGED a.conf');
    await chmod(at('a.conf'), 0o600);
    await rig.told('CHANGED a.conf', 'PERMISSIONS a.conf');
    await unlink(at('a.conf'));
    const facts = await rig.told('CHANGED a.conf', 'PERMISSIONS a.conf', 'REMOVED a.conf');
    expect(facts.find((one) => one.change === 'PERMISSIONS')?.after?.mode).toBe(0o600);
    const rows = await listFileChanges(own.store.q, { watches: [`watch-${names}`] }, { limit: 10 });
    expect(rows).toHaveLength(3);
    const diff = rows.find(({ change }) => change === 'CHANGED')?.diff;
    expect(diff).toContain('-max_connections = 100\n+max_connections = 200');
    expect(JSON.stringify(rows)).not.toMatch(/hunter/);
    const [{ stored } = { stored: '' }] = await own.store.raw<{ stored: string }[]>`
      select coalesce(string_agg(w::text, ''), '') || (select string_agg(e.payload::text, '')
        from hawkwatch_store.events e) as stored from hawkwatch_store.watched_files w`;
    expect(stored).not.toMatch(/hunter/);
  });

  it('a change of secrets alone is told without them', async () => {
    await writeFile(at('a.conf'), 'password = hunter22\n');
    await rig.start();
    await writeFile(at('a.conf'), 'password = hunter3333\n');
    await rig.told('CHANGED a.conf');
    const [row] = await listFileChanges(
      own.store.q,
      { watches: [`watch-${names}`] },
      { limit: 10 },
    );
    expect(row).toMatchObject({ diff: null, note: expect.stringContaining('masked') as string });
  });

  it('what an older masking let through is masked at the next start, and nothing is told of it', async () => {
    const text = (size: number): string => `maxmemory ${size}\nrequirepass letmein99\n`;
    for (const name of ['a.conf', 'b.conf']) await writeFile(at(name), text(1));
    await writeFile(at('users.acl'), 'user a on >letmein99\n');
    await rig.start();
    await rig.stop();
    const watch = `watch-${names}`;
    const { raw } = own.store;
    // As a version before this one stored it.
    await raw`update hawkwatch_store.watched_files set content = ${text(1)},
      signature = regexp_replace(signature, '[|]masked[0-9]+[.]', '|') where watch = ${watch}`;
    await writeFile(at('b.conf'), text(2));
    await rig.start();
    await rig.told('CHANGED b.conf');
    await until('every text is masked', async () => {
      const [{ left } = { left: 1 }] = await raw<{ left: number }[]>`select count(*)::int as left
        from hawkwatch_store.watched_files where watch = ${watch} and content like '%letmein99%'`;
      return left === 0;
    });
    const [row] = await listFileChanges(own.store.q, { watches: [watch] }, { limit: 10 });
    expect(row?.diff).toContain('+maxmemory 2');
    expect(JSON.stringify(row)).not.toContain('letmein99');
    expect(await rig.changes()).toHaveLength(1);
  });

  it('an editor that renames a new file over the old one replaces it; its leftovers are not told', async () => {
    await writeFile(at('a.conf'), 'a = 1\n');
    await rig.start();
    await writeFile(at('.a.conf.swp'), 'x');
    await writeFile(at('a.conf.tmp'), 'a = 2\n');
    await rename(at('a.conf'), at('a.conf~'));
    await rename(at('a.conf.tmp'), at('a.conf'));
    await unlink(at('a.conf~'));
    expect(await rig.told('REPLACED a.conf')).toHaveLength(1);
  });

  it('a ConfigMap is exchanged as Kubernetes does it, and what stays the same is not told', async () => {
    await mkdir(at('..v1'));
    await writeFile(at('..v1', 'app.yaml'), 'replicas: 1\n');
    await writeFile(at('..v1', 'same.yaml'), 'x: 1\n');
    await symlink('..v1', at('..data'));
    await symlink('..data/app.yaml', at('app.yaml'));
    await symlink('..data/same.yaml', at('same.yaml'));
    await rig.start();
    await mkdir(at('..v2'));
    await writeFile(at('..v2', 'app.yaml'), 'replicas: 2\n');
    await writeFile(at('..v2', 'same.yaml'), 'x: 1\n');
    await symlink('..v2', at('..data_tmp'));
    await rename(at('..data_tmp'), at('..data'));
    await rm(at('..v1'), { recursive: true });
    expect(await rig.told('REPLACED app.yaml')).toHaveLength(1);
  });

  it('a file that grows is told once, when it is left alone', async () => {
    await rig.start({ settleMs: 700 });
    // As a slow writer does, over a longer time than it takes to settle.
    for (let n = 0; n < 20; n += 1) {
      await appendFile(at('dump.txt'), `line ${n}\n`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [fact] = await rig.told('ADDED dump.txt');
    expect(fact?.after?.sizeBytes).toBe(150);
  });

  it('a touched file, and one that is written anew as it was, are no change', async () => {
    await writeFile(at('a.conf'), 'a = 1\n');
    await writeFile(at('b.conf'), 'b = 1\n');
    await rig.start();
    await utimes(at('a.conf'), new Date(), new Date(1_700_000_000_000));
    await writeFile(at('b.conf'), 'b = 1\n');
    await writeFile(at('c.conf'), 'c = 1\n');
    expect(await rig.told('ADDED c.conf')).toHaveLength(1);
  });

  it('a write-ahead log belongs to its database', async () => {
    const open = (): DatabaseSync => new DatabaseSync(at('shop.db'));
    const first = open();
    first.exec('pragma journal_mode = wal; create table t (id int); insert into t values (1)');
    await rig.start();
    first.exec('insert into t values (2)');
    const [fact] = await rig.told('CHANGED shop.db');
    expect(fact).toMatchObject({ kind: 'DATABASE' });
    first.close();
    const { length } = await rig.changes();
    expect(length).toBeLessThanOrEqual(2);
    expect((await rig.changes()).every(({ path: file }) => file.endsWith('shop.db'))).toBe(true);
  });

  it('a manifest tells which settings changed, and a faulty file is told, not a failure', async () => {
    await writeFile(
      at('db.tf'),
      'resource "aws_db_instance" "main" {\n  engine_version = "15.4"\n  multi_az = true\n}\n',
    );
    await rig.start({ database: 'shop' });
    await writeFile(
      at('db.tf'),
      'resource "aws_db_instance" "main" {\n  engine_version = "16.1"\n  multi_az = false\n}\n',
    );
    const [fact] = await rig.told('CHANGED db.tf');
    expect(fact).toMatchObject({ kind: 'TERRAFORM', database: 'shop', risk: 'HIGH' });
    expect(fact?.settings).toMatchObject([
      {
        resource: 'aws_db_instance.main',
        attribute: 'engine_version',
        before: '15.4',
        after: '16.1',
      },
      { attribute: 'multi_az', before: 'true', after: 'false', risk: 'HIGH' },
    ]);
    await writeFile(at('db.tf'), 'resource "aws_db_instance" {{{\n');
    await rig.told('CHANGED db.tf', 'CHANGED db.tf');
    await writeFile(
      at('db.tf'),
      'resource "aws_db_instance" "main" {\n  engine_version = "16.1"\n  multi_az = true\n}\n',
    );
    const facts = await rig.told('CHANGED db.tf', 'CHANGED db.tf', 'CHANGED db.tf');
    expect(facts[1]?.settings).toEqual([]);
    expect(facts[2]?.settings).toMatchObject([
      { attribute: 'multi_az', before: 'false', after: 'true' },
    ]);
  });

  it('include and exclude choose; what they leave out is forgotten without a word', async () => {
    await mkdir(at('sub', 'deep'), { recursive: true });
    await writeFile(at('sub', 'a.yaml'), 'a: 1\n');
    await rig.start({ include: ['*.yaml'], exclude: ['sub/deep'] });
    await writeFile(at('sub', 'deep', 'b.yaml'), 'b: 1\n');
    await writeFile(at('sub', 'c.txt'), 'c\n');
    await writeFile(at('sub', 'd.yaml'), 'd: 1\n');
    await rig.told('ADDED sub/d.yaml');
    await rig.stop();
    await rig.start({ include: ['*.txt'] });
    await writeFile(at('sub', 'e.txt'), 'e\n');
    expect(await rig.told('ADDED sub/d.yaml', 'ADDED sub/e.txt')).toHaveLength(2);
  });

  it('what happened while nobody looked is told as found later', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await writeFile(at(`${name}.conf`), `${name} = 1\n`);
    await rig.start();
    await rig.stop();
    await writeFile(at('a.conf'), 'a = 2\n');
    await unlink(at('b.conf'));
    await writeFile(at('n.conf'), 'n = 1\n');
    await chmod(at('c.conf'), 0o600);
    await rig.start();
    const facts = await rig.told(
      'CHANGED a.conf',
      'REMOVED b.conf',
      'ADDED n.conf',
      'PERMISSIONS c.conf',
    );
    expect(facts.every(({ foundLater }) => foundLater)).toBe(true);
    await rig.stop();
    await rig.start();
    await writeFile(at('d.conf'), 'd = 2\n');
    const all = await until('the last', async () => {
      const found = await rig.changes();
      return found.length >= 5 && found;
    });
    expect(all).toHaveLength(5);
  });

  it('a file that comes back is the same file', async () => {
    await writeFile(at('a.conf'), 'a = 1\n');
    await rig.start();
    await unlink(at('a.conf'));
    await rig.told('REMOVED a.conf');
    await writeFile(at('a.conf'), 'a = 2\n');
    const facts = await rig.told('REMOVED a.conf', 'ADDED a.conf');
    expect(new Set(facts.map(({ fileId }) => fileId)).size).toBe(1);
  });

  it('a watched path that is one file is told to be there, and to be gone', async () => {
    await rig.start({ paths: [at('only.conf')] });
    await writeFile(at('other.conf'), 'x = 1\n');
    await writeFile(at('only.conf'), 'a = 1\n');
    await rig.told('ADDED only.conf');
    await unlink(at('only.conf'));
    expect(await rig.told('ADDED only.conf', 'REMOVED only.conf')).toHaveLength(2);
  });
});
