// The form of an endpoint: which fields each kind has, and what the API takes for them. Pure.
import type { EndpointKind, RegisterEndpointInput } from '../../../graphql/graphql.ts';

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly isNeeded?: boolean;
  readonly isNumber?: boolean;
  readonly placeholder?: string;
}

const host: FormField = { name: 'host', label: 'Host', isNeeded: true, placeholder: 'db.example' };
const url = (placeholder: string): FormField => ({
  name: 'url',
  label: 'URL',
  isNeeded: true,
  placeholder,
});
const port = (usual?: number): FormField => ({
  name: 'port',
  label: 'Port',
  isNumber: true,
  ...(usual === undefined ? { isNeeded: true } : { placeholder: String(usual) }),
});
const warnDays: FormField = {
  name: 'warnDays',
  label: 'Degraded when it ends within days',
  isNumber: true,
  placeholder: '14',
};

/** The fields of each kind, besides those that all have. */
export const fieldsOf: Readonly<Record<EndpointKind, readonly FormField[]>> = {
  HTTP: [
    url('https://shop.example/health'),
    { name: 'status', label: 'Status', placeholder: '200-299' },
    { name: 'bodyContains', label: 'The body contains' },
    {
      name: 'maxResponseMs',
      label: 'Degraded when slower than ms',
      isNumber: true,
    },
  ],
  TCP: [host, port()],
  POSTGRES: [
    url('postgres://role:password@db.example/shop'),
    { name: 'query', label: 'Statement', placeholder: 'select 1' },
  ],
  REDIS: [url('rediss://:password@cache.example')],
  SMTP: [host, port(25)],
  DNS: [
    { name: 'host', label: 'Name', isNeeded: true, placeholder: 'shop.example' },
    { name: 'server', label: 'DNS server', isNeeded: true, placeholder: '1.1.1.1' },
    { name: 'type', label: 'Type', placeholder: 'A' },
    { name: 'expect', label: 'Expected records, with commas' },
  ],
  CERTIFICATE: [host, port(443), warnDays],
};

/** What was typed, by the name of the field. */
export type FormValues = Readonly<Record<string, string>>;

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What the API takes for it; empty fields are left out. */
export function inputOf(kind: EndpointKind, values: FormValues): RegisterEndpointInput {
  const text = (name: string): string | undefined => {
    const value = values[name]?.trim() ?? '';
    return value === '' ? undefined : value;
  };
  const number = (name: string): number | undefined => {
    const value = text(name);
    return value === undefined ? undefined : Number(value);
  };
  const given = <Value>(name: string, value: Value | undefined): Record<string, Value> =>
    value === undefined ? {} : { [name]: value };
  const needed = (name: string): string => text(name) ?? '';
  const everySeconds = number('everySeconds');
  const input: RegisterEndpointInput = {
    name: needed('name'),
    ...given('environment', text('environment')),
    ...given('database', text('database')),
    ...given('everyMs', everySeconds === undefined ? undefined : everySeconds * 1_000),
  };
  switch (kind) {
    case 'HTTP': {
      const status = text('status');
      const expect = {
        ...given('status', status === undefined ? undefined : listOf(status)),
        ...given('bodyContains', text('bodyContains')),
        ...given('maxResponseMs', number('maxResponseMs')),
      };
      const isPlain = Object.keys(expect).length === 0;
      return { ...input, http: { url: needed('url'), ...(isPlain ? {} : { expect }) } };
    }
    case 'TCP':
      return { ...input, tcp: { host: needed('host'), port: number('port') ?? 0 } };
    case 'POSTGRES':
      return { ...input, postgres: { url: needed('url'), ...given('query', text('query')) } };
    case 'REDIS':
      return { ...input, redis: { url: needed('url') } };
    case 'SMTP':
      return { ...input, smtp: { host: needed('host'), ...given('port', number('port')) } };
    case 'DNS': {
      const records = text('expect');
      return {
        ...input,
        dns: {
          name: needed('host'),
          ...given('server', text('server')),
          ...given('type', text('type')),
          ...given('expect', records === undefined ? undefined : listOf(records)),
        },
      };
    }
    case 'CERTIFICATE': {
      const days = number('warnDays');
      return {
        ...input,
        certificate: {
          host: needed('host'),
          ...given('port', number('port')),
          ...given('tls', days === undefined ? undefined : { warnDays: days }),
        },
      };
    }
  }
}
