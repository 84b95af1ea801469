// The server's side of Secure Remote Password as Cognito speaks it. Pure but for the randomness that is handed in.
// AWS: "User pool authentication flow", USER_SRP_AUTH; RFC 5054 (the group of 3,072 bits, k = H(N | PAD(g))), RFC 2945; the key
// is derived with HKDF (RFC 5869) and the info "Caldera Derived Key", as AWS's own clients do.

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Random } from "../../../kernel/random.ts";
import type { Verifier } from "../records.ts";

// RFC 3526, group 15.
const N = BigInt(
  `0x${[
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74",
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437",
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05",
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB",
    "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718",
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33",
    "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864",
    "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2",
    "08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
  ].join("")}`,
);
const G = 2n;
const K = fromHex(hash(bytesOf(N), bytesOf(G)));
const INFO = Buffer.concat([Buffer.from("Caldera Derived Key"), Buffer.from([1])]);
const SALT_BYTES = 16;
const SECRET_BYTES = 128;

/** What is kept of a password. `identity` is the pool's name without its Region, then the user's name. */
export function makeVerifier(random: Random, identity: string, password: string): Verifier {
  const salt = fromHex(Buffer.from(random.bytes(SALT_BYTES)).toString("hex"));
  return { salt: salt.toString(16), verifier: power(G, privateOf(salt, identity, password)).toString(16) };
}

/** Whether a password is the one that was kept. */
export function isPassword({ salt, verifier }: Verifier, identity: string, password: string): boolean {
  const actual = bytesOf(power(G, privateOf(fromHex(salt), identity, password)));
  const expected = bytesOf(fromHex(verifier));
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** The server's number for a client that begins; undefined for a client's number that gives the game away. */
export interface Challenge {
  /** Secret. */
  readonly b: string;
  /** Sent to the client. */
  readonly srpB: string;
}

/** The server's pair of numbers for this sign-in. */
export function newChallenge(random: Random, { verifier }: Verifier): Challenge {
  const b = fromHex(Buffer.from(random.bytes(SECRET_BYTES)).toString("hex"));
  const srpB = (K * fromHex(verifier) + power(G, b)) % N;
  return { b: b.toString(16), srpB: srpB.toString(16) };
}

/** Whether a client's number can be used. RFC 5054: a multiple of N would let anybody in. */
export function isUsable(srpA: string): boolean {
  return /^[0-9a-fA-F]{1,1024}$/.test(srpA) && fromHex(srpA) % N !== 0n;
}

/** The signature of a client that knows the password, in base 64. */
export function expectedSignature(
  { verifier }: Verifier,
  { b, srpB }: Challenge,
  srpA: string,
  {
    identity,
    secretBlock,
    timestamp,
  }: { readonly identity: string; readonly secretBlock: Uint8Array; readonly timestamp: string },
): string {
  const a = fromHex(srpA);
  const u = fromHex(hash(bytesOf(a), bytesOf(fromHex(srpB))));
  const secret = power((a * power(fromHex(verifier), u)) % N, fromHex(b));
  const pseudoRandomKey = createHmac("sha256", bytesOf(u)).update(bytesOf(secret)).digest();
  const key = createHmac("sha256", pseudoRandomKey).update(INFO).digest().subarray(0, 16);
  return createHmac("sha256", key).update(identity).update(secretBlock).update(timestamp).digest("base64");
}

function privateOf(salt: bigint, identity: string, password: string): bigint {
  const inner = createHash("sha256").update(`${identity}:${password}`).digest();
  return fromHex(hash(bytesOf(salt), inner));
}

function hash(...parts: readonly Uint8Array[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest("hex");
}

function fromHex(text: string): bigint {
  return BigInt(`0x${text}`);
}

/** A number's bytes, with a zero before those that would look negative: as Java's BigInteger has them, and so AWS's clients. */
function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 1 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/i.test(even) ? `00${even}` : even, "hex");
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}
