// Passwords: what a pool's policy allows, and how they are kept.

import type { Random } from "../../../kernel/random.ts";
import { isPassword, makeVerifier } from "../auth/srp.ts";
import { invalidPassword } from "../errors.ts";
import type { PoolRecord, UserRecord, Verifier } from "../records.ts";

// AWS: "Adding user pool password requirements": the characters that count as symbols.
const SYMBOLS = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

/** Throws InvalidPasswordException with the first rule that the password breaks. */
export function requirePassword({ settings }: PoolRecord, password: string): void {
  const policy = settings.Policies.PasswordPolicy;
  const rules: readonly (readonly [boolean, string])[] = [
    [password.length < policy.MinimumLength, "Password not long enough"],
    [policy.RequireLowercase && !/[a-z]/.test(password), "Password must have lowercase characters"],
    [policy.RequireUppercase && !/[A-Z]/.test(password), "Password must have uppercase characters"],
    [policy.RequireNumbers && !/\d/.test(password), "Password must have numeric characters"],
    [policy.RequireSymbols && !SYMBOLS.test(password), "Password must have symbol characters"],
  ];
  const broken = rules.find(([isBroken]) => isBroken)?.[1];
  if (broken !== undefined) throw invalidPassword(`Password did not conform with policy: ${broken}`);
}

/** What is kept of a user's password. */
export function keepPassword(random: Random, pool: PoolRecord, username: string, password: string): Verifier {
  return makeVerifier(random, identityOf(pool, username), password);
}

/** Whether it is the user's password. */
export function hasPassword(pool: PoolRecord, { username, password }: UserRecord, text: string): boolean {
  return password !== undefined && isPassword(password, identityOf(pool, username), text);
}

/** Who a password belongs to, as SRP says it: the pool's id without the Region, then the user's name. */
export function identityOf({ poolId }: PoolRecord, username: string): string {
  return `${poolId.slice(poolId.indexOf("_") + 1)}${username}`;
}

/** Whether users can do without: where codes take a password's place. AWS: SignUp, Password. */
export function isPasswordless({ settings }: PoolRecord): boolean {
  const factors = settings.Policies.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  return factors.includes("EMAIL_OTP") || factors.includes("SMS_OTP");
}

/** A temporary password that every policy takes. */
export function temporaryPassword(random: Random, { settings }: PoolRecord): string {
  const length = Math.max(settings.Policies.PasswordPolicy.MinimumLength, 8);
  const letters = "abcdefghijkmnopqrstuvwxyz";
  const parts = [letters, letters.toUpperCase(), "23456789", "!@#%&?"].map((alphabet) => random.text(1, alphabet));
  return `${parts.join("")}${random.text(length - parts.length, `${letters}23456789`)}`;
}
