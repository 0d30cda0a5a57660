// What an endpoint is, as the configuration file or the API declares it. Holds secrets (headers, URLs):
// none of it goes to a log, an event or an answer but what `target` of its probe says.
import type { EndpointOrigin } from '../../core/endpoints.ts';

export interface TlsExpectation {
  /** False: any certificate is taken; it is told of all the same. */
  readonly verify: boolean;
  /** A certificate that ends within so many days makes the endpoint DEGRADED. */
  readonly warnDays: number;
  /** Absolute path of a file with authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
}

export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

export interface HttpSettings {
  readonly kind: 'http';
  readonly url: string;
  readonly method: string;
  /** Their values are secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly expect: {
    readonly status: readonly StatusRange[];
    readonly bodyContains?: string | undefined;
    /** A regular expression. */
    readonly bodyMatches?: string | undefined;
    /** RFC 9535; it must find something, and with `equals` only that. */
    readonly jsonPath?: string | undefined;
    readonly equals?: string | number | boolean | null | undefined;
    /** Slower is DEGRADED. */
    readonly maxResponseMs?: number | undefined;
    /** Headers of the response with what their values contain; empty: it is there. */
    readonly header: Readonly<Record<string, string>>;
  };
  /** How many redirects are followed, 0 to 5. */
  readonly followRedirects: number;
  readonly tls: TlsExpectation;
}

export interface TcpSettings {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
}

export interface PostgresSettings {
  readonly kind: 'postgres';
  readonly url: string;
  readonly query: string;
  readonly expect: {
    /** How many rows it gives. */
    readonly rows?: number | undefined;
    /** The first column of the first row, as text. */
    readonly value?: string | undefined;
  };
}

export interface RedisSettings {
  readonly kind: 'redis';
  /** `redis:` or, with TLS, `rediss:`. */
  readonly url: string;
  readonly tls: TlsExpectation;
}

export interface SmtpSettings {
  readonly kind: 'smtp';
  readonly host: string;
  readonly port: number;
  /** `offered`: used when the server offers it. `implicit`: TLS from the first byte. */
  readonly security: 'none' | 'offered' | 'required' | 'implicit';
  readonly tls: TlsExpectation;
}

export interface DnsSettings {
  readonly kind: 'dns';
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'SOA' | 'SRV' | 'TXT' | 'CAA';
  /** An address with an optional port; without it, the servers of the system. */
  readonly server?: string | undefined;
  /** Records that must be among the answers. */
  readonly expect: readonly string[];
}

export interface CertificateSettings {
  readonly kind: 'certificate';
  readonly host: string;
  readonly port: number;
  /** The name that is asked for; without it, the host. */
  readonly servername?: string | undefined;
  readonly tls: TlsExpectation;
}

export type ProbeSettings =
  | HttpSettings
  | TcpSettings
  | PostgresSettings
  | RedisSettings
  | SmtpSettings
  | DnsSettings
  | CertificateSettings;

export type SettingsOf<Kind extends ProbeSettings['kind']> = Extract<
  ProbeSettings,
  { readonly kind: Kind }
>;

export interface EndpointSettings {
  /** Its identity. */
  readonly name: string;
  readonly environment?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the monitored database that it stands for. */
  readonly database?: string | undefined;
  /** It is known, but not checked. */
  readonly paused: boolean;
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** Failures that are tried again before it is DOWN. */
  readonly retries: number;
  readonly retryDelayMs: number;
  /** Successes in a row before what was DOWN is UP. */
  readonly successes: number;
  readonly probe: ProbeSettings;
}

/** Of endpoints in general. */
export interface EndpointRules {
  /** Networks (CIDR) that are not public and may yet be reached by endpoints of the API. */
  readonly allowPrivate: readonly string[];
  /** How long each check is kept. */
  readonly keepChecksMs: number;
}

/** An endpoint that is to be checked. */
export interface WatchedEndpoint extends EndpointSettings {
  readonly origin: EndpointOrigin;
  readonly rules: EndpointRules;
}
