// What to do while there is no database.
import { Empty } from '../../parts/notes.tsx';

const example = `databases:
  - name: orders
    url: \${ORDERS_DATABASE_URL}
    environment: production
    migrations: { folder: ./migrations }`;

/** How the first database comes here. */
export function NoDatabases({ mayRegister }: { mayRegister: boolean }) {
  return (
    <Empty title="No database is watched yet">
      <div className="column" style={{ maxWidth: '36rem', textAlign: 'start' }}>
        <p>
          Declare it in <code>hawkwatch.yaml</code>, which is read again when it changes; its
          migrations can be run then:
        </p>
        <pre>{example}</pre>
        <p>
          {mayRegister
            ? 'Or register it with its URL, with the button above.'
            : 'Or ask an admin to register it with its URL, here or over the API (registerDatabase).'}{' '}
          Databases in containers are found by themselves, when hawkwatch is told of the daemon.
        </p>
      </div>
    </Empty>
  );
}
