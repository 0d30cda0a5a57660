// The tones of states that only the settings show.
import type { Tone } from '../../parts/state.tsx';
import type {
  ChannelState,
  DeliveryState,
  HeartbeatState,
  MonitorState,
  SilenceState,
} from '../../graphql/graphql.ts';

export const channelTones: Readonly<Record<ChannelState, Tone>> = {
  OK: 'good',
  RATE_LIMITED: 'warn',
  FAILING: 'warn',
  OPEN: 'bad',
  DISABLED: 'bad',
};

export const deliveryTones: Readonly<Record<DeliveryState, Tone>> = {
  DELIVERED: 'good',
  SENDING: 'busy',
  WAITING: 'warn',
  MERGED: 'quiet',
  DEAD: 'bad',
};

export const heartbeatTones: Readonly<Record<HeartbeatState, Tone>> = {
  OK: 'good',
  WAITING: 'warn',
  MISSING: 'bad',
};

export const monitorTones: Readonly<Record<MonitorState, Tone>> = {
  OK: 'good',
  STARTING: 'busy',
  WAITING: 'warn',
  DEGRADED: 'warn',
  SILENT: 'warn',
  FAILING: 'bad',
  HUNG: 'bad',
  PAUSED: 'quiet',
  RETIRED: 'quiet',
};

export const silenceTones: Readonly<Record<SilenceState, Tone>> = {
  ACTIVE: 'warn',
  PENDING: 'busy',
  EXPIRED: 'quiet',
};
