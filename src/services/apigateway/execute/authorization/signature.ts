// Methods with AWS_IAM: the request is signed, and the signer may invoke.
// AWS: "Control access to a REST API with IAM permissions".

import { AwsError } from "../../../../kernel/errors.ts";
import type { DoorAccess } from "../../../../service/service.ts";
import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import { denialText } from "./resource-policy.ts";

/** Throws a failure unless somebody signed the request who may invoke the method. */
export function requireSignature(call: Call, access: DoorAccess, resource: string): void {
  const signer = signerOf(access);
  // AWS: an unsigned request is told what a wrong path is told.
  if (signer === undefined) throw new Failure("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  call.facts.principal = signer.principal;
  call.facts.accessKeyId = signer.accessKeyId;
  try {
    access.authorize(
      "api-gateway",
      signer.principal,
      [{ action: "execute-api:Invoke", resource }],
      call.scope,
      call.deployed.api.policy,
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new Failure("ACCESS_DENIED", denialText(error.message));
  }
}

function signerOf(access: DoorAccess): ReturnType<DoorAccess["signer"]> {
  try {
    return access.signer("execute-api");
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const more = { errorType: error.code };
    if (error.code === "InvalidSignatureException") throw new Failure("INVALID_SIGNATURE", error.message, more);
    if (error.code === "ExpiredTokenException") throw new Failure("EXPIRED_TOKEN", error.message, more);
    throw new Failure("ACCESS_DENIED", error.message, more);
  }
}
