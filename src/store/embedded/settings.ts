// The settings of the embedded server and the environment of its processes. They are given on the
// command line, so there is no file that can be half-written or out of date.

/** The only superuser of the embedded server. */
export const serverUser = 'hawkwatch';

/** Names the socket; nothing listens on TCP. */
export const serverPort = 5432;

const fixed: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(serverPort),
  unix_socket_permissions: '0700',
  password_encryption: 'scram-sha-256',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  // SQL holds secrets: statements, parameters, details and contexts stay out of the log, and so do
  // the messages of failed statements, which quote values. The client still gets all of them.
  log_statement: 'none',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
};

/** The arguments of `postgres`; `extra` wins over the fixed settings. */
export function serverArguments(
  dataDirectory: string,
  socketDirectory: string,
  extra: Readonly<Record<string, string>>,
): string[] {
  const settings = { ...fixed, ...extra, unix_socket_directories: socketDirectory };
  return [
    '-D',
    dataDirectory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** The whole environment of the server's processes: nothing of ours is handed down. */
export const serverEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};
