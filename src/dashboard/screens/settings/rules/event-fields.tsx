// The condition of a rule that looks at events: which ones make an alert, which ones end it, and what tells one
// alert from another.
import { DurationField, LinesField, TextField } from '../forms/fields.tsx';
import styles from '../forms/forms.module.css';
import type { DraftProps, PatternDraft } from './rule-draft.ts';

interface PatternsProps {
  readonly legend: string;
  readonly patterns: readonly PatternDraft[];
  /** So many must be there. */
  readonly least: number;
  onChange(patterns: readonly PatternDraft[]): void;
}

function Patterns({ legend, patterns, least, onChange }: PatternsProps) {
  const put = (index: number, change: Partial<PatternDraft>): void =>
    onChange(patterns.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      {patterns.map((pattern, index) => (
        // Patterns have no names of their own; they are only added at the end.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={styles.fields}>
          <TextField
            label="Kind of event"
            value={pattern.event}
            isRequired
            placeholder="migration.completed"
            onChange={(event) => put(index, { event })}
          />
          <LinesField
            label="Tests of its payload, one a line (optional)"
            value={pattern.where}
            placeholder="runState=FAILED"
            onChange={(where) => put(index, { where })}
          />
          {patterns.length > least ? (
            <button
              type="button"
              style={{ justifySelf: 'start' }}
              onClick={() => onChange(patterns.filter((_, at) => at !== index))}
            >
              Remove this event
            </button>
          ) : null}
        </div>
      ))}
      <button
        type="button"
        style={{ alignSelf: 'start' }}
        onClick={() => onChange([...patterns, { event: '', where: '' }])}
      >
        Add an event
      </button>
    </fieldset>
  );
}

/** The fields. */
export function EventFields({ draft, onChange }: DraftProps) {
  return (
    <>
      <Patterns
        legend="What makes an alert"
        patterns={draft.on}
        least={1}
        onChange={(on) => onChange({ on })}
      />
      <Patterns
        legend="What ends it"
        patterns={draft.until}
        least={0}
        onChange={(until) => onChange({ until })}
      />
      <div className={styles.fields}>
        <LinesField
          label="What tells alerts apart: label=path in the payload, one a line"
          value={draft.identity}
          placeholder="database=database"
          onChange={(identity) => onChange({ identity })}
        />
        <DurationField
          label="Over without anything new after (optional)"
          value={draft.lasts}
          placeholder="1h"
          onChange={(lasts) => onChange({ lasts })}
        />
      </div>
    </>
  );
}
