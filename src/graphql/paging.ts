// Relay paging: which rows a page needs, and the connection made of them. Lists ask for one row
// more than the page holds, to know whether there is a next page.
import { InvalidInputError, type InputIssue } from '../core/errors.ts';

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** A page as the store is asked for it. */
export interface Page<Place> {
  /** Rows to read: the page's size and one more. */
  readonly limit: number;
  readonly size: number;
  readonly after: Place | undefined;
  readonly before: Place | undefined;
  /** True when the page is counted from the end (`last`); rows then come in reverse. */
  readonly backwards: boolean;
}

export interface Connection<Node> {
  readonly edges: { readonly node: Node; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly asOf: string;
}

export const defaultPageSize = 20;
export const maxPageSize = 100;

/**
 * Checks paging arguments; `placeOf` reads a cursor and gives undefined for one that is not ours.
 * @throws InvalidInputError with everything that is wrong.
 */
export function parsePage<Place>(
  args: PageArguments,
  placeOf: (cursor: string) => Place | undefined,
): Page<Place> {
  const issues: InputIssue[] = [];
  const first = args.first ?? undefined;
  const last = args.last ?? undefined;
  const size = last ?? first ?? defaultPageSize;
  if (first !== undefined && last !== undefined) {
    issues.push({ path: 'last', message: 'cannot be combined with `first`' });
  }
  if (size < 1 || size > maxPageSize) {
    const path = last === undefined ? 'first' : 'last';
    issues.push({ path, message: `must be between 1 and ${maxPageSize}` });
  }
  const place = (path: 'after' | 'before'): Place | undefined => {
    const cursor = args[path] ?? undefined;
    if (cursor === undefined) return undefined;
    const found = placeOf(cursor);
    if (found === undefined) issues.push({ path, message: 'is not a cursor of this list' });
    return found;
  };
  const after = place('after');
  const before = place('before');
  if (issues.length > 0) {
    const faults = issues.map((issue) => `\`${issue.path}\` ${issue.message}`).join(', ');
    throw new InvalidInputError(`This page cannot be read: ${faults}.`, issues);
  }
  return { limit: size + 1, size, after, before, backwards: last !== undefined };
}

/** The connection of the rows that a page's read gave. */
export function connectionOf<Row, Node>(
  page: Page<unknown>,
  rows: readonly Row[],
  asOf: string,
  edgeOf: (row: Row) => { node: Node; cursor: string },
): Connection<Node> {
  const kept = rows.slice(0, page.size);
  const more = rows.length > page.size;
  const edges = (page.backwards ? kept.toReversed() : kept).map(edgeOf);
  return {
    edges,
    asOf,
    pageInfo: {
      hasNextPage: page.backwards ? page.before !== undefined : more,
      hasPreviousPage: page.backwards ? more : page.after !== undefined,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/**
 * The rows of a page, cut from a short list that was read as a whole. Cursors are places in the whole list:
 * one whose row is not kept any more stands where it stood.
 */
export function sliceOf<Row>(
  page: Page<string>,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  keep: (row: Row) => boolean = () => true,
): readonly Row[] {
  const indexOf = (key: string): number => rows.findIndex((row) => keyOf(row) === key);
  const from = page.after === undefined ? 0 : indexOf(page.after) + 1;
  const to = page.before === undefined ? rows.length : Math.max(indexOf(page.before), 0);
  const within = rows.slice(from, to).filter(keep);
  return (page.backwards ? within.toReversed() : within).slice(0, page.limit);
}

export interface TimedPlace {
  readonly at: Date;
  readonly id: string;
}

const timedForm = /^(\d{1,15})\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;
/** The end of the year 9999; PostgreSQL does not read how JavaScript writes later times. */
const latestMs = 253_402_300_799_999;

/** A list cursor for rows ordered by time and id. */
export function encodeTimedPlace(place: TimedPlace): string {
  return Buffer.from(`${place.at.getTime()}/${place.id}`).toString('base64url');
}

/** The place of such a cursor, or undefined when it is none. */
export function decodeTimedPlace(cursor: string): TimedPlace | undefined {
  if (cursor.length > 128) return undefined;
  const match = timedForm.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const [, ms, id] = match ?? [];
  if (ms === undefined || id === undefined || Number(ms) > latestMs) return undefined;
  return { at: new Date(Number(ms)), id };
}
