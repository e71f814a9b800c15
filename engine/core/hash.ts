/**
 * FNV-1a of 64 bits over the UTF-16 units of a text, as 16 hex digits. To tell whether something changed, not to keep
 * anybody from making two texts alike.
 */
export function fnv1a64(text: string): string {
  // Four limbs of 16 bits: products stay within the integers that a double holds exactly.
  let a = 0x2325;
  let b = 0x8422;
  let c = 0x9ce4;
  let d = 0xcbf2;
  for (let at = 0; at < text.length; at++) {
    a ^= text.charCodeAt(at);
    // Times 0x100000001b3: by 0x1b3, and by 2^40.
    const low = a * 0x1b3;
    const second = b * 0x1b3 + (low >>> 16);
    const third = c * 0x1b3 + a * 0x100 + (second >>> 16);
    const fourth = d * 0x1b3 + b * 0x100 + (third >>> 16);
    a = low & 0xffff;
    b = second & 0xffff;
    c = third & 0xffff;
    d = fourth & 0xffff;
  }
  return [d, c, b, a].map((limb) => limb.toString(16).padStart(4, "0")).join("");
}
