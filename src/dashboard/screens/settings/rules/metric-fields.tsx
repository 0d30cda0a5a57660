// The condition of a rule that compares measurements.
import { Choice, DurationField, LinesField, TextField } from '../forms/fields.tsx';
import styles from '../forms/forms.module.css';
import type { DraftProps } from './rule-draft.ts';

const aggregates = { AVERAGE: 'mean', LAST: 'newest', MAX: 'highest', MIN: 'lowest' } as const;
const policies = { OK: 'all is well', KEEP: 'it stays as it was', ALERT: 'an alert' } as const;

function NumberField(props: {
  readonly label: string;
  readonly value: string;
  readonly isRequired?: boolean;
  onChange(value: string): void;
}) {
  return (
    <label>
      {props.label}
      <input
        type="number"
        step="any"
        value={props.value}
        required={props.isRequired === true}
        onChange={({ target }) => props.onChange(target.value)}
      />
    </label>
  );
}

/** The fields. */
export function MetricFields({ draft, onChange }: DraftProps) {
  return (
    <div className={styles.fields}>
      <TextField
        label="Metric, or a pattern"
        value={draft.metric}
        isRequired
        placeholder="database.size_bytes"
        onChange={(metric) => onChange({ metric })}
      />
      <Choice
        label="What is compared"
        value={draft.aggregate}
        options={aggregates}
        onChange={(value) => onChange({ aggregate: value as keyof typeof aggregates })}
      />
      <DurationField
        label="Of the last"
        value={draft.window}
        isRequired
        onChange={(window) => onChange({ window })}
      />
      <NumberField
        label="Alert above"
        value={draft.above}
        isRequired={draft.below === ''}
        onChange={(above) => onChange({ above })}
      />
      <NumberField
        label="Alert below"
        value={draft.below}
        isRequired={draft.above === ''}
        onChange={(below) => onChange({ below })}
      />
      <NumberField
        label="Over only beyond (optional)"
        value={draft.clear}
        onChange={(clear) => onChange({ clear })}
      />
      <LinesField
        label="Only these series, one matcher a line (optional)"
        value={draft.match}
        placeholder="subject=database:shop"
        onChange={(match) => onChange({ match })}
      />
      <DurationField
        label="Missing after"
        value={draft.noDataAfter}
        placeholder="10min"
        onChange={(noDataAfter) => onChange({ noDataAfter })}
      />
      <Choice
        label="When a series is missing"
        value={draft.onNoData}
        options={policies}
        onChange={(value) => onChange({ onNoData: value as keyof typeof policies })}
      />
      <Choice
        label="When measurements cannot be read"
        value={draft.onError}
        options={policies}
        onChange={(value) => onChange({ onError: value as keyof typeof policies })}
      />
    </div>
  );
}
