// Statuses over many databases as the API shows them. All that one overview is asked for (counts,
// pages) is collected and read with one query, of one moment; a page's `asOf` is of that moment too.
import DataLoader from 'dataloader';

import { encodeCursor } from '../core/cursor.ts';
import {
  failingStates,
  migrationStatusStates,
  type MigrationStatusState,
} from '../core/migrations.ts';
import { compareEnvironments } from '../migrations/statuses/matrix.ts';
import type { StatusFact } from '../store/migration-status-events.ts';
import {
  rankOf,
  readOverview,
  type ListedStatus,
  type OverviewAnswer,
  type StatusCount,
  type StatusFilter,
  type StatusPage,
  type StatusPlace,
} from '../store/status-overview.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

export interface StatusFilterInput {
  readonly environments?: readonly (string | null | undefined)[] | null | undefined;
  readonly sources?: readonly string[] | null | undefined;
  readonly tools?: readonly string[] | null | undefined;
  readonly states?: readonly MigrationStatusState[] | null | undefined;
  readonly labels?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
  readonly text?: string | null | undefined;
}

/** @throws InvalidInputError */
export function parseStatusFilter(input: StatusFilterInput | null | undefined): StatusFilter {
  const { environments, sources, tools, states, labels, text } = input ?? {};
  checkFilterSize(input ?? {});
  return {
    environments: environments?.map((name) => name ?? null),
    sources: sources ?? undefined,
    tools: tools ?? undefined,
    states: states ?? undefined,
    labels: labels == null ? undefined : Object.fromEntries(labels.map((l) => [l.name, l.value])),
    text: text == null || text === '' ? undefined : text,
  };
}

/** True when a change concerns a list with this filter: it was in it, or is now. */
export function matchesFilter(filter: StatusFilter, fact: StatusFact): boolean {
  const within = (words: readonly (string | null)[] | undefined, word: string | null): boolean =>
    words === undefined || words.includes(word);
  const { before, after } = fact.state;
  const { text, states, labels } = filter;
  return (
    within(filter.environments, fact.environment) &&
    within(filter.sources, fact.source) &&
    within(filter.tools, fact.tool) &&
    (states === undefined || [before, after].some((one) => one !== null && states.includes(one))) &&
    Object.entries(labels ?? {}).every(([name, value]) => fact.labels[name] === value) &&
    (text === undefined ||
      [fact.database, fact.source, fact.currentVersion, fact.reason].some(
        (word) => word?.toLowerCase().includes(text.toLowerCase()) === true,
      ))
  );
}

interface Part {
  readonly page: StatusPage | undefined;
}

interface PartAnswer {
  readonly answer: OverviewAnswer;
  readonly rows: readonly ListedStatus[];
}

export interface StatusOverview {
  counts(): Promise<OverviewAnswer>;
  list(list: StatusPage['list'], args: PageArguments): Promise<Connection<ListedStatus>>;
}

/** An overview of the statuses that match; nothing is read before it is asked for. */
export function openOverview(
  { services }: GraphqlContext,
  input: StatusFilterInput | null | undefined,
): StatusOverview {
  const filter = parseStatusFilter(input);
  const loader = new DataLoader<Part, PartAnswer>(
    async (parts) => {
      const pages = parts.flatMap(({ page }) => page ?? []);
      const answer = await readOverview(services.store.q, filter, pages);
      const rows = answer.pages.values();
      return parts.map(({ page }) => ({
        answer,
        rows: page === undefined ? [] : (rows.next().value ?? []),
      }));
    },
    { cache: false },
  );
  const counts = { page: undefined };
  return {
    counts: async () => (await loader.load(counts)).answer,
    list: async (list, args) => {
      const page = parsePage(args, decodePlace);
      const { answer, rows } = await loader.load({ page: { ...page, list } });
      return connectionOf(page, rows, encodeCursor(answer.head), (node) => ({
        node,
        cursor: encodePlace({
          rank: rankOf(node.state),
          database: node.database.name,
          source: node.source,
        }),
      }));
    },
  };
}

function encodePlace({ rank, database, source }: StatusPlace): string {
  return Buffer.from(`status:${rank}/${database}/${source}`).toString('base64url');
}

const placeForm = /^status:(\d{1,2})\/([^/]{1,100})\/([^/]{1,100})$/;

function decodePlace(cursor: string): StatusPlace | undefined {
  if (cursor.length > 400) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, rank, database, source] = placeForm.exec(text) ?? [];
  if (rank === undefined || database === undefined || source === undefined) return undefined;
  return { rank: Number(rank), database, source };
}

export interface CountGroup {
  readonly key: string | null;
  readonly total: number;
  readonly failing: number;
  readonly byState: readonly { readonly state: MigrationStatusState; readonly count: number }[];
}

const sumOf = (counts: readonly StatusCount[]): number =>
  counts.reduce((sum, { count }) => sum + count, 0);

/** How many there are of each state, the worst first; states that nothing has are left out. */
export function countStates(counts: readonly StatusCount[]): CountGroup['byState'] {
  return migrationStatusStates
    .map((state) => ({ state, count: sumOf(counts.filter((one) => one.state === state)) }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => rankOf(a.state) - rankOf(b.state));
}

/** Counts by environment (from development to production), by tool, or by source (the most first). */
export function groupCounts(
  counts: readonly StatusCount[],
  by: 'environment' | 'tool' | 'source',
): readonly CountGroup[] {
  const isFailing = ({ state }: StatusCount): boolean =>
    failingStates.some((failing) => failing === state);
  return [...Map.groupBy(counts, (one) => one[by])]
    .map(([key, group]) => ({
      key,
      total: sumOf(group),
      failing: sumOf(group.filter(isFailing)),
      byState: countStates(group),
    }))
    .toSorted((a, b) =>
      by === 'environment'
        ? compareEnvironments(a.key, b.key)
        : (by === 'source' ? b.total - a.total : 0) || (a.key ?? '').localeCompare(b.key ?? ''),
    );
}

/** How many statuses match at all. */
export function totalOf(answer: OverviewAnswer): number {
  return sumOf(answer.counts);
}
