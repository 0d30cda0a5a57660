// What is expected of a body: a text in it, an expression, a value at a path. The body and the expressions
// come from elsewhere, so each look has a time limit.
import { jsonpath } from 'json-p3';

import { ProbeFailure } from '../found.ts';
import type { HttpSettings } from '../settings.ts';
import { runBounded, TooLongError } from './bounded-work.ts';
import type { ReadBody } from './read-body.ts';

type Expected = HttpSettings['expect'];

const limitMs = 100;
const longestShown = 60;

/** @throws ProbeFailure when the body is not as expected. */
export function judgeBody(body: ReadBody, expect: Expected): void {
  const { bodyContains, bodyMatches, jsonPath } = expect;
  const within = body.truncated ? ` within its first ${body.bytes} bytes` : '';
  if (bodyContains !== undefined && !body.text.includes(bodyContains)) {
    throw new ProbeFailure(`the body does not contain the expected text${within}`);
  }
  if (bodyMatches !== undefined) {
    const expression = new RegExp(bodyMatches, 'u');
    if (!bounded('bodyMatches', () => expression.test(body.text))) {
      throw new ProbeFailure(`the body does not match the expected expression${within}`);
    }
  }
  if (jsonPath !== undefined) judgePath(body, jsonPath, expect.equals);
}

function judgePath(body: ReadBody, path: string, equals: Expected['equals']): void {
  if (body.truncated) {
    throw new ProbeFailure(`the body is longer than ${body.bytes} bytes: it is not read as JSON`);
  }
  const value = parse(body.text);
  const found = bounded('jsonPath', () => jsonpath.query(path, value).values());
  const [first] = found;
  if (found.length === 0) throw new ProbeFailure(`the body has nothing at ${path}`);
  if (equals === undefined) return;
  if (found.length > 1) throw new ProbeFailure(`the body has several values at ${path}`);
  if (first !== equals) {
    throw new ProbeFailure(`the body has ${shown(first)} at ${path}, not ${shown(equals)}`);
  }
}

function parse(text: string): Parameters<typeof jsonpath.query>[1] {
  try {
    return JSON.parse(text) as Parameters<typeof jsonpath.query>[1];
  } catch {
    // Its message holds a part of the body.
    throw new ProbeFailure('the body is not JSON');
  }
}

function bounded<T>(what: string, work: () => T): T {
  try {
    return runBounded(work, limitMs);
  } catch (error) {
    if (error instanceof TooLongError) {
      throw new ProbeFailure(`expect.${what} took more than ${limitMs} ms: simplify it`);
    }
    throw new ProbeFailure(`expect.${what} cannot be applied to this body`, { cause: error });
  }
}

/** A plain value in short; what has parts may be large, and is not shown. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
