// Why API Gateway itself answers a request, by the type of its gateway response.
// AWS: "Gateway response types for API Gateway".

import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";

/** A request that ends with a gateway response. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly type: GatewayResponseType;
  /** The status where it is not the type's own: 502 of a function's malformed answer. */
  readonly status: number | undefined;
  /** What clients see; null: AWS gives no message. */
  readonly text: string | null;
  /** x-amzn-ErrorType. */
  readonly errorType: string;
  /** $context.error.validationErrorString. */
  readonly validationError: string | undefined;
  /** What the execution log says besides. */
  readonly detail: string | undefined;

  constructor(
    type: GatewayResponseType,
    text: string | null,
    more: {
      readonly status?: number;
      readonly errorType?: string;
      readonly validationError?: string;
      readonly detail?: string;
    } = {},
  ) {
    super(more.detail ?? text ?? type);
    this.type = type;
    this.text = text;
    this.status = more.status;
    this.errorType = more.errorType ?? ERROR_TYPES[type] ?? "InternalServerErrorException";
    this.validationError = more.validationError;
    this.detail = more.detail;
  }
}

/** AWS: recorded (LocalStack's snapshots of gateway responses). */
const ERROR_TYPES: Partial<Record<GatewayResponseType, string>> = {
  ACCESS_DENIED: "AccessDeniedException",
  AUTHORIZER_CONFIGURATION_ERROR: "AuthorizerConfigurationException",
  AUTHORIZER_FAILURE: "AuthorizerConfigurationException",
  BAD_REQUEST_BODY: "BadRequestException",
  BAD_REQUEST_PARAMETERS: "BadRequestException",
  EXPIRED_TOKEN: "ExpiredTokenException",
  INVALID_API_KEY: "ForbiddenException",
  INVALID_SIGNATURE: "InvalidSignatureException",
  MISSING_AUTHENTICATION_TOKEN: "MissingAuthenticationTokenException",
  QUOTA_EXCEEDED: "LimitExceededException",
  REQUEST_TOO_LARGE: "RequestTooLongException",
  RESOURCE_NOT_FOUND: "NotFoundException",
  THROTTLED: "TooManyRequestsException",
  UNAUTHORIZED: "UnauthorizedException",
  UNSUPPORTED_MEDIA_TYPE: "UnsupportedMediaTypeException",
};

/** An integration that is set up so that it cannot work; AWS tells the reason only to the execution log. */
export function misconfigured(detail: string): Failure {
  return new Failure("API_CONFIGURATION_ERROR", "Internal server error", {
    detail: `Execution failed due to configuration error: ${detail}`,
  });
}

/** AWS: "Lambda function errors in API Gateway": an answer that is not in the form that proxies expect. */
export function malformedProxyAnswer(): Failure {
  return new Failure("DEFAULT_5XX", "Internal server error", {
    status: 502,
    detail: "Execution failed due to configuration error: Malformed Lambda proxy response",
  });
}

/** AWS: "Endpoint request timed out". */
export function timedOut(): Failure {
  return new Failure("INTEGRATION_TIMEOUT", "Endpoint request timed out", {
    detail: "Execution failed due to a timeout error",
  });
}

/** The integration's endpoint gave no answer. */
export function unreachable(detail: string): Failure {
  return new Failure("INTEGRATION_FAILURE", "Network error communicating with endpoint", {
    detail: `Execution failed due to a network error communicating with endpoint: ${detail}`,
  });
}
