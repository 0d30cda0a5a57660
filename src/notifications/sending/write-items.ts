// Writes as many items of a message as fit, and says how many more there are. An item that is too long by
// itself is told with less text rather than not at all; where not all fit, all are told shorter, and what
// fires and what is resolved by turns.
import { cutText } from './clean-text.ts';
import { byTurns } from './fair-choice.ts';
import { resolvedMark, type MessageItem } from './message.ts';

/** How a service writes what stands out; `text` makes anything plain text for it. */
export interface Markup {
  text(text: string): string;
  bold(text: string): string;
  link(text: string, url: string): string;
}

export const plainMarkup: Markup = {
  text: (text) => text,
  bold: (text) => text,
  link: (text, url) => `${text} ${url}`,
};

export interface Room {
  /** Items at most. */
  readonly items: number;
  /** Of all items together, as `measure` counts. */
  readonly size: number;
  /** Of one item; default: as all together. */
  readonly itemSize?: number | undefined;
  /** Default: UTF-16 units. */
  readonly measure?: ((text: string) => number) | undefined;
}

export interface WrittenItems {
  readonly items: readonly string[];
  /** How many more there are, in words; null when all are told. */
  readonly more: string | null;
}

const textSizes = [1_000, 300, 80, 0];
// For the line that says how many more there are.
const reserve = 120;
// What a line of few words takes.
const shortestRoom = 60;

/** The items that fit, as text. */
export function writeItems(
  items: readonly MessageItem[],
  markup: Markup,
  { items: most, size, itemSize = size, measure = (text) => text.length }: Room,
): WrittenItems {
  const wanted = Math.max(1, Math.min(items.length, most));
  const write = (order: readonly number[], roomOf: (left: number, count: number) => number) => {
    const written = new Map<number, string>();
    let left = size - reserve;
    for (const index of order.slice(0, most)) {
      const item = items[index];
      if (item === undefined) break;
      const room = Math.min(left, itemSize, roomOf(left, wanted - written.size));
      const text = textSizes
        .map((longest) => writeItem(item, markup, longest))
        .find((one) => measure(one) <= room);
      const shown = text ?? shortest(item, markup, room, measure);
      if (shown === undefined) break;
      written.set(index, shown);
      left -= measure(shown) + 2;
    }
    return written;
  };
  // With many items each one is told shortly, so that more of them are told.
  const fair = Math.max(400, Math.floor((size - reserve) / wanted));
  const whole = (left: number): number => (items.length === 1 ? left : fair);
  // What has no title is only counted.
  const isTold = (index: number): boolean => items[index]?.title !== '';
  let written = write([...items.keys()].filter(isTold), whole);
  if (written.size < items.length) {
    const told = byTurns(items, ({ mark }) => mark === resolvedMark).filter(isTold);
    written = write(told, whole);
    if (written.size < wanted) {
      const even = write(told, (left, count) =>
        Math.max(shortestRoom, Math.floor(left / count) - 2),
      );
      if (even.size > written.size) written = even;
    }
  }
  const shown = [...written].toSorted(([a], [b]) => a - b).map(([, text]) => text);
  return { items: shown, more: moreOf(items.filter((_, index) => !written.has(index))) };
}

function shortest(
  { mark, title }: MessageItem,
  markup: Markup,
  room: number,
  measure: (text: string) => number,
): string | undefined {
  return [200, 100, 50, 30]
    .map((longest) => markup.bold(markup.text(cutText(`${mark}: ${title}`, longest))))
    .find((one) => measure(one) <= room);
}

function writeItem(item: MessageItem, markup: Markup, longestText: number): string {
  const { mark, title, facts, suspects, url } = item;
  const text = cutText(item.text.trim(), longestText);
  const few = longestText === 0 ? facts.slice(0, 2) : facts;
  return [
    markup.bold(markup.text(`${mark}: ${title}`)),
    ...(text === '' || longestText === 0 ? [] : [markup.text(text)]),
    ...(few.length === 0 ? [] : [markup.text(few.join(' · '))]),
    ...(suspects.length === 0
      ? []
      : [markup.text(`changed just before: ${cutText(suspects.join('; '), 600)}`)]),
    ...(url === null ? [] : [markup.link('more', url)]),
  ].join('\n');
}

/** As `and 250 more (3 CRITICAL, 247 RESOLVED)`; null when there are none. */
export function moreOf(items: readonly MessageItem[]): string | null {
  if (items.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { mark } of items) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const words = [...counts].map(([mark, count]) => `${count} ${mark}`).join(', ');
  return `and ${items.length} more (${words})`;
}
