// One rule: when it makes an alert, what is told, and what may be done with it. What the file declares is changed
// there only, and says so.
import { useState } from 'react';
import { Link } from 'wouter';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { openAlertsHref } from '../../../parts/alerts/alerts-href.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { State } from '../../../parts/state.tsx';
import { formatDuration, Time } from '../../../parts/time.tsx';
import { useMay } from '../../../shell/viewer.ts';
import { DetailsDialog } from '../forms/details-dialog.tsx';
import { writePairs } from '../forms/lines.ts';
import styles from '../settings.module.css';
import { Condition, Overrides } from './condition.tsx';
import { ruleQuery, switchRuleMutation, type WholeRule } from './operations.ts';
import { originWords } from './origin-words.ts';
import { RulePreview } from './rule-preview.tsx';

/** hawkwatch's own rules name a place in its documentation. */
function isAddress(runbook: string): boolean {
  return /^https?:/.test(runbook);
}

function Details({ rule }: { rule: WholeRule }) {
  const labels = writePairs(rule.labels).replaceAll('\n', ', ');
  return (
    <>
      {rule.description === '' ? null : <p className={styles.text}>{rule.description}</p>}
      {rule.lastError == null ? null : <p className={styles.alarm}>{rule.lastError}</p>}
      {rule.warning == null ? null : <p className={styles.warning}>{rule.warning}</p>}
      {rule.origin === 'API' ? null : (
        <p className="soft small">
          {rule.origin === 'FILE'
            ? 'hawkwatch.yaml declares it: it is changed only there.'
            : 'hawkwatch ships it: it can be switched off here, and declared otherwise below alerts.rules in hawkwatch.yaml.'}
        </p>
      )}
      <Facts
        facts={[
          {
            name: 'Open alerts',
            value: <Link href={openAlertsHref({ rule: rule.name })}>{rule.openAlerts}</Link>,
          },
          { name: 'Type', value: rule.type },
          { name: 'From', value: originWords[rule.origin] },
          { name: 'Told after', value: rule.forMs === 0 ? 'at once' : formatDuration(rule.forMs) },
          {
            name: 'Goes on after its end for',
            value: rule.keepFiringForMs === 0 ? null : formatDuration(rule.keepFiringForMs),
          },
          {
            name: 'Matched last',
            value: rule.lastMatchedAt == null ? 'never' : <Time at={rule.lastMatchedAt} />,
          },
          {
            name: 'Compared last',
            value: rule.lastEvaluatedAt == null ? null : <Time at={rule.lastEvaluatedAt} />,
          },
          {
            name: 'Escalation',
            value: <Link href="/settings/on-call">{rule.escalation ?? 'the default one'}</Link>,
          },
          { name: 'Labels', value: labels === '' ? null : labels },
          {
            name: 'Runbook',
            value:
              rule.runbook == null ? null : isAddress(rule.runbook) ? (
                <a href={rule.runbook} rel="noreferrer">
                  {rule.runbook}
                </a>
              ) : (
                <code>{rule.runbook}</code>
              ),
          },
        ]}
      />
      <Condition condition={rule.condition} />
      <Overrides overrides={rule.overrides} />
      <h3>What is told</h3>
      <pre tabIndex={0}>{[rule.title, rule.message].filter((one) => one !== '').join('\n\n')}</pre>
    </>
  );
}

export interface RuleDialogProps {
  readonly name: string;
  onEdit(rule: WholeRule): void;
  onDelete(rule: WholeRule): void;
  onClose(): void;
}

/** The dialog. */
export function RuleDialog({ name, onEdit, onDelete, onClose }: RuleDialogProps) {
  const mayChange = useMay('ADMIN');
  const mayTry = useMay('OPERATOR');
  const [isTried, setTried] = useState(false);
  const answer = useLiveQuery(ruleQuery, { name }, { staleAfter: ['alert_rule.', 'alert.'] });
  const rule = answer.data?.alertRule ?? undefined;
  const toggle = useAction(
    switchRuleMutation,
    rule?.enabled === true ? `${name} is switched off.` : `${name} makes alerts.`,
    inDialog,
  );
  return (
    <DetailsDialog
      title={
        <span className="row">
          {name}
          {rule === undefined ? null : (
            <>
              <State state={rule.severity} />
              {rule.enabled ? null : <State state="OFF" label="switched off" />}
            </>
          )}
        </span>
      }
      actions={
        rule === undefined ? undefined : (
          <>
            {mayTry && !isTried ? (
              <button onClick={() => setTried(true)}>Try it on the past</button>
            ) : null}
            {mayChange && rule.origin !== 'FILE' ? (
              <button
                disabled={toggle.isBusy}
                onClick={() =>
                  void toggle.run({ name, enabled: !rule.enabled }).then(answer.refresh)
                }
              >
                {rule.enabled ? 'Switch it off' : 'Switch it on'}
              </button>
            ) : null}
            {mayChange && rule.origin === 'API' ? (
              <>
                <button onClick={() => onEdit(rule)}>Change …</button>
                <button className="danger" onClick={() => onDelete(rule)}>
                  Delete …
                </button>
              </>
            ) : null}
          </>
        )
      }
      failure={toggle.failure}
      onClose={onClose}
    >
      <Answer answer={answer}>
        {({ alertRule }) =>
          alertRule == null ? (
            <Empty title="There is no such rule">It was removed, or renamed.</Empty>
          ) : (
            <>
              <Details rule={alertRule} />
              {isTried ? <RulePreview name={name} /> : null}
            </>
          )
        }
      </Answer>
    </DetailsDialog>
  );
}
