// All operations that the dashboard's sources hold, found as codegen finds them: the template of each call
// of `graphql`.
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

import { parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';

const root = path.join(import.meta.dirname, '../../..');

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
    if (file.startsWith('src/dashboard/graphql/') || file.endsWith('vite.config.ts')) continue;
    sources.push({ file, text: await readFile(path.join(root, file), 'utf8') });
  }
  return sources.toSorted((a, b) => a.file.localeCompare(b.file));
}

/** The operations of a source; throws where one is not a plain template of one operation. */
function operationsOf({ file, text }: Source): Operation[] {
  const calls = text.match(/\bgraphql\(/g)?.length ?? 0;
  const templates = [...text.matchAll(/\bgraphql\(\s*`([^`]*)`,?\s*\)/g)];
  if (calls !== templates.length) throw new Error(`${file}: graphql() takes one plain template`);
  return templates.map(([, template = '']) => {
    const document = parse(template);
    const [definition, ...more] = document.definitions;
    if (definition?.kind !== 'OperationDefinition' || more.length > 0) {
      throw new Error(`${file}: a template holds one operation and nothing else`);
    }
    const name = definition.name?.value;
    if (name === undefined) throw new Error(`${file}: an operation has no name`);
    return { file, name, kind: definition.operation, text: template, document, definition };
  });
}

/** All operations, in the order of their files. */
export async function collectOperations(): Promise<readonly Operation[]> {
  return (await readSources()).flatMap(operationsOf);
}
