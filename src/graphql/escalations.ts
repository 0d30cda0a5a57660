// Escalation for the API: policies with where open alerts stand in them, rotations with who is on call.
import { findOnCall, listShifts, type OnCallShift } from '../alerts/escalation/on-call.ts';
import { InvalidInputError, NotFoundError } from '../core/errors.ts';
import type {
  EscalationLevel,
  EscalationPolicy,
  OnCallOverride,
  OnCallRotation,
} from '../core/escalation.ts';
import type { AlertRow } from '../store/alerts.ts';
import {
  countEscalations,
  listOpenEscalations,
  type EscalationRow,
} from '../store/alert-escalations.ts';
import { listOnCallOverrides } from '../store/on-call-overrides.ts';
import type { GraphqlContext } from './context.ts';

export interface LevelView extends EscalationLevel {
  /** Counted from 1. */
  readonly number: number;
  /** Open alerts of which it is told next. */
  readonly alerts: number;
}

export interface PolicyView {
  readonly policy: EscalationPolicy;
  readonly isDefault: boolean;
  readonly levels: readonly LevelView[];
}

export async function readPolicies({ services, viewer }: GraphqlContext): Promise<PolicyView[]> {
  const { escalations, store } = services;
  const counts = await countEscalations(store.q, viewer.role);
  return escalations.policies().map((policy) => ({
    policy,
    isDefault: policy.name === escalations.defaultPolicy,
    levels: policy.levels.map((level, index) => ({
      ...level,
      number: index + 1,
      alerts: counts.find((one) => one.policy === policy.name && one.level === index)?.alerts ?? 0,
    })),
  }));
}

const mostStandings = 100;

export function readStandings(
  { services, viewer }: GraphqlContext,
  policy: string,
  first: number,
): Promise<EscalationRow[]> {
  checkCount(first, mostStandings);
  return listOpenEscalations(services.store.q, policy, first, viewer.role);
}

/** @throws NotFoundError for an alert that retention has removed meanwhile. */
export async function getAlertOf({ loaders }: GraphqlContext, id: string): Promise<AlertRow> {
  const alert = await loaders.alerts.byId.load(id);
  if (alert === undefined) throw new NotFoundError('The alert is not there any more.');
  return alert;
}

export interface OverrideView extends OnCallOverride {
  /** Name of the token that made it; null for those of the configuration file. */
  readonly createdBy: string | null;
}

export interface RotationView {
  readonly rotation: OnCallRotation;
  /** Those made over the API that are not over, the newest last. */
  readonly stored: readonly OverrideView[];
  readonly now: Date;
}

export interface ShiftView extends OnCallShift {
  readonly rotation: string;
}

async function readRotationsAt(
  { services }: GraphqlContext,
  at: Date,
): Promise<readonly RotationView[]> {
  const stored = await listOnCallOverrides(services.store.q, at);
  return services.escalations.rotations().map((rotation) => ({
    rotation,
    stored: stored.filter((one) => one.rotation === rotation.name),
    now: at,
  }));
}

export function readRotations(context: GraphqlContext): Promise<readonly RotationView[]> {
  return readRotationsAt(context, context.services.clock.now());
}

/** The rotation's view after a change of it. */
export async function getRotation(context: GraphqlContext, name: string): Promise<RotationView> {
  const views = await readRotations(context);
  const view = views.find(({ rotation }) => rotation.name === name);
  if (view === undefined) throw new NotFoundError('There is no such rotation any more.');
  return view;
}

export async function readOnCall(
  context: GraphqlContext,
  at: Date | null | undefined,
): Promise<ShiftView[]> {
  const time = at ?? context.services.clock.now();
  const views = await readRotationsAt(context, time);
  return views.map(({ rotation, stored }) => ({
    rotation: rotation.name,
    ...findOnCall(rotation, time, stored),
  }));
}

const mostShifts = 60;

export function shiftsOf({ rotation, stored, now }: RotationView, first: number): ShiftView[] {
  checkCount(first, mostShifts);
  const shifts = listShifts(rotation, now, first, stored);
  return shifts.map((shift) => ({ rotation: rotation.name, ...shift }));
}

/** What is not over yet, that of the file first. */
export function overridesOf({ rotation, stored, now }: RotationView): OverrideView[] {
  const ofFile = rotation.overrides.map((one) => ({ ...one, createdBy: null }));
  return [...ofFile, ...stored].filter(({ until }) => until > now);
}

function checkCount(first: number, most: number): void {
  if (first >= 1 && first <= most) return;
  const message = `must be 1 to ${most}`;
  throw new InvalidInputError(`\`first\` ${message}.`, [{ path: 'first', message }]);
}
