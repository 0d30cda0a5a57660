// Names of channels, each leading to what was sent over it.
import { Fragment } from 'react';
import { Link } from 'wouter';

/** `ops, pager`; without any: nobody. */
export function ChannelLinks({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span className="soft">nobody</span>;
  return (
    <span>
      {names.map((name, index) => (
        <Fragment key={name}>
          {index === 0 ? '' : ', '}
          <Link href={`/settings/deliveries?channel=${encodeURIComponent(name)}`}>{name}</Link>
        </Fragment>
      ))}
    </span>
  );
}
