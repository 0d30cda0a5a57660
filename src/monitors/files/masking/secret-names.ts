// Which names of settings stand for a secret. Judged on the safe side: a name too many costs a
// little readability.

const secretPart =
  /passw|passphrase|passcode|secret|token|credential|api[_-]?key|connection[_-]?string|requirepass|masterauth|primaryauth|auth_?pass|pass(?:in|out)$|(?:access|account|private|public|encrypt\w{0,20}|signing|sign|auth|master|service|license|shared|session|storage|sas|tls|ssl)[_-]?key/;
const secretWord =
  /(?:^|[^a-z])(?:(?!(?:by|com|encom|over|sur|tres|under)pass)[a-z]{0,20}pass|psk|pwd|pw|pws|pwds|creds|jwt|otp|dsn|pin|auth|key|keys|cookie|salt|pem|pgpass)(?:$|[^a-z])/;

/** Names that sound like one and hold a name, a number or a choice. */
const harmless = new Set([
  'password_encryption',
  'primary_key',
  'foreign_key',
  'sort_key',
  'hash_key',
  'range_key',
  'partition_key',
  'key_id',
  'kms_key_id',
  'topology_key',
  'secret_name',
  'secret_key_ref',
  'secret_ref',
  'config_map_key_ref',
  'image_pull_secrets',
  'token_expiration_seconds',
  'manage_master_user_password',
  'automount_service_account_token',
  'enable_superuser_access',
  'max_tokens',
  // nginx: where requests are passed on to.
  'proxy_pass',
  'fastcgi_pass',
  'uwsgi_pass',
  'scgi_pass',
  'grpc_pass',
]);

/** True for the name of a setting whose value must not be seen. */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[-.]/g, '_');
  // `--no-password` holds none.
  if (harmless.has(words) || /^(?:no|without)_/.test(words)) return false;
  return secretPart.test(words) || secretWord.test(words);
}

/** Files that are secrets as a whole: nothing of their content is ever stored. */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return (
    /^(?:[._]?pgpass(?:\.conf)?|\.?htpasswd|userlist\.txt|[._]?netrc|users\.acl|shadow|passwd|kubeconfig|credentials|\.my\.cnf|\.git-credentials|id_[a-z0-9]+|.*\.tfstate(?:\.backup)?)$/.test(
      name,
    ) || /\.(?:key|pem|p12|pfx|jks|keystore|kdbx|gpg|asc|ppk|der|crt\.key|token|secret)$/.test(name)
  );
}
