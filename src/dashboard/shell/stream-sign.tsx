// Says how fresh the page is: live, lagging or reconnecting, and when the last event came.
import type { Connection } from '../client/connection.ts';
import { useStreamState, type StreamPhase } from '../client/stream-state.ts';
import { State, type Tone } from '../parts/state.tsx';
import { formatRelative, useNow } from '../parts/time.tsx';
import { describeLoss } from './describe-loss.ts';

const tones: Readonly<Record<StreamPhase, Tone>> = {
  connecting: 'busy',
  live: 'good',
  lagging: 'warn',
  reconnecting: 'bad',
  refused: 'bad',
};

/** The state of the stream, in one line. */
export function StreamSign({ connection }: { connection: Connection }) {
  const { phase, lastEventMs } = useStreamState(connection.stream);
  const now = useNow();
  const age =
    lastEventMs === undefined
      ? 'no event yet'
      : `event ${formatRelative(lastEventMs, Math.max(now, lastEventMs))}`;
  return (
    <span className="row small" data-stream={phase}>
      <State state={phase} tone={tones[phase]} />
      <span className="soft">{age}</span>
    </span>
  );
}

/** Stands above everything while the connection is away. */
export function LostConnection({ connection }: { connection: Connection }) {
  const state = useStreamState(connection.stream);
  const now = useNow();
  const { phase, lostAtMs } = state;
  if (phase !== 'reconnecting' || lostAtMs === undefined) return null;
  const { what, advice } = describeLoss(state);
  return (
    <div className="lost">
      {/* Without the time, which goes on: it would all be read out again and again. */}
      <span role="status">
        {what}. {advice}
      </span>
      <span className="number">{formatRelative(lostAtMs, Math.max(now, lostAtMs))}</span>
      <button onClick={connection.retryNow}>Try now</button>
    </div>
  );
}
