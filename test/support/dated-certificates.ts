// Certificates that are valid between any two times, signed by an authority of their own, by openssl's
// little certificate authority: what servers show that nobody renewed, or whose clock is wrong.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Certificate } from './certificates.ts';

export interface DatedAuthority {
  /** The file of its own certificate. */
  readonly file: string;
  /** A certificate for that name, as `DNS:localhost`, valid between two days from now. */
  sign(name: string, fromDays: number, toDays: number): Certificate;
  remove(): void;
}

const stamp = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d+/g, '');

const settings = `[ca]
default_ca = here
[here]
dir = .
database = index.txt
new_certs_dir = .
serial = serial
certificate = authority.crt
private_key = authority.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`;

/** Makes an authority in a folder of its own. */
export function createDatedAuthority(): DatedAuthority {
  const folder = mkdtempSync(path.join(tmpdir(), 'hawkwatch-dated-'));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...words: string[]): void => {
    execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const files = ['-keyout', 'authority.key', '-out', 'authority.crt'];
  openssl('req', '-x509', ...newKey, '-subj', '/CN=Dated Authority', '-days', '900', ...files);
  writeFileSync(at('ca.conf'), settings);
  writeFileSync(at('index.txt'), '');
  writeFileSync(at('serial'), '1000\n');
  return {
    file: at('authority.crt'),
    sign: (name, fromDays, toDays) => {
      openssl('req', ...newKey, '-subj', '/CN=dated', '-keyout', 'own.key', '-out', 'own.csr');
      writeFileSync(at('extensions'), `subjectAltName=${name}\n`);
      const dates = ['-startdate', stamp(fromDays), '-enddate', stamp(toDays)];
      const more = ['-extfile', 'extensions', '-notext', '-in', 'own.csr', '-out', 'own.crt'];
      openssl('ca', '-batch', '-config', 'ca.conf', ...dates, ...more);
      return {
        certificate: readFileSync(at('own.crt'), 'utf8'),
        key: readFileSync(at('own.key'), 'utf8'),
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
