// The dashboard uses the public GraphQL API and nothing else: all its operations fit the committed schema,
// the service answers each of its queries within its limits, and its sources hold no other way out.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { buildSchema, validate } from 'graphql';
import { describe, expect, inject, it } from 'vitest';

import { ask } from '../../support/service.ts';
import { findObjects } from '../world/objects.ts';
import { collectOperations, readSources } from './collect.ts';
import { valuesFor } from './values.ts';

const root = path.join(import.meta.dirname, '../../..');
const world = inject('world');
const operations = await collectOperations();
const schema = buildSchema(await readFile(path.join(root, 'schema.graphql'), 'utf8'));
const objects = await findObjects(world);

describe('the operations of the dashboard', () => {
  it('have names of their own', () => {
    const names = operations.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.length).toBeGreaterThan(4);
  });

  it.each(operations)('fit schema.graphql: $name', ({ document }) => {
    expect(validate(schema, document)).toEqual([]);
  });

  it('are those that codegen found last', async () => {
    const generated = await readFile(path.join(root, 'src/dashboard/graphql/graphql.ts'), 'utf8');
    const missing = operations.filter(({ name }) => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return !generated.includes(`export const ${type}Document`);
    });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it.each(operations.filter(({ kind }) => kind === 'query'))(
    'are answered: $name',
    async (operation) => {
      const variables = valuesFor(schema, operation, objects);
      const answer = await ask<object>(world, world.tokens.admin, operation.text, variables);
      expect(Object.keys(answer).length).toBeGreaterThan(0);
    },
  );
});

describe('the sources of the dashboard', () => {
  /** Every word that can make a request, with the files that may say it. */
  const waysOut: Readonly<Record<string, readonly string[]>> = {
    fetch: ['src/dashboard/client/service.ts', 'src/dashboard/shell/sign-in.tsx'],
    createClient: ['src/dashboard/client/socket.ts'],
    XMLHttpRequest: [],
    EventSource: [],
    WebSocket: [],
    WebTransport: [],
    RTCPeerConnection: [],
    sendBeacon: [],
    importScripts: [],
    Worker: [],
    innerHTML: [],
    dangerouslySetInnerHTML: [],
    eval: [],
  };

  it('ask /graphql and nothing else', async () => {
    const sources = await readSources();
    for (const [word, allowed] of Object.entries(waysOut)) {
      // Words in comments are no calls.
      const inCode = new RegExp(`^(?!\\s*(?://|\\*|/\\*)).*\\b${word}\\b(?=\\s*[(<.=:])`, 'm');
      const files = sources.filter(({ text }) => inCode.test(text)).map(({ file }) => file);
      expect({ word, files }).toEqual({ word, files: [...allowed] });
    }
    const called = sources.flatMap(({ text }) => [...text.matchAll(/\bfetch\(([^,)]*)/g)]);
    const addresses = new Set(called.map(([, address]) => address));
    expect(addresses).toEqual(new Set(["'/graphql'", 'input']));
  });

  it('name no address of another host', async () => {
    const sources = await readSources();
    const named = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/^(?!\s*(?:\/\/|\*)).*(https?:\/\/[^\s'"`<]+)/gm)].map(
        ([, address]) => `${file}: ${address}`,
      ),
    );
    // Those that are shown as examples lead nowhere.
    const real = named.filter((address) => !/\/\/[\w.-]+\.example(?:[/:]|$)/.test(address));
    expect(real).toEqual([]);
  });
});
