// A service as a company would have it after some days: databases in three environments, migrations in every
// state, alerts, containers, endpoints, files. It is a real process on a real PostgreSQL; whoever starts it ends it.
import { mkdir, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';

import { createPlace, startService, type Service } from '../../support/service.ts';
import { act } from './client.ts';
import { worldConfiguration } from './configuration.ts';
import { startWorldPostgres } from './databases.ts';
import { letItHappen, watchedFiles } from './happenings.ts';
import { writeHistory } from './history.ts';
import { writeMigrations } from './migrations.ts';
import { startSurroundings } from './surroundings.ts';

/** What others need to know of it; plain data, so that it can be handed to other processes. */
export interface WorldAddress {
  readonly url: string;
  readonly graphql: string;
  readonly tokens: Readonly<Record<'admin' | 'operator' | 'viewer', string>>;
  /** Where its configuration, its migrations and its watched files (`etc`) are. */
  readonly directory: string;
}

export interface World extends WorldAddress {
  readonly service: Service;
  stop(): Promise<void>;
}

function makeCatalogue(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`create table products (id integer primary key, title text not null);
    create table prices (product_id integer references products, cents integer not null);`);
  database.close();
}

/** Starts everything and lets the days pass. */
export async function startWorld(): Promise<World> {
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    const [postgres, around] = await Promise.all([startWorldPostgres(), startSurroundings()]);
    endings.push(postgres.stop, around.close);
    const place = await createPlace({ DATABASE_URL: postgres.storeUrl });
    endings.push(place.remove);
    const { directory, token } = place;
    await writeMigrations(directory);
    await mkdir(path.join(directory, 'etc'));
    for (const [name, text] of Object.entries(watchedFiles)) {
      await writeFile(path.join(directory, 'etc', name), text);
    }
    makeCatalogue(path.join(directory, 'catalogue.db'));
    await place.writeConfiguration(worldConfiguration(directory, postgres, around));
    const service = await startService({ stateDirectory: place.stateDirectory, env: place.env });
    endings.push(service.stop);
    const tokenOf = async (name: string, role: string): Promise<string> => {
      const made = await act(
        service,
        token,
        `createToken(input: { name: "${name}", role: ${role} })`,
        '... on CreatedToken { text }',
      );
      return String(made['text']);
    };
    const tokens = {
      admin: token,
      operator: await tokenOf('olga', 'OPERATOR'),
      viewer: await tokenOf('vera', 'VIEWER'),
    };
    await Promise.all([
      letItHappen({ directory, service, token, postgres, around }),
      writeHistory(postgres.storeUrl),
    ]);
    const { url, graphql } = service;
    return { url, graphql, tokens, directory, service, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
