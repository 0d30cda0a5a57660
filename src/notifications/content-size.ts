// How much one delivery tells: its content is stored, read for each attempt and sent, so it is bounded. Nothing
// is left out for that: what is more is told by the next one. Pure.
import type { NotifiedAlert } from '../core/notifications.ts';

/** Alerts that one content names. */
export const mostAlertsOfContent = 1000;
/** Of its alerts as JSON, in characters: what the largest message of a channel takes. */
export const largestContent = 300_000;

/** The size of an alert in a content, in characters. */
export const sizeOf = (alert: NotifiedAlert): number => JSON.stringify(alert).length;

/** Alerts in pieces of so many, none too large; at least one alert each. */
export function cutAlerts(
  alerts: readonly NotifiedAlert[],
  most: number = mostAlertsOfContent,
): NotifiedAlert[][] {
  const pieces: NotifiedAlert[][] = [];
  let size = 0;
  for (const alert of alerts) {
    const characters = sizeOf(alert);
    const piece = pieces.at(-1);
    if (piece !== undefined && piece.length < most && size + characters <= largestContent) {
      piece.push(alert);
      size += characters;
    } else {
      pieces.push([alert]);
      size = characters;
    }
  }
  return pieces;
}
