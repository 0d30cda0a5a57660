// A silence as it is typed into the form, and what the service is asked for. Pure.
import type { CreateSilenceInput, UpdateSilenceInput } from '../../../graphql/graphql.ts';
import { readLines } from '../forms/lines.ts';
import { readLocalTime, writeLocalTime } from '../forms/local-time.ts';
import type { ShownSilence } from './operations.ts';

export interface SilenceDraft {
  /** One a line. */
  readonly matchers: string;
  readonly comment: string;
  /** Minutes from now (or from its beginning, if that is to come), or `until`. */
  readonly span: string;
  readonly until: string;
}

const usualMinutes = 120;

/** A new one. */
export function emptyDraft(nowMs: number): SilenceDraft {
  const until = writeLocalTime(nowMs + usualMinutes * 60_000);
  return { matchers: '', comment: '', span: String(usualMinutes), until };
}

/** One that there is, to be changed: it ends when it did, unless another time is chosen. */
export function draftOf({ matchers, comment, endsAt }: ShownSilence): SilenceDraft {
  const texts = matchers.map(({ text }) => text).join('\n');
  return { matchers: texts, comment, span: 'until', until: writeLocalTime(Date.parse(endsAt)) };
}

function timeOf({ span, until }: SilenceDraft) {
  const endsAt = span === 'until' ? readLocalTime(until) : undefined;
  return endsAt === undefined ? { durationMinutes: Number(span) } : { endsAt };
}

export function newInput(draft: SilenceDraft): CreateSilenceInput {
  const { matchers, comment } = draft;
  return { matchers: readLines(matchers), comment: comment.trim(), ...timeOf(draft) };
}

/** Only what was changed: a time in a field has no seconds, and would shorten what nobody touched. */
export function changedInput(draft: SilenceDraft, before: SilenceDraft): UpdateSilenceInput {
  const isTimeSame = draft.span === before.span && draft.until === before.until;
  return {
    ...(draft.matchers === before.matchers ? {} : { matchers: readLines(draft.matchers) }),
    ...(draft.comment === before.comment ? {} : { comment: draft.comment.trim() }),
    ...(isTimeSame ? {} : timeOf(draft)),
  };
}
