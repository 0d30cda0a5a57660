// What the subcommands ask fits the schema of the server they come with.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

import { assessDocument } from '../../../src/cli/assess-by-server.ts';
import { progressDocument } from '../../../src/cli/follow-run.ts';
import {
  previewDocument,
  rollbackDocument,
  runDocument,
} from '../../../src/cli/rollback-operations.ts';

const file = path.join(import.meta.dirname, '../../../schema.graphql');
const schema = buildSchema(readFileSync(file, 'utf8'));

describe('the operations of the command line', () => {
  it.each([
    ['assess', assessDocument],
    ['progress', progressDocument],
    ['preview', previewDocument],
    ['rollback', rollbackDocument],
    ['run', runDocument],
  ])('fit the schema: %s', (_name, document) => {
    expect(validate(schema, parse(document), specifiedRules)).toEqual([]);
  });
});
