// A digest that its receiver refuses for good falls apart, so that one alert which the receiver does not take
// costs no other: it is told in halves, and a half that is refused in halves again. Pure.
import type { Notification } from '../../core/notifications.ts';
import type { AttemptResult } from './attempt.ts';
import { pieceOf } from './digest.ts';

/** The address is wrong, whatever is sent to it: each part would hear the same. */
const isOfAddress = ({ failureReason, status }: AttemptResult): boolean =>
  failureReason === 'REFUSED' ||
  (status !== null && ((status >= 300 && status < 400) || status === 404 || status === 405));

/**
 * The parts that tell a digest instead, in their order; none when it does not fall apart. Of a channel that
 * is disabled by the answer they wait until somebody enables it.
 */
export function fallApart(content: Notification, result: AttemptResult): readonly Notification[] {
  if (result.ok || !result.permanent || result.whole || isOfAddress(result)) return [];
  if (content.reason !== 'DIGEST' || content.alerts.length < 2) return [];
  const half = Math.ceil(content.alerts.length / 2);
  return [content.alerts.slice(0, half), content.alerts.slice(half)].map((alerts) =>
    pieceOf(content, alerts),
  );
}
