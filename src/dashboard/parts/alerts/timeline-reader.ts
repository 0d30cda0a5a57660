// Reads a time line that grows meanwhile: what is asked for, and what of the answers counts, in whatever order
// they come. Of two readings of what is shown only the newer one counts; older entries are asked for once at a
// time. Knows neither the API nor React.
import {
  held,
  nothingShown,
  wayToRead,
  withLater,
  withNewest,
  withOlder,
  type ShownEntries,
  type TimelinePage,
} from './timeline-entries.ts';

/** Which entries: those at the end, perhaps before one; or those from the beginning, or after one. */
export type TimelineRange =
  | { readonly last: number; readonly before?: string }
  | { readonly first: number; readonly after?: string };

export interface ReadTimeline<Node> extends ShownEntries<Node> {
  /** True while older ones are on their way. */
  readonly isBusy: boolean;
}

export interface TimelineReader {
  /** Reads what is shown anew, and what came since. */
  read(): Promise<void>;
  showOlder(): Promise<void>;
  /** No answer counts any more. */
  stop(): void;
}

export const nothingRead = { ...nothingShown, isBusy: false } as const;

const pageSize = 50;
/** What is read anew may be longer than what is shown at first; it takes fewer answers so. */
export const laterPageSize = 100;

/** `ask` gives undefined when it failed: what is known stays. */
export function createTimelineReader<Node>(
  ask: (range: TimelineRange) => Promise<TimelinePage<Node> | undefined>,
  onChange: (now: ReadTimeline<Node>) => void,
): TimelineReader {
  let now: ReadTimeline<Node> = nothingRead;
  let newest = 0;
  let isStopped = false;
  const change = (next: ShownEntries<Node>, isBusy = now.isBusy): void => {
    now = { ...next, isBusy };
    if (!isStopped) onChange(now);
  };

  const readLater = async (after: string | undefined, isWanted: () => boolean): Promise<void> => {
    const later: TimelinePage<Node>['edges'][number][] = [];
    for (let from = after, hasMore = true; hasMore;) {
      const page: TimelinePage<Node> | undefined = await ask({
        first: laterPageSize,
        ...(from === undefined ? {} : { after: from }),
      });
      if (page === undefined || !isWanted()) return;
      later.push(...page.edges);
      from = page.edges.at(-1)?.cursor;
      hasMore = page.pageInfo.hasNextPage && from !== undefined;
    }
    change(withLater(now, after, later));
  };

  const read = async (): Promise<void> => {
    const mine = (newest += 1);
    const isWanted = (): boolean => mine === newest;
    const way = wayToRead(now);
    if (way !== 'newest') return readLater(way === 'all' ? undefined : way.after, isWanted);
    const page = await ask({ last: pageSize });
    if (page !== undefined && isWanted()) change(withNewest(now, page));
  };

  return {
    read,
    showOlder: async () => {
      const before = now.edges?.at(0)?.cursor;
      if (before === undefined || now.isBusy) return;
      change(held(now), true);
      // A newest page that is on its way would not begin where what is held does.
      const reading = read();
      const page = await ask({ last: pageSize, before });
      change(page === undefined ? now : withOlder(now, before, page), false);
      await reading;
    },
    stop: () => {
      isStopped = true;
      newest += 1;
    },
  };
}
