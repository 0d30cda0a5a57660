// The words of deliveries and channels.
import type { DeliveryState, FailureReason, NotifyReason } from '../../core/notifications.ts';
import type { ChannelCondition } from '../../notifications/delivery/channel-state.ts';
import { builder } from '../builder.ts';

export const DeliveryStateType = builder.enumType('DeliveryState', {
  description: 'How a delivery stands.',
  values: {
    WAITING: { description: 'It is to be sent, for the first time or again.' },
    SENDING: { description: 'It is being sent.' },
    DELIVERED: { description: 'The receiver took it.' },
    DEAD: { description: 'It is given up.' },
    MERGED: { description: 'A digest tells what it would have told.' },
    SPLIT: {
      description: 'A digest that the receiver refused: its `parts` tell what it would have told.',
    },
  } satisfies Record<DeliveryState, { description: string }>,
});

export const NotifyReasonType = builder.enumType('NotifyReason', {
  description: 'Why something is sent.',
  values: {
    FIRST_NOTIFICATION: { description: 'The first of these alerts fires.' },
    NEW_ALERTS: { description: 'More alerts fire.' },
    SOME_RESOLVED: { description: 'Some of the alerts are resolved.' },
    ALL_RESOLVED: { description: 'All of them are.' },
    REPEAT: { description: 'They still fire.' },
    ESCALATION: { description: 'Nobody has acknowledged it.' },
    DIGEST: { description: 'More was to be sent than the channel may be sent.' },
    EVENT: { description: 'An event that is told as it is.' },
    TEST: { description: 'Somebody tries the channel.' },
    REDELIVERY: { description: 'Somebody has it sent again.' },
  } satisfies Record<NotifyReason, { description: string }>,
});

export const FailureReasonType = builder.enumType('FailureReason', {
  description: 'What kind of failure it was.',
  values: {
    CLIENT_ERROR: { description: 'The receiver does not want such a message.' },
    SERVER_ERROR: { description: 'The receiver failed.' },
    AUTH_ERROR: { description: 'The receiver does not accept the credential.' },
    RATE_LIMITED: { description: 'The receiver was sent too much.' },
    TIMEOUT: { description: 'There was no answer in time.' },
    NETWORK: { description: 'The receiver was not reached, or the connection was lost.' },
    GONE: { description: 'The receiver is gone for good.' },
    REFUSED: { description: 'hawkwatch may not send to this address.' },
    OTHER: { description: 'Something else.' },
  } satisfies Record<FailureReason, { description: string }>,
});

export const ChannelConditionType = builder.enumType('ChannelState', {
  description: 'How a channel is.',
  values: {
    OK: { description: 'It works, or was not used yet.' },
    FAILING: { description: 'Its last attempts failed.' },
    OPEN: { description: 'It failed so often that it is tried now and then only.' },
    DISABLED: { description: 'It is not used until `enableChannel`.' },
    RATE_LIMITED: { description: 'What waits may be sent a little later.' },
  } satisfies Record<ChannelCondition, { description: string }>,
});
