// Files that the URL of a PostgreSQL server names (sslrootcert, sslcert, sslkey). hawkwatch opens them on
// its own machine, so only whoever writes hawkwatch.yaml may name them, never somebody of the API.
import { takeTlsSettings } from '../../postgres/tls-settings.ts';

/** What is wrong with a URL that comes over the API, or undefined when it names no file. */
export function namedFilesFault(url: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(url)) return undefined;
  const { rootCertificates, certificate, key } = takeTlsSettings(url).settings;
  return rootCertificates === null && certificate === null && key === null
    ? undefined
    : 'names files (sslrootcert, sslcert or sslkey), which only hawkwatch.yaml may do; ' +
        'sslrootcert=system is allowed';
}
