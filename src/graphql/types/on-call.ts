// Rotations: who is on call, who comes next, and who stands in for whom.
import { weekDays } from '../../core/hours.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { OnCallPerson } from '../../core/escalation.ts';
import { builder } from '../builder.ts';
import {
  getRotation,
  overridesOf,
  readOnCall,
  readRotations,
  shiftsOf,
  type OverrideView,
  type RotationView,
  type ShiftView,
} from '../escalations.ts';
import { auditedName } from '../registration-input.ts';

const Person = builder.objectRef<OnCallPerson>('OnCallPerson').implement({
  description: 'Somebody who is on call at times.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Their name, as the configuration has it.' }),
    channels: t.stringList({
      description: 'Names of the channels that reach them.',
      resolve: ({ channels }) => [...channels],
    }),
  }),
});

const Shift = builder.objectRef<ShiftView>('OnCallShift').implement({
  description: 'Who is on call in a rotation, and for how long.',
  fields: (t) => ({
    rotation: t.exposeString('rotation', { description: 'Name of the rotation.' }),
    person: t.field({
      type: Person,
      description: 'Who is on call.',
      resolve: ({ person }) => person,
    }),
    from: t.field({
      type: 'DateTime',
      description: 'Since when.',
      resolve: ({ from }) => from,
    }),
    until: t.field({
      type: 'DateTime',
      description:
        'When somebody else may be: the next handover, or where an override begins or ends.',
      resolve: ({ until }) => until,
    }),
    isOverride: t.exposeBoolean('isOverride', {
      description: 'They stand in for whoever has the turn.',
    }),
  }),
});

const Override = builder.objectRef<OverrideView>('OnCallOverride').implement({
  description: 'Somebody who stands in for a while.',
  fields: (t) => ({
    person: t.exposeString('person', { description: 'Name of the person.' }),
    from: t.field({ type: 'DateTime', description: 'From when.', resolve: ({ from }) => from }),
    until: t.field({ type: 'DateTime', description: 'Until when.', resolve: ({ until }) => until }),
    createdBy: t.exposeString('createdBy', {
      nullable: true,
      description: 'Name of the token that said so; null for the configuration file.',
    }),
  }),
});

const Rotation = builder.objectRef<RotationView>('OnCallRotation').implement({
  description: 'People who are on call one after the other, a week each.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: ({ rotation }) => rotation.name }),
    timeZone: t.string({
      description: 'The time zone of its handovers.',
      resolve: ({ rotation }) => rotation.timeZone,
    }),
    handover: t.string({
      description: 'When a turn ends and the next one begins, as `mon 09:00`.',
      resolve: ({ rotation }) => writeHandover(rotation.handover),
    }),
    people: t.field({
      type: [Person],
      description: 'Who takes part, in the order of their turns.',
      resolve: ({ rotation }) => rotation.people,
    }),
    shifts: t.field({
      type: [Shift],
      description: 'Who is on call now, and who comes next.',
      extensions: { cost: 5 },
      args: {
        first: t.arg.int({ defaultValue: 5, description: 'How many; 60 at most.' }),
      },
      resolve: (view, { first }) => shiftsOf(view, first ?? 5),
    }),
    overrides: t.field({
      type: [Override],
      description: 'Who stands in now or later. Where several are at once, the last one counts.',
      resolve: (view) => overridesOf(view),
    }),
  }),
});

function writeHandover({ day, minute }: { readonly day: number; readonly minute: number }): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${weekDays[day] ?? ''} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

builder.queryField('rotations', (t) =>
  t.field({
    type: [Rotation],
    description: 'Rotations, as `hawkwatch.yaml` declares them; only overrides can be made here.',
    authScopes: { role: 'viewer' },
    resolve: (_root, _args, context) => readRotations(context),
  }),
);

builder.queryField('onCall', (t) =>
  t.field({
    type: [Shift],
    description: 'Who is on call in each rotation.',
    authScopes: { role: 'viewer' },
    args: { at: t.arg({ type: 'DateTime', description: 'At which time; now when left out.' }) },
    resolve: (_root, { at }, context) => readOnCall(context, at),
  }),
);

const Result = builder.errorUnion('OverrideOnCallResult', {
  description: 'The rotation, or why nobody stands in.',
  types: [Rotation, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Rotation,
});

builder.mutationField('overrideOnCall', (t) =>
  t.field({
    type: Result,
    description:
      'Has somebody of a rotation stand in for a while. The one made last counts, so another one ' +
      'for whoever has the turn takes it back. For operators.',
    authScopes: { role: 'operator' },
    args: {
      rotation: t.arg.string({ required: true, description: 'Name of the rotation.' }),
      person: t.arg.string({ required: true, description: 'Name of the person who stands in.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'From when.' }),
      until: t.arg({
        type: 'DateTime',
        required: true,
        description: 'Until when; 366 days at most.',
      }),
    },
    audit: ({ rotation }) => ({ subject: `rotation:${auditedName(rotation)}` }),
    resolve: async (_root, input, context) => {
      const { services, viewer } = context;
      const { rotation } = await services.escalations.override(viewer, input);
      return getRotation(context, rotation);
    },
  }),
);
