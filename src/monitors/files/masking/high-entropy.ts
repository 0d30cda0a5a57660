// Words in a text that look like key material whatever they are called: mixed letters and digits of
// some length, base64, long hex. What is masked too much costs readability, never a fact.

const word = /(?:sha(?:256|512):)?[A-Za-z0-9+/_=-]{20,4096}/g;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function classesOf(text: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/].filter((one) => one.test(text)).length;
}

/** Bits a character by how often each one occurs. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** True for a word that nobody would have chosen. */
export function looksRandom(text: string): boolean {
  // Digests of images are how they are named, and anybody may know them.
  if (/^sha(?:256|512):/.test(text) || uuid.test(text)) return false;
  // A path, or names joined by signs, is judged by its parts; base64 has its signs anywhere.
  const parts = text.split(/[/_=-]+/).filter((part) => part !== '');
  const longest = Math.max(...parts.map((part) => part.length));
  const isHex = parts.some((part) => /^[0-9a-f]{32,}$/i.test(part) && entropyOf(part) > 2.5);
  if (isHex) return true;
  const digits = text.replaceAll(/[^0-9]/g, '').length;
  if (longest < 16) {
    // Short pieces: names with numbers, unless all kinds of letters take turns in them.
    const mixed = parts.filter((part) => part.length >= 5 && classesOf(part) === 3).length;
    const runs = text.match(/[0-9]+/g)?.length ?? 0;
    return mixed >= 2 || (classesOf(text) === 3 && (runs >= 3 || text.includes('+')));
  }
  if (entropyOf(text) < 3) return false;
  if (parts.some((part) => part.length >= 16 && classesOf(part) === 3)) return true;
  if (text.endsWith('=') && classesOf(text) >= 2) return true;
  if (parts.some((part) => part.length >= 16 && isScrambled(part))) return true;
  return parts.some((part) => part.length >= 20 && classesOf(part) >= 2) && digits >= 3;
}

/** True for letters of both cases that no words are made of. */
function isScrambled(text: string): boolean {
  if (classesOf(text) !== 2 || /[0-9]/.test(text)) return false;
  let changes = 0;
  for (let at = 1; at < text.length; at += 1) {
    const isUpper = /[A-Z]/.test(text.charAt(at));
    if (isUpper !== /[A-Z]/.test(text.charAt(at - 1))) changes += 1;
  }
  const vowels = text.replaceAll(/[^aeiouy]/gi, '').length;
  return changes / text.length > 0.36 || vowels / text.length < 0.24 || /[^aeiouy]{6}/i.test(text);
}

/** The text with such words replaced. */
export function maskRandomWords(text: string, mask: string): string {
  return text.replaceAll(word, (found) => (looksRandom(found) ? mask : found));
}
