// Words and forms that give secrets away: names such as `smtp_password`, connection strings with a
// password, key material. Judged on the safe side: a name too many costs a little readability.

const secretPart =
  /passw|passphrase|passcode|secret|token|credential|api_?key|(?:access|private|encrypt\w{0,20}|signing|sign|auth|master|service|license|shared|session)_?key/;
const secretWord = /(?:^|[^a-z])(?:pass|pwd|pw|pwds|creds|jwt|otp|dsn)(?:$|[^a-z])/;
const harmlessSettings = new Set(['password_encryption', 'ssl_key_file', 'krb_server_keyfile']);

/** Values that functions such as `crypt` and `hmac` take beside their secrets. */
const algorithm = /^(?:md5|sha-?[0-9]+|aes[\w-]*|bf|des|xdes|hex|base64|escape)$/i;

/** True for names of columns, variables, arguments that hold secrets. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  if (harmlessSettings.has(words)) return false;
  return secretPart.test(words) || secretWord.test(words);
}

/** True for names of settings that hold secrets: `app.key` too. */
export function isSecretSetting(name: string): boolean {
  if (harmlessSettings.has(name.toLowerCase())) return false;
  return isSecretName(name) || /(?:^|[^a-z])keys?(?:$|[^a-z])/i.test(name);
}

/** True for a literal that is itself such a name, as in `set_config('app.secret', …)`. */
export function namesSecret(literal: string): boolean {
  return (
    literal.length <= 80 &&
    /^\{?[\w.$-]+(?:, ?[\w.$-]+)*\}?$/.test(literal) &&
    isSecretName(literal)
  );
}

const secretFunctions = new Set(
  'crypt hmac encrypt decrypt encrypt_iv decrypt_iv pgp_sym_encrypt pgp_sym_decrypt pgp_sym_encrypt_bytea pgp_sym_decrypt_bytea pgp_pub_decrypt pgp_pub_decrypt_bytea'.split(
    ' ',
  ),
);

const everyday = new Set(
  'default null true false on off password passwd secret token key api_key none'.split(' '),
);

/** True for values that are removed but never looked for elsewhere: they would shred messages. */
export function isEverydayWord(value: string): boolean {
  return value.length < 3 || value === '***' || everyday.has(value.toLowerCase());
}

/** True for functions whose text arguments are secrets. */
export function isSecretFunction(name: string): boolean {
  return secretFunctions.has(name) || isSecretName(name);
}

export function isAlgorithmName(value: string): boolean {
  return algorithm.test(value);
}

const keptOptions = new Set(
  'host hostaddr port dbname schema_name table_name column_name schema table servername use_remote_estimate fetch_size batch_size updatable truncatable async_capable sslmode'.split(
    ' ',
  ),
);

/** True for options of foreign servers and tables that are shown. */
export function isShownOption(name: string): boolean {
  return keptOptions.has(name.toLowerCase());
}

// All repetitions are bounded: these run over texts of any size and must stay linear.
const keyWord = String.raw`(?:passw|passphrase|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key)`;
const assigned = new RegExp(
  String.raw`(?:${keyWord}[\w.-]{0,64}|\b(?:pass|pwd|pw)\b)["']{0,2}\s{0,20}(?:=>|:=|[=:]|\bis\b)\s{0,20}` +
    String.raw`('(?:[^'\\]|\\[^]|''){0,2000}'?|"(?:[^"\\]|\\[^]|""){0,2000}"?|[^\s,;&)}\]'"]{1,2000})`,
  'gi',
);
const url = /:\/\/[^\s:@/]{0,256}:([^\s"'<>]{1,2000})@/g;
const userInfo = /:\/\/([^\s:@/"'<>]{16,2000})@/g;
const bearer = /\b(?:bearer|basic)\s{1,20}([\w.~+/=-]{8,4096})/gi;
const jwt = /\b(eyJ[\w-]{8,2000}\.[\w-]{1,2000}\.[\w-]{0,2000})/g;
const pem = /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^]*)/g;
const wellKnown = /\b((?:AKIA[0-9A-Z]{16})|(?:gh[pousr]_\w{20,200})|(?:xox[abprs]-[\w-]{10,200}))/g;

function unquote(value: string): string {
  const quoted = /^(['"])([^]*?)\1?$/.exec(value);
  return quoted?.[2] ?? value;
}

function decodePercent(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not percent-encoded: it is its own form.
    return value;
  }
}

/** The secrets that stand inside a text that is not SQL: connection strings, `password=…`, keys. */
export function secretsInText(text: string): string[] {
  const found: string[] = [];
  for (const form of [assigned, url, userInfo, bearer, jwt, pem, wellKnown]) {
    for (const match of text.matchAll(form)) {
      const value = unquote(match[1] ?? '');
      if (value === '' || value === '***' || /^(?:%(?:\d*\$)?[sLI]?|\$\d+)$/.test(value)) continue;
      found.push(value);
      const decoded = decodePercent(value);
      if (decoded !== value) found.push(decoded);
    }
  }
  return found;
}

/** The passwords of URLs anywhere in a text. */
export function urlSecretsInText(text: string): string[] {
  return [...text.matchAll(url)].flatMap((match) => match[1] ?? []);
}

/** True for comments: whoever writes of a password in one may well write the password. */
export function mentionsSecret(text: string): boolean {
  return isSecretName(text);
}

const awaitedEnd = String.raw`\s{0,20}['"]{0,4}(?:%(?:\d{1,3}\$)?[sLI]|\$\d|$)`;
const awaiting: readonly RegExp[] = [
  new RegExp(String.raw`${keyWord}\w{0,64}(?:\s{0,20}(?:=>|:=|[=:])|\s|')${awaitedEnd}`, 'i'),
  new RegExp(String.raw`\b(?:pwd|connection)\b\s{0,20}=?${awaitedEnd}`, 'i'),
  /\boptions\s{0,20}\([^)(]{0,500}(?:%(?:\d{1,3}\$)?[sLI]|['"(,\s]$)/i,
  /[a-z]:\/\/[^\s@/]{0,256}:(?:[^\s@]{0,256}%(?:\d{1,3}\$)?[sLI]|[^\s@/]{0,256}$)/i,
];

/**
 * True for a piece of SQL or of a connection string that waits for its secret: `… PASSWORD %L`,
 * `password=` at the end, `postgres://bob:`. The secret is then another literal nearby.
 */
export function awaitsSecret(text: string): boolean {
  return awaiting.some((form) => form.test(text));
}
