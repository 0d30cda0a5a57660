// An image with a real PostgreSQL, made of the files that Debian's packages put on this machine, for a
// Docker daemon that can pull nothing.
import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import type { DockerDaemon } from './docker-daemon.ts';

const run = promisify(execFile);

/** Called as the official image is, so that it is recognised as that. */
export const postgresImage = 'postgres:15';

const userId = 70;
const programs = ['postgres', 'initdb', 'pg_isready', 'psql'];
const applets = ['sh', 'cat', 'mkdir', 'rm', 'ls', 'id', 'test', 'sleep', 'echo', 'printf'];

const entry = `#!/bin/sh
set -e
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf '%s' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --no-sync -D "$PGDATA" -U "\${POSTGRES_USER:-postgres}" --pwfile=/tmp/password \\
    --auth-host=scram-sha-256 --auth-local=scram-sha-256 -E UTF8 --locale=C > /tmp/initdb.log
  rm /tmp/password
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
fi
exec postgres -D "$PGDATA" -k /tmp -c listen_addresses=127.0.0.1 -c fsync=off \\
  -c shared_buffers=16MB -p "\${PGPORT:-5432}"
`;

/** Puts the image into a daemon; `major` is of Debian's packages. */
export async function importPostgresImage(docker: DockerDaemon, major = 15): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'hawkwatch-image-'));
  try {
    await fill(root, major);
    const { stdout } = await run('tar', ['-C', root, '--owner=0', '--group=0', '-c', '.'], {
      encoding: 'buffer',
      maxBuffer: 512 * 1_048_576,
    });
    const changes = [
      `USER ${userId}`,
      'ENTRYPOINT ["/entry.sh"]',
      'ENV PATH=/pg/bin:/bin PGDATA=/tmp/data LD_LIBRARY_PATH=/lib/x86_64-linux-gnu',
      'EXPOSE 5432',
    ];
    const [repo, tag] = postgresImage.split(':');
    const query = changes.map((change) => `changes=${encodeURIComponent(change)}`).join('&');
    await docker.ask('POST', `/images/create?fromSrc=-&repo=${repo}&tag=${tag}&${query}`, stdout);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function fill(root: string, major: number): Promise<void> {
  const packages = `/usr/lib/postgresql/${major}`;
  const at = (...parts: string[]): string => path.join(root, ...parts);
  for (const directory of ['bin', 'etc', 'tmp', 'usr/lib', 'usr/share']) {
    await mkdir(at(directory), { recursive: true });
  }
  await run('chmod', ['1777', at('tmp')]);
  // The server looks for its files relative to where it is.
  const home = at('usr/lib/postgresql', String(major));
  await mkdir(path.join(home, 'bin'), { recursive: true });
  await mkdir(path.join(home, 'lib'), { recursive: true });
  await symlink(`/usr/lib/postgresql/${major}`, at('pg'));
  const libraries = (await readdir(path.join(packages, 'lib'))).filter((name) =>
    /^(?:plpgsql|dict_snowball|utf8_and_|libpqwalreceiver|latin|euc|cyrillic|ascii|win|sjis|big5|gb|iso)/.test(
      name,
    ),
  );
  for (const name of libraries) {
    await copyFile(path.join(packages, 'lib', name), path.join(home, 'lib', name)).catch(async () =>
      cp(path.join(packages, 'lib', name), path.join(home, 'lib', name), { recursive: true }),
    );
  }
  const needed = new Set<string>();
  for (const name of programs) {
    await copyFile(path.join(packages, 'bin', name), path.join(home, 'bin', name));
    for (const file of await librariesOf(path.join(packages, 'bin', name))) needed.add(file);
  }
  for (const file of needed) {
    await mkdir(path.dirname(at(file)), { recursive: true });
    await copyFile(file, at(file));
  }
  const share = `usr/share/postgresql/${major}`;
  await cp(`/${share}`, at(share), {
    recursive: true,
    filter: (name) => !/\/(?:extension|man|tsearch_data\/.*dict)\//.test(name),
  });
  await mkdir(at(share, 'extension'), { recursive: true });
  for (const name of await readdir(`/${share}/extension`)) {
    if (name.startsWith('plpgsql'))
      await copyFile(`/${share}/extension/${name}`, at(share, 'extension', name));
  }
  await copyFile('/bin/busybox', at('bin/busybox'));
  for (const applet of applets) await symlink('busybox', at('bin', applet));
  await writeFile(
    at('etc/passwd'),
    `root:x:0:0::/:/bin/sh\npostgres:x:${userId}:${userId}::/tmp:/bin/sh\n`,
  );
  await writeFile(at('etc/group'), `root:x:0:\npostgres:x:${userId}:\n`);
  await writeFile(at('entry.sh'), entry, { mode: 0o755 });
}

async function librariesOf(program: string): Promise<readonly string[]> {
  const { stdout } = await run('ldd', [program]);
  return [...stdout.matchAll(/(\/[^\s()]+)\s+\(0x/g)].flatMap(([, file]) => file ?? []);
}

export interface ContainedPostgres {
  readonly name: string;
  readonly port: number;
  readonly password: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Starts a server on a port of the host. */
export async function runPostgres(
  docker: DockerDaemon,
  { name, port, password, labels = {} }: ContainedPostgres,
): Promise<string> {
  const made = await docker.ask('POST', `/containers/create?name=${name}`, {
    Image: postgresImage,
    Env: [`POSTGRES_PASSWORD=${password}`, `PGPORT=${port}`],
    Labels: { 'hawkwatch.port': String(port), ...labels },
    Healthcheck: {
      Test: ['CMD-SHELL', `PGPASSWORD=${password} pg_isready -h 127.0.0.1 -p ${port}`],
      Interval: 500_000_000,
    },
    HostConfig: { NetworkMode: 'host', ShmSize: 67_108_864 },
  });
  const { Id } = made as { Id: string };
  await docker.start(Id);
  return Id;
}
