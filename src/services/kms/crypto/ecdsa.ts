// What Node does not offer of ECDSA: signatures over a digest that the caller made. FIPS 186-5, sections 6.4.1 and 6.4.2, in
// whole numbers. The multiplication with the secret number is OpenSSL's; the rest is not made to take the same time for
// all keys, which a cloud on one's own machine does not need. Pure.

import { createECDH, type KeyObject } from "node:crypto";

interface Curve {
  /** Node's name. */
  readonly name: string;
  /** Of the field, of the group, and the equation's a (b is not needed). */
  readonly p: bigint;
  readonly n: bigint;
  readonly a: bigint;
  readonly g: Point;
}

type Point = readonly [x: bigint, y: bigint] | undefined;

const hex = (digits: string): bigint => BigInt(`0x${digits.replaceAll(" ", "")}`);

const P256 = hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
const P384 = hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff");
const P521 = 2n ** 521n - 1n;
const K256 = hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");

/** SEC 2: "Recommended elliptic curve domain parameters". */
const CURVES: Readonly<Record<string, Curve>> = {
  prime256v1: curve("prime256v1", P256, P256 - 3n, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
  secp384r1: curve(
    "secp384r1",
    P384,
    P384 - 3n,
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
  ),
  secp521r1: curve(
    "secp521r1",
    P521,
    P521 - 3n,
    "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
  ),
  secp256k1: curve("secp256k1", K256, 0n, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
};

function curve(name: string, p: bigint, a: bigint, order: string): Curve {
  return { name, p, a, n: hex(order), g: multiplyBase(name, 1n) };
}

/** A DER signature over a digest. `randomBytes` gives the secret number of each signature. */
export function signDigest(
  key: KeyObject,
  curveName: string,
  digest: Uint8Array,
  randomBytes: (length: number) => Uint8Array,
): Uint8Array {
  const { n, name } = curveOf(curveName);
  const d = fromBase64Url(key.export({ format: "jwk" }).d);
  const z = truncate(digest, n);
  for (;;) {
    // Eight bytes more than the order has: what taking the remainder prefers is then of no weight.
    const k = (fromBytes(randomBytes(sizeOf(n) + 8)) % (n - 1n)) + 1n;
    const r = (multiplyBase(name, k)?.[0] ?? 0n) % n;
    const s = (inverse(k, n) * ((z + r * d) % n)) % n;
    if (r !== 0n && s !== 0n) return encodeSignature(r, s);
  }
}

/** True if the DER signature is one over the digest. */
export function verifyDigest(key: KeyObject, curveName: string, digest: Uint8Array, signature: Uint8Array): boolean {
  const { n, p, a, name } = curveOf(curveName);
  const numbers = decodeSignature(signature);
  if (numbers === undefined) return false;
  const [r, s] = numbers;
  if (r <= 0n || r >= n || s <= 0n || s >= n) return false;
  const { x, y } = key.export({ format: "jwk" });
  const w = inverse(s, n);
  const left = multiplyBase(name, (truncate(digest, n) * w) % n);
  const right = multiply([fromBase64Url(x), fromBase64Url(y)], (r * w) % n, p, a);
  const sum = add(left, right, p, a);
  return sum !== undefined && sum[0] % n === r;
}

function curveOf(name: string): Curve {
  const found = CURVES[name];
  if (found === undefined) throw new RangeError(`No curve "${name}".`);
  return found;
}

/** A multiple of the base point, by OpenSSL. */
function multiplyBase(name: string, factor: bigint): Point {
  if (factor === 0n) return undefined;
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(evenHex(factor), "hex");
  const bytes = ecdh.getPublicKey();
  const half = (bytes.length - 1) / 2;
  return [fromBytes(bytes.subarray(1, 1 + half)), fromBytes(bytes.subarray(1 + half))];
}

/** A multiple of any point, by doubling and adding: only for what is public. */
function multiply(point: Point, factor: bigint, p: bigint, a: bigint): Point {
  let sum: Point;
  let power = point;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) sum = add(sum, power, p, a);
    power = add(power, power, p, a);
  }
  return sum;
}

function add(left: Point, right: Point, p: bigint, a: bigint): Point {
  if (left === undefined) return right;
  if (right === undefined) return left;
  const [x1, y1] = left;
  const [x2, y2] = right;
  if (x1 === x2 && (y1 + y2) % p === 0n) return undefined;
  const slope = x1 === x2 ? (3n * x1 * x1 + a) * inverse(2n * y1, p) : (y2 - y1) * inverse(modulo(x2 - x1, p), p);
  const x3 = modulo(slope * slope - x1 - x2, p);
  return [x3, modulo(slope * (x1 - x3) - y1, p)];
}

/** The inverse by Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high] = [modulo(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [x, y] = [y - quotient * x, x];
  }
  return modulo(x, modulus);
}

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** The leftmost bits of a digest, as many as the order has. */
function truncate(digest: Uint8Array, n: bigint): bigint {
  const excess = digest.length * 8 - n.toString(2).length;
  return excess > 0 ? fromBytes(digest) >> BigInt(excess) : fromBytes(digest);
}

function sizeOf(n: bigint): number {
  return Math.ceil(n.toString(2).length / 8);
}

function fromBytes(bytes: Uint8Array): bigint {
  return hex(Buffer.from(bytes).toString("hex"));
}

function fromBase64Url(text: string | undefined): bigint {
  return fromBytes(Buffer.from(text ?? "", "base64url"));
}

function evenHex(value: bigint): string {
  const digits = value.toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}

// RFC 3279, section 2.2.3: a sequence of two integers.
function encodeSignature(r: bigint, s: bigint): Uint8Array {
  const body = Buffer.concat([encodeInteger(r), encodeInteger(s)]);
  const length = body.length < 128 ? [body.length] : [0x81, body.length];
  return Uint8Array.from(Buffer.concat([Uint8Array.of(0x30, ...length), body]));
}

function encodeInteger(value: bigint): Buffer {
  const bytes = Buffer.from(evenHex(value), "hex");
  const signed = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes;
  return Buffer.concat([Uint8Array.of(0x02, signed.length), signed]);
}

function decodeSignature(der: Uint8Array): readonly [r: bigint, s: bigint] | undefined {
  let at = 1;
  if (der[0] !== 0x30) return undefined;
  const isLong = der[at] === 0x81;
  const length = isLong ? der[at + 1] : der[at];
  at += isLong ? 2 : 1;
  if (length !== der.length - at) return undefined;
  const numbers: bigint[] = [];
  while (at < der.length) {
    const size = der[at + 1] ?? 0;
    const bytes = der.subarray(at + 2, at + 2 + size);
    // Negative numbers and numbers that are written longer than they are: no DER.
    if (der[at] !== 0x02 || size === 0 || bytes.length !== size || (bytes[0] ?? 0) >= 0x80) return undefined;
    if (size > 1 && bytes[0] === 0 && (bytes[1] ?? 0) < 0x80) return undefined;
    numbers.push(fromBytes(bytes));
    at += 2 + size;
  }
  const [r, s] = numbers;
  return numbers.length === 2 && r !== undefined && s !== undefined ? [r, s] : undefined;
}
