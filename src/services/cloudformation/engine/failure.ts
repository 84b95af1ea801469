// Why a step failed, in the words that stack events show.

import { AwsError } from "../../../kernel/errors.ts";
import { PLAIN_FAILURE } from "../errors.ts";
import type { Incarnation } from "../records.ts";
import { withoutSecrets } from "./secrets-in-text.ts";
import type { Work } from "./work.ts";

/**
 * The reason of a resource's failure. An error of ours (a bug) is logged and shown as an internal failure, so that the
 * stack rolls back instead of hanging.
 */
export function failureReason(
  work: Pick<Work, "yard" | "stackId">,
  typeName: string,
  token: string,
  error: unknown,
): string {
  if (error instanceof AwsError) {
    // Template errors that show only at run time come without the resource handler's frame.
    if (error.code === "ValidationError" && error.message.startsWith("Template ")) return error.message;
    const service = typeName.split("::")[1] ?? typeName;
    if (error.code === PLAIN_FAILURE) return error.message;
    return `Resource handler returned message: "${error.message} (Service: ${service}, Status Code: ${error.status})" (RequestToken: ${token}, HandlerErrorCode: ${handlerErrorCode(error)})`;
  }
  work.yard.log.write("error", "cloudformation.resource-failed", { stackId: work.stackId, typeName, error });
  const message = error instanceof Error ? error.message : String(error);
  return `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: InternalFailure)`;
}

/** The same for a resource at hand, without its secrets. */
export function resourceFailure(
  work: Pick<Work, "yard" | "stackId">,
  incarnation: Pick<Incarnation, "typeName" | "token" | "properties" | "shownProperties">,
  error: unknown,
): string {
  return withoutSecrets(failureReason(work, incarnation.typeName, incarnation.token, error), incarnation);
}

/** AWS: the codes of the page "Handler error codes" of the CloudFormation CLI's guide. */
export function handlerErrorCode({ code, status }: AwsError): string {
  if (/AccessDenied|Unauthorized|NotAuthorized|AuthorizationError/.test(code)) return "AccessDenied";
  if (/AlreadyExists|AlreadyOwned|ResourceConflict|ResourceInUse|NameExists/.test(code)) return "AlreadyExists";
  if (/NotFound|NoSuch|NonExistent|DoesNotExist/.test(code)) return "NotFound";
  if (/Limit|Quota/.test(code)) return "ServiceLimitExceeded";
  if (/Throttl|TooManyRequests/.test(code)) return "Throttling";
  if (status >= 500) return "ServiceInternalError";
  return status === 400 ? "InvalidRequest" : "GeneralServiceException";
}
