// Virtual MFA devices: which code of which device proves whom, and that it does so once. IAM enables and synchronizes them, STS takes codes.
// AWS: "Multi-factor authentication in IAM", "Resynchronize virtual and hardware MFA devices".

import { parseArn } from "../../kernel/arns.ts";
import { totp, totpStepAt } from "../../kernel/totp.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import type { MfaDeviceRecord } from "./records.ts";
import { loadNamed, saveNamed } from "./repo.ts";

/** How far a device's clock may be off when it is enabled or synchronized, in steps of 30 seconds. AWS names no bound. */
const SYNCHRONIZED_STEPS = 20;
/** Steps that a synchronized device may be off. */
const TOLERATED_STEPS = 1;

/** Account and name of a device's serial number, which is an ARN; undefined for anything else. The name begins with its path. */
export function parseSerialNumber(serialNumber: string): { account: string; name: string } | undefined {
  const parsed = parseArn(serialNumber);
  if (parsed?.service !== "iam" || !parsed.resource.startsWith("mfa/")) return undefined;
  return { account: parsed.account, name: parsed.resource.slice("mfa/".length) };
}

/** The device of this serial number in the account; undefined if there is none. */
export function findMfaDevice(tx: ReadTx, account: string, serialNumber: string): MfaDeviceRecord | undefined {
  const parsed = parseSerialNumber(serialNumber);
  return parsed?.account === account ? loadNamed(tx, account, "mfa", parsed.name) : undefined;
}

/**
 * The device as two consecutive codes synchronize it: how far its clock is off, and which step was the last. Undefined if they are not
 * consecutive codes of it, or were used before.
 */
export function synchronize(
  device: MfaDeviceRecord,
  [first, second]: readonly [string, string],
  nowMs: number,
): MfaDeviceRecord | undefined {
  const now = totpStepAt(nowMs);
  for (let drift = -SYNCHRONIZED_STEPS; drift <= SYNCHRONIZED_STEPS; drift++) {
    const lastStep = now + drift;
    if (lastStep - 1 <= (device.lastStep ?? -1)) continue;
    if (totp(device.seed, lastStep - 1) === first && totp(device.seed, lastStep) === second)
      return { ...device, driftSteps: drift, lastStep };
  }
  return undefined;
}

/** What a user's code is found to be. */
export type CodeVerdict = "right" | "wrong-code" | "not-their-device";

interface User {
  readonly account: string;
  readonly userName: string;
}

interface Proof {
  readonly serialNumber: string;
  readonly code: string;
}

/** Judges a code of the user's device, and uses nothing up. */
export function judgeCode(tx: ReadTx, user: User, proof: Proof, nowMs: number): CodeVerdict {
  const found = proven(tx, user, proof, nowMs);
  return typeof found === "string" ? found : "right";
}

/** Judges a code of the user's device; the step of a right one, and all before it, are used up. */
export function useCode(tx: WriteTx, user: User, proof: Proof, nowMs: number): CodeVerdict {
  const found = proven(tx, user, proof, nowMs);
  if (typeof found === "string") return found;
  saveNamed(tx, user.account, "mfa", found);
  return "right";
}

/** The device as it is once the code is used up, or what is wrong with the proof. */
function proven(
  tx: ReadTx,
  { account, userName }: User,
  { serialNumber, code }: Proof,
  nowMs: number,
): MfaDeviceRecord | Exclude<CodeVerdict, "right"> {
  const device = findMfaDevice(tx, account, serialNumber);
  if (device?.userName !== userName) return "not-their-device";
  const lastStep = stepOf(device, code, nowMs);
  return lastStep === undefined ? "wrong-code" : { ...device, lastStep };
}

/** The unused step of which the code is; undefined for a wrong code. */
function stepOf(
  { seed, driftSteps = 0, lastStep = -1 }: MfaDeviceRecord,
  code: string,
  nowMs: number,
): number | undefined {
  const now = totpStepAt(nowMs) + driftSteps;
  for (let step = now - TOLERATED_STEPS; step <= now + TOLERATED_STEPS; step++)
    if (step > lastStep && totp(seed, step) === code) return step;
  return undefined;
}
