// What a check that somebody asked for has found, as a message: one that found a fault stays until it is read.
import type { EndpointCheckNowMutation } from '../../graphql/graphql.ts';
import { formatDuration } from '../../parts/format-time.ts';
import type { Toast } from '../../parts/toast.ts';

/** The message. */
export function describeFinding({ checkEndpointNow: result }: EndpointCheckNowMutation): Toast {
  if (result.__typename !== 'EndpointCheckNow') return { tone: 'good', text: 'Checked.' };
  const { ok, degraded, durationMs, reason, status } = result.finding;
  const words = ok ? (degraded ? 'works, but not as it should' : 'is as it should be') : 'failed';
  const details = [
    status == null ? undefined : `status ${status}`,
    formatDuration(durationMs),
    reason,
  ].filter((part) => part != null);
  const paused = result.recorded ? '' : ' It is paused: its state stays as it is.';
  const text = `Checked: it ${words} (${details.join(', ')}).${paused}`;
  return { tone: ok && !degraded ? 'good' : 'bad', text };
}
