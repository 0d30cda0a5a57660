// Why there is such an alert: its rule with what it waits for, and what to do; or the intake that told of it.
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { formatDuration } from '../../parts/format-time.ts';
import { Answer } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { webAddress } from '../../parts/subject.ts';
import { useMay } from '../../shell/viewer.ts';
import styles from './alert.module.css';
import { describeCondition, type RuleShape } from './describe-condition.ts';
import { ruleQuery, type AlertDetails } from './operations.ts';

const origins = {
  DEFAULT: 'One of hawkwatch’s own rules.',
  FILE: 'Declared in hawkwatch.yaml.',
  API: 'Made over the API.',
} as const;

/** The panel. */
export function WhyPanel({ alert }: { readonly alert: AlertDetails }) {
  const mayIntakes = useMay('ADMIN');
  const isReported = alert.source !== 'rule';
  const answer = useLiveQuery(
    ruleQuery,
    { name: alert.rule },
    { pause: isReported, staleAfter: ['alert_rule.'], everyMs: 3_000 },
  );
  const others = `/alerts?rule=${encodeURIComponent(alert.rule)}&state=any`;
  return (
    <Panel title="Why" aside={<Link href={others}>All alerts of this rule</Link>}>
      {isReported ? (
        <p>
          Reported by the intake{' '}
          {mayIntakes ? <Link href="/settings/heartbeats">{alert.source}</Link> : alert.source} as{' '}
          <code>{alert.rule}</code>, type <code>{alert.type}</code>.
        </p>
      ) : (
        <Answer answer={answer}>
          {({ alertRule }) =>
            alertRule == null ? (
              <p className="soft">
                There is no rule <code>{alert.rule}</code> any more.
              </p>
            ) : (
              <Rule rule={alertRule} />
            )
          }
        </Answer>
      )}
    </Panel>
  );
}

function Rule({ rule }: { readonly rule: RuleShape }) {
  const { begins, ends } = describeCondition(rule.condition);
  const runbook = webAddress(rule.runbook);
  return (
    <div className="column">
      <p>
        <Link href={`/settings/rules?text=${encodeURIComponent(rule.name)}`}>{rule.name}</Link>
        {rule.description === '' ? null : `: ${rule.description}`}{' '}
        <span className="soft">{origins[rule.origin]}</span>
      </p>
      <div>
        <h3>It fires when</h3>
        <ul className={styles.condition}>
          {begins.map((line) => (
            <li key={line}>{line}</li>
          ))}
          {rule.forMs > 0 ? <li>for {formatDuration(rule.forMs)} on end</li> : null}
        </ul>
      </div>
      {ends.length === 0 && rule.keepFiringForMs === 0 ? null : (
        <div>
          <h3>It is over when</h3>
          <ul className={styles.condition}>
            {ends.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {rule.keepFiringForMs > 0 ? (
              <li>and that for {formatDuration(rule.keepFiringForMs)}</li>
            ) : null}
          </ul>
        </div>
      )}
      {rule.runbook == null || rule.runbook === '' ? null : (
        <p>
          What to do:{' '}
          {runbook === undefined ? (
            <code>{rule.runbook}</code>
          ) : (
            <a href={runbook} target="_blank" rel="noreferrer">
              {rule.runbook} ↗
            </a>
          )}
        </p>
      )}
    </div>
  );
}
