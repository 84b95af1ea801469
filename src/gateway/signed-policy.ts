// Verifies policies that were signed for others to use: the forms with which browsers upload to S3.
// AWS: "Authenticating Requests: Browser-Based Uploads Using POST (AWS Signature Version 4)" (S3 API reference), and for
// Version 2 "Browser-based uploads using POST (AWS signature version 2)": boto3 still signs forms so by default wherever
// the endpoint is not AWS's own. Messages: recorded from S3, in public test suites and bug reports.

import { createHmac } from "node:crypto";
import { AwsError } from "../kernel/errors.ts";
import { isRegion } from "../kernel/ids.ts";
import type { Credential } from "../service/identity.ts";
import type { PolicySigner, SignedPolicy } from "../service/service.ts";
import { isSame, signingKey, type CredentialScope, type SignedRequest } from "./signature.ts";
import { createRefusals } from "./signature-errors.ts";

const refuse = createRefusals("s3");

/** Who signed the policy; throws S3's error for a signature that is not right. */
export function verifySignedPolicy(
  signed: SignedPolicy,
  { findCredential, yardNowMs }: Pick<SignedRequest, "findCredential"> & { readonly yardNowMs: number },
): PolicySigner {
  const { policy, sessionToken, signature } = signed;
  const scope = signature.version === 4 ? parseScope(signature.credential, signature.date) : undefined;
  const accessKeyId = signature.version === 4 ? (scope?.accessKeyId ?? "") : signature.accessKeyId;
  const found = findCredential(accessKeyId, sessionToken);
  if (found === undefined || found === "inactive") throw refuse.unknownKey(accessKeyId, sessionToken);
  if (found.expiresAtMs !== undefined && found.expiresAtMs <= yardNowMs) throw refuse.expiredToken(sessionToken);
  if (!isSame(signatureOf(policy, found, scope), signature.value))
    throw refuse.wrongSignature({ accessKeyId, signature: signature.value, stringToSign: policy });
  return { principal: found.principal, accessKeyId, region: scope?.region };
}

function signatureOf(policy: string, found: Credential, scope: CredentialScope | undefined): string {
  return scope === undefined
    ? createHmac("sha1", found.secretAccessKey).update(policy).digest("base64")
    : createHmac("sha256", signingKey(found.secretAccessKey, scope)).update(policy).digest("hex");
}

function parseScope(credential: string, date: string): CredentialScope {
  const malformed = (message: string, name: string, value: string): AwsError =>
    new AwsError({ code: "InvalidArgument", message, members: { ArgumentName: name, ArgumentValue: value } });
  const [accessKeyId = "", day, region, service, terminator, ...rest] = credential.split("/");
  const wrong = (message: string): AwsError => malformed(message, "X-Amz-Credential", credential);
  if (accessKeyId === "") throw wrong("a non-empty Access Key (AKID) must be provided in the credential.");
  if (day === undefined || region === undefined || service === undefined || terminator === undefined || rest.length > 0)
    throw wrong('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".');
  if (terminator !== "aws4_request")
    throw wrong(`incorrect terminal "${terminator}". This endpoint uses "aws4_request".`);
  if (service !== "s3") throw wrong(`incorrect service "${service}". This endpoint belongs to "s3".`);
  if (!isRegion(region)) throw wrong(`the region '${region}' is wrong`);
  if (!/^\d{8}T\d{6}Z$/.test(date))
    throw malformed("X-Amz-Date must be formated via ISO8601 Long format", "X-Amz-Date", date);
  return { accessKeyId, text: credential.slice(accessKeyId.length + 1), date: day, region, service };
}
