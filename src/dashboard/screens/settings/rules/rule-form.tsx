// Makes a rule or changes one of the API. It can be tried on the past before it is kept.
import { useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import type { AlertRuleInput, Severity } from '../../../graphql/graphql.ts';
import { Choice, DurationField, LinesField, TextField } from '../forms/fields.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import styles from '../forms/forms.module.css';
import { EventFields } from './event-fields.tsx';
import { MetricFields } from './metric-fields.tsx';
import { mergeDrafts } from './merge-drafts.ts';
import { createRuleMutation, ruleQuery, updateRuleMutation, type WholeRule } from './operations.ts';
import { draftOf, emptyDraft, inputOf, type DraftProps, type RuleDraft } from './rule-draft.ts';
import { RulePreview } from './rule-preview.tsx';

export const severities: Readonly<Record<Severity, string>> = {
  CRITICAL: 'critical',
  ERROR: 'error',
  WARNING: 'warning',
  INFO: 'info',
};

function Head({ draft, onChange, isNew }: DraftProps & { readonly isNew: boolean }) {
  return (
    <div className={styles.fields}>
      <label>
        Name
        <input
          required
          autoFocus={isNew}
          readOnly={!isNew}
          pattern="[a-z0-9][a-z0-9_\-]*"
          title="Lower-case letters, digits, _ and -"
          placeholder="slow-checkout"
          value={draft.name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </label>
      <Choice
        label="Severity"
        value={draft.severity}
        options={severities}
        onChange={(value) => onChange({ severity: value as Severity })}
      />
      <label className={styles.whole}>
        What it is about
        <input
          value={draft.description}
          onChange={({ target }) => onChange({ description: target.value })}
        />
      </label>
      <Choice
        label="It looks at"
        value={draft.kind}
        options={{ metric: 'measurements', event: 'events' }}
        onChange={(value) => onChange({ kind: value === 'event' ? 'event' : 'metric' })}
      />
      <label className="beside" style={{ alignSelf: 'end', minHeight: 32 }}>
        <input
          type="checkbox"
          checked={draft.enabled}
          onChange={({ target }) => onChange({ enabled: target.checked })}
        />
        It makes alerts
      </label>
    </div>
  );
}

function Telling({ draft, onChange }: DraftProps) {
  return (
    <fieldset className={styles.group}>
      <legend>When and what is told</legend>
      <div className={styles.fields}>
        <DurationField
          label="Told when it holds for"
          value={draft.forText}
          onChange={(forText) => onChange({ forText })}
        />
        <DurationField
          label="Goes on after its end for"
          value={draft.keepFiringFor}
          onChange={(keepFiringFor) => onChange({ keepFiringFor })}
        />
        <TextField
          label="Escalation policy (optional)"
          value={draft.escalation}
          placeholder="the default one"
          onChange={(escalation) => onChange({ escalation })}
        />
        <LinesField
          label="Title, a Liquid template (optional)"
          value={draft.title}
          rows={1}
          placeholder="{{ subject }} is slow: {{ value }} ms"
          onChange={(title) => onChange({ title })}
        />
        <LinesField
          label="Message, a Liquid template (optional)"
          value={draft.message}
          onChange={(message) => onChange({ message })}
        />
        <label className={styles.whole}>
          Runbook: the address of what to do (optional)
          <input
            type="url"
            value={draft.runbook}
            onChange={({ target }) => onChange({ runbook: target.value })}
          />
        </label>
        <LinesField
          label="Labels for its alerts, name=value, one a line (optional)"
          value={draft.labels}
          placeholder="team=orders"
          onChange={(labels) => onChange({ labels })}
        />
      </div>
    </fieldset>
  );
}

export interface RuleFormProps {
  /** The rule to change; without it a new one is made. */
  readonly rule?: WholeRule | undefined;
  onDone(name: string): void;
  onClose(): void;
}

/** What is typed, over the rule as it is now: others may change it meanwhile. */
function useDraft(rule: WholeRule | undefined) {
  const [opened] = useState<RuleDraft>(() => (rule === undefined ? emptyDraft : draftOf(rule)));
  const [typed, setTyped] = useState(opened);
  const { data } = useLiveQuery(
    ruleQuery,
    { name: rule?.name ?? '' },
    { staleAfter: ['alert_rule.'], pause: rule === undefined },
  );
  const newest = data?.alertRule ?? rule;
  const change = (part: Partial<RuleDraft>): void => setTyped((old) => ({ ...old, ...part }));
  return {
    ...mergeDrafts(opened, typed, newest === undefined ? opened : draftOf(newest)),
    newest,
    change,
  };
}

/** The form. */
export function RuleForm({ rule, onDone, onClose }: RuleFormProps) {
  const { draft, contested, newest, change } = useDraft(rule);
  const [tried, setTried] = useState<AlertRuleInput>();
  const quiet = { tellsFailure: false };
  const create = useAction(createRuleMutation, `${draft.name} is in force.`, quiet);
  const update = useAction(updateRuleMutation, `${draft.name} is changed.`, quiet);
  const action = rule === undefined ? create : update;
  const input = inputOf(draft, newest);
  const save = async (): Promise<void> => {
    const saved = await action.run({ input });
    if (saved !== undefined) onDone(draft.name.trim());
  };
  return (
    <FormDialog
      title={rule === undefined ? 'New rule' : `Change ${rule.name}`}
      deed={rule === undefined ? 'Make the rule' : 'Change the rule'}
      isWide
      isBusy={action.isBusy}
      failure={action.failure}
      aside={
        <button
          type="button"
          onClick={({ currentTarget }) => {
            if (currentTarget.form?.reportValidity() === true) setTried(input);
          }}
        >
          Try it on the past
        </button>
      }
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Head draft={draft} onChange={change} isNew={rule === undefined} />
      {draft.kind === 'metric' ? (
        <MetricFields draft={draft} onChange={change} />
      ) : (
        <EventFields draft={draft} onChange={change} />
      )}
      <Telling draft={draft} onChange={change} />
      {newest === undefined || newest.overrides.length === 0 ? null : (
        <p className="soft small">
          Its {newest.overrides.length} settings for some alerts only stay as they are; change them
          over the API.
        </p>
      )}
      {contested.length === 0 ? null : (
        <p role="status" className={styles.contested}>
          Somebody else has changed this meanwhile, too: {contested.join(', ')}. What is kept is
          what stands here.
        </p>
      )}
      {tried === undefined ? null : (
        <>
          {JSON.stringify(tried) === JSON.stringify(input) ? null : (
            <p role="status" className={styles.contested}>
              The rule was changed since it was tried: what stands below is not of it. Try it again.
            </p>
          )}
          <RulePreview key={JSON.stringify(tried)} input={tried} />
        </>
      )}
    </FormDialog>
  );
}
