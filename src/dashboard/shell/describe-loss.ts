// Says why the page has no connection, and what may help.
import type { StreamState } from '../client/stream-state.ts';

// Codes of the service's own; 4499 is ours, for a connection that hangs.
const isOurs = (code: number): boolean => code >= 4400 && code < 4499;

/** What to say beside "since when". */
export function describeLoss(state: Pick<StreamState, 'close' | 'hasConnected' | 'isAnswering'>): {
  readonly what: string;
  readonly advice: string;
} {
  const { close, hasConnected, isAnswering } = state;
  if (close !== undefined && close.reason !== '' && isOurs(close.code)) {
    return {
      what: 'hawkwatch refused the connection',
      advice: `${close.reason} It is tried again by itself.`,
    };
  }
  if (!hasConnected && isAnswering) {
    return {
      what: 'The stream of hawkwatch cannot be opened',
      advice:
        'It answers otherwise: look whether the proxy before it lets WebSockets through (`Upgrade`, ' +
        '`Connection`, `Host`), and at its allowed origins. It is tried again by itself.',
    };
  }
  if (!hasConnected) {
    return {
      what: 'hawkwatch cannot be reached',
      advice: 'It is tried again by itself.',
    };
  }
  return {
    what: 'The connection to hawkwatch was lost',
    advice:
      'What you see is as it was then. It is taken up again by itself, and nothing is missed.',
  };
}
