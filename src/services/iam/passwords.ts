// Passwords of users: what they have to be, and how it is proved that one is known. AWS: "Setting an account password policy for IAM users".

import { scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { LoginProfile, PasswordPolicy } from "../../iam/directory/records.ts";
import { passwordViolation } from "./errors.ts";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 32;
const DAY_MS = 86_400_000;

/** The hash of a password under a profile's salt, in hex. */
export async function hashPassword(password: string, salt: string): Promise<string> {
  return (await derive(password, Buffer.from(salt, "hex"), HASH_BYTES)).toString("hex");
}

/** True if the hash is that of the present password. */
export function isPresent({ hashes: [present = ""] }: LoginProfile, hash: string): boolean {
  const [one, other] = [Buffer.from(present, "hex"), Buffer.from(hash, "hex")];
  return one.length === other.length && timingSafeEqual(one, other);
}

interface Requirement {
  readonly wanted: (policy: PasswordPolicy) => boolean;
  readonly pattern: RegExp;
  readonly message: string;
}

const REQUIREMENTS: readonly Requirement[] = [
  {
    wanted: (policy) => policy.requiresUppercase,
    pattern: /[A-Z]/,
    message: "Password should have at least one uppercase letter",
  },
  {
    wanted: (policy) => policy.requiresLowercase,
    pattern: /[a-z]/,
    message: "Password should have at least one lowercase letter",
  },
  {
    wanted: (policy) => policy.requiresNumbers,
    pattern: /[0-9]/,
    message: "Password should have at least one number",
  },
  {
    wanted: (policy) => policy.requiresSymbols,
    pattern: /[!@#$%^&*()_+\-=[\]{}|']/,
    message: "Password should have at least one symbol",
  },
];
// AWS: "Default password policy": eight characters, three of four kinds.
const DEFAULT_LENGTH = 8;
const DEFAULT_KINDS = 3;

/** Throws PasswordPolicyViolation for a password that the account's policy, or AWS's own in its place, does not allow. */
export function requireGoodPassword(password: string, policy: PasswordPolicy | undefined): void {
  const least = policy?.minimumLength ?? DEFAULT_LENGTH;
  if (password.length < least) throw passwordViolation(`Password should have a minimum length of ${least}`);
  const unmet = REQUIREMENTS.filter(({ pattern }) => !pattern.test(password));
  if (policy === undefined) {
    const more = unmet.length - (REQUIREMENTS.length - DEFAULT_KINDS);
    // AWS: the wording is from memory.
    if (more > 0)
      throw passwordViolation(
        `Password should meet ${more} more of the following requirements: ${unmet.map(({ message }) => message).join(", ")}`,
      );
    return;
  }
  const [first] = unmet.filter(({ wanted }) => wanted(policy));
  if (first !== undefined) throw passwordViolation(first.message);
}

/** The profile with a new password; throws PasswordPolicyViolation for one that the policy remembers. */
export function withPassword(
  profile: LoginProfile,
  hash: string,
  policy: PasswordPolicy | undefined,
  nowMs: number,
): LoginProfile {
  const { hashes } = profile;
  // AWS: "You can specify ... a maximum number of 24 previous passwords that can't be repeated."
  if (hashes.slice(0, policy?.remembered ?? 0).includes(hash))
    throw passwordViolation("Policy constraint violation with password reuse prevention during password change.");
  return { ...profile, changedAtMs: nowMs, hashes: [hash, ...hashes].slice(0, MOST_REMEMBERED) };
}

const MOST_REMEMBERED = 24;

/** When a password has to be changed; undefined where it does not. */
export function rotationDueMs({ changedAtMs }: LoginProfile, policy: PasswordPolicy | undefined): number | undefined {
  return policy?.maximumAgeDays === undefined ? undefined : changedAtMs + policy.maximumAgeDays * DAY_MS;
}
