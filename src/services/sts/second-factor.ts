// The second factor of a call: SerialNumber and TokenCode of the calling user's device. A code is judged before policies are asked, and used up
// once the call is allowed.

import { judgeCode, useCode, type CodeVerdict } from "../../iam/directory/mfa-devices.ts";
import type { Principal } from "../../iam/principal.ts";
import type { Context } from "../../service/context.ts";
import { accessDenied } from "./errors.ts";

interface SecondFactor {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/** True if the call has a second factor and it is right; throws AccessDenied for a wrong one. Uses nothing up. */
export function judgeSecondFactor(
  input: SecondFactor,
  { principal, store, clock }: Pick<Context, "principal" | "store" | "clock">,
): boolean {
  const proof = proofOf(input);
  if (proof === undefined) return false;
  const user = requireUser(principal);
  return requireRight(store.read<CodeVerdict>((tx) => judgeCode(tx, user, proof, clock.nowMs())));
}

/** As `judgeSecondFactor`, and a right code is not taken again. RACE: of two calls with one code, the second one's transaction finds it used. */
export function takeSecondFactor(
  input: SecondFactor,
  { principal, store, clock }: Pick<Context, "principal" | "store" | "clock">,
): boolean {
  const proof = proofOf(input);
  if (proof === undefined) return false;
  const user = requireUser(principal);
  return requireRight(store.write<CodeVerdict>((tx) => useCode(tx, user, proof, clock.nowMs())));
}

function proofOf(input: SecondFactor): { readonly serialNumber: string; readonly code: string } | undefined {
  const { SerialNumber: serialNumber, TokenCode: code } = input;
  if (serialNumber === undefined && code === undefined) return undefined;
  if (serialNumber === undefined || code === undefined) {
    throw accessDenied("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.");
  }
  return { serialNumber, code };
}

/** AWS: AssumeRole, SerialNumber: of "the MFA device that is associated with the user who is making the AssumeRole call". */
function requireUser(principal: Principal): { readonly account: string; readonly userName: string } {
  if (principal.kind !== "user") throw notTheirDevice();
  return principal;
}

function requireRight(verdict: CodeVerdict): true {
  if (verdict === "not-their-device") throw notTheirDevice();
  // AWS: the space at the end is its own.
  if (verdict === "wrong-code") {
    throw accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
  }
  return true;
}

function notTheirDevice() {
  return accessDenied(
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  );
}
