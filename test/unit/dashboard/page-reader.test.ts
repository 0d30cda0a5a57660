// Paging of a list that changes meanwhile. A service with a list is played: answers come late and fail, the
// connection is lost, events come after it is there again, nobody looks for a while, somebody scrolls. When all
// is quiet the rows are those of the service.
import { CombinedError } from 'urql';
import { describe, expect, it } from 'vitest';

import {
  hasMore,
  PageReader,
  rowsOf,
  type AskedPage,
} from '../../../src/dashboard/client/page-reader.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../support/seeded.ts';
import { createVirtualPage, type VirtualPage } from '../../support/virtual-page.ts';

const size = 3;
const everyMs = 1_000;
const plays = 60;
const unreachable = new CombinedError({ networkError: new Error('the connection was refused') });
const refused = new CombinedError({ graphQLErrors: [{ message: 'Internal error.' }] });

/** A service's list of numbers, the highest first. */
class List {
  numbers: number[] = [];
  #next = 1_000;

  add(): void {
    this.numbers.unshift((this.#next += 1));
  }

  page(after: string | null): AskedPage<number> {
    const rest = this.numbers.filter((number) => after === null || number < Number(after));
    const nodes = rest.slice(0, size);
    const pageInfo = { hasNextPage: rest.length > size, endCursor: String(nodes.at(-1) ?? after) };
    const page = { edges: nodes.map((node) => ({ node })), pageInfo, totalCount: rest.length };
    return { page, error: undefined };
  }
}

function shownBy(reader: PageReader<number>): readonly number[] {
  return rowsOf(reader.read().pages, String);
}

/** A reader whose answers take `answerMs`, with what was asked and how many questions were open at most. */
function createRig(page: VirtualPage, list: List, answerMs: () => number) {
  const asked: { readonly atMs: number; readonly after: string | null }[] = [];
  const rig = { asked, open: 0, most: 0, failure: undefined as CombinedError | undefined };
  const reader = new PageReader<number>({
    ask: async (after) => {
      asked.push({ atMs: page.nowMs(), after });
      rig.open += 1;
      rig.most = Math.max(rig.most, rig.open);
      // The list is read some time before the answer is here.
      await page.after(answerMs());
      const answer = list.page(after);
      const { failure } = rig;
      await page.after(answerMs());
      rig.open -= 1;
      return failure === undefined ? answer : { page: undefined, error: failure };
    },
    everyMs,
    surroundings: page,
  });
  return Object.assign(rig, { reader });
}

/** Lets many things happen in any order, and gives what is shown when all is quiet. */
async function play(seeded: Seeded) {
  const page = createVirtualPage(seeded.fraction);
  const list = new List();
  for (let n = seeded.integer(12); n > 0; n -= 1) list.add();
  const slownessMs = 1 + seeded.integer(4_000);
  const rig = createRig(page, list, () => seeded.integer(slownessMs));
  const { reader } = rig;
  let isConnected = true;
  let untold = 0;
  let scrolls = 0;
  const tell = (): void => {
    if (isConnected) reader.request();
    else untold += 1;
  };
  const change = (): void => {
    const { numbers } = list;
    if (numbers.length === 0 || seeded.integer(3) > 0) list.add();
    else numbers.splice(seeded.integer(numbers.length), 1);
    page.setTimer(seeded.integer(500), tell);
  };
  const connect = (): void => {
    if (isConnected) return;
    isConnected = true;
    rig.failure = undefined;
    reader.reconnected();
    for (; untold > 0; untold -= 1) reader.request();
  };
  const scroll = (): void => {
    scrolls += 1;
    reader.loadMore();
  };
  const acts: readonly (() => void)[] = [
    change,
    change,
    scroll,
    scroll,
    reader.refresh,
    () => page.see(seeded.integer(2) === 0),
    () => {
      isConnected = false;
      rig.failure = unreachable;
    },
    connect,
    () => {
      if (isConnected) rig.failure = seeded.integer(2) === 0 ? refused : undefined;
    },
  ];
  const stop = reader.start();
  for (let step = 0; step < 60; step += 1) {
    acts[seeded.integer(acts.length)]?.();
    await page.advance(seeded.integer(2_000));
    const shown = shownBy(reader);
    expect(new Set(shown).size).toBe(shown.length);
  }
  connect();
  rig.failure = undefined;
  page.see(true);
  await page.rest();
  // What the service refused is tried again when one says so.
  if (reader.read().error !== undefined) reader.refresh();
  await page.rest();
  stop();
  return { reader, list, scrolls, most: rig.most };
}

describe('a list that is read page by page', () => {
  it('shows, when all is quiet, what the service has: nothing twice, nothing missed', async () => {
    const first = chooseSeed();
    for (let seed = first; seed < first + plays; seed += 1) {
      const { reader, list, most } = await play(createSeeded(seed));
      const { pages, error, isLoading } = reader.read();
      const shown = shownBy(reader);
      const told = `HAWKWATCH_TEST_SEED=${seed}`;
      expect({ error, isLoading }, told).toEqual({ error: undefined, isLoading: false });
      expect(shown, told).toEqual(list.numbers.slice(0, shown.length));
      const wanted = hasMore(pages) ? pages.length * size : list.numbers.length;
      expect(shown.length, told).toBe(wanted);
      expect(most, told).toBe(1);
    }
  });

  it('renews the list although one scrolls while that is on its way', async () => {
    const page = createVirtualPage();
    const list = new List();
    for (let n = 0; n < 9; n += 1) list.add();
    const { reader } = createRig(page, list, () => 50);
    reader.start();
    await page.advance(5_000);
    list.add();
    reader.request();
    await page.advance(20);
    reader.loadMore();
    await page.rest();
    expect(shownBy(reader)).toEqual(list.numbers.slice(0, 2 * size));
  });

  it('loads the next page although the list becomes stale while that is on its way', async () => {
    const page = createVirtualPage();
    const list = new List();
    for (let n = 0; n < 9; n += 1) list.add();
    const { reader } = createRig(page, list, () => 50);
    reader.start();
    await page.advance(5_000);
    reader.loadMore();
    await page.advance(20);
    reader.request();
    await page.rest();
    expect(shownBy(reader)).toHaveLength(2 * size);
  });

  it('reads all pages to their end although events come faster than answers', async () => {
    const page = createVirtualPage();
    const list = new List();
    for (let n = 0; n < 9; n += 1) list.add();
    const { reader } = createRig(page, list, () => 700);
    reader.start();
    await page.advance(3_000);
    reader.loadMore();
    await page.advance(3_000);
    for (let n = 0; n < 30; n += 1) {
      list.add();
      reader.request();
      await page.advance(500);
    }
    const shown = shownBy(reader);
    expect(shown).toHaveLength(2 * size);
    // Of the last seconds, also on the second page.
    expect(Math.min(...shown)).toBeGreaterThan(1_009 + 15);
  });

  it('asks for many pages less often', async () => {
    const page = createVirtualPage();
    const list = new List();
    for (let n = 0; n < 8 * size; n += 1) list.add();
    const { reader, asked } = createRig(page, list, () => 0);
    reader.start();
    for (let n = 0; n < 8; n += 1) {
      await page.advance(10);
      reader.loadMore();
    }
    await page.advance(10_000);
    asked.length = 0;
    for (let n = 0; n < 100; n += 1) {
      reader.request();
      await page.advance(100);
    }
    expect(asked.filter(({ after }) => after === null)).toHaveLength(6);
  });

  it('asks for a page again when one scrolls, after the service refused it', async () => {
    const page = createVirtualPage();
    const list = new List();
    for (let n = 0; n < 5; n += 1) list.add();
    const rig = createRig(page, list, () => 10);
    rig.reader.start();
    await page.advance(100);
    rig.failure = refused;
    rig.reader.loadMore();
    await page.rest();
    expect(rig.reader.read().error).toBe(refused);
    expect(shownBy(rig.reader)).toHaveLength(size);
    rig.failure = undefined;
    rig.reader.loadMore();
    await page.rest();
    expect(rig.reader.read().error).toBeUndefined();
    expect(shownBy(rig.reader)).toEqual(list.numbers);
  });
});
