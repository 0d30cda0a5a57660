import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';

import { ConflictError, CursorExpiredError, InvalidInputError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { errorCodeOf, presentError } from '../../../src/graphql/present-error.ts';
import { createSeeded } from '../../support/seeded.ts';

const located = (originalError: Error) =>
  new GraphQLError(originalError.message, { originalError, path: ['a', 0] });

const setUp = () => {
  const logged: unknown[] = [];
  const logger = { ...silentLogger, error: (fields: unknown) => logged.push(fields) };
  return { logged, services: { logger, random: createSeeded(1) } };
};

describe('what a client sees of an error', () => {
  it('is an expected one with its code, and what helps to go on', () => {
    const { services, logged } = setUp();
    const conflict = presentError(services, located(new ConflictError('in the way')));
    expect(conflict.toJSON()).toEqual({
      message: 'in the way',
      path: ['a', 0],
      extensions: { code: 'CONFLICT' },
    });
    const expired = presentError(services, new CursorExpiredError('gone', 'head'));
    expect(expired.extensions).toEqual({ code: 'CURSOR_EXPIRED', head: 'head' });
    const issues = [{ path: 'a', message: 'b' }];
    const invalid = presentError(services, located(located(new InvalidInputError('x', issues))));
    expect(invalid.extensions).toEqual({ code: 'INVALID_INPUT', issues });
    expect(logged).toEqual([]);
  });

  it("is one of graphql-js' own as it stands", () => {
    const { services } = setUp();
    const error = new GraphQLError('Syntax Error');
    expect(presentError(services, error)).toBe(error);
  });

  it('repeats a value of a wrong form without the password in it', () => {
    const { services } = setUp();
    const value = `{ url: "postgres://hawk:lynx@x/y?password=puma", n: 1 }`;
    const text = `Variable "$input" got invalid value ${value}; Field "n" is not defined by type "I".`;
    const shown = presentError(services, new GraphQLError(text));
    expect(shown.message).toBe(text.replace('lynx', '***').replace('puma', '***'));
  });

  it('is an id of the log for everything else', () => {
    const { services, logged } = setUp();
    const bug = new Error('password=secret');
    const shown = presentError(services, located(bug));
    expect(shown.message).toMatch(/^Internal error, see the log under id [0-9a-f-]{36}\.$/);
    expect(JSON.stringify(shown.toJSON())).not.toContain('secret');
    expect(logged).toEqual([{ err: bug, errorId: shown.extensions['id'], path: ['a', 0] }]);
  });

  it('says that the store is away, which is not a bug', () => {
    const { services, logged } = setUp();
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const error = located(new Error('Failed query: select secret', { cause }));
    expect(presentError(services, error).extensions['code']).toBe('UNAVAILABLE');
    expect(errorCodeOf(error)).toBe('UNAVAILABLE');
    expect(logged).toEqual([]);
  });
});
