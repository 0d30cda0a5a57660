// Unmasked WebSocket text frames (RFC 6455, section 5.2), several in one buffer.

const closingBrace = 0x7d;
const finalText = 0x81;

function headerLength(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

const slabBytes = 65_536;
let slab = Buffer.allocUnsafeSlow(slabBytes);
let slabUsed = 0;

/** A piece of memory that many share for the moment in which a socket takes it. */
function allocate(bytes: number): Buffer {
  if (bytes > slabBytes / 4) return Buffer.allocUnsafeSlow(bytes);
  if (slabUsed + bytes > slabBytes) {
    slab = Buffer.allocUnsafeSlow(slabBytes);
    slabUsed = 0;
  }
  slabUsed += bytes;
  return slab.subarray(slabUsed - bytes, slabUsed);
}

/**
 * One frame per message. A message is an opening, a payload and a closing brace; `parts` has the
 * opening and the payload of each in turn. `waits`: they will not leave at once, so they must not
 * keep a slab alive that they share with others.
 */
export function framesOf(parts: readonly Buffer[], waits: boolean): Buffer {
  let total = 0;
  for (let i = 0; i < parts.length; i += 2) {
    const length = (parts[i]?.length ?? 0) + (parts[i + 1]?.length ?? 0) + 1;
    total += headerLength(length) + length;
  }
  const frames = waits ? Buffer.allocUnsafeSlow(total) : allocate(total);
  let at = 0;
  for (let i = 0; i < parts.length; i += 2) {
    const opening = parts[i];
    const payload = parts[i + 1];
    if (opening === undefined || payload === undefined) break;
    const length = opening.length + payload.length + 1;
    frames[at] = finalText;
    if (length < 126) {
      frames[at + 1] = length;
    } else if (length < 65_536) {
      frames[at + 1] = 126;
      frames.writeUInt16BE(length, at + 2);
    } else {
      frames[at + 1] = 127;
      frames.writeBigUInt64BE(BigInt(length), at + 2);
    }
    at += headerLength(length);
    frames.set(opening, at);
    at += opening.length;
    frames.set(payload, at);
    at += payload.length;
    frames[at] = closingBrace;
    at += 1;
  }
  return frames;
}
