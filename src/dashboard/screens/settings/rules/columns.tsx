// The columns of the rules.
import { Link } from 'wouter';

import { openAlertsHref } from '../../../parts/alerts/alerts-href.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { State } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import type { RuleRow } from './operations.ts';
import { originWords } from './origin-words.ts';

/** The columns; `hrefOf` is where one is shown whole. */
export function ruleColumns(hrefOf: (name: string) => string): readonly Column<RuleRow>[] {
  return [
    {
      key: 'name',
      heading: 'Rule',
      width: 'minmax(11rem, 1.6fr)',
      cell: ({ name, lastError, warning }) => (
        <span title={lastError ?? warning ?? name}>
          {lastError == null ? null : <State state="FAILED" label="fails" />}{' '}
          {warning == null ? null : <State state="DEGRADED" label="not as it says" />}{' '}
          <Link href={hrefOf(name)}>{name}</Link>
        </span>
      ),
    },
    {
      key: 'severity',
      heading: 'Severity',
      width: '6.5rem',
      cell: ({ severity }) => <State state={severity} />,
    },
    {
      key: 'enabled',
      heading: 'Switched',
      width: '4.75rem',
      cell: ({ enabled }) =>
        enabled ? <State state="OK" label="on" /> : <State state="OFF" tone="quiet" label="off" />,
    },
    {
      key: 'open',
      heading: 'Open',
      width: '3.25rem',
      isNumber: true,
      cell: ({ name, openAlerts }) =>
        openAlerts === 0 ? '0' : <Link href={openAlertsHref({ rule: name })}>{openAlerts}</Link>,
    },
    {
      key: 'matched',
      heading: 'Matched last',
      width: '7.5rem',
      isExtra: true,
      cell: ({ lastMatchedAt }) => (lastMatchedAt == null ? 'never' : <Time at={lastMatchedAt} />),
    },
    {
      key: 'origin',
      heading: 'From',
      width: '7.5rem',
      isExtra: true,
      cell: ({ origin }) => originWords[origin],
    },
    {
      key: 'description',
      heading: 'What it is about',
      width: 'minmax(10rem, 2fr)',
      isExtra: true,
      cell: ({ description }) => <span title={description}>{description}</span>,
    },
  ];
}
