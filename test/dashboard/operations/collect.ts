// All operations that the dashboard's sources hold, found as codegen finds them: the template of each call
// of `graphql`, with the fragments it names, as the page sends it.
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

import { parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';

import {
  fragmentsIn,
  withFragments,
  type Fragments,
} from '../../../src/dashboard/operation-texts.ts';

const root = path.join(import.meta.dirname, '../../..');

/** What builds the dashboard is no part of it. */
const building = new Set(['src/dashboard/vite.config.ts', 'src/dashboard/operation-texts.ts']);

export interface Source {
  /** Relative to the repository. */
  readonly file: string;
  readonly text: string;
}

export interface Operation {
  readonly file: string;
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly text: string;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
}

/** The dashboard's own source files, without what codegen wrote. */
export async function readSources(): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for await (const file of glob('src/dashboard/**/*.{ts,tsx}', { cwd: root })) {
    if (file.startsWith('src/dashboard/graphql/') || building.has(file)) continue;
    sources.push({ file, text: await readFile(path.join(root, file), 'utf8') });
  }
  return sources.toSorted((a, b) => a.file.localeCompare(b.file));
}

/** The operations of a source; throws where one is not a plain template of one operation or fragment. */
function operationsOf({ file, text }: Source, fragments: Fragments): Operation[] {
  const calls = text.match(/\bgraphql\(/g)?.length ?? 0;
  const templates = [...text.matchAll(/\bgraphql\(\s*`([^`]*)`,?\s*\)/g)];
  if (calls !== templates.length) throw new Error(`${file}: graphql() takes one plain template`);
  return templates.flatMap(([, template = '']) => {
    const [definition, ...more] = parse(template).definitions;
    if (definition?.kind === 'FragmentDefinition' && more.length === 0) return [];
    if (definition?.kind !== 'OperationDefinition' || more.length > 0) {
      throw new Error(`${file}: a template holds one operation and nothing else`);
    }
    const name = definition.name?.value;
    if (name === undefined) throw new Error(`${file}: an operation has no name`);
    const whole = withFragments(template, fragments);
    return {
      file,
      name,
      kind: definition.operation,
      text: whole,
      document: parse(whole),
      definition,
    };
  });
}

/** All operations, in the order of their files. */
export async function collectOperations(): Promise<readonly Operation[]> {
  const sources = await readSources();
  const fragments = new Map(sources.flatMap(({ text }) => fragmentsIn(text)));
  return sources.flatMap((source) => operationsOf(source, fragments));
}
