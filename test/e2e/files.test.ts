// The real service tells what happens to files, with its settings, over queries and a subscription.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestDatabase } from '../support/databases.ts';
import {
  ask,
  createPlace,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

interface Told {
  readonly fileChanges: {
    readonly cursor: string;
    readonly kind: string;
    readonly watch: string;
    readonly path: string | null;
    readonly change: {
      readonly change: string;
      readonly diff: string | null;
      readonly settings: readonly { readonly attribute: string; readonly risk: string }[];
      readonly file: { readonly id: string; readonly content: string | null };
    } | null;
  };
}

const fields =
  'cursor kind watch path change { change diff settings { attribute before after risk message } ' +
  'file { id content } database { name } }';
const declaration = (version: string): string =>
  `resource "aws_db_instance" "main" {\n  engine_version = "${version}"\n  password = "hunter22"\n}\n`;

describe('files of a real service', { timeout: 120_000 }, () => {
  let place: Place;
  let own: TestDatabase;
  let service: Service;
  let folder: string;

  beforeAll(async () => {
    own = await createEmptyDatabase();
    place = await createPlace({ DATABASE_URL: own.url });
    folder = path.join(place.directory, 'infra');
    await mkdir(folder);
    await writeFile(path.join(folder, 'db.tf'), declaration('15.4'));
    await place.writeConfiguration(
      `databases:\n  - { name: shop, url: '${own.url}' }\n` +
        `files:\n  - { name: infra, paths: [infra], database: shop, settle: 100ms }\n`,
    );
    service = await startService(place);
  });
  afterAll(async () => {
    await service.stop();
    await place.remove();
    await own.drop();
  });

  it('a change is on the socket, in the lists, and masked; what was missed is replayed', async () => {
    await until('the first look', async () => {
      const { watchedFiles } = await ask<{ watchedFiles: { edges: readonly unknown[] } }>(
        service,
        place.token,
        '{ watchedFiles(filter: { watches: ["infra"] }) { edges { node { path } } } }',
      );
      return watchedFiles.edges.length === 1;
    });
    const told: Told['fileChanges'][] = [];
    const client = openWebSocket(service, place.token);
    const listen = (after: string | null): (() => void) =>
      client.subscribe<Told>(
        {
          query: `subscription($after: Cursor) { fileChanges(filter: { databases: ["shop"] }, after: $after) { ${fields} } }`,
          variables: { after },
        },
        {
          next: ({ data }) => {
            if (data) told.push(data.fileChanges);
          },
          error: () => undefined,
          complete: () => undefined,
        },
      );
    const stop = listen(null);
    // Until the subscription stands nothing would be told: a file that is written until it is.
    let n = 0;
    await until('a first event', async () => {
      n += 1;
      await writeFile(path.join(folder, 'note.conf'), `n = ${n}\n`);
      await new Promise((resolve) => setTimeout(resolve, 400));
      return told.length > 0;
    });
    await writeFile(path.join(folder, 'db.tf.new'), declaration('16.1'));
    await rename(path.join(folder, 'db.tf.new'), path.join(folder, 'db.tf'));
    const event = await until('the declaration', () =>
      told.find(({ path: file }) => file?.endsWith('db.tf') === true),
    );
    expect(event).toMatchObject({
      kind: 'CHANGED',
      watch: 'infra',
      change: {
        change: 'REPLACED',
        settings: [{ attribute: 'engine_version', before: '15.4', after: '16.1', risk: 'HIGH' }],
        database: { name: 'shop' },
      },
    });
    expect(event.change?.diff).toContain('+  engine_version = "16.1"');
    expect(JSON.stringify(told)).not.toContain('hunter22');
    stop();
    const { fileChanges, watchedFile } = await ask<{
      fileChanges: { edges: readonly { node: { path: string } }[] };
      watchedFile: { content: string; settings: readonly unknown[] };
    }>(
      service,
      place.token,
      `query($id: ID!) {
        fileChanges(filter: { hasSettings: true, file: $id }, first: 5) { edges { node { path } } }
        watchedFile(id: $id) { content settings { attribute value } } }`,
      { id: event.change?.file.id },
    );
    expect(fileChanges.edges).toHaveLength(1);
    expect(watchedFile.settings).toContainEqual({ attribute: 'engine_version', value: '16.1' });
    expect(JSON.stringify(watchedFile)).not.toContain('hunter22');

    await service.kill();
    await writeFile(path.join(folder, 'db.tf'), declaration('17.0'));
    service = await startService(place);
    told.length = 0;
    const again = openWebSocket(service, place.token);
    again.subscribe<Told>(
      {
        query: `subscription($after: Cursor) { fileChanges(after: $after) { ${fields} } }`,
        variables: { after: event.cursor },
      },
      {
        next: ({ data }) => {
          if (data) told.push(data.fileChanges);
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const later = await until(
      'what was missed',
      () => told.find(({ path: file }) => file?.endsWith('db.tf') === true),
      60_000,
    );
    expect(later.change?.settings).toMatchObject([{ before: '16.1', after: '17.0' }]);
    await client.dispose();
    await again.dispose();
  });
});
